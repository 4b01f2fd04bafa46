/** Call as Last Resort, through n8n's engine; judged at the sandbox's phones. */
import { type IDataObject, type INode } from 'n8n-workflow';
import { type FaultSpec } from '../../../sandbox/server.mts';
import { type CarrierRule } from '../../../sandbox/carrier-rules.mts';
import { type NodeSpec, type Outcome } from '../../support/engine.mts';
import { ON_ERROR, sendSmsThrough } from '../../support/send.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();
afterEach(async () => {
	for (const [type, data] of Object.entries(accounts(suite.sandbox.url))) {
		await suite.engine.credentials.add(type, data);
	}
});

const CHINA = '+8613800138000';
const AUSTRALIA = '+61411111111';
const CALL = { call: { language: 'en-au', voice: 'male' } };

const sendSms = (
	providers: string[],
	options: IDataObject = {},
	parameters?: IDataObject,
	settings?: Partial<INode>,
) => sendSmsThrough(providers, { callAsLastResort: CALL, ...options }, parameters, settings);

const run = async (spec: NodeSpec, ...to: string[]) =>
	await suite.engine.run(
		spec,
		to.map((one) => ({ to: one })),
	);
const rows = ({ outputs }: Outcome) => (outputs[0] ?? []).map(({ json }) => json);
const phones = () =>
	suite.sandbox
		.messages()
		.map(({ to, provider, channel = 'sms', text }) => `${to} ${provider} ${channel} ${text}`);
const fault = (path: string, spec: FaultSpec) =>
	suite.sandbox.fault({ wire: 'clicksend', path, times: 50, ...spec });
/** ClickSend certainly does not take the text now. */
const limited = (path = '/v3/sms/send') =>
	fault(path, { kind: 'status', status: 429, retryAfter: 120 });
const carriers = (...carrierRules: CarrierRule[]) => suite.sandbox.configure({ carrierRules });

describe('Call as Last Resort', () => {
	test('calls who got no text with the same text, and the item says so', async () => {
		limited();
		const outcome = await run(sendSms(['clickSend']), AUSTRALIA);
		expect(rows(outcome)).toMatchObject([
			{
				outcome: 'accepted',
				provider: 'clickSend',
				channel: 'call',
				messageId: suite.sandbox.messages()[0]?.id,
				attempts: [
					{ provider: 'clickSend', outcome: 'notSent', failure: { class: 'rateLimited' } },
					{ provider: 'clickSend', channel: 'call', outcome: 'accepted' },
				],
			},
		]);
		expect(phones()).toEqual([`${AUSTRALIA} clickSend voice Disk full`]);
		const [request] = suite.sandbox.requests({ path: '/v3/voice/send' });
		expect(request?.body).toMatchObject({ messages: [{ lang: 'en-au', voice: 'male' }] });
	});

	test('a text that was accepted is not followed by a call', async () => {
		const outcome = await run(sendSms(['clickSend']), AUSTRALIA);
		expect(rows(outcome)[0]).not.toHaveProperty('channel');
		expect(phones()).toEqual([`${AUSTRALIA} clickSend sms Disk full`]);
	});

	test('is off by default', async () => {
		limited();
		await run(sendSms(['clickSend'], { callAsLastResort: undefined }), AUSTRALIA);
		expect(phones()).toEqual([]);
	});

	test('only after all providers of the text', async () => {
		limited();
		await run(sendSms(['clickSend', 'submail']), CHINA);
		expect(phones()).toEqual([`${CHINA} submail sms 【Sandbox】Disk full`]);
	});

	test('the first of the chosen providers that can call does it', async () => {
		suite.sandbox.configure({ submailCredit: 0 });
		const noCredit = {
			status: 'error',
			message: 'There is not enough balance available to send this message.',
		};
		suite.sandbox.fault({
			...{ wire: 'gotone', path: '/sms/send', kind: 'status', status: 200, body: noCredit },
		});
		const outcome = await run(sendSms(['submail', 'goToneSms']), CHINA);
		expect(rows(outcome)).toMatchObject([{ provider: 'goToneSms', channel: 'call' }]);
		const [, request] = suite.sandbox.requests({ wire: 'gotone', path: '/sms/send' });
		expect(request?.body).toMatchObject({ type: 'voice', language: 'en-au', gender: 'male' });
	});

	test('a provider that cannot call now leaves it to the next one that can', async () => {
		limited();
		limited('/v3/voice/send');
		const noCredit = {
			status: 'error',
			message: 'There is not enough balance available to send this message.',
		};
		suite.sandbox.fault({
			...{ wire: 'gotone', path: '/sms/send', kind: 'status', status: 200, body: noCredit },
		});
		const outcome = await run(sendSms(['clickSend', 'goToneSms']), CHINA);
		expect(rows(outcome)).toMatchObject([{ provider: 'goToneSms', channel: 'call' }]);
	});

	test.each([
		['neverTwice', 1],
		['makeSure', 2],
	])('unknown whether the text was sent, %s: a call is no second text', async (ifUnsure, texts) => {
		suite.sandbox.configure({ historyLagMs: 60_000 });
		fault('/v3/sms/send', { kind: 'resetAfter' });
		const outcome = await run(sendSms(['clickSend'], {}, { ifUnsure }), AUSTRALIA);
		expect(rows(outcome)).toMatchObject([{ outcome: 'accepted', channel: 'call' }]);
		expect(phones().filter((one) => one.includes(' sms '))).toHaveLength(texts);
		expect(phones().filter((one) => one.includes(' voice '))).toHaveLength(1);
	});

	test('not delivered where that was waited for: Report too', async () => {
		carriers({ state: 'undelivered', channel: 'sms', errorCode: '12' });
		const outcome = await run(sendSms(['clickSend'], { waitForDelivery: 2 }), AUSTRALIA);
		expect(rows(outcome)).toMatchObject([
			{
				outcome: 'accepted',
				channel: 'call',
				attempts: [
					{ outcome: 'accepted', delivery: { status: 'failed', errorCode: '12' } },
					{ channel: 'call', outcome: 'accepted' },
				],
			},
		]);
	});

	test('by the second provider, then by a call', async () => {
		carriers({ state: 'undelivered', channel: 'sms' });
		const spec = sendSms(['submail', 'clickSend'], { waitForDelivery: 2, ifNotDelivered: 'next' });
		const outcome = await run(spec, CHINA);
		expect(rows(outcome)).toMatchObject([
			{
				channel: 'call',
				attempts: [{ provider: 'submail' }, { provider: 'clickSend' }, { channel: 'call' }],
			},
		]);
		expect(phones()).toHaveLength(3);
	});

	test.each([
		['neverTwice', 1],
		['makeSure', 2],
	])('%s: silence until the end of the wait', async (ifUnsure, count) => {
		const spec = sendSms(['clickSend'], { waitForDelivery: 2 }, { ifUnsure });
		const outcome = await run(spec, AUSTRALIA);
		expect(phones()).toHaveLength(count);
		expect(rows(outcome)).toMatchObject([{ outcome: 'accepted' }]);
	});

	test('delivered: no call', async () => {
		carriers({ state: 'delivered' });
		await run(sendSms(['clickSend'], { waitForDelivery: 2 }, { ifUnsure: 'makeSure' }), AUSTRALIA);
		expect(phones()).toHaveLength(1);
	});

	test.each([
		['nobody', {}],
		['+6140', {}],
		[AUSTRALIA, { allowedCountries: ['NZ'] }],
		[AUSTRALIA, { allowedRecipients: '+64*' }],
	])('faults of the recipient or of a limit are not called: %s %j', async (to, options) => {
		await run(sendSms(['clickSend'], options, {}, ON_ERROR.continue), to);
		expect(suite.sandbox.requests({ path: '/v3/voice/send' })).toEqual([]);
	});

	test('an opt-out, and a text that is empty, are not called', async () => {
		await run(sendSms(['submail', 'clickSend'], {}, {}, ON_ERROR.continue), '+8613900000114');
		await run(sendSms(['clickSend'], {}, { message: ' ' }, ON_ERROR.continue), AUSTRALIA);
		expect(suite.sandbox.requests({ path: '/v3/voice/send' })).toEqual([]);
	});

	test('a text that no provider can take for another reason is called', async () => {
		const spec = sendSms(['submail', 'clickSend'], {}, { from: 'xy' });
		const outcome = await run(spec, AUSTRALIA);
		expect(rows(outcome)).toMatchObject([
			{
				outcome: 'accepted',
				channel: 'call',
				attempts: [{ skipped: true }, { skipped: true }, { channel: 'call' }],
			},
		]);
	});

	test('if the call fails too, the error has both reasons', async () => {
		limited();
		limited('/v3/voice/send');
		const { error } = await run(sendSms(['clickSend'], { maxRetries: 0 }), AUSTRALIA);
		expect(error?.message).toMatch(
			/ClickSend limits .*; then ClickSend \(call\): ClickSend limits/,
		);
		expect(phones()).toEqual([]);
	});

	test('a Retry calls nobody twice, and sends no text after a call', async () => {
		limited();
		const spec = sendSms(['clickSend']);
		const first = await run(spec, AUSTRALIA, 'nobody');
		expect(first.error).toBeDefined();
		suite.sandbox.clearFaults();
		await suite.engine.retry(spec, first);
		expect(phones()).toEqual([`${AUSTRALIA} clickSend voice Disk full`]);
	});

	test.each(['neverTwice', 'makeSure'])(
		'%s: a Retry does not repeat a call in doubt',
		async (ifUnsure) => {
			limited();
			fault('/v3/voice/send', { kind: 'resetAfter' });
			const spec = sendSms(['clickSend'], { maxRetries: 0 }, { ifUnsure });
			const first = await run(spec, AUSTRALIA);
			if (first.error) {
				await suite.engine.retry(spec, first);
			}
			expect(phones().filter((one) => one.includes('voice'))).toHaveLength(1);
		},
	);

	test('Retry On Fail calls once', async () => {
		limited();
		const settings = { retryOnFail: true, maxTries: 3 };
		await run(sendSms(['clickSend'], {}, {}, settings), AUSTRALIA, 'nobody');
		expect(phones()).toEqual([`${AUSTRALIA} clickSend voice Disk full`]);
	});

	test('a Retry calls who could not be called the first time', async () => {
		limited();
		limited('/v3/voice/send');
		const spec = sendSms(['clickSend'], { maxRetries: 0 });
		const first = await run(spec, AUSTRALIA);
		suite.sandbox.clearFaults();
		limited();
		const retried = await suite.engine.retry(spec, first);
		expect(rows(retried)).toMatchObject([{ outcome: 'accepted', channel: 'call' }]);
	});

	test('a language with one voice is read by that voice', async () => {
		limited();
		const callAsLastResort = { call: { language: 'en-in', voice: 'male' } };
		await run(sendSms(['clickSend'], { callAsLastResort }), AUSTRALIA);
		expect(phones()).toHaveLength(1);
	});

	test('GoTone never gets a call that it may send as a text', async () => {
		const noCredit = {
			status: 'error',
			message: 'There is not enough balance available to send this message.',
		};
		suite.sandbox.fault({
			...{ wire: 'gotone', path: '/sms/send', kind: 'status', status: 200, body: noCredit },
		});
		await run(sendSms(['goToneSms'], {}, { message: '磁盘' }, ON_ERROR.continue), CHINA);
		expect(suite.sandbox.requests({ wire: 'gotone', path: '/sms/send' })).toHaveLength(1);
		expect(phones()).toEqual([]);
	});

	test.each([
		[['submail'], 'en-au', 'none of the selected providers can call'],
		[['clickSend'], 'ta-in', 'ClickSend has no voice for the language "ta-in"'],
	])('%j in %s is refused before anything is sent', async (providers, language, message) => {
		const callAsLastResort = { call: { language, voice: 'female' } };
		const { error } = await run(sendSms(providers, { callAsLastResort }), CHINA);
		expect(error?.message).toContain(message);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('Max Segments in Total counts the call', async () => {
		const { error } = await run(sendSms(['clickSend'], { maxSegmentsInTotal: 1 }), AUSTRALIA);
		expect(error?.message).toContain('Max Segments in Total');
		expect(phones()).toEqual([]);
		await run(sendSms(['clickSend'], { maxSegmentsInTotal: 2 }), AUSTRALIA);
		expect(phones()).toHaveLength(1);
	});

	test('an option without its values calls with the default voice', async () => {
		limited();
		await run(sendSms(['clickSend'], { callAsLastResort: {} }), AUSTRALIA);
		expect(suite.sandbox.requests({ path: '/v3/voice/send' })[0]?.body).toMatchObject({
			messages: [{ lang: 'en-us', voice: 'female' }],
		});
	});

	test('with a template, Message is read aloud; without one, nobody can be called', async () => {
		suite.sandbox.configure({ submailCredit: 0 });
		limited();
		const template = (message: string) => ({
			contentType: 'template',
			templates: { template: [{ provider: 'submail', templateId: 'SbTpl1' }] },
			variables: { variable: [{ name: 'code', value: '1' }] },
			message,
		});
		const providers = ['submail', 'clickSend'];
		await run(sendSms(providers, {}, template('Disk full'), ON_ERROR.continue), CHINA);
		expect(phones()).toEqual([`${CHINA} clickSend voice Disk full`]);
		await run(sendSms(providers, {}, template(''), ON_ERROR.continue), CHINA);
		expect(phones()).toHaveLength(1);
	});
});
