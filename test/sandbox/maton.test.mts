import { Client, request, statusesOf, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox, '/maton/clicksend', 'Bearer maton-key');
const control = new Client(sandbox, '/maton-ctrl', 'Bearer maton-key');
const direct = new Client(sandbox);

const hello = { to: '+61411111111', body: 'Hello' };
const first = '37beee67-29f7-43b6-b0b2-5f0f7a5d6440';

interface Connection {
	connection_id: string;
	status: string;
	app: string;
	url: string;
	creation_time: string;
	method: string;
}

const account = (headers?: Record<string, string>) =>
	client.raw('GET', '/v3/account', headers && { headers });

async function connections(query = ''): Promise<Connection[]> {
	const response = await control.raw('GET', `/connections${query}`);
	return ((await response.json()) as { connections: Connection[] }).connections;
}

describe('the gateway', () => {
	it('passes requests to ClickSend, and is recorded once under its own name', async () => {
		expect(statusesOf(await client.send(hello))).toEqual(['SUCCESS']);
		expect(sandbox().messages()).toMatchObject([{ provider: 'clickSend', via: 'maton' }]);
		expect(sandbox().requests()).toMatchObject([
			{ wire: 'maton', method: 'POST', path: '/clicksend/v3/sms/send', status: 200 },
		]);
		expect(await direct.history()).toMatchObject({ total: 1 });
	});

	it('passes on the errors of ClickSend with their own body', async () => {
		const missing = await client.call('GET', '/v3/nothing');
		expect([missing.status, missing.body.response_code]).toEqual([404, 'NOT_FOUND']);
		const wrong = await client.call('DELETE', '/v3/account');
		expect([wrong.status, wrong.body.http_code]).toEqual([405, 405]);
		sandbox().configure({ rateLimit: { limit: 1, windowMs: 30_000 } });
		await account();
		const limited = await client.call('GET', '/v3/account');
		expect(limited.body.response_code).toBe('HTTP_TOO_MANY_REQUESTS');
		expect(limited.headers.get('retry-after')).not.toBeNull();
	});

	it.each(['Bearer wrong', 'Bearer ', 'Basic c2FuZGJveDpzYW5kYm94LWtleQ==', ''])(
		'refuses "%s" with a 401 that is not ClickSend\'s',
		async (authorization) => {
			const response = await account({ authorization });
			expect(response.status).toBe(401);
			expect(await response.json()).not.toHaveProperty('http_code');
		},
	);

	it('may refuse in plain text', async () => {
		sandbox().configure({ matonErrors: 'text' });
		const response = await account({ authorization: '' });
		expect(response.headers.get('content-type')).toContain('text/plain');
		expect(await response.text()).toBe('Missing or invalid API key.');
	});

	it.each(['PENDING', 'FAILED'] as const)('needs an ACTIVE connection, not %s', async (status) => {
		sandbox().configure({ matonConnectionStatus: status });
		expect((await account()).status).toBe(400);
		expect((await account({ 'maton-connection': first })).status).toBe(400);
	});

	it('refuses other apps', async () => {
		const { status } = await request(`${sandbox().url}/maton/slack/api`, 'GET', {
			headers: { authorization: 'Bearer maton-key' },
		});
		expect(status).toBe(400);
	});

	it('uses the connection that is named, and refuses an unknown one as a setting says', async () => {
		expect((await account({ 'maton-connection': first })).status).toBe(200);
		expect((await account({ 'maton-connection': 'x' })).status).toBe(400);
		sandbox().configure({ matonUnknownConnection: 404 });
		expect((await account({ 'maton-connection': 'x' })).status).toBe(404);
	});

	it('limits the rate without Retry-After, by a setting', async () => {
		sandbox().configure({ matonRateLimit: 10 });
		const answers = await Promise.all(Array.from({ length: 11 }, () => account()));
		const limited = answers.filter(({ status }) => status === 429);
		expect(limited).toHaveLength(1);
		expect(limited[0]?.headers.get('retry-after')).toBeNull();
		expect(await limited[0]?.json()).not.toHaveProperty('http_code');
	});
});

describe('the control plane', () => {
	it('lists connections by app and status', async () => {
		expect(await connections('?app=clicksend&status=ACTIVE')).toMatchObject([
			{ connection_id: first, status: 'ACTIVE', app: 'clicksend', metadata: {} },
		]);
		expect(await connections('?app=slack')).toEqual([]);
		expect(await connections('?status=PENDING')).toEqual([]);
		const [one] = await connections();
		expect(one?.creation_time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
	});

	it('lists connections by the way in which they were connected', async () => {
		const own = await connections();
		const [{ method } = { method: '' }] = own;
		expect(await connections(`?method=${method}`)).toEqual(own);
		expect(await connections('?method=OTHER')).toEqual([]);
		expect(await connections(`?app=clicksend&method=${method}`)).toHaveLength(1);
	});

	it('creates a connection that the user has to complete', async () => {
		await control.raw('DELETE', `/connections/${first}`);
		const made = await control.raw('POST', '/connections', { body: { app: 'clicksend' } });
		const { connection } = (await made.json()) as { connection: Connection };
		expect(connection.status).toBe('PENDING');
		expect((await account()).status).toBe(400);
		expect(await (await fetch(connection.url)).text()).toContain('Connected');
		const read = await control.raw('GET', `/connections/${connection.connection_id}`);
		expect(await read.json()).toMatchObject({ connection: { status: 'ACTIVE' } });
		expect((await account()).status).toBe(200);
	});

	it('deletes with the HTTP status from the settings', async () => {
		const remove = () => control.raw('DELETE', `/connections/${first}`);
		expect((await remove()).status).toBe(200);
		expect((await remove()).status).toBe(404);
		expect((await account()).status).toBe(400);
		sandbox().reset();
		sandbox().configure({ matonDeleteStatus: 204 });
		expect((await remove()).status).toBe(204);
	});

	it('refuses without the key, an app or a known path', async () => {
		const headers = { authorization: 'Bearer no' };
		expect((await control.raw('GET', '/connections', { headers })).status).toBe(401);
		expect((await control.raw('POST', '/connections', { body: {} })).status).toBe(400);
		expect((await control.raw('GET', '/nothing')).status).toBe(404);
		expect((await fetch(`${sandbox().url}/__sandbox/maton-connect`)).status).toBe(404);
		expect(sandbox().requests({ wire: 'maton-ctrl' })).toHaveLength(3);
	});
});
