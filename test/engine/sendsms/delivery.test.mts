/** Wait for Delivery and If Not Delivered, through n8n's engine; judged at the sandbox's phones. */
import { type IDataObject, type INode } from 'n8n-workflow';
import { type CarrierRule } from '../../../sandbox/carrier-rules.mts';
import { type NodeSpec, type Outcome } from '../../support/engine.mts';
import { ON_ERROR, sendSmsThrough } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';
import { stopwatch } from '../../support/patience.mts';

const suite = useSuite();

const CHINA = '+8613800138000';
const CHINA_2 = '+8613800138001';
const numbers = (count: number) =>
	Array.from({ length: count }, (_, at) => `+61${411_111_100 + at}`);

const sendSms = (
	providers: string[],
	options: IDataObject,
	parameters?: IDataObject,
	settings?: Partial<INode>,
) => sendSmsThrough(providers, { waitForDelivery: 2, ...options }, parameters, settings);

const run = async (spec: NodeSpec, ...to: string[]) =>
	await suite.engine.run(
		spec,
		to.map((one) => ({ to: one })),
	);
const rows = ({ outputs }: Outcome) => (outputs[0] ?? []).map(({ json }) => json);
const hints = ({ run: { data } }: Outcome): string[] =>
	(data.resultData.runData.Node ?? []).flatMap(({ hints: all = [] }) =>
		all.map(({ message }) => message),
	);
const phones = (to?: string) =>
	suite.sandbox
		.messages()
		.filter((one) => to === undefined || one.to === to)
		.map(({ provider, state }) => `${provider} ${state}`);
const carriers = (...carrierRules: CarrierRule[]) => suite.sandbox.configure({ carrierRules });
const asked = (wire: string) =>
	suite.sandbox
		.requests({ wire, method: wire === 'submail' ? 'POST' : 'GET' })
		.filter(({ path }) => (wire === 'submail' ? path.includes('log') : true));

const delivered = { state: 'delivered', afterMs: 50 } as const;
const failed = { state: 'undelivered', afterMs: 50, errorCode: '12' } as const;

describe('Wait for Delivery', () => {
	test('items say what became of their message, with Simplify too', async () => {
		carriers({ ...delivered, to: CHINA }, { ...failed, to: CHINA_2 });
		const outcome = await run(sendSms(['clickSend'], {}), CHINA, CHINA_2, '+61411111111');
		expect(rows(outcome)).toMatchObject([
			{
				outcome: 'accepted',
				status: 'delivered',
				delivery: { status: 'delivered', final: true, errorCode: null, errorText: null },
			},
			{
				outcome: 'accepted',
				status: 'failed',
				delivery: { status: 'failed', final: true, errorCode: '12', errorText: 'Not delivered' },
			},
			{ outcome: 'accepted', status: 'queued', delivery: { status: 'sent', final: false } },
		]);
		expect(Object.keys(rows(outcome)[0]?.delivery as object).sort()).toEqual(
			['at', 'errorCode', 'errorText', 'final', 'status'].sort(),
		);
		expect(hints(outcome)).toContainEqual(
			expect.stringContaining('1 of 3 accepted messages was not delivered'),
		);
	});

	test('off, nothing is asked and the output has no such column', async () => {
		carriers(delivered);
		const outcome = await run(sendSms(['clickSend'], { waitForDelivery: 0 }), CHINA);
		expect(rows(outcome)[0]).not.toHaveProperty('delivery');
		expect(suite.sandbox.requests()).toHaveLength(1);
	});

	test('final messages are not asked about again, and the wait ends when all are final', async () => {
		carriers({ ...delivered, afterMs: 0 });
		const watch = stopwatch();
		const outcome = await run(sendSms(['clickSend'], { waitForDelivery: 30 }), CHINA);
		expect(rows(outcome)).toMatchObject([{ delivery: { status: 'delivered' } }]);
		expect(watch.spent()).toBeLessThan(12_000);
		expect(asked('clicksend')).toHaveLength(1);
	});

	test.each([
		['goToneSms', 'delivered', 'delivered', true],
		['submail', 'delivered', 'delivered', true],
		['submail', 'undelivered', 'failed', true],
		// What it reports of its best: the phone has sent it.
		['smsMobileApi', 'delivered', 'sent', false],
		['smsMobileApi', 'undelivered', 'failed', true],
	] as const)('%s: %s is %s', async (provider, state, status, final) => {
		carriers({ state, afterMs: 0 });
		const outcome = await run(sendSms([provider], {}), CHINA);
		expect(rows(outcome)).toMatchObject([
			{ provider, outcome: 'accepted', delivery: { status, final } },
		]);
	});

	test('a phone that has sent it is not waited for longer, nor taken for silent', async () => {
		carriers({ ...delivered, afterMs: 0 });
		const spec = sendSms(
			['smsMobileApi', 'clickSend'],
			{ waitForDelivery: 60, ifNotDelivered: 'next' },
			{ ifUnsure: 'makeSure' },
		);
		const watch = stopwatch();
		expect(rows(await run(spec, CHINA))).toMatchObject([
			{ provider: 'smsMobileApi', delivery: { status: 'sent', final: false } },
		]);
		expect(watch.spent()).toBeLessThan(20_000);
		expect(phones()).toHaveLength(1);
	});

	test('scheduled messages, and providers without a status, are not waited for', async () => {
		const sendAt = new Date(Date.now() + 3_600_000).toISOString();
		const later = await run(sendSms(['clickSend'], { waitForDelivery: 60, sendAt }), CHINA);
		expect(rows(later)).toMatchObject([
			{ status: 'scheduled', delivery: { status: 'unknown', final: false } },
		]);
		expect(hints(later)).toEqual(['1 message was scheduled for later, and not waited for.']);
		const template = {
			contentType: 'template',
			templates: { template: [{ provider: 'engageLabSms', templateId: '1' }] },
		};
		const spec = sendSms(['engageLabSms'], { waitForDelivery: 60 }, template, ON_ERROR.continue);
		const outcome = await run(spec, '+61411111111');
		if (rows(outcome)[0]?.outcome === 'accepted') {
			expect(rows(outcome)).toMatchObject([{ delivery: { status: 'unknown', final: false } }]);
			expect(hints(outcome)[0]).toContain('EngageLab SMS has no API for the delivery status');
		}
	});

	test('a status call that fails never makes a failure of an accepted message', async () => {
		carriers(delivered);
		suite.sandbox.fault({
			...{ wire: 'clicksend', method: 'GET', path: '/v3/sms/history' },
			...{ kind: 'status', status: 500, times: 50 },
		});
		const outcome = await run(sendSms(['clickSend'], {}), CHINA);
		expect(rows(outcome)).toMatchObject([
			{ outcome: 'accepted', delivery: { status: 'unknown', final: false } },
		]);
		expect(hints(outcome)).toEqual([
			expect.stringMatching(/^Wait for Delivery could not ask for a status: .*accepted\.$/),
		]);
	});

	test('a status call without an answer does not outlast the wait by much', async () => {
		suite.sandbox.fault({
			...{ wire: 'clicksend', method: 'GET', path: '/v3/sms/history' },
			...{ kind: 'hangBefore', times: 50 },
		});
		const watch = stopwatch();
		const outcome = await run(sendSms(['clickSend'], {}), CHINA);
		expect(rows(outcome)).toMatchObject([{ outcome: 'accepted', delivery: { status: 'unknown' } }]);
		expect(watch.spent()).toBeLessThan(12_000);
	});

	test('cancelling ends the wait at once, and a Retry sends nothing twice', async () => {
		const spec = sendSms(['clickSend'], { waitForDelivery: 300 });
		const watch = stopwatch();
		const cancel = new Promise((resolve) => setTimeout(resolve, 1500));
		const cancelled = await suite.engine.run(spec, [{ to: CHINA }], { cancel });
		expect(watch.spent()).toBeLessThan(10_000);
		expect(phones()).toHaveLength(1);
		const retried = await suite.engine.retry(spec, cancelled);
		void retried;
		expect(phones()).toHaveLength(1);
	});

	test('the provider nodes have it too', async () => {
		carriers(delivered);
		const outcome = await run(
			{
				type: 'n8n-nodes-sms-suite.clickSend',
				credentials: ['clickSendApi'],
				parameters: {
					...{ resource: 'sms', operation: 'send', to: '={{ $json.to }}', message: 'Disk full' },
					options: { waitForDelivery: 2 },
				},
			},
			CHINA,
		);
		expect(rows(outcome)).toMatchObject([{ delivery: { status: 'delivered', final: true } }]);
	});

	test.each([-1, 301, 2.5])('%d seconds are refused', async (waitForDelivery) => {
		const { error } = await run(sendSms(['clickSend'], { waitForDelivery }), CHINA);
		expect(error?.message).toContain('Wait for Delivery');
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('1,000 messages need a few requests, not one each', async () => {
		carriers({ ...delivered, afterMs: 0 });
		// Longer than a busy machine needs: the wait ends when all are delivered.
		const outcome = await run(sendSms(['clickSend'], { waitForDelivery: 60 }), ...numbers(1000));
		expect(rows(outcome).every(({ delivery }) => (delivery as IDataObject).final)).toBe(true);
		expect(asked('clicksend').length).toBeLessThanOrEqual(10);
	});
});

describe('If Not Delivered', () => {
	const next = { ifNotDelivered: 'next' };
	const both = ['clickSend', 'submail'];

	test.each(['neverTwice', 'makeSure'])(
		'%s: a final failure goes on to the next provider, and attempts tell it all',
		async (ifUnsure) => {
			carriers({ ...failed, provider: 'clickSend' }, delivered);
			const outcome = await run(sendSms(both, next, { ifUnsure }), CHINA);
			expect(rows(outcome)).toMatchObject([
				{
					provider: 'submail',
					outcome: 'accepted',
					delivery: { status: 'delivered', final: true },
					attempts: [
						{
							provider: 'clickSend',
							outcome: 'accepted',
							messageId: suite.sandbox.messages()[0]?.id,
							delivery: { status: 'failed', final: true, errorCode: '12' },
						},
						{ provider: 'submail', outcome: 'accepted', delivery: { status: 'delivered' } },
					],
				},
			]);
			expect(phones()).toEqual(['clickSend undelivered', 'submail delivered']);
		},
	);

	test.each([
		['neverTwice', ['clickSend sent']],
		['makeSure', ['clickSend sent', 'submail delivered']],
	])('%s: silence until the end of the wait', async (ifUnsure, texts) => {
		carriers({ state: 'silent', provider: 'clickSend' }, delivered);
		const outcome = await run(sendSms(both, next, { ifUnsure }), CHINA);
		expect(phones()).toEqual(texts);
		expect(rows(outcome)).toMatchObject([
			ifUnsure === 'makeSure'
				? {
						provider: 'submail',
						delivery: { status: 'delivered' },
						attempts: [
							{ provider: 'clickSend', delivery: { status: 'sent', final: false } },
							{ provider: 'submail' },
						],
					}
				: {
						provider: 'clickSend',
						outcome: 'accepted',
						delivery: { status: 'sent', final: false },
					},
		]);
	});

	test('Report leaves it at that', async () => {
		carriers(failed);
		const outcome = await run(sendSms(both, {}, { ifUnsure: 'makeSure' }), CHINA);
		expect(rows(outcome)).toMatchObject([
			{ provider: 'clickSend', outcome: 'accepted', delivery: { status: 'failed' } },
		]);
		expect(phones()).toHaveLength(1);
	});

	test('not delivered by any provider: the item fails, and says what each reported', async () => {
		carriers(failed);
		const { error } = await run(sendSms(both, next), CHINA);
		expect(error?.message).toMatch(
			/ClickSend accepted the text, but it was not delivered: Not delivered; then SUBMAIL accepted the text/,
		);
		suite.sandbox.reset();
		carriers(failed);
		const outcome = await run(sendSms(both, next, {}, ON_ERROR.continue), CHINA);
		expect(rows(outcome)).toMatchObject([
			{
				provider: 'submail',
				outcome: 'rejected',
				status: 'failed',
				delivery: { status: 'failed', final: true },
				failure: { class: 'undelivered' },
			},
		]);
	});

	test('a re-run sends nothing again that may have arrived, and goes on where the first one failed', async () => {
		carriers({ ...failed, provider: 'clickSend', to: CHINA }, delivered);
		suite.sandbox.configure({ submailCredit: 0 });
		const spec = sendSms(both, next);
		const first = await run(spec, CHINA, '+61411111111');
		expect(first.error?.description).toContain('was not delivered');
		expect(phones(CHINA)).toEqual(['clickSend undelivered']);
		suite.sandbox.configure({ submailCredit: 100 });
		const retried = await suite.engine.retry(spec, first);
		expect(phones(CHINA)).toEqual(['clickSend undelivered', 'submail delivered']);
		expect(phones('+61411111111')).toHaveLength(1);
		expect(rows(retried)).toMatchObject([
			{ provider: 'submail', delivery: { status: 'delivered' } },
			{ provider: 'clickSend', delivery: { status: 'delivered' } },
		]);
	});

	test('failed everywhere: a re-run reports it, and sends no third text', async () => {
		carriers(failed);
		const spec = sendSms(both, next);
		const first = await run(spec, CHINA);
		const retried = await suite.engine.retry(spec, first);
		expect(retried.error?.message).toContain('not delivered');
		expect(phones()).toHaveLength(2);
	});

	test('a report that came after the first run is learnt by a re-run, which goes on', async () => {
		carriers({ state: 'silent', provider: 'clickSend' }, delivered);
		const spec = sendSms(both, next);
		const first = await run(spec, CHINA, 'nobody');
		expect(phones()).toEqual(['clickSend sent']);
		suite.sandbox.carrier(suite.sandbox.messages()[0]!.id, 'undelivered');
		const retried = await suite.engine.retry(spec, first);
		expect(phones()).toEqual(['clickSend undelivered', 'submail delivered']);
		expect(retried.error?.message).toContain('1 of 2 messages were accepted');
		// And a second Retry does not know what the first one did, but finds it claimed.
		await suite.engine.retry(spec, first);
		expect(phones()).toHaveLength(2);
	});

	test('killed during the wait: the history knows the text, and the Retry goes on from there', async () => {
		carriers({ ...failed, provider: 'clickSend' }, delivered);
		const spec = sendSms(['clickSend', 'submail'], { ...next, waitForDelivery: 0 });
		await run(spec, CHINA);
		const waiting = sendSms(['clickSend', 'submail'], next);
		const retried = await suite.engine.retryCrashed(waiting, [{ to: CHINA }]);
		expect(phones()).toEqual(['clickSend undelivered', 'submail delivered']);
		expect(rows(retried)).toMatchObject([
			{ provider: 'submail', delivery: { status: 'delivered', final: true } },
		]);
	});

	test('without Wait for Delivery a hint says that it has no effect', async () => {
		const outcome = await run(sendSms(both, { ...next, waitForDelivery: 0 }), CHINA);
		expect(hints(outcome)).toEqual([expect.stringContaining('has no effect')]);
	});
});
