/** GoTone's contacts, groups, account and messages, over both paths of its API. */
import { type IDataObject } from 'n8n-workflow';
import { byId, idOf, rowsOf } from '../../support/clicksend.mts';
import {
	ADA,
	API_PATHS,
	goTone,
	GOTONE,
	GROUP,
	reachedOn,
	WELCOME,
} from '../../support/gotone.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();

const run = async (resource: string, name: string, parameters: IDataObject = {}) =>
	await suite.engine.run(goTone(resource, name, parameters));
const rows = async (resource: string, name: string, parameters: IDataObject = {}) =>
	rowsOf(await run(resource, name, parameters));
const sent = () =>
	suite.sandbox
		.requests()
		.map(({ method, path }) => `${method} ${path.replace(/^\/api\/\w+/, '')}`);

const contactGroup = byId(GROUP);
const contact = byId(ADA);

describe.each(API_PATHS)('on /api/%s', (apiPath) => {
	reachedOn(suite, apiPath);

	test('the token is sent as this path requires it, and in the URL only if there is no body', async () => {
		await run('account', 'getProfile');
		await run('contact', 'get', { contactGroup, contact });
		await run('contact', 'delete', { contactGroup, contact });
		const token = '1|gotone-sandbox-token';
		const requests = suite.sandbox.requests();
		expect(requests.map(({ path }) => path.startsWith(`/api/${apiPath}/`))).not.toContain(false);
		for (const { headers } of requests) expect(headers.authorization).toBe(`Bearer ${token}`);
		const isHttp = apiPath === 'http';
		expect(requests.map(({ query }) => query.api_token)).toEqual([
			isHttp ? token : undefined,
			undefined,
			undefined,
		]);
		expect(requests.map(({ body }) => body)).toEqual(
			isHttp ? [null, { api_token: token }, { api_token: token }] : [null, null, null],
		);
	});

	describe('Contact Group', () => {
		test('Contact Group: Create', async () => {
			expect(await rows('contactGroup', 'create', { groupName: 'Night shift' })).toEqual([
				{ name: 'Night shift', uid: expect.any(String) as string },
			]);
		});

		test('Contact Group: Get', async () => {
			expect(await rows('contactGroup', 'get', { contactGroup })).toEqual([
				{ uid: GROUP, name: 'On-call' },
			]);
			const { error } = await run('contactGroup', 'get', { contactGroup: byId('none') });
			expect(error?.message).toContain('did not find the requested item');
			expect(error?.context?.itemIndex).toBe(0);
		});

		test('Contact Group: Get Many', async () => {
			const names = Array.from({ length: 24 }, (_, n) => ({ name: `No ${n}` }));
			await suite.engine.run(
				goTone('contactGroup', 'create', { groupName: '={{ $json.name }}' }),
				names,
			);
			const lists = () => suite.sandbox.requests({ method: 'GET', path: '/contacts' });
			expect(await rows('contactGroup', 'getAll', { limit: 25 })).toHaveLength(25);
			expect(lists()).toHaveLength(1);
			expect(await rows('contactGroup', 'getAll', { limit: 26 })).toHaveLength(26);
			expect(lists()).toHaveLength(3);
			const all = await rows('contactGroup', 'getAll', { returnAll: true });
			expect(new Set(all.map(({ uid }) => uid)).size).toBe(26);
		});

		test('Contact Group: Update', async () => {
			await run('contactGroup', 'update', { contactGroup, groupName: 'Day shift' });
			expect(await rows('contactGroup', 'get', { contactGroup })).toMatchObject([
				{ name: 'Day shift' },
			]);
			const taken = await run('contactGroup', 'update', { contactGroup, groupName: 'Newsletter' });
			expect(taken.error?.message).toContain('already has an entry with this name');
		});

		test('Contact Group: Delete', async () => {
			expect(await rows('contactGroup', 'delete', { contactGroup })).toEqual([
				{ deleted: true, id: GROUP },
			]);
			expect(await rows('contactGroup', 'getAll')).toEqual([
				{ uid: '6065ecdc9184b', name: 'Newsletter' },
			]);
			expect(sent()).toEqual([`DELETE /contacts/${GROUP}`, 'GET /contacts']);
		});
	});

	describe.each(['full', 'short'] as const)('Contact, with %s rows', (gotoneContactRows) => {
		beforeEach(() => suite.sandbox.configure({ gotoneContactRows }));

		test('Contact: Create', async () => {
			const [made] = await rows('contact', 'create', {
				contactGroup,
				phoneNumber: '+61 (400) 000-001',
				additionalFields: { firstName: 'Grace' },
			});
			expect(made).toMatchObject({
				uid: expect.any(String) as string,
				phone: '61400000001',
				status: 'subscribe',
			});
			expect(suite.sandbox.requests()[0]?.body).toMatchObject({
				phone: '61400000001',
				first_name: 'Grace',
				last_name: '',
			});
			const [read] = await rows('contact', 'get', { contactGroup, contact: byId(made?.uid) });
			expect(read).toMatchObject({ firstName: 'Grace', lastName: '', phone: '61400000001' });
		});

		test('Contact: Get', async () => {
			expect(await rows('contact', 'get', { contactGroup, contact })).toMatchObject([
				{ uid: ADA, phone: '61411111111', firstName: 'Ada', lastName: 'Lovelace' },
			]);
			const [raw] = await rows('contact', 'get', { contactGroup, contact, simplify: false });
			expect(raw).toMatchObject({ uid: ADA, phone: '61411111111' });
			expect(raw).not.toHaveProperty('firstName');
		});

		test('Contact: Get Many', async () => {
			const people = Array.from({ length: 24 }, (_, n) => ({ phone: number(n) }));
			const create = { contactGroup, phoneNumber: '={{ $json.phone }}' };
			await suite.engine.run(goTone('contact', 'create', create), people);
			const lists = () => suite.sandbox.requests({ path: '/all' });
			expect(await rows('contact', 'getAll', { contactGroup, limit: 2 })).toMatchObject([
				{ firstName: 'Ada', phone: '61411111111' },
				{ firstName: 'Alan' },
			]);
			expect(lists()).toHaveLength(1);
			const all = await rows('contact', 'getAll', { contactGroup, returnAll: true });
			expect(new Set(all.map(({ uid }) => uid)).size).toBe(26);
			expect(lists()).toHaveLength(3);
		});

		test('Contact: Update', async () => {
			const updateFields = { lastName: 'King' };
			const [changed] = await rows('contact', 'update', { contactGroup, contact, updateFields });
			expect(changed).toMatchObject({ uid: ADA, phone: '61411111111' });
			expect(await rows('contact', 'get', { contactGroup, contact })).toMatchObject([
				{ firstName: 'Ada', lastName: 'King', phone: '61411111111' },
			]);
			await run('contact', 'update', { contactGroup, contact, updateFields: { firstName: '' } });
			expect(await rows('contact', 'get', { contactGroup, contact })).toMatchObject([
				{ firstName: '', lastName: 'King' },
			]);
		});

		test('Contact: Delete', async () => {
			expect(await rows('contact', 'delete', { contactGroup, contact })).toEqual([
				{ deleted: true, id: ADA },
			]);
			expect(await rows('contact', 'getAll', { contactGroup })).toHaveLength(1);
		});

		test('a contact of another group is reported as not found, and never changed', async () => {
			const elsewhere = { contactGroup: byId('6065ecdc9184b'), contact };
			const get = await run('contact', 'get', elsewhere);
			expect(get.error?.message).toBe('There is no such contact in this group');
			const change = { ...elsewhere, updateFields: { lastName: 'X' } };
			const outcome = await suite.engine.run(
				goTone('contact', 'update', change, ON_ERROR.errorOutput),
			);
			expect(outcome.outputs.map((output) => output.length)).toEqual([0, 1]);
			expect(suite.sandbox.requests({ method: 'PATCH' })).toEqual([]);
		});
	});

	test('Account: Get Profile', async () => {
		const [profile] = await rows('account', 'getProfile');
		expect(profile).toMatchObject({ email: 'sandbox@example.com', timezone: 'Asia/Dhaka' });
		expect(profile).not.toHaveProperty('api_token');
	});

	test('Account: Get Balance', async () => {
		expect(await rows('account', 'getBalance')).toEqual([
			{ remaining_balance: '₱100000', expired_on: '29th Jan 27, 19:24' },
		]);
	});

	describe.each(['status', 'customer_status'] as const)('Message, with %s', (gotoneStatusField) => {
		beforeEach(() => suite.sandbox.configure({ gotoneStatusField }));
		const welcome = {
			uid: WELCOME,
			to: '61411111111',
			from: 'Sandbox',
			message: 'Welcome to the sandbox',
			status: 'Delivered',
			cost: '1',
		};

		test('Message: Get', async () => {
			expect(await rows('message', 'get', { messageId: byId(WELCOME) })).toEqual([welcome]);
			const { error } = await run('message', 'get', { messageId: byId('none') });
			expect(error?.message).toContain('did not find the requested item');
		});

		test('Message: Get Many', async () => {
			expect(await rows('message', 'getAll')).toEqual([welcome]);
			expect(sent()).toEqual(['GET /sms']);
		});
	});
});

describe.each(['lower', 'upper'] as const)('custom values, field names in %s case', (spelling) => {
	const use = async (contactFieldNames?: string) =>
		await suite.engine.credentials.add('goToneSmsApi', {
			...accounts(suite.sandbox.url).goToneSmsApi,
			...(contactFieldNames && { contactFieldNames }),
		});
	const CITY = spelling === 'upper' ? 'CITY' : 'city';
	beforeEach(async () => {
		await use(spelling);
		suite.sandbox.configure({
			gotoneContactRows: 'short',
			gotoneContactKeys: spelling === 'upper' ? 'upper' : 'any',
		});
	});
	afterAll(async () => await use());
	const values = (...rows: Array<[name: string, value: string]>) => ({
		value: rows.map(([name, value]) => ({ name, value })),
	});
	const read = async (id: unknown) =>
		(await rows('contact', 'get', { contactGroup, contact: byId(id) }))[0];

	test('are written, shown, and kept by an update of something else', async () => {
		const [made] = await rows('contact', 'create', {
			contactGroup,
			phoneNumber: '+61400000001',
			additionalFields: {
				firstName: 'Grace',
				customValues: values(['city', 'Arlington'], ['RANK', '7']),
			},
		});
		const body = suite.sandbox.requests({ path: '/store' })[0]?.body as IDataObject;
		expect(body).toMatchObject({ [CITY]: 'Arlington', RANK: '7' });
		expect(Object.keys(body)).toContain(spelling === 'upper' ? 'PHONE' : 'phone');
		const both = { CITY: 'Arlington', RANK: '7' };
		expect(await read(made?.uid)).toMatchObject({ firstName: 'Grace', customValues: both });

		const update = async (updateFields: IDataObject) =>
			await run('contact', 'update', {
				contactGroup,
				contact: byId(made?.uid),
				updateFields,
			});
		await update({ lastName: 'Hopper' });
		expect(await read(made?.uid)).toMatchObject({ lastName: 'Hopper', customValues: both });
		await update({ customValues: values(['City', 'New York']) });
		expect(await read(made?.uid)).toMatchObject({
			firstName: 'Grace',
			lastName: 'Hopper',
			phone: '61400000001',
			customValues: { CITY: 'New York', RANK: '7' },
		});
	});

	test.each([
		['', 'A custom value has no name'],
		['Phone', 'Custom Values: "Phone" is not a custom field'],
		['first_name', 'Custom Values: "first_name" is not a custom field'],
		['api_token', 'Custom Values: "api_token" is not a custom field'],
	])('the name "%s" is refused before a request', async (name, message) => {
		const additionalFields = { customValues: values([name, 'x']) };
		const parameters = { contactGroup, phoneNumber: '+61400000001', additionalFields };
		expect((await run('contact', 'create', parameters)).error?.message).toBe(message);
		expect(suite.sandbox.requests()).toEqual([]);
	});
});

describe('before a request', () => {
	test.each<[string, string, IDataObject, RegExp]>([
		['contact', 'update', { contactGroup, contact }, /^There is nothing to update$/],
		['contact', 'create', { contactGroup, phoneNumber: '+61' }, /7 to 17 digits/],
		['contact', 'create', { contactGroup, phoneNumber: 'call me' }, /7 to 17 digits/],
		['contact', 'delete', { contactGroup, contact: byId('..') }, /cannot consist only of dots/],
		[
			'contact',
			'update',
			{ contactGroup, contact: byId('..'), updateFields: { firstName: 'x' } },
			/cannot consist only of dots/,
		],
		['contactGroup', 'create', { groupName: '={{ $json.none }}' }, /Group Name is empty/],
	])('%s %s %j', async (resource, operation, parameters, message) => {
		const { error } = await run(resource, operation, parameters);
		expect(error?.message).toMatch(message);
		expect(error?.context?.itemIndex).toBe(0);
		expect(suite.sandbox.requests()).toEqual([]);
	});

	test('an ID is one segment of the path, whatever it contains', async () => {
		await run('contactGroup', 'delete', { contactGroup: byId('a/b?c') });
		expect(sent()).toEqual(['DELETE /contacts/a%2Fb%3Fc']);
	});
});

describe('answers of GoTone', () => {
	const say = (message: string, status = 200) =>
		suite.sandbox.fault({ kind: 'status', status, body: { status: 'error', message } });

	test('an error with HTTP 200 is an error; a success with 404 is a success', async () => {
		say('Too Many Attempts.');
		expect((await run('account', 'getProfile')).error?.message).toContain(
			'limits the request rate',
		);
		const data = { remaining_balance: '₱1', expired_on: 'never' };
		suite.sandbox.fault({ kind: 'status', status: 404, body: { status: 'success', data } });
		expect(await rows('account', 'getBalance')).toEqual([data]);
	});

	test('accurate HTTP statuses do not change the results', async () => {
		suite.sandbox.configure({ gotoneStatuses: 'true' });
		const { error } = await run('contactGroup', 'get', { contactGroup: byId('none') });
		expect(error?.message).toContain('did not find the requested item');
		suite.sandbox.configure({ gotoneRateLimit: 1 });
		await run('account', 'getProfile');
		expect((await run('account', 'getProfile')).error?.message).toContain(
			'limits the request rate',
		);
	});

	test('a number that is already in the group, and an impossible number', async () => {
		const create = async (phoneNumber: string) =>
			(await run('contact', 'create', { contactGroup, phoneNumber })).error?.message;
		expect(await create('+61411111111')).toContain('already has this phone number in the group');
		expect(await create('+6140000')).toContain('is not possible');
	});

	test('unlisted error texts are shown, without numbers and without the token', async () => {
		say('Odd: 61411111111 and 1|gotone-sandbox-token in gotone-sandbox-token');
		const { error } = await run('account', 'getProfile');
		expect(error?.message).toBe('GoTone answered with an error: Odd: 6141*****11 and *** in ***');
	});

	test('missing data where data is required is an error, not an empty item', async () => {
		suite.sandbox.fault({ kind: 'status', status: 200, body: { status: 'success', data: null } });
		expect((await run('message', 'get', { messageId: byId(WELCOME) })).error?.message).toBe(
			'There is no such message',
		);
	});

	test('an update that is answered without data counts as done', async () => {
		suite.sandbox.fault({
			kind: 'statusAfter',
			method: 'PATCH',
			status: 200,
			body: { status: 'success', data: null },
		});
		const updateFields = { lastName: 'King' };
		const outcome = await run('contact', 'update', { contactGroup, contact, updateFields });
		expect(outcome.error).toBeUndefined();
	});

	test('an item that fails does not affect the others', async () => {
		const get = { contactGroup, contact: { ...contact, value: '={{ $json.id }}' } };
		const outcome = await suite.engine.run(goTone('contact', 'delete', get, ON_ERROR.errorOutput), [
			{ id: 'none' },
			{ id: idOf(ADA) },
		]);
		expect(rowsOf(outcome)).toEqual([{ deleted: true, id: ADA }]);
		expect(outcome.outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
	});
});

describe('From List', () => {
	const search = async (
		method: string,
		spec = goTone('contact', 'get'),
		filter?: string,
		token?: string,
	) => {
		const node = suite.engine.registry.getByNameAndVersion(GOTONE);
		return await node.methods?.listSearch?.[method]?.call(
			suite.engine.loadOptions(spec),
			filter,
			token,
		);
	};

	test('groups, page by page', async () => {
		expect(await search('searchContactGroups', undefined, 'NEWS')).toEqual({
			results: [{ name: 'Newsletter', value: '6065ecdc9184b' }],
		});
		const names = Array.from({ length: 25 }, (_, n) => ({ name: `No ${n}` }));
		await suite.engine.run(
			goTone('contactGroup', 'create', { groupName: '={{ $json.name }}' }),
			names,
		);
		const first = await search('searchContactGroups');
		expect(first?.results).toHaveLength(25);
		expect(first?.paginationToken).toBe('1');
		const second = await search('searchContactGroups', undefined, undefined, '1');
		expect(second?.results.map(({ name }) => name)).toEqual(['No 23', 'No 24']);
		expect(second).not.toHaveProperty('paginationToken');
	});

	test('contacts of the selected group', async () => {
		const spec = goTone('contact', 'get', { contactGroup });
		expect(await search('searchContacts', spec, 'ada')).toEqual({
			results: [{ name: 'Ada Lovelace (61411111111)', value: ADA }],
		});
		const none = goTone('contact', 'get', { contactGroup: byId('') });
		await expect(search('searchContacts', none)).rejects.toThrow('Choose the contact group first');
	});

	test('messages, and the error if they cannot be read', async () => {
		expect(await search('searchMessages', goTone('message', 'get'))).toEqual({
			results: [{ name: '61411111111: Welcome to the sandbox', value: WELCOME }],
		});
		suite.sandbox.fault({ kind: 'status', status: 401 });
		await expect(search('searchMessages', goTone('message', 'get'))).rejects.toThrow(
			'GoTone refused the API token',
		);
	});
});
