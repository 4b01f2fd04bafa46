/** The operations of SMSMobileAPI that read and delete, with the API key and with OAuth2. */
import { type IDataObject } from 'n8n-workflow';
import { byId, rowsOf } from '../../support/clicksend.mts';
import { type FaultSpec } from '../../../sandbox/server.mts';
import { type NodeSpec } from '../../support/engine.mts';
import { SmsMobileCustomer } from '../../support/smsmobileapi.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const TYPE = 'n8n-nodes-sms-suite.smsMobileApi';
const customer = new SmsMobileCustomer(() => suite.sandbox);

async function send(to: string, message = 'Hello'): Promise<string> {
	const { body } = await customer.post('/sendsms/', { recipients: to, message });
	return (body as { result: { id: string } }).result.id;
}
const reply = (text: string, to = '+61448000222') =>
	suite.sandbox.reply({ from: '+61411111111', to, text });

// Without the final slash, a redirect may turn a POST into a GET; /oauth2/token has none in the documentation.
afterEach(() => {
	const paths = suite.sandbox.requests({ wire: 'smsmobileapi' }).map(({ path }) => path);
	expect(paths.filter((path) => !/(\/|\/oauth2\/token)$/.test(path))).toEqual([]);
});

const WAYS = ['smsMobileApi', 'smsMobileOAuth2Api'] as const;

describe.each(WAYS)('with %s', (authentication) => {
	const specOf = (
		resource: string,
		operation: string,
		parameters: IDataObject = {},
		settings: NodeSpec['settings'] = {},
	): NodeSpec => ({
		type: TYPE,
		credentials: [authentication],
		settings,
		parameters: { authentication, resource, operation, ...parameters },
	});
	const run = async (resource: string, operation: string, parameters: IDataObject = {}) =>
		await suite.engine.run(specOf(resource, operation, parameters));
	const sent = async (filters: IDataObject = {}, more: IDataObject = { returnAll: true }) =>
		rowsOf(await run('message', 'getAllSent', { filters, ...more }));
	const received = async (parameters: IDataObject = {}) =>
		rowsOf(await run('message', 'getAllReceived', { returnAll: true, ...parameters }));
	const asked = (path: string) =>
		suite.sandbox.requests({ wire: 'smsmobileapi', path, method: 'GET' });

	describe('Message: Get Many Sent', () => {
		test('filters: ID, Before, keyword with a plus, and messages that failed at the API or on the phone', async () => {
			const first = await send('+61411111111', 'One');
			const second = await send('+61422222222', 'Two');
			suite.sandbox.carrier(second, 'undelivered', 'NO_SERVICE');
			expect(await sent()).toMatchObject([{ guid: second }, { guid: first }]);
			expect(await sent({ guid: first })).toMatchObject([{ guid: first, send_from_mobile: '1' }]);
			expect(await sent({ keyword: '+61411' })).toMatchObject([{ guid: first }]);
			expect(await sent({ errorMobile: true })).toMatchObject([
				{ guid: second, send_from_mobile_erreur: 'NO_SERVICE' },
			]);
			expect(await sent({ errorApi: true })).toEqual([]);
			expect(await sent({ before: second })).toMatchObject([{ guid: first }]);
			expect(await sent({ before: '2020-01-01T00:00:00' })).toEqual([]);
			expect(asked('/log/sent/sms/').at(-1)?.query.before).toBe('1577797200');
		});

		test('the slash stays at the end of the path', async () => {
			await sent();
			expect(asked('/log/').map(({ path }) => path)).toEqual(['/log/sent/sms/']);
		});

		test.each(['list', 'errorOnly'] as const)('an empty log is not an error (%s)', async (way) => {
			suite.sandbox.configure({ smsMobileMissingRow: way });
			const outcome = await run('message', 'getAllSent', { filters: { guid: 'f'.repeat(40) } });
			expect(outcome.error).toBeUndefined();
			expect(rowsOf(outcome)).toEqual([]);
		});

		test.each(['guid', 'guid_message', 'id'] as const)(
			'page by page, if the ID is called %s',
			async (field) => {
				suite.sandbox.configure({ smsMobileGuidField: field, smsMobileLogPage: 2 });
				const guids: string[] = [];
				for (let n = 0; n < 5; n++) guids.unshift(await send(`+6141111111${n}`));
				expect((await sent()).map((row) => row[field])).toEqual(guids);
				expect(asked('/log/sent/sms/').map(({ query }) => query.before)).toEqual([
					undefined,
					guids[1],
					guids[3],
				]);
			},
		);

		test('requests no more pages than needed', async () => {
			suite.sandbox.configure({ smsMobileLogPage: 2 });
			for (let n = 0; n < 5; n++) await send(`+6141111111${n}`);
			const before = asked('/log/sent/sms/').length;
			expect(await sent({}, { returnAll: false, limit: 3 })).toHaveLength(3);
			expect(asked('/log/sent/sms/')).toHaveLength(before + 2);
			expect(await sent({ guid: suite.sandbox.messages()[0]?.id ?? '' })).toHaveLength(1);
			expect(asked('/log/sent/sms/')).toHaveLength(before + 3);
		});

		test('a Before that is neither a time nor an ID', async () => {
			const outcome = await run('message', 'getAllSent', { filters: { before: 'yesterday' } });
			expect(outcome.error?.message).toBe('Before is not a date and time: "yesterday"');
		});
	});

	describe('Message: Get Many Received', () => {
		test('newest first, simplified or raw', async () => {
			reply('First');
			await new Promise((resolve) => setTimeout(resolve, 1100));
			reply('Second', '+61448000333');
			const rows = await received();
			expect(rows).toMatchObject([
				{ from: '+61411111111', body: 'Second', deviceId: '0f1e2d3c4b5a6978', contact: null },
				{ from: '+61411111111', body: 'First', deviceId: 'a1b2c3d4e5f60718' },
			]);
			expect(rows[0]?.receivedAt).toMatch(/^20.*Z$/);
			expect(await received({ returnAll: false, limit: 1 })).toMatchObject([{ body: 'Second' }]);
			const [raw] = await received({ simplify: false });
			expect(raw).toMatchObject({ message: 'Second', number: '+61411111111', alias: null });
			expect(typeof raw?.timestamp_unix).toBe('number');
		});

		test('of one phone, after a time, only unread', async () => {
			reply('First');
			reply('Second', '+61448000333');
			expect(await received({ device: byId('0f1e2d3c4b5a6978') })).toMatchObject([
				{ body: 'Second' },
			]);
			const after = (receivedAfter: string) => received({ filters: { receivedAfter } });
			expect(await after('2020-01-01T00:00:00')).toHaveLength(2);
			expect(await after('2035-01-01T00:00:00')).toEqual([]);
			suite.sandbox.configure({ smsMobileUnreadMarks: true });
			const unread = () => received({ filters: { onlyUnread: true } });
			expect([await unread(), await unread()]).toMatchObject([[{}, {}], []]);
			expect(asked('/getsms/').at(-1)?.query).toMatchObject({ onlyunread: 'yes' });
		});

		test('a row whose time is only in milliseconds', async () => {
			suite.sandbox.fault({
				wire: 'smsmobileapi',
				path: '/getsms/',
				kind: 'status',
				status: 200,
				body: { result: { error: '0', sms: [{ guid: 'x', time_received: '1758628800000' }] } },
			});
			expect(await received()).toMatchObject([
				{ messageId: 'x', receivedAt: '2025-09-23T12:00:00.000Z' },
			]);
		});
	});

	describe('Message: Delete', () => {
		const remove = (parameters: IDataObject) => run('message', 'delete', parameters);
		const today = new Date().toISOString().slice(0, 10);

		test('by ID: only that message', async () => {
			const guid = await send('+61411111111');
			await send('+61422222222');
			const outcome = await remove({ scope: 'message', messageId: byId(guid) });
			expect(rowsOf(outcome)).toEqual([{ deleted: true, id: guid }]);
			expect(asked('/deletesms/')[0]?.query).toMatchObject({ guid_message: guid });
			expect(asked('/deletesms/')[0]?.query).not.toHaveProperty('date_start');
			expect(await sent()).toHaveLength(1);
		});

		test('by day: all messages of the day, and a notice says so', async () => {
			const { description } = suite.engine.registry.getByNameAndVersion(TYPE);
			const notice = description.properties.find(({ name }) => name === 'dayNotice');
			expect(notice).toMatchObject({
				type: 'notice',
				displayName: expect.stringContaining('every message of') as string,
				displayOptions: { show: { scope: ['day'], operation: ['delete'] } },
			});
			await send('+61411111111');
			await remove({ scope: 'day', day: '2020-01-01T00:00:00' });
			expect(await sent()).toHaveLength(1);
			const outcome = await remove({ scope: 'day', day: `${today}T23:59:00` });
			expect(rowsOf(outcome)).toEqual([{ deleted: true, firstDay: today, lastDay: today }]);
			expect(asked('/deletesms/').at(-1)?.query).not.toHaveProperty('date_end');
			expect(await sent()).toEqual([]);
		});

		test('by period: all messages, both ends included', async () => {
			await send('+61411111111');
			const outcome = await remove({ scope: 'period', firstDay: '2020-01-01', lastDay: today });
			expect(rowsOf(outcome)).toEqual([{ deleted: true, firstDay: '2020-01-01', lastDay: today }]);
			expect(await sent()).toEqual([]);
		});

		test.each([
			[{ scope: 'message', messageId: byId('={{ $json.none }}') }, 'Message is empty'],
			[{ scope: 'day', day: '={{ $json.none }}' }, 'Day is empty'],
			[{ scope: 'day', day: '2030-02-30' }, 'Day is not a date and time: "2030-02-30"'],
			[
				{ scope: 'period', firstDay: '2030-01-01', lastDay: '={{ $json.none }}' },
				'Last Day is empty',
			],
			[
				{ scope: 'period', firstDay: '2030-01-02', lastDay: '2030-01-01' },
				'Last Day is before First Day',
			],
		])('%j deletes nothing', async (parameters, message) => {
			await send('+61411111111');
			expect((await remove(parameters)).error?.message).toBe(message);
			expect(asked('/deletesms/')).toEqual([]);
			expect(await sent()).toHaveLength(1);
		});
	});

	test('Device: Get Many', async () => {
		expect(rowsOf(await run('device', 'getAll'))).toMatchObject([
			{ sid: 'a1b2c3d4e5f60718', name: 'Pixel on the desk' },
			{ sid: '0f1e2d3c4b5a6978' },
		]);
		const one = await run('device', 'getAll', { filters: { search: 'spare' } });
		expect(rowsOf(one)).toMatchObject([{ sid: '0f1e2d3c4b5a6978' }]);
		const byIt = await run('device', 'getAll', { filters: { deviceId: 'a1b2c3d4e5f60718' } });
		expect(rowsOf(byIt)).toMatchObject([{ name: 'Pixel on the desk' }]);
	});

	describe('Call: Get Many Missed', () => {
		const miss = (n: number, more: IDataObject = {}) =>
			suite.sandbox.call({
				from: `+6141111111${n}`,
				to: '+61448000222',
				at: `2026-01-0${n}T10:00:00Z`,
				...more,
			});
		const missed = async (parameters: IDataObject = {}) =>
			rowsOf(await run('call', 'getAllMissed', { returnAll: true, ...parameters }));

		test('newest first, simplified or raw, with all filters', async () => {
			miss(1);
			miss(2, { name: 'Ada' });
			expect(await missed()).toEqual([
				{ from: '+61411111112', name: 'Ada', calledAt: '2026-01-02T10:00:00.000Z' },
				{ from: '+61411111111', name: null, calledAt: '2026-01-01T10:00:00.000Z' },
			]);
			expect(await missed({ simplify: false })).toMatchObject([{ duration_sec: 0 }, {}]);
			for (const filters of [
				{ search: 'ada' },
				{ firstDay: '2026-01-02' },
				{ firstDay: '2026-01-02', lastDay: '2026-01-02' },
			]) {
				expect(await missed({ filters })).toMatchObject([{ name: 'Ada' }]);
			}
			expect(await missed({ filters: { lastDay: '2026-01-01' } })).toHaveLength(1);
		});

		test('page by page, no more than needed', async () => {
			for (let n = 0; n < 501; n++) suite.sandbox.call({ from: `+${n}`, to: '+61448000222' });
			const asked = () => suite.sandbox.requests({ path: '/call/missed/list/' });
			expect(new Set((await missed()).map(({ from }) => from)).size).toBe(501);
			expect(asked().map(({ query }) => [query.offset, query.limit])).toEqual([
				['0', '500'],
				['500', '500'],
			]);
			expect(await missed({ returnAll: false, limit: 3 })).toHaveLength(3);
			expect(asked().at(-1)?.query).toMatchObject({ offset: '0', limit: '3' });
			expect(asked()).toHaveLength(3);
		});

		test('days in the wrong order', async () => {
			const filters = { firstDay: '2026-01-02', lastDay: '2026-01-01' };
			const { error } = await run('call', 'getAllMissed', { filters });
			expect(error?.message).toBe('Last Day is before First Day');
		});
	});

	describe('WhatsApp messages', () => {
		const arrive = (text: string) =>
			suite.sandbox.reply({
				from: '+61411111111',
				to: '+61448000222',
				text,
				channel: 'whatsapp',
			});
		const whatsApp = async (operation: string, parameters: IDataObject = {}) =>
			await run('whatsAppMessage', operation, parameters);

		test('WhatsApp Message: Set Retrieval', async () => {
			expect(rowsOf(await whatsApp('setRetrieval', { active: true }))).toEqual([{ active: true }]);
			expect(rowsOf(await whatsApp('setRetrieval', { active: false }))).toEqual([
				{ active: false },
			]);
			expect(asked('/getwa/active/').map(({ query }) => query.statut)).toEqual(['1', '0']);
		});

		test('WhatsApp Message: Synchronize', async () => {
			const refused = await whatsApp('synchronize');
			expect(refused.error?.message).toContain('did not carry out the request');
			await whatsApp('setRetrieval', { active: true });
			expect(rowsOf(await whatsApp('synchronize'))).toMatchObject([
				{ expire_at_unix: expect.stringMatching(/^\d{10}$/) as string },
			]);
		});

		test.each(['result', 'messages'] as const)(
			'WhatsApp Message: Get Many, in an answer with "%s"',
			async (smsMobileWhatsAppList) => {
				suite.sandbox.configure({ smsMobileWhatsAppList });
				arrive('One');
				await whatsApp('setRetrieval', { active: true });
				await whatsApp('synchronize');
				arrive('Two');
				const texts = async (filters: IDataObject = {}) =>
					rowsOf(await whatsApp('getAll', { filters })).map(({ message }) => message);
				expect(await texts()).toEqual(['One']);
				await whatsApp('synchronize');
				expect(await texts()).toEqual(['Two', 'One']);
				expect(await texts({ type: 'text' })).toEqual(['Two', 'One']);
				expect(await texts({ type: 'audio' })).toEqual([]);
				expect(await texts({ day: '2020-01-01' })).toEqual([]);
				expect(await texts({ before: '2020-01-01T00:00:00' })).toEqual([]);
				expect(asked('/getwa/').at(-1)?.query.before).toBe('1577797200');
				// They are not among the SMS.
				expect(await received()).toEqual([]);
			},
		);
	});

	describe('From List', () => {
		async function search(method: string, filter?: string) {
			const { methods } = suite.engine.registry.getByNameAndVersion(TYPE);
			const find = methods?.listSearch?.[method];
			const context = suite.engine.loadOptions(specOf('message', 'delete'));
			const found = await find?.call(context, filter);
			return found?.results;
		}

		test('messages, filtered by the log', async () => {
			const guid = await send('+61411111111', 'One');
			const failed = await send('+61422222222', 'Two');
			suite.sandbox.carrier(failed, 'undelivered');
			expect(await search('searchMessages')).toEqual([
				{ name: '+61422222222, failed: Two', value: failed },
				{ name: '+61411111111: One', value: guid },
			]);
			expect(await search('searchMessages', 'One')).toMatchObject([{ value: guid }]);
			expect(await search('searchMessages', 'nothing')).toEqual([]);
		});

		test('phones', async () => {
			expect(await search('searchDevices')).toEqual([
				{ name: 'Pixel on the desk', value: 'a1b2c3d4e5f60718' },
				{ name: 'Spare phone', value: '0f1e2d3c4b5a6978' },
			]);
			expect(await search('searchDevices', 'spare')).toHaveLength(1);
		});

		test('a fault is an error with a hint', async () => {
			suite.sandbox.fault({ path: '/gateway/', kind: 'status', status: 429 });
			await expect(search('searchDevices')).rejects.toMatchObject({
				message: 'SMSMobileAPI limits the request rate',
			});
		});
	});

	describe('failures', () => {
		const answer = (status: number, body: unknown) =>
			suite.sandbox.fault({ path: '/gateway/', kind: 'status', status, body, times: 2 });

		test.each<[string, number, unknown, RegExp]>([
			['OpenAPI’s shape', 400, { error: 400, message: 'x' }, /could not read the request/],
			['the docs’ shape', 400, { success: false, error: 'missing_apikey' }, /received no API key/],
			['an expired account', 403, { success: false, error: 'api_expired' }, /has expired/],
			['a refusal without a body', 403, '', /refused the credential/],
			[
				'200 with a number',
				200,
				{ result: { error: 12 } },
				/did not carry out the request \(error 12\)/,
			],
			[
				'200 with a text',
				200,
				{ result: { error: '12' } },
				/did not carry out the request \(error 12\)/,
			],
			['200 with success false', 200, { success: false, error: 'bad_thing' }, /error bad_thing/],
			[
				'200 with a sentence',
				200,
				{ error: 'The key sandbox-key is bad' },
				/did not carry out the request$/,
			],
			['200 with a word about the key', 200, { error: 'invalid_apikey' }, /refused the credential/],
			['a page', 200, '<html>', /HTTP 200 and an answer that is not in SMSMobileAPI’s format/],
			[
				'another API',
				200,
				{ data: [] },
				/HTTP 200 and an answer that is not in SMSMobileAPI’s format/,
			],
			['a server error', 500, { success: false, error: 'server_error' }, /HTTP 500/],
			['another server', 404, '<html>', /Base URL is not SMSMobileAPI/],
			['a redirect', 301, '', /HTTP 301 and a redirect/],
		])('%s', async (_name, status, body, message) => {
			answer(status, body);
			const outcome = await run('device', 'getAll');
			expect(outcome.error?.message).toMatch(message);
			expect(outcome.error?.context?.itemIndex).toBe(0);
			expect(outcome.stored).not.toMatch(/sandbox-key|smsmobile-key|apikey=/);
		});

		test.each<[string, FaultSpec]>([
			['a connection that breaks', { kind: 'resetBefore', times: 9 }],
			['a redirect', { kind: 'status', status: 302, times: 9 }],
			['a server error', { kind: 'status', status: 502, body: '<html>', times: 9 }],
		])(
			'%s, in a request with the key in its URL: the key appears nowhere',
			async (_name, fault) => {
				suite.sandbox.fault({ wire: 'smsmobileapi', ...fault });
				const outcome = await run('device', 'getAll');
				expect(outcome.error).toBeDefined();
				expect(outcome.stored).not.toMatch(/smsmobile-key|apikey=/);
			},
		);

		test('zero is not an error, in any form', async () => {
			for (const error of [0, '0', '', null]) {
				answer(200, { success: true, error, result: { error }, items: [{ sid: 'x' }] });
				expect(rowsOf(await run('device', 'getAll'))).toEqual([{ sid: 'x' }]);
				suite.sandbox.clearFaults();
			}
		});

		test('a key that an answer repeats is removed', async () => {
			answer(200, { success: true, items: [{ sid: 'x', apikey: 'smsmobile-key' }] });
			expect(rowsOf(await run('device', 'getAll'))).toEqual([{ sid: 'x' }]);
		});

		test('with Continue, failed items are output, paired with their input', async () => {
			answer(400, { error: 400, message: 'x' });
			suite.sandbox.fault({ path: '/gateway/', kind: 'status', status: 400, times: 1 });
			const spec = specOf('device', 'getAll', {}, { onError: 'continueRegularOutput' });
			const { outputs } = await suite.engine.run(spec, [{}, {}, {}, {}]);
			const failed = outputs[0]?.filter(({ json }) => json.error);
			expect(failed).toHaveLength(3);
			expect(outputs[0]?.at(-1)?.pairedItem).toEqual({ item: 3 });
		});
	});
});

test('the key is a query parameter of a GET, the token is in a header', async () => {
	for (const authentication of WAYS) {
		await suite.engine.run({
			type: TYPE,
			credentials: [authentication],
			parameters: { authentication, resource: 'device', operation: 'getAll' },
		});
	}
	const [byKey, byToken] = suite.sandbox.requests({ path: '/gateway/' });
	expect(byKey?.query).toMatchObject({ apikey: 'smsmobile-key' });
	expect(byKey?.headers).not.toHaveProperty('authorization');
	expect(byToken?.query).not.toHaveProperty('apikey');
	expect(byToken?.headers.authorization).toMatch(/^Bearer /);
});
