/** The operations of the ClickSend node other than plain sends, direct and through Maton. */
import { LoadOptionsContext } from 'n8n-core';
import { type IDataObject } from 'n8n-workflow';
import { operationOf, WAYS } from '../../support/clicksend.mts';
import { type NodeSpec } from '../../support/engine.mts';
import { errorOf, number, ON_ERROR, sending, SETUPS, stories } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const arrived = () => suite.sandbox.messages().map(({ to, text }) => `${to} ${text}`);
const requests = (path: string) => suite.sandbox.requests({ path });

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);

	describe('SMS: Send', () => {
		const byTemplate = (template: unknown, values: IDataObject[]) =>
			sending(way, {}, ON_ERROR.errorOutput, {
				contentType: 'template',
				template: template as IDataObject,
				templateValues: { value: values },
			});
		const serverAlert = { __rl: true, mode: 'id', value: '587916' };

		test('a template: filled from the parameters, fetched once', async () => {
			await suite.engine.run(
				byTemplate(serverAlert, [
					{ name: 'host', value: '={{ $json.host }}' },
					{ name: 'state', value: 'down' },
					{ name: 'time', value: '3:00' },
				]),
				[
					{ to: number(1), host: 'db-1' },
					{ to: number(2), host: 'db-2' },
				],
			);
			expect(arrived()).toEqual([
				`${number(1)} db-1 is down since 3:00.`,
				`${number(2)} db-2 is down since 3:00.`,
			]);
			expect(requests('/v3/sms/templates/587916')).toHaveLength(1);
		});

		test('says which placeholders have no value', async () => {
			const outcome = await suite.engine.run(
				byTemplate(serverAlert, [{ name: 'host', value: 'db-1' }]),
				[{ to: number(1) }],
			);
			expect(arrived()).toEqual([]);
			expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {}).message).toContain('{state}, {time}');
		});

		test('a template that does not exist fails its items only', async () => {
			const outcome = await suite.engine.run(
				byTemplate('={{ $json.template }}', [
					{ name: 'host', value: 'a' },
					{ name: 'state', value: 'b' },
					{ name: 'time', value: 'c' },
				]),
				[
					{ to: number(1), template: '1' },
					{ to: number(2), template: '587916' },
				],
			);
			expect(arrived()).toEqual([`${number(2)} a is b since c.`]);
			const failed = errorOf(outcome.outputs[1]?.[0]?.json ?? {});
			expect(failed.message).toContain('There is no template with the ID 1');
			expect(failed.failure).toMatchObject({ parameter: 'Template' });
		});

		const toList = (listId: string, settings: NodeSpec['settings'] = {}) =>
			sending(way, {}, settings, {
				recipientType: 'contactList',
				contactList: { __rl: true, mode: 'id', value: listId },
			});

		test('a contact list: one item per contact, all paired with the one item', async () => {
			const outcome = await suite.engine.run(toList('428'), [{ text: 'All hands' }]);
			expect(stories(outcome)).toEqual(
				['+61411111111', '+61422222222', '+14055555555'].map((to) => ({
					item: 0,
					to,
					outcome: 'accepted',
				})),
			);
			expect(suite.sandbox.messages()).toHaveLength(3);
		});

		test('a contact list for which the answer has only one row', async () => {
			suite.sandbox.configure({ listRows: 'single' });
			const outcome = await suite.engine.run(toList('428'), [{ text: 'All hands' }]);
			expect(outcome.outputs[0]).toHaveLength(1);
			expect(outcome.outputs[0]?.[0]?.json).toMatchObject({
				to: null,
				contactList: '428',
				outcome: 'accepted',
			});
		});

		test('one contact is refused, the others get the text, and a retry sends to no one again', async () => {
			suite.sandbox.fault({
				kind: 'rows',
				rows: { status: 'COUNTRY_NOT_ENABLED', to: '+14055555555' },
			});
			const failed = await suite.engine.run(toList('428'), [{ text: 'All hands' }]);
			expect(failed.error?.message).toBe('2 of 3 messages were accepted, 1 was not sent');
			await suite.engine.retry(toList('428'), failed);
			expect(suite.sandbox.messages()).toHaveLength(2);
		});

		test('an empty contact list, and one that does not exist', async () => {
			const empty = await suite.engine.run(toList('429', ON_ERROR.errorOutput), [{ text: 'x' }]);
			expect(empty.outputs.map((output) => output.length)).toEqual([0, 1]);
			const none = await suite.engine.run(toList('1', ON_ERROR.errorOutput), [{ text: 'x' }]);
			expect(none.outputs.map((output) => output.length)).toEqual([0, 1]);
			expect(suite.sandbox.messages()).toEqual([]);
		});

		test('Source, Reference and Send At reach ClickSend', async () => {
			await suite.engine.run(
				sending(
					way,
					{ source: 'pager', reference: 'r-1', sendAt: '2035-06-01T12:00:00+00:00' },
					{},
					{ from: { __rl: true, mode: 'list', value: 'SandboxCo' } },
				),
				[{ to: number(1), text: 'x' }],
			);
			const [request] = requests('/v3/sms/send');
			expect((request?.body as IDataObject).messages).toEqual([
				{
					to: number(1),
					body: 'x',
					from: 'SandboxCo',
					source: 'pager',
					custom_string: 'r-1',
					schedule: Date.UTC(2035, 5, 1, 12) / 1000,
				},
			]);
		});
	});

	describe('SMS: Get Many', () => {
		const history = (parameters: IDataObject) => operation('sms', 'getAll', parameters);
		const pages = () => requests('/v3/sms/history').map(({ query }) => query);

		beforeEach(async () => {
			const many = Array.from({ length: 120 }, (_, n) => ({ to: number(n), text: `No ${n}` }));
			await suite.engine.run(sending(way), many);
		});

		test.each<[IDataObject, number, number]>([
			[{ returnAll: false, limit: 1 }, 1, 1],
			[{ returnAll: false, limit: 15 }, 15, 1],
			[{ returnAll: false, limit: 100 }, 100, 1],
			[{ returnAll: false, limit: 101 }, 101, 2],
			[{ returnAll: true }, 120, 2],
		])('%j returns %i rows and requests %i pages', async (parameters, rows, asked) => {
			const outcome = await suite.engine.run(history(parameters));
			expect(outcome.outputs[0]).toHaveLength(rows);
			expect(pages()).toHaveLength(asked);
			const ids = outcome.outputs[0]?.map(({ json }) => json.messageId);
			expect(new Set(ids).size).toBe(rows);
			expect(outcome.outputs[0]?.every(({ pairedItem }) => pairedItem !== undefined)).toBe(true);
		});

		test('filters: recipient, status and time in the time zone of the workflow', async () => {
			const outcome = await suite.engine.run(
				history({
					returnAll: true,
					filters: {
						to: number(7),
						status: 'Completed',
						dateFrom: '2026-01-01T00:00:00',
						dateTo: '2036-01-01T00:00:00',
					},
				}),
			);
			expect(outcome.outputs[0]?.map(({ json }) => json.body)).toEqual(['No 7']);
			expect(pages()[0]).toMatchObject({
				q: `status:Completed,to:${number(7)}`,
				date_from: String(Date.UTC(2025, 11, 31, 13) / 1000),
			});
		});

		test('an invalid date: the error names the item and the field', async () => {
			const outcome = await suite.engine.run(
				history({ returnAll: true, filters: { dateFrom: 'yesteryear' } }),
			);
			expect(outcome.error?.message).toBe('Date From is not a date and time: "yesteryear"');
			expect(outcome.error?.context?.itemIndex).toBe(0);
		});

		test('with Simplify off, the rows are returned unchanged', async () => {
			const outcome = await suite.engine.run(
				history({ returnAll: false, limit: 1, simplify: false }),
			);
			expect(outcome.outputs[0]?.[0]?.json).toHaveProperty('message_id');
		});
	});

	describe('Account: Get', () => {
		test.each([true, false])('Simplify %s: never the key of the sub-account', async (simplify) => {
			const outcome = await suite.engine.run(operation('account', 'get', { simplify }));
			const [item] = outcome.outputs[0] ?? [];
			expect(item?.json).toMatchObject({ balance: expect.any(String) as string, country: 'AU' });
			expect(Object.keys(item?.json ?? {}).length > 12).toBe(!simplify);
			expect(outcome.stored).not.toMatch(/api_key/i);
			// The sandbox did send one.
			expect(requests('/v3/account')).toHaveLength(1);
		});

		test('one item for every input, paired; a failed one takes the error output', async () => {
			suite.sandbox.fault({ kind: 'status', status: 500, skip: 1 });
			const outcome = await suite.engine.run(
				operation('account', 'get', {}, ON_ERROR.errorOutput),
				[{}, {}, {}],
			);
			expect(outcome.outputs.map((output) => output.length)).toEqual([2, 1]);
			const paired = outcome.outputs.flat().map(({ pairedItem }) => pairedItem);
			expect(paired.map((one) => (one as { item: number }).item).sort()).toEqual([0, 1, 2]);
		});

		test('stop: the error has the item, the status and a hint', async () => {
			suite.sandbox.fault({ kind: 'status', status: 401 });
			const outcome = await suite.engine.run(operation('account', 'get'));
			expect(outcome.error).toMatchObject({
				name: 'NodeApiError',
				message: 'ClickSend refused the credential',
				httpCode: '401',
			});
			expect(outcome.error?.description).toContain('API Key');
			expect(outcome.error?.context?.itemIndex).toBe(0);
			expect(requests('/v3/account')).toHaveLength(1);
		});
	});

	describe('From List', () => {
		async function search(method: string, filter?: string, token?: string) {
			const node = suite.engine.registry.getByNameAndVersion(way.type);
			const context = suite.engine.loadOptions(operation('sms', 'send'));
			expect(context).toBeInstanceOf(LoadOptionsContext);
			const found = await node.methods?.listSearch?.[method]?.call(context, filter, token);
			return found?.results ?? [];
		}

		test('templates', async () => {
			expect(await search('searchTemplates')).toEqual([
				{ name: 'Appointment reminder', value: '587713' },
				{ name: 'Server alert', value: '587916' },
			]);
			expect(await search('searchTemplates', 'SERVER')).toHaveLength(1);
		});

		test('contact lists, with their size', async () => {
			expect(await search('searchContactLists', 'call')).toEqual([
				{ name: 'On-call (3)', value: '428' },
			]);
		});

		test('senders: only those allowed to send', async () => {
			const names = (await search('searchSenders')).map(({ value }) => value);
			expect(names).toEqual([
				'+61448000111',
				'+14155550123',
				'+61412345678',
				'SandboxCo',
				'Alerts',
			]);
		});

		test('a failure reports the reason', async () => {
			suite.sandbox.fault({ kind: 'status', status: 403 });
			await expect(search('searchTemplates')).rejects.toThrow(
				/does not allow the account to do this/,
			);
		});
	});

	test('an operation that does not exist', async () => {
		const outcome = await suite.engine.run(operation('sms', 'teleport'));
		expect(outcome.error?.message).toContain('no operation "teleport"');
	});
});

describe('Maton', () => {
	const account = (settings: NodeSpec['settings'] = {}): NodeSpec => ({
		type: 'n8n-nodes-sms-suite.clickSend',
		credentials: ['matonApi'],
		settings,
		parameters: { authentication: 'matonApi', resource: 'account', operation: 'get' },
	});

	test.each(['json', 'text'] as const)(
		'no active connection, reported as %s',
		async (matonErrors) => {
			suite.sandbox.configure({ matonConnectionStatus: 'PENDING', matonErrors });
			const outcome = await suite.engine.run(account());
			expect(outcome.error?.message).toBe('Maton has no active ClickSend connection for this key');
			expect(outcome.error?.description).toContain('maton.ai');
		},
	);

	test('the chosen connection is sent with every request; an unknown one is reported', async () => {
		const { url } = suite.sandbox;
		const data = { apiKey: 'maton-key', baseUrl: `${url}/maton`, controlUrl: `${url}/maton-ctrl` };
		await suite.engine.credentials.add('matonApi', { ...data, connectionId: 'no-such' });
		const outcome = await suite.engine.run(account());
		await suite.engine.credentials.add('matonApi', { ...data, connectionId: '' });
		expect(requests('/v3/account')[0]?.headers['maton-connection']).toBe('no-such');
		expect(outcome.error?.message).toMatch(/connection/);
		await suite.engine.run(account());
		expect(requests('/v3/account')[1]?.headers).not.toHaveProperty('maton-connection');
	});

	test('waits for its rate limit', async () => {
		suite.sandbox.configure({ matonRateLimit: 2 });
		const setup = SETUPS.find(({ wire }) => wire === 'maton');
		const many = Array.from({ length: 3001 }, (_, n) => ({ to: number(n), text: 'x' }));
		const outcome = await suite.engine.run(sending(setup ?? SETUPS[0]!, { concurrency: 4 }), many);
		expect(outcome.error).toBeUndefined();
		expect(suite.sandbox.messages()).toHaveLength(3001);
	});
});
