/** Finding contacts and lists, cleaning up lists, templates and statistics, direct and through Maton. */
import { type IDataObject } from 'n8n-workflow';
import { byId, operationOf, rowsOf, WAYS } from '../../support/clicksend.mts';
import { seedMessages } from '../../support/clicksend-seed.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const requests = (path: string, method = 'GET') => suite.sandbox.requests({ path, method });
const contactList = byId(428);

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);
	const run = async (resource: string, name: string, parameters: IDataObject = {}) =>
		await suite.engine.run(operation(resource, name, parameters));
	const rows = async (resource: string, name: string, parameters: IDataObject = {}) =>
		rowsOf(await run(resource, name, parameters));

	test('Template: Get: one template; one that does not exist fails its own item', async () => {
		const get = operation('template', 'get', { template: '={{ $json.id }}' }, ON_ERROR.errorOutput);
		const outcome = await suite.engine.run(get, [{ id: '1' }, { id: '587916' }]);
		expect(rowsOf(outcome)).toMatchObject([
			{ template_id: 587916, template_name: 'Server alert', body: expect.any(String) as string },
		]);
		expect(outcome.outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
	});

	describe('Contact: Get Many', () => {
		const find = async (filters: IDataObject) =>
			(await rows('contact', 'getAll', { contactList, returnAll: true, filters })).map(
				({ firstName }) => firstName,
			);

		test.each<[IDataObject, string, string[]]>([
			[{ phoneNumber: '+61 422 222 222' }, 'phone_number:+61422222222', ['Alan']],
			[{ email: ' ADA@example.com ' }, 'email:ADA@example.com', ['Ada']],
			[{ firstName: 'grace' }, 'first_name:grace', ['Grace']],
			[{ firstName: 'Ada', lastName: 'Turing' }, 'first_name:Ada,last_name:Turing', []],
			[{ email: 'nobody@example.com' }, 'email:nobody@example.com', []],
		])('finds by %j', async (filters, q, names) => {
			expect(await find(filters)).toEqual(names);
			const [asked] = requests('/contacts');
			expect(asked?.query.q?.split(',').sort()).toEqual(q.split(',').sort());
		});

		test('a value with a comma or a colon is compared by the node', async () => {
			const additionalFields = { firstName: 'Ada: the first', lastName: 'King, Countess' };
			await run('contact', 'create', { contactList, phoneNumber: number(9), additionalFields });
			expect(await find({ lastName: 'King, Countess' })).toEqual(['Ada: the first']);
			expect(await find({ firstName: 'Ada: the first' })).toEqual(['Ada: the first']);
			expect(requests('/contacts').map(({ query }) => query.q)).toEqual([undefined, undefined]);
		});

		test('finds only what fits, even if ClickSend ignores the search', async () => {
			const contact = (name: string) => ({ contact_id: 1, list_id: 428, first_name: name });
			suite.sandbox.fault({
				kind: 'status',
				status: 200,
				path: '/contacts',
				body: {
					http_code: 200,
					response_code: 'SUCCESS',
					response_msg: '',
					data: { current_page: 1, last_page: 1, data: [contact('Ada'), contact('Alan')] },
				},
			});
			expect(await find({ firstName: 'Alan' })).toEqual(['Alan']);
		});

		test('Limit counts what fits; without a filter no page is larger than needed', async () => {
			await rows('contact', 'getAll', { contactList, limit: 20 });
			await rows('contact', 'getAll', { contactList, limit: 1, filters: { lastName: 'Turing' } });
			expect(requests('/contacts').map(({ query }) => query.limit)).toEqual(['20', '100']);
		});
	});

	test('Contact List: Get Many: finds a list by its name', async () => {
		const find = async (listName: string) =>
			await rows('contactList', 'getAll', { returnAll: true, filters: { listName } });
		expect(await find('on-CALL')).toMatchObject([{ list_id: 428 }]);
		expect(await find('On')).toEqual([]);
		expect(requests('/v3/lists')[0]?.query.q).toBe('list_name:on-CALL');
	});

	test('Contact List: Search: lists and contacts', async () => {
		const search = async (query: string) =>
			await rows('contactList', 'search', { query, returnAll: true });
		expect(await search(' On-call ')).toEqual([
			{ id: 428, type: 'list', name: 'On-call', address: null, contacts: 3 },
		]);
		expect(await search('+61411111111')).toMatchObject([
			{ id: 552786, type: 'contact', name: 'Ada Lovelace', address: '+61411111111' },
		]);
		expect(requests('/v3/search/contacts-lists')[0]?.query.q).toBe('On-call');
		const none = await run('contactList', 'search', { query: '={{ "" }}' });
		expect(none.error?.message).toBe('Search For is empty');
	});

	describe('cleaning up', () => {
		const add = async (list: number, phoneNumber: string, firstName = '') =>
			await run('contact', 'create', {
				contactList: byId(list),
				phoneNumber,
				additionalFields: { firstName },
			});
		const left = async () =>
			(await rows('contact', 'getAll', { contactList, returnAll: true })).length;

		test('Contact List: Remove Duplicates: by number, or by several fields', async () => {
			await add(428, '+61411111111', 'Ada');
			await add(428, '+61411111111', 'Augusta');
			const both = { contactList, sameIn: ['phone_number', 'first_name'] };
			expect(await rows('contactList', 'removeDuplicates', both)).toEqual([
				{ contactList: '428', removed: 1 },
			]);
			expect(await rows('contactList', 'removeDuplicates', { contactList })).toEqual([
				{ contactList: '428', removed: 1 },
			]);
			expect(await left()).toBe(3);
			expect(requests('/remove-duplicates/', 'PUT').map(({ body }) => body)).toEqual([
				{ fields: ['phone_number', 'first_name'] },
				{ fields: ['phone_number'] },
			]);
		});

		test('Contact List: Remove Duplicates without fields removes nothing', async () => {
			const { error } = await run('contactList', 'removeDuplicates', {
				contactList,
				sameIn: '={{ [] }}',
			});
			expect(error?.message).toBe('Same In is empty');
			expect(suite.sandbox.requests()).toEqual([]);
		});

		test('Contact List: Remove Opted Out: those in the other list', async () => {
			await add(429, '+61422222222');
			const outcome = await rows('contactList', 'removeOptedOut', {
				contactList,
				optOutList: byId(429),
			});
			expect(outcome).toEqual([{ contactList: '428', removed: 1 }]);
			expect(await left()).toBe(2);
			const none = await run('contactList', 'removeOptedOut', {
				contactList,
				optOutList: byId('={{ "" }}'),
			});
			expect(none.error?.message).toBe('Opt-Out List is empty');
		});

		test('Contact List: Remove Duplicates: a retry of the execution does not repeat it', async () => {
			await add(428, '+61411111111');
			await add(429, '+61422222222');
			await add(429, '+61422222222');
			const node = operation('contactList', 'removeDuplicates', {
				contactList: '={{ $json.list }}',
			});
			const failed = await suite.engine.run(node, [{ list: '428' }, { list: '1' }]);
			expect(failed.error?.message).toContain('could not find');
			await suite.engine.retry(node, failed);
			const asked = requests('/remove-duplicates/', 'PUT').map(({ path }) => path);
			expect(asked.filter((path) => path.includes('/428/'))).toHaveLength(1);
		});
	});

	test('Account: Get Statistics: of texts and of calls, by day', async () => {
		await seedMessages(suite.sandbox.url, '/v3/sms/send', {
			messages: [
				{ to: number(1), body: 'x' },
				{ to: number(2), body: 'x' },
			],
		});
		const [sent] = suite.sandbox.messages();
		suite.sandbox.carrier(sent?.id ?? '', 'undelivered', '8');
		const counts = { outbound: { count: 2 }, inbound: { count: 0 }, bounced: { count: 1 } };
		expect(await rows('account', 'getStatistics')).toMatchObject([
			{
				...counts,
				currency: 'AUD',
				days: [{ date: expect.stringMatching(/^20/) as string, ...counts }],
			},
		]);
		expect(await rows('account', 'getStatistics', { channel: 'voice' })).toMatchObject([
			{ outbound: { count: 0 }, inbound: { count: 0 }, days: [] },
		]);
	});
});
