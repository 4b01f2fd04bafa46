/** ClickSend's templates, contact lists and contacts, direct and through Maton. */
import { type IDataObject } from 'n8n-workflow';
import { byId, idOf, operationOf, rowsOf, WAYS } from '../../support/clicksend.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const requests = (path: string, method = 'GET') => suite.sandbox.requests({ path, method });

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);
	const run = async (resource: string, name: string, parameters: IDataObject = {}) =>
		await suite.engine.run(operation(resource, name, parameters));
	const rows = async (resource: string, name: string, parameters: IDataObject = {}) =>
		rowsOf(await run(resource, name, parameters));

	describe('lists', () => {
		const ONE_MORE_THAN_A_PAGE = 101;
		const names = Array.from({ length: ONE_MORE_THAN_A_PAGE }, (_, n) => ({ name: `No ${n}` }));
		const fill: Record<string, IDataObject> = {
			template: { templateName: '={{ $json.name }}', body: 'x' },
			contactList: { listName: '={{ $json.name }}' },
			contact: {
				contactList: byId(429),
				phoneNumber: number(1),
				additionalFields: { firstName: '={{ $json.name }}' },
			},
		};

		async function asksForNoPageTooMany(resource: string, path: string, total: number) {
			await suite.engine.run(operation(resource, 'create', fill[resource]), names);
			const list = { contactList: byId(429) };
			expect(await rows(resource, 'getAll', { ...list, limit: 100 })).toHaveLength(100);
			expect(requests(path)).toHaveLength(1);
			expect(await rows(resource, 'getAll', { ...list, limit: 101 })).toHaveLength(101);
			expect(requests(path)).toHaveLength(3);
			expect(await rows(resource, 'getAll', { ...list, returnAll: true })).toHaveLength(total);
			expect(requests(path)).toHaveLength(5);
		}

		test('Template: Get Many requests no more pages than needed', async () => {
			await asksForNoPageTooMany('template', '/v3/sms/templates', 103);
		});

		test('Contact List: Get Many requests no more pages than needed', async () => {
			await asksForNoPageTooMany('contactList', '/v3/lists', 103);
		});

		test('Contact: Get Many requests no more pages than needed', async () => {
			await asksForNoPageTooMany('contact', '/v3/lists/429/contacts', 101);
		});
	});

	describe('Template', () => {
		test('Create, Update and Delete; fields not given stay unchanged', async () => {
			const [made] = await rows('template', 'create', { templateName: 'New', body: 'Hi {name}' });
			const template = byId(made?.template_id);
			const [changed] = await rows('template', 'update', {
				template,
				updateFields: { body: 'Bye {name}' },
			});
			expect(changed).toMatchObject({ template_name: 'New', body: 'Bye {name}' });
			expect(await rows('template', 'delete', { template })).toEqual([
				{ deleted: true, id: idOf(made?.template_id) },
			]);
			expect(await rows('template', 'getAll')).toHaveLength(2);
		});

		test('Update without fields: reported before any request', async () => {
			const { error } = await run('template', 'update', { template: byId(587916) });
			expect(error?.message).toBe('There is nothing to update');
			expect(error?.context?.itemIndex).toBe(0);
			expect(suite.sandbox.requests()).toEqual([]);
		});

		test('one that does not exist fails only its own item', async () => {
			const outcome = await suite.engine.run(
				operation('template', 'delete', { template: '={{ $json.id }}' }, ON_ERROR.errorOutput),
				[{ id: '1' }, { id: '587916' }],
			);
			expect(rowsOf(outcome)).toEqual([{ deleted: true, id: '587916' }]);
			expect(outcome.outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
			expect(outcome.outputs[1]?.[0]?.json).toMatchObject({
				error: { failure: { hint: expect.stringContaining('may have been deleted') as unknown } },
			});
		});
	});

	describe('Contact List', () => {
		test('Create, Get, Update and Delete', async () => {
			const [made] = await rows('contactList', 'create', { listName: 'Night shift' });
			const contactList = byId(made?.list_id);
			await run('contactList', 'update', { contactList, listName: 'Day shift' });
			expect(await rows('contactList', 'get', { contactList })).toMatchObject([
				{ list_name: 'Day shift', _contacts_count: 0 },
			]);
			expect(await rows('contactList', 'delete', { contactList })).toEqual([
				{ deleted: true, id: idOf(made?.list_id) },
			]);
			expect((await run('contactList', 'get', { contactList })).error?.message).toContain(
				'could not find the requested resource',
			);
		});
	});

	describe('Contact', () => {
		const contactList = byId(428);
		const contact = byId(552786);

		test('Create and Get; Simplify keeps the main fields', async () => {
			const [made] = await rows('contact', 'create', {
				contactList,
				phoneNumber: number(1),
				additionalFields: { firstName: 'Edsger', addressLine1: 'Nuenen', custom2: 'x' },
			});
			expect(made).toMatchObject({ phoneNumber: number(1), firstName: 'Edsger', listId: 428 });
			const [whole] = await rows('contact', 'get', {
				contactList,
				contact: byId(made?.contactId),
				simplify: false,
			});
			expect(whole).toMatchObject({ address_line_1: 'Nuenen', custom_2: 'x' });
		});

		test('Create without phone number, email and fax number: reported before any request', async () => {
			const { error } = await run('contact', 'create', { contactList, phoneNumber: '' });
			expect(error?.message).toContain('no phone number, email or fax');
			expect(suite.sandbox.requests()).toEqual([]);
		});

		test('Update: an empty value clears its field, fields not given stay unchanged', async () => {
			const [changed] = await rows('contact', 'update', {
				contactList,
				contact,
				updateFields: { lastName: '', organizationName: 'Analytical Engines' },
			});
			expect(changed).toMatchObject({
				firstName: 'Ada',
				lastName: null,
				organizationName: 'Analytical Engines',
			});
			const nothing = await run('contact', 'update', { contactList, contact });
			expect(nothing.error?.message).toBe('There is nothing to update');
		});

		test('Copy, Move and Delete', async () => {
			const targetList = byId(429);
			const ids = async (list: number) =>
				(await rows('contact', 'getAll', { contactList: byId(list), returnAll: true })).map(
					({ firstName }) => firstName,
				);
			const [copied] = await rows('contact', 'copy', { contactList, contact, targetList });
			expect(copied).toMatchObject({ listId: 429, listName: 'Newsletter', firstName: 'Ada' });
			await run('contact', 'move', { contactList, contact: byId(552787), targetList });
			expect(await ids(428)).toEqual(['Ada', 'Grace']);
			expect(await ids(429)).toEqual(['Ada', 'Alan']);
			expect(await rows('contact', 'delete', { contactList, contact })).toEqual([
				{ deleted: true, id: '552786' },
			]);
			expect(await ids(428)).toEqual(['Grace']);
		});

		test('an ID of only dots deletes nothing, in particular not the list', async () => {
			const { error } = await run('contact', 'delete', { contactList, contact: byId('..') });
			expect(error?.message).toBe('An ID cannot consist only of dots');
			expect(error?.context?.itemIndex).toBe(0);
			expect(suite.sandbox.requests()).toEqual([]);
		});

		test('Updated After is sent as Unix seconds', async () => {
			const filters = { updatedAfter: '2035-01-01T00:00:00+00:00' };
			expect(await rows('contact', 'getAll', { contactList, filters })).toEqual([]);
			expect(requests('/contacts')[0]?.query.updated_after).toBe(
				String(Date.UTC(2035, 0, 1) / 1000),
			);
		});

		test('From List: the contacts of the chosen list', async () => {
			const search = async (list: IDataObject, filter?: string) => {
				const node = suite.engine.registry.getByNameAndVersion(way.type);
				const context = suite.engine.loadOptions(
					operation('contact', 'get', { contactList: list }),
				);
				return await node.methods?.listSearch?.searchContacts?.call(context, filter);
			};
			expect(await search(contactList, 'ada')).toEqual({
				results: [{ name: 'Ada Lovelace (+61411111111)', value: '552786' }],
			});
			await expect(search(byId(''))).rejects.toThrow('Choose the contact list first');
		});
	});
});
