import { failed, GoToneClient, token, tokenQuery } from './gotone-harness.mts';
import { useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new GoToneClient(sandbox);
const http = new GoToneClient(sandbox, 'http');

const json = { accept: 'application/json' };
const bearer = { ...json, authorization: `Bearer ${token}` };
const unauthenticated = { status: 'error', message: 'Unauthenticated.' };
const mismatch = { status: 'error', message: 'These credentials do not match our records.' };

describe('the token', () => {
	it('is a Bearer on v3: an error with HTTP 200 when it is invalid or a parameter', async () => {
		expect((await client.raw('GET', '/me', { headers: bearer })).status).toBe(200);
		for (const [path, headers] of [
			['/me', json],
			[`/me?${tokenQuery}`, json],
			['/me', { ...json, authorization: 'Bearer wrong' }],
		] as const) {
			const response = await client.raw('GET', path, { headers });
			expect([response.status, await response.json()]).toEqual([200, unauthenticated]);
		}
		sandbox().configure({ gotoneStatuses: 'true' });
		expect((await client.raw('GET', '/me', { headers: json })).status).toBe(401);
	});

	it('is a parameter on http; a Bearer works only when a setting says so', async () => {
		expect((await http.raw('GET', `/me?${tokenQuery}`, { headers: json })).status).toBe(200);
		const inBody = { headers: json, body: { api_token: token, name: 'New' } };
		expect((await http.raw('POST', '/contacts', inBody)).status).toBe(200);
		const response = await http.raw('GET', '/me', { headers: bearer });
		expect([response.status, await response.json()]).toEqual([404, mismatch]);
		sandbox().configure({ gotoneHttpBearer: true });
		expect((await http.raw('GET', '/me', { headers: bearer })).status).toBe(200);
		expect((await http.raw('GET', '/me', { headers: json })).status).toBe(404);
	});
});

it('without "Accept: application/json" an exception is a page', async () => {
	const response = await client.raw('GET', '/me');
	expect(response.status).toBe(401);
	expect(response.headers.get('content-type')).toContain('text/html');
	const missing = { headers: { authorization: `Bearer ${token}` } };
	expect((await client.raw('POST', '/contacts/none/show', missing)).status).toBe(404);
});

it('loses the body of a form, and reads JSON with any other content type', async () => {
	const form = 'recipient=61411111111&sender_id=Sandbox&type=plain&message=Hi';
	const asForm = { ...bearer, 'content-type': 'application/x-www-form-urlencoded' };
	const url = `${sandbox().url}/gotone/api/v3/sms/send`;
	const lost = await fetch(url, { method: 'POST', headers: asForm, body: form });
	expect(await lost.json()).toEqual({
		status: 'error',
		message: 'The recipient field is required.',
	});
	const asText = { ...bearer, 'content-type': 'text/plain' };
	const body = '{"name":"Night shift"}';
	const taken = await fetch(url.replace('sms/send', 'contacts'), {
		method: 'POST',
		headers: asText,
		body,
	});
	expect(await taken.json()).toMatchObject({ status: 'success', data: { name: 'Night shift' } });
});

it('http also sends with GET and parameters, v3 does not', async () => {
	const query = '?recipient=61411111111&sender_id=Sandbox&type=plain&message=Hi';
	expect((await http.call('GET', `/sms/send${query}`)).body.status).toBe('success');
	// On v3 this path is the message with the uid "send".
	expect(await client.call('GET', `/sms/send${query}`)).toEqual(failed(404, 'SMS Info not found'));
	expect(sandbox().messages()).toHaveLength(1);
});

it('the limit per minute is an error with HTTP 200, or with 429', async () => {
	sandbox().configure({ gotoneRateLimit: 2 });
	await client.call('GET', '/me');
	await http.call('GET', '/me');
	expect(await client.call('GET', '/me')).toEqual(failed(200, 'Too Many Attempts.'));
	sandbox().configure({ gotoneStatuses: 'true' });
	expect((await client.call('GET', '/me')).status).toBe(429);
});

it('a path that does not exist is an error with HTTP 200', async () => {
	expect(await client.call('GET', '/nothing')).toEqual(failed(200, /could not be found/));
});

describe.each([client, http])('on both paths', (customer) => {
	it('groups are created, read, renamed and deleted with their contacts', async () => {
		const made = await customer.call('POST', '/contacts', { name: 'Codeglen' });
		expect(made.body).toMatchObject({
			status: 'success',
			message: 'Contact group was successfully added',
			data: { name: 'Codeglen', uid: expect.stringMatching(/^[0-9a-f]{13}$/) as string },
		});
		const { uid } = made.body.data as { uid: string };
		expect(await customer.call('POST', '/contacts', { name: 'Codeglen' })).toEqual(
			failed(200, 'The name has already been taken.'),
		);
		expect(await customer.call('POST', '/contacts', {})).toEqual(
			failed(200, 'The name field is required.'),
		);
		await customer.call('PATCH', `/contacts/${uid}`, { name: 'Renamed' });
		expect((await customer.call('POST', `/contacts/${uid}/show`)).body.data).toEqual({
			uid,
			name: 'Renamed',
		});
		expect((await customer.call('DELETE', `/contacts/${uid}`)).body.data).toBeNull();
		expect(await customer.call('POST', `/contacts/${uid}/show`)).toEqual(
			failed(200, `No query results for model [App\\Models\\ContactGroups] ${uid}`),
		);
	});

	it('profile and balance', async () => {
		expect((await customer.call('GET', '/me')).body.data).toMatchObject({
			api_token: token,
			timezone: 'Asia/Dhaka',
		});
		expect((await customer.call('GET', '/balance')).body.data).toEqual({
			remaining_balance: '₱100000',
			expired_on: '29th Jan 27, 19:24',
		});
	});
});

describe('contacts', () => {
	const group = '/contacts/6065ecdc9184a';
	const ada = `${group}/search/606732aec8705`;
	const grace = { phone: '8801721970168', first_name: 'Grace', last_name: '' };

	it('are created, read, changed and deleted; the phone is a number', async () => {
		const made = await client.call('POST', `${group}/store`, grace);
		expect(made.body).toMatchObject({
			message: 'Contact was successfully added',
			data: { phone: 8801721970168, first_name: 'Grace', status: 'subscribe', group_id: 1 },
		});
		const { uid } = made.body.data as { uid: string };
		const changed = { ...grace, last_name: 'Hopper' };
		await client.call('PATCH', `${group}/update/${uid}`, changed);
		expect((await client.call('POST', `${group}/search/${uid}`)).body.data).toEqual({
			uid,
			phone: 8801721970168,
			first_name: 'Grace',
			last_name: 'Hopper',
		});
		await client.call('DELETE', `${group}/delete/${uid}`);
		expect((await client.call('POST', `${group}/search/${uid}`)).body.data).toBeNull();
		expect(await client.call('DELETE', `${group}/delete/${uid}`)).toEqual(
			failed(200, /^No query results/),
		);
	});

	it('are only found in their own group', async () => {
		const elsewhere = '/contacts/6065ecdc9184b/search/606732aec8705';
		expect((await client.call('POST', elsewhere)).body).toMatchObject({
			status: 'success',
			data: null,
		});
	});

	it('are shorter in newer versions', async () => {
		sandbox().configure({ gotoneContactRows: 'short' });
		expect((await client.call('POST', ada)).body.data).toEqual({
			uid: '606732aec8705',
			phone: 61411111111,
			status: 'subscribe',
			custom_fields: { FIRST_NAME: 'Ada', LAST_NAME: 'Lovelace' },
		});
		const made = await client.call('POST', `${group}/store`, grace);
		expect(Object.keys(made.body.data as object).sort()).toEqual(['phone', 'status', 'uid']);
	});

	it('have upper-case keys and custom fields in newer versions', async () => {
		const short = { gotoneContactRows: 'short' as const };
		sandbox().configure({ ...short, gotoneContactKeys: 'upper' });
		// As text.lk documents it: docs/providers/gotone.md §5, contacts.
		const upper = { PHONE: '61433333333', FIRST_NAME: 'Grace', LAST_NAME: '', CITY: 'Arlington' };
		const made = await client.call('POST', `${group}/store`, upper);
		const { uid } = made.body.data as { uid: string };
		const one = await client.call('POST', `${group}/search/${uid}`);
		expect(one.body.data).toMatchObject({
			phone: 61433333333,
			custom_fields: { FIRST_NAME: 'Grace', CITY: 'Arlington' },
		});
		const lower = { ...grace, phone: '61444444444' };
		expect(await client.call('POST', `${group}/store`, lower)).toEqual(
			failed(200, 'The phone field is required.'),
		);
		sandbox().configure({ gotoneContactKeys: 'any' });
		expect((await client.call('POST', `${group}/store`, lower)).body.status).toBe('success');
		// An update replaces all of them.
		await client.call('PATCH', `${group}/update/${uid}`, { ...upper, CITY: undefined });
		const { body } = await client.call('POST', `${group}/search/${uid}`);
		expect((body.data as { custom_fields: object }).custom_fields).not.toHaveProperty('CITY');
	});

	it('cause errors with missing names or impossible numbers', async () => {
		const { phone } = grace;
		expect(await client.call('POST', `${group}/store`, { phone })).toEqual(
			failed(200, 'Undefined array key "first_name"'),
		);
		expect(await client.call('POST', `${group}/store`, { ...grace, phone: '6140000' })).toEqual(
			failed(200, 'Undefined property: stdClass::$contact'),
		);
		expect(await client.call('POST', `${group}/store`, { ...grace, phone: '614' })).toEqual(
			failed(200, /valid phone number/),
		);
		expect(await client.call('POST', `${group}/store`, { ...grace, phone: '61411111111' })).toEqual(
			failed(200, 'You have already subscribed to On-call'),
		);
		sandbox().configure({ gotoneNamesRequired: false });
		expect((await client.call('POST', `${group}/store`, { phone })).body.status).toBe('success');
	});

	it('have pages of 25, and an empty list has one page', async () => {
		for (let n = 0; n < 24; n++) {
			await client.call('POST', `${group}/store`, { ...grace, phone: `614000000${n + 10}` });
		}
		const first = await client.call('POST', `${group}/all`);
		expect(first.body.data).toMatchObject({
			current_page: 1,
			last_page: 2,
			per_page: 25,
			total: 26,
		});
		const second = await client.call('POST', `${group}/all?page=2`);
		expect(second.body.data).toMatchObject({
			current_page: 2,
			from: 26,
			to: 26,
			next_page_url: null,
			prev_page_url: expect.stringContaining('?page=1') as string,
		});
		const empty = await client.call('POST', '/contacts/6065ecdc9184b/all');
		expect(empty.body.data).toMatchObject({ from: null, to: null, last_page: 1, data: [] });
	});
});

describe('messages', () => {
	it('can be read one by one and in a list, newest first', async () => {
		await client.send();
		expect((await client.call('GET', '/sms/606812e63f78b')).body.data).toEqual({
			uid: '606812e63f78b',
			to: '61411111111',
			from: 'Sandbox',
			message: 'Welcome to the sandbox',
			status: 'Delivered',
			cost: '1',
		});
		expect((await client.call('GET', '/sms')).body.data).toMatchObject({
			data: [{ message: 'Hi' }, { message: 'Welcome to the sandbox' }],
		});
		expect(await client.call('GET', '/sms/none')).toEqual(failed(404, 'SMS Info not found'));
	});
});

describe('campaigns', () => {
	const campaign = {
		contact_list_id: '6065ecdc9184a',
		sender_id: 'Me',
		type: 'plain',
		message: 'Hi',
	};

	it('send to everyone in a group, and say nothing about single recipients', async () => {
		const { body } = await client.call('POST', '/sms/campaign', campaign);
		expect(body).toEqual({
			status: 'success',
			message: expect.stringMatching(/^Your campaign successfully store/) as string,
			data: null,
		});
		expect(sandbox().messages()).toHaveLength(2);
	});

	it('need a group that exists, and v3', async () => {
		const none = { ...campaign, contact_list_id: '' };
		expect(await client.call('POST', '/sms/campaign', none)).toEqual(
			failed(200, 'The contact list id field is required.'),
		);
		const unknown = { ...campaign, contact_list_id: 'x' };
		expect(await client.call('POST', '/sms/campaign', unknown)).toEqual(
			failed(200, /^No query results for model/),
		);
		expect(await http.call('POST', '/sms/campaign', campaign)).toEqual(
			failed(200, /could not be found/),
		);
		expect(sandbox().messages()).toEqual([]);
	});
});
