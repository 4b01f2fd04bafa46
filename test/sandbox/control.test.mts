import { get } from 'node:http';
import { Client, failureOf, request, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);
const hello = { to: '+61411111111', body: 'Hello', from: 'Alerts' };

async function control(method: string, path: string, body?: unknown) {
	const response = await request(`${sandbox().url}/__sandbox${path}`, method, { body });
	return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const firstId = () => sandbox().messages()[0]?.id ?? '';

describe('records', () => {
	it('show what arrived, whatever the answer was', async () => {
		await client.raw('POST', '/v3/lists?a=1&a=2', {
			body: { list_name: 'x' },
			headers: { 'x-trace': 'abc' },
		});
		await fetch(`${sandbox().url}/clicksend/v3/sms/send`, { method: 'POST', body: '{"broken' });
		const [first, second] = sandbox().requests();
		expect(first).toMatchObject({
			id: 1,
			wire: 'clicksend',
			method: 'POST',
			path: '/v3/lists',
			query: { a: '2' },
			headers: { 'x-trace': 'abc', 'content-type': 'application/json' },
			body: { list_name: 'x' },
			status: 200,
		});
		expect(first).not.toHaveProperty('fault');
		expect(second).toMatchObject({ id: 2, body: '{"broken', status: 401 });
	});

	it('keep unreadable JSON as text, and forms as fields', async () => {
		const post = (type: string, body: string) =>
			fetch(`${sandbox().url}/clicksend/v3/lists`, {
				method: 'POST',
				headers: { 'content-type': type },
				body,
			});
		await post('application/json', '{"broken');
		await post('application/x-www-form-urlencoded', 'a=1&b=x+y');
		await client.raw('GET', '/v3/account');
		expect(
			sandbox()
				.requests()
				.map(({ body }) => body),
		).toEqual(['{"broken', { a: '1', b: 'x y' }, null]);
	});

	it('are filtered by wire, method and path', async () => {
		await client.send(hello);
		await client.call('GET', '/v3/account');
		expect(sandbox().requests({ wire: 'maton' })).toEqual([]);
		expect(sandbox().requests({ method: 'get' })).toHaveLength(1);
		expect(sandbox().requests({ path: '/sms/' })).toHaveLength(1);
		expect(sandbox().requests({ path: /account$/ })).toHaveLength(1);
	});
});

describe('the control API', () => {
	it('returns the same data as the object', async () => {
		await client.send(hello, { ...hello, body: 'Second' });
		await client.call('GET', '/v3/account');
		const requests = await control('GET', '/requests?method=POST&path=send&wire=clicksend');
		expect(requests.body.requests).toEqual(sandbox().requests({ method: 'POST' }));
		expect((await control('GET', '/messages')).body.messages).toEqual(sandbox().messages());
		expect((await control('GET', '/messages?limit=1')).body.messages).toMatchObject([
			{ text: 'Second' },
		]);
		expect((await control('GET', '/health')).body).toEqual({ ok: true, url: sandbox().url });
	});

	it('arms, lists and clears faults', async () => {
		const { body } = await control('POST', '/faults', { kind: 'status', times: 2 });
		expect((await control('GET', '/faults')).body.faults).toMatchObject([{ id: body.id, left: 2 }]);
		expect((await client.call('GET', '/v3/account')).status).toBe(500);
		await control('DELETE', '/faults');
		expect((await control('GET', '/faults')).body.faults).toEqual([]);
		expect((await client.call('GET', '/v3/account')).status).toBe(200);
	});

	it('answers before the port is closed', async () => {
		const armed = await control('POST', '/faults', { kind: 'refuse', ms: 60_000 });
		expect(armed.status).toBe(200);
		expect(await failureOf(client.raw('GET', '/v3/account'))).toBe('ECONNREFUSED');
		sandbox().clearFaults();
	});

	it('changes settings, and a reset restores everything', async () => {
		const changed = await control('POST', '/settings', { balance: 5, enabledCountries: ['NZ'] });
		expect(changed.body).toMatchObject({ balance: 5, enabledCountries: ['NZ'], throttleMs: 0 });
		await client.send(hello);
		await control('POST', '/replies', { from: '+61411111111', to: 'Alerts', text: 'Hi' });
		sandbox().fault({ kind: 'status', path: '/never' });
		await control('POST', '/reset');
		expect((await control('GET', '/settings')).body).toMatchObject({
			balance: 100_000,
			enabledCountries: '*',
		});
		expect(sandbox().requests()).toEqual([]);
		expect(sandbox().messages()).toEqual([]);
		expect(sandbox().replies()).toEqual([]);
		expect((await control('GET', '/faults')).body.faults).toEqual([]);
	});

	it('sets the delivery status as the carrier', async () => {
		await client.send(hello);
		const messageId = firstId();
		await control('POST', '/carrier', { messageId, state: 'undelivered', errorCode: 12 });
		expect(sandbox().messages()).toMatchObject([{ state: 'undelivered', errorCode: '12' }]);
		const { body } = await control('POST', '/carrier', { messageId, state: 'delivered' });
		expect(body.message).toMatchObject({ id: messageId, state: 'delivered' });
		expect(body.message).not.toHaveProperty('errorCode');
	});

	it('keeps replies', async () => {
		const reply = { from: '+61411111111', to: 'Alerts', text: 'STOP' };
		await control('POST', '/replies', reply);
		expect(sandbox().replies()).toMatchObject([reply]);
		expect((await control('GET', '/replies')).body.replies).toEqual(sandbox().replies());
	});

	it.each([
		['/faults', { kind: 'explode' }, 'one of latency'],
		['/faults', 'x', 'must be an object'],
		['/settings', { balanec: 1 }, 'no setting "balanec"'],
		['/settings', { throttleMs: -1 }, '"throttleMs" must be'],
		['/settings', { rateLimit: { limit: 1 } }, '"rateLimit" must be'],
		['/carrier', { messageId: 'x', state: 'delivered' }, 'No provider accepted'],
		['/carrier', { messageId: 'x', state: 'lost' }, 'delivered or undelivered'],
		['/replies', { from: '+1' }, 'needs from, to and text'],
		['/replies', { from: '+1', to: '', text: ' ' }, 'a sender and a text'],
		['/replies', { from: '+1', to: '', text: 'x', provider: 1 }, 'id of a provider'],
		['/replies', { from: '+1', to: '', text: 'x', provider: 'acme' }, 'has sent nothing to +1'],
	])('refuses %s %j and says why', async (path, body, sentence) => {
		const answer = await control('POST', path, body);
		expect(answer.status).toBe(400);
		expect(answer.body.error).toContain(sentence);
	});

	it('has no delivery status for scheduled messages', async () => {
		await client.send({ ...hello, schedule: Math.floor(Date.now() / 1000) + 60 });
		expect(() => sandbox().carrier(firstId(), 'delivered')).toThrow('is scheduled');
	});

	it('applies no part of an invalid change of the settings', () => {
		expect(() => sandbox().configure({ balance: 1, throttleMs: 0.5 })).toThrow('throttleMs');
		expect(() => sandbox().configure({ balance: 2 })).not.toThrow();
	});

	it('answers unknown paths with 404', async () => {
		expect((await control('GET', '/nothing')).status).toBe(404);
	});
});

describe('events', () => {
	it('report messages, states, replies and resets as they happen', async () => {
		let text = '';
		const stream = get(`${sandbox().url}/__sandbox/events`, (response) => {
			response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		});
		const until = async (part: string) => {
			for (let waits = 0; !text.includes(part) && waits < 100; waits++) {
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
			expect(text).toContain(part);
		};
		await until('hello');
		await client.send(hello);
		await until('event: message\ndata: {"type":"message","message":{"id":');
		sandbox().carrier(firstId(), 'delivered');
		await until('event: state\n');
		await until('"state":"delivered"');
		sandbox().reply({ from: '+61411111111', to: 'Alerts', text: 'line one\nline two' });
		await until('"text":"line one\\nline two"');
		sandbox().reset();
		await until('event: reset\n');
		stream.destroy();
	});
});

describe('the page', () => {
	it('is served with its files and loads nothing from other hosts', async () => {
		const page = await fetch(`${sandbox().url}/`);
		expect(page.headers.get('content-type')).toContain('text/html');
		expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
		const html = await page.text();
		const files = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/g)].map(([, path]) => path);
		expect(files).toEqual(['/page/style.css', '/page/app.js']);
		const served = new Set(files);
		for (const path of served) {
			const file = await fetch(`${sandbox().url}${path}`);
			expect([path, file.status]).toEqual([path, 200]);
			for (const [, name] of (await file.text()).matchAll(/from '\.(\/[\w-]+\.js)'/g)) {
				served.add(`/page${name}`);
			}
		}
		expect(served).toContain('/page/remote.js');
	});
});

describe('listening', () => {
	it('is on loopback and on its own port', async () => {
		const { startSandbox } = await import('../../sandbox/server.mts');
		expect(sandbox().url).toBe(`http://127.0.0.1:${sandbox().port}`);
		await expect(startSandbox({ port: sandbox().port })).rejects.toThrow('EADDRINUSE');
	});

	it('keeps connections open only when switched on', async () => {
		const first = await client.raw('GET', '/v3/account');
		expect(first.headers.get('connection')).toBe('close');
		sandbox().configure({ keepAlive: true });
		const second = await client.raw('GET', '/v3/account');
		expect(second.headers.get('connection')).toBe('keep-alive');
	});
});
