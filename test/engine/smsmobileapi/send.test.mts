/** Message: Send and Resend, with the API key, with OAuth2, and through Send SMS. */
import { type IDataObject, type INode, type INodePropertyOptions } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import { type NodeSpec } from '../../support/engine.mts';
import { errorOf, ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const TO = '+61411111111';

const sends = () => suite.sandbox.requests({ path: '/sendsms/' });
const phones = () => suite.sandbox.messages().map(({ to, text }) => `${to} ${text}`);
const answer = (status: number, body: unknown, times = 1) =>
	suite.sandbox.fault({ path: '/sendsms/', kind: 'status', status, body, times });

// Without the final slash, a redirect may turn a POST into a GET; /oauth2/token has none in the documentation.
afterEach(() => {
	const paths = suite.sandbox.requests({ wire: 'smsmobileapi' }).map(({ path }) => path);
	expect(paths.filter((path) => !/(\/|\/oauth2\/token)$/.test(path))).toEqual([]);
});

const WAYS = ['smsMobileApi', 'smsMobileOAuth2Api'] as const;

describe.each(WAYS)('with %s', (authentication) => {
	const sending = (parameters: IDataObject = {}, settings: Partial<INode> = {}): NodeSpec => ({
		type: 'n8n-nodes-sms-suite.smsMobileApi',
		credentials: [authentication],
		settings,
		parameters: {
			authentication,
			resource: 'message',
			operation: 'send',
			to: '={{ $json.to }}',
			message: '={{ $json.text }}',
			...parameters,
		},
	});
	const item = (to = TO, text = 'Hello') => ({ to, text });

	describe('Message: Send', () => {
		test('one request per recipient, one output per message', async () => {
			const items = [item(`${TO}, +61422222222`), item('+61433333333', 'Two')];
			const outcome = await suite.engine.run(sending(), items);
			expect(rowsOf(outcome)).toMatchObject([
				{ to: TO, status: 'queued', outcome: 'accepted', provider: 'smsMobileApi', segments: 1 },
				{ to: '+61422222222', outcome: 'accepted' },
				{ to: '+61433333333', outcome: 'accepted' },
			]);
			expect(rowsOf(outcome)[0]?.messageId).toMatch(/^[0-9a-f]{40}$/);
			expect(rowsOf(outcome)[0]).not.toHaveProperty('raw');
			expect(outcome.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 0, 1].map((of) => ({ item: of })),
			);
			expect(sends().map(({ body }) => (body as IDataObject).recipients)).toHaveLength(3);
			expect(phones().sort()).toEqual([`${TO} Hello`, '+61422222222 Hello', '+61433333333 Two']);
		});

		test('the key is in the form, the token in a header, neither in the URL', async () => {
			await suite.engine.run(sending(), [item()]);
			const [request] = sends();
			expect(request).toMatchObject({ method: 'POST', path: '/sendsms/', query: {} });
			expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
			const { apikey } = request?.body as IDataObject;
			const { authorization } = request?.headers ?? {};
			expect([apikey, authorization?.split(' ')[0]]).toEqual(
				authentication === 'smsMobileApi' ? ['smsmobile-key', undefined] : [undefined, 'Bearer'],
			);
		});

		test('a + is preserved, in number and text', async () => {
			await suite.engine.run(sending(), [item(TO, '1 + 1 = 2 & more')]);
			expect(phones()).toEqual([`${TO} 1 + 1 = 2 & more`]);
		});

		test('a short code is sent unchanged', async () => {
			const outcome = await suite.engine.run(sending(), [item('12345')]);
			expect(rowsOf(outcome)).toMatchObject([{ to: '12345', outcome: 'accepted' }]);
			expect(sends()[0]?.body).toMatchObject({ recipients: '12345' });
		});

		async function arrivesBy(channel: string, form: IDataObject, channels: string[]) {
			const outcome = await suite.engine.run(sending({ channel }), [item()]);
			expect(rowsOf(outcome)).toMatchObject([{ outcome: 'accepted' }]);
			const { recipients, message, ...rest } = sends()[0]?.body as IDataObject;
			delete rest.apikey;
			expect({ recipients, message, rest }).toEqual({
				recipients: TO,
				message: 'Hello',
				rest: form,
			});
			const arrived = suite.sandbox.messages().map((message) => message.channel ?? 'sms');
			expect(arrived).toEqual(channels);
		}

		test('Channel SMS', async () => {
			await arrivesBy('sms', {}, ['sms']);
		});

		test('Channel WhatsApp', async () => {
			const form = { sendsms: '0', sendwa: '1', waonly: 'yes' };
			await arrivesBy('whatsApp', form, ['whatsapp']);
		});

		test('Channel SMS and WhatsApp', async () => {
			await arrivesBy('both', { sendsms: '1', sendwa: '1' }, ['sms', 'whatsapp']);
		});

		test('SIM, Shorten Links and Media URL', async () => {
			const options = {
				sim: '2',
				shortenLinks: true,
				mediaUrl: ' https://example.com/chart.png ',
			};
			const text = 'See https://example.com/a/long/path';
			const outcome = await suite.engine.run(sending({ channel: 'both', options }), [
				item(TO, text),
			]);
			expect(rowsOf(outcome)).toMatchObject([{ outcome: 'accepted' }]);
			expect(sends()[0]?.body).toMatchObject({
				message: text,
				port: '2',
				shorturl: '1',
				url_media: 'https://example.com/chart.png',
			});
			expect(suite.sandbox.messages()).toMatchObject([
				{ text: expect.stringMatching(/smsm\.example/) as string },
				{ channel: 'whatsapp', mediaUrl: 'https://example.com/chart.png' },
			]);
		});

		test.each([
			['sms', 'https://example.com/1.png', 'Media URL cannot be sent by SMS'],
			['whatsApp', 'http://example.com/1.png', 'Media URL is not a valid https address'],
			['both', 'chart.png', 'Media URL is not a valid https address'],
		])('Channel %s with the Media URL %s: nothing is sent', async (channel, mediaUrl, message) => {
			const spec = sending({ channel, options: { mediaUrl } }, ON_ERROR.continue);
			const outcome = await suite.engine.run(spec, [item()]);
			expect(rowsOf(outcome)).toMatchObject([
				{ outcome: 'notSent', failure: { parameter: 'Media URL', message } },
			]);
			expect(sends()).toEqual([]);
		});

		test('From is a phone of the account', async () => {
			await suite.engine.run(sending({ from: byId('0f1e2d3c4b5a6978') }), [item()]);
			expect(suite.sandbox.messages()).toMatchObject([{ from: '+61448000333' }]);
			const unknown = await suite.engine.run(sending({ from: byId('nobody') }), [
				item('+61455555555'),
			]);
			expect(unknown.error?.message).toMatch(/did not accept the message/);
			expect(suite.sandbox.messages()).toHaveLength(1);
		});

		test('Send At: a time in the zone of the workflow', async () => {
			const options = { sendAt: '2030-06-01T09:00:00' };
			const outcome = await suite.engine.run(sending({ options }), [item()]);
			const scheduledAt = '2030-05-31T23:00:00.000Z';
			expect(rowsOf(outcome)).toMatchObject([{ status: 'scheduled', scheduledAt }]);
			expect(suite.sandbox.messages()).toMatchObject([{ state: 'scheduled', scheduledAt }]);
		});

		test('raw, without secrets', async () => {
			answer(200, {
				result: { error: 0, sent: '1', id: 'x', apikey: 'smsmobile-key', note: 'sent by mobile' },
			});
			const outcome = await suite.engine.run(sending({ simplify: false }), [item()]);
			expect(rowsOf(outcome)).toMatchObject([{ raw: { note: 'sent by mobile', sent: '1' } }]);
			expect(outcome.stored).not.toContain('smsmobile-key');
		});

		const ANSWERS: Array<[string, number, unknown, string, string, string?]> = [
			['as documented', 200, { result: { error: 0, sent: '1', id: 'x' } }, 'accepted', ''],
			['with texts', 200, { result: { error: '0', sent: 1, id: 'x' } }, 'accepted', ''],
			['as in the CLI', 200, { success: true, message: 'Sent' }, 'accepted', ''],
			['no statement on sending', 200, { result: { error: 0 } }, 'unknown', 'unknownOutcome'],
			['not sent, no error', 200, { result: { error: 0, sent: '0' } }, 'unknown', 'unknownOutcome'],
			['an unknown body', 200, { ok: 1 }, 'unknown', 'unknownOutcome'],
			['an error as number', 200, { result: { error: 7 } }, 'rejected', 'configuration', '7'],
			['an error as text', 200, { result: { error: '7' } }, 'rejected', 'configuration', '7'],
			[
				'an error about the number',
				200,
				{ result: { error: 2, note: 'The recipient is not valid' } },
				'rejected',
				'invalidRecipient',
				'2',
			],
			[
				'an error alongside sent',
				200,
				{ result: { error: 9, sent: '1' } },
				'rejected',
				'configuration',
				'9',
			],
			[
				'success false',
				200,
				{ success: false, error: 'plan_used_up' },
				'rejected',
				'configuration',
			],
			['no key', 400, { success: false, error: 'missing_apikey' }, 'rejected', 'auth'],
			['a bad parameter', 400, { error: 400, message: 'x' }, 'rejected', 'configuration', '400'],
			[
				'a bad recipient',
				400,
				{ error: 'missing_recipients', message: 'x' },
				'rejected',
				'invalidRecipient',
				'missing_recipients',
			],
			['a 400 from another server', 400, '<html>', 'unknown', 'unknownOutcome'],
			['server error', 500, { success: false, error: 'server_error' }, 'unknown', 'unknownOutcome'],
			['too many', 429, { error: 429, message: 'x' }, 'notSent', 'rateLimited'],
		];
		test.each(ANSWERS.map(([name, ...rest]) => ({ name, rest })))('$name', async ({ rest }) => {
			const [status, body, outcome, failure, code] = rest;
			answer(status, body, 9);
			const spec = sending({ options: { maxRetries: 0 } }, ON_ERROR.continue);
			const [row] = rowsOf(await suite.engine.run(spec, [item()]));
			expect(row).toMatchObject({ outcome });
			expect((row?.failure as IDataObject | undefined)?.class ?? '').toBe(failure);
			if (code) expect(row?.failure).toMatchObject({ code });
			expect(sends()).toHaveLength(1);
		});

		test('each message has its own outcome, and failed ones go to the error output', async () => {
			const items = [item(), item('+61400000'), item('+61422222222')];
			const outcome = await suite.engine.run(sending({}, ON_ERROR.errorOutput), items);
			const [good, bad] = outcome.outputs;
			expect(good?.map(({ json }) => json.to)).toEqual([TO, '+61422222222']);
			expect(bad).toHaveLength(1);
			expect(errorOf(bad?.[0]?.json ?? {})).toMatchObject({ outcome: 'rejected' });
		});

		test('Retry On Fail sends nothing twice', async () => {
			suite.sandbox.fault({ path: '/sendsms/', kind: 'resetAfter', skip: 1 });
			const retry = { retryOnFail: true, maxTries: 3 };
			const spec = sending({ options: { concurrency: 1 } }, retry);
			const items = [item(), item('+61422222222'), item('+61433333333')];
			const outcome = await suite.engine.run(spec, items);
			expect(outcome.error?.message).toMatch(/2 of 3 messages were accepted, 1 may have been sent/);
			expect(phones()).toHaveLength(3);
			expect(sends()).toHaveLength(3);
			const again = await suite.engine.retry(spec, outcome);
			expect(again.error).toBeDefined();
			expect(sends()).toHaveLength(3);
		});

		test('a refused connection is tried again', async () => {
			suite.sandbox.fault({ kind: 'refuse', ms: 300 });
			const outcome = await suite.engine.run(sending(), [item()]);
			expect(rowsOf(outcome)).toMatchObject([{ outcome: 'accepted' }]);
			expect(phones()).toHaveLength(1);
		});

		test('Dry Run sends nothing', async () => {
			const options = { dryRun: true };
			const outcome = await suite.engine.run(sending({ options }), [item(), item('12345')]);
			expect(rowsOf(outcome)).toMatchObject([
				{ outcome: 'dryRun', to: TO, request: 1, requests: 2 },
				{ outcome: 'dryRun', to: '12345', request: 2, requests: 2 },
			]);
			expect(sends()).toEqual([]);
		});
	});

	describe('Message: Resend', () => {
		const resends = () => suite.sandbox.requests({ path: '/resend/' });
		const resend = (settings: Partial<INode> = {}, messageId = '={{ $json.id }}'): NodeSpec => ({
			...sending({ operation: 'resend', messageId: byId(messageId) }),
			settings,
		});
		async function failed(): Promise<string> {
			await suite.engine.run(sending(), [item()]);
			const id = suite.sandbox.messages().at(-1)?.id ?? '';
			suite.sandbox.carrier(id, 'undelivered');
			return id;
		}

		test('a message that failed is sent again', async () => {
			const id = await failed();
			const outcome = await suite.engine.run(resend(), [{ id }]);
			expect(rowsOf(outcome)).toEqual([{ resent: true, messageId: id }]);
			expect(outcome.outputs[0]?.[0]?.pairedItem).toEqual({ item: 0 });
			expect(resends()).toMatchObject([{ method: 'GET', query: { guid: id } }]);
			expect(phones()).toHaveLength(2);
		});

		test('other messages are not', async () => {
			await suite.engine.run(sending(), [item()]);
			const id = suite.sandbox.messages()[0]?.id ?? '';
			const outcome = await suite.engine.run(resend(), [{ id }]);
			expect(outcome.error?.message).toBe('SMSMobileAPI did not resend the message');
			expect(outcome.error?.description).toMatch(/only messages that have an error/);
			expect(phones()).toHaveLength(1);
		});

		test('Retry On Fail sends nothing twice', async () => {
			const [first, second] = [await failed(), await failed()];
			const spec = resend({ retryOnFail: true, maxTries: 3 });
			suite.sandbox.fault({ path: '/resend/', kind: 'resetAfter', skip: 1 });
			const outcome = await suite.engine.run(spec, [{ id: first }, { id: second }]);
			expect(outcome.error?.context?.itemIndex).toBe(1);
			expect(resends().map(({ query }) => query.guid)).toEqual([first, second]);
			await suite.engine.retry(spec, outcome);
			expect(resends()).toHaveLength(2);
			expect(phones()).toHaveLength(4);
		});

		test('a resend that was certainly not done is tried again', async () => {
			const id = await failed();
			suite.sandbox.fault({ path: '/resend/', kind: 'status', status: 429 });
			const outcome = await suite.engine.run(resend({ retryOnFail: true }), [{ id }]);
			expect(rowsOf(outcome)).toEqual([{ resent: true, messageId: id }]);
			expect(resends()).toHaveLength(2);
		});

		test('an item that occurs twice is resent twice', async () => {
			const id = await failed();
			const outcome = await suite.engine.run(resend(ON_ERROR.continue), [{ id }, { id }]);
			expect(rowsOf(outcome)).toMatchObject([{ resent: true }, { error: /did not resend/ }]);
			expect(resends()).toHaveLength(2);
		});
	});

	describe('Send SMS', () => {
		const unified = (parameters: IDataObject = {}, providers = ['smsMobileApi']): NodeSpec => ({
			type: 'n8n-nodes-sms-suite.sendSms',
			credentials: [authentication, 'clickSendApi'],
			parameters: {
				operation: 'send',
				providers,
				smsMobileApiAuthentication: authentication,
				clickSendAuthentication: 'clickSendApi',
				to: TO,
				message: 'Hello',
				...parameters,
			},
		});

		test('sends through it', async () => {
			const outcome = await suite.engine.run(unified());
			expect(rowsOf(outcome)).toMatchObject([{ provider: 'smsMobileApi', outcome: 'accepted' }]);
			expect(phones()).toEqual([`${TO} Hello`]);
		});

		test('a From meant for another provider is refused', async () => {
			for (const from of ['Acme', '+61448000111']) {
				const outcome = await suite.engine.run(unified({ from }));
				expect(outcome.error?.message).toMatch(/from the numbers of your own phones/);
			}
			expect(sends()).toEqual([]);
			const both = unified({ from: '+61448000111' }, ['smsMobileApi', 'clickSend']);
			expect(rowsOf(await suite.engine.run(both))).toMatchObject([{ provider: 'clickSend' }]);
			const device = await suite.engine.run(unified({ from: '0f1e2d3c4b5a6978' }));
			expect(rowsOf(device)).toMatchObject([{ provider: 'smsMobileApi', outcome: 'accepted' }]);
		});

		test('a message that it rejects for its own reasons goes to the next provider', async () => {
			answer(200, { result: { error: 7, note: 'plan used up' } });
			const both = unified({}, ['smsMobileApi', 'clickSend']);
			expect(rowsOf(await suite.engine.run(both))).toMatchObject([
				{ provider: 'clickSend', outcome: 'accepted' },
			]);
			answer(200, { result: { error: 2, note: 'invalid number' } });
			const refused = await suite.engine.run(both);
			expect(refused.error?.message).toMatch(/cannot send to this number/);
		});
	});
});

test('the descriptions say that the phone itself tries an SMS up to 3 times', () => {
	const described = (type: string, name: string, value: string) => {
		const { description } = suite.engine.registry.getByNameAndVersion(
			`n8n-nodes-sms-suite.${type}`,
		);
		const options = description.properties
			.filter((property) => property.name === name)
			.flatMap((property) => (property.options ?? []) as INodePropertyOptions[]);
		return options.find((option) => option.value === value)?.description;
	};
	expect(described('smsMobileApi', 'operation', 'resend')).toContain('up to 3 times');
	expect(described('sendSms', 'ifUnsure', 'makeSure')).toMatch(
		/it arrives \(.* up to 3 times .*\)$/,
	);
});
