import { type FaultSpec } from '../../sandbox/server.mts';
import { until, withTimeouts } from '../support/patience.mts';
import { Client, failureOf, statusesOf, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);

const hello = { to: '+61411111111', body: 'Hello' };
const content = { messages: [hello] };
const send = (signal?: AbortSignal) =>
	client.raw('POST', '/v3/sms/send', { body: content, ...(signal && { signal }) });
const arrived = () => sandbox().messages().length;
const last = () => sandbox().requests().at(-1);

describe('each kind of fault', () => {
	it('latency delays the answer, and a message still arrives after a client timeout', async () => {
		const id = sandbox().fault({ kind: 'latency', ms: 400 });
		const start = performance.now();
		expect((await send()).status).toBe(200);
		expect(performance.now() - start).toBeGreaterThan(390);
		expect(last()).toMatchObject({ status: 200, fault: id });
		await withTimeouts(async (timeoutMs) => {
			sandbox().reset();
			sandbox().fault({ kind: 'latency', ms: 2 * timeoutMs });
			expect(await failureOf(send(AbortSignal.timeout(timeoutMs)))).toBe('TimeoutError');
			expect(arrived()).toBe(0);
			await until('the text', 2 * timeoutMs + 5_000, () => arrived() === 1);
			expect(last()?.status).toBeNull();
		});
	});

	it('latency ends with a reset', async () => {
		sandbox().fault({ kind: 'latency', ms: 60 });
		const pending = failureOf(send());
		while (!last()) await new Promise((resolve) => setTimeout(resolve, 5));
		sandbox().reset();
		expect(await pending).toBe('ECONNRESET');
		expect(arrived()).toBe(0);
	});

	it('refuse closes the port at once, and opens it again', async () => {
		await withTimeouts(async (ms) => {
			sandbox().reset();
			await send();
			sandbox().fault({ kind: 'refuse', ms });
			expect(await failureOf(send())).toBe('ECONNREFUSED');
			expect(sandbox().requests()).toHaveLength(1);
			await new Promise((resolve) => setTimeout(resolve, ms + 50));
			expect((await send()).status).toBe(200);
		});
	});

	it('refuse ends early with clearFaults and reset', async () => {
		for (const end of ['clearFaults', 'reset'] as const) {
			sandbox().fault({ kind: 'refuse', ms: 60_000 });
			expect(await failureOf(send())).toBe('ECONNREFUSED');
			sandbox()[end]();
			expect((await send()).status).toBe(200);
		}
	});

	it.each([
		['resetBefore', 0],
		['resetAfter', 1],
	] as const)('%s cuts the connection with %i accepted', async (kind, accepted) => {
		const id = sandbox().fault({ kind });
		expect(await failureOf(send())).toBe('ECONNRESET');
		expect(arrived()).toBe(accepted);
		expect(last()).toMatchObject({ status: null, fault: id, body: content });
	});

	it.each([
		['hangBefore', 0],
		['hangAfter', 1],
	] as const)('%s never answers, with %i accepted', async (kind, accepted) => {
		await withTimeouts(async (timeoutMs) => {
			sandbox().reset();
			sandbox().fault({ kind });
			expect(await failureOf(send(AbortSignal.timeout(timeoutMs)))).toBe('TimeoutError');
			expect(arrived()).toBe(accepted);
			expect(last()?.status).toBeNull();
		});
	});

	it.each([
		['status', 0],
		['statusAfter', 1],
	] as const)('%s answers that status, with %i accepted', async (kind, accepted) => {
		sandbox().fault({ kind, status: 503 });
		const response = await send();
		expect(response.status).toBe(503);
		expect(await response.json()).toMatchObject({
			http_code: 503,
			response_code: 'INTERNAL_SERVER_ERROR',
		});
		expect(arrived()).toBe(accepted);
		expect(last()?.status).toBe(503);
	});

	it('status is applied before authentication', async () => {
		sandbox().fault({ kind: 'status' });
		const response = await client.raw('POST', '/v3/sms/send', { headers: { authorization: '' } });
		expect(response.status).toBe(500);
	});

	it('status 429 looks like that of ClickSend, with Retry-After when the fault has it', async () => {
		sandbox().fault({ kind: 'status', status: 429, retryAfter: 7 });
		sandbox().fault({ kind: 'status', status: 429 });
		const response = await send();
		expect(await response.json()).toEqual({
			http_code: 429,
			response_code: 'HTTP_TOO_MANY_REQUESTS',
			response_msg: 'Too many attempts.',
			data: null,
		});
		expect(Object.fromEntries(response.headers)).toMatchObject({
			'retry-after': '7',
			'ratelimit-reset': '7',
			'x-ratelimit-limit': '20',
			'x-ratelimit-remaining': '0',
		});
		expect((await send()).headers.get('retry-after')).toBeNull();
	});

	it('status may have its own body and headers', async () => {
		sandbox().fault({ kind: 'status', status: 302, headers: { location: '/x' }, body: 'moved' });
		const moved = await fetch(`${sandbox().url}/clicksend/v3/account`, { redirect: 'manual' });
		expect([moved.status, moved.headers.get('location')]).toEqual([302, '/x']);
		expect(await moved.text()).toBe('moved');
		sandbox().fault({ kind: 'statusAfter', status: 500, body: { odd: true } });
		expect(await (await send()).json()).toEqual({ odd: true });
	});

	it('garbage returns half an answer, after everything was accepted', async () => {
		sandbox().fault({ kind: 'garbage' });
		const response = await send();
		expect(response.status).toBe(200);
		const text = await response.text();
		expect(text).toContain('"http_code":200');
		expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
		expect(arrived()).toBe(1);
	});

	it('garbageBefore returns a page of a gateway', async () => {
		sandbox().fault({ kind: 'garbageBefore' });
		const response = await send();
		expect([response.status, response.headers.get('content-type')]).toEqual([
			200,
			'text/html; charset=utf-8',
		]);
		expect(await response.text()).toMatch(/^<html>/);
		expect(arrived()).toBe(0);
	});

	it('a hanging connection does not prevent the sandbox from closing', async () => {
		const { startSandbox } = await import('../../sandbox/server.mts');
		const other = await startSandbox();
		other.fault({ kind: 'hangBefore' });
		const pending = failureOf(fetch(`${other.url}/clicksend/v3/account`));
		while (other.requests().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
		await other.close();
		expect(await pending).not.toBe('no failure');
	});
});

describe('rows', () => {
	const texts = ['0', '1', '2', '3', '4'];
	const many = (rows: FaultSpec['rows']) => {
		sandbox().fault({ kind: 'rows', rows });
		return client.send(...texts.map((body, index) => ({ to: `+6141111111${index}`, body })));
	};

	it('get a status, and nothing arrives', async () => {
		const data = await many({ status: 'THROTTLED' });
		expect(statusesOf(data)).toEqual(texts.map(() => 'THROTTLED'));
		expect(data).toMatchObject({ queued_count: 0, total_price: 0 });
		expect(arrived()).toBe(0);
	});

	it('get it at every n-th place, with the fields of that status', async () => {
		const data = await many({ status: 'INVALID_RECIPIENT', every: 2 });
		expect(data.messages.map(({ status }) => status === 'SUCCESS')).toEqual([
			true,
			false,
			true,
			false,
			true,
		]);
		expect(data.messages[1]).not.toHaveProperty('message_price');
		expect(arrived()).toBe(3);
	});

	it('get it for one recipient', async () => {
		const data = await many({ status: 'COUNTRY_NOT_ENABLED', to: '+61411111113' });
		expect(data.messages[3]?.status).toBe('COUNTRY_NOT_ENABLED');
		expect(data).toMatchObject({ blocked_count: 1, queued_count: 4 });
	});

	it('may be false: the message still arrives', async () => {
		const data = await many({ status: 'A_NEW_WORD', accepted: true });
		expect(statusesOf(data)).toEqual(texts.map(() => 'A_NEW_WORD'));
		expect(arrived()).toBe(5);
	});

	it('are returned in another order, always the same', async () => {
		const orderOf = ({ messages }: Awaited<ReturnType<typeof many>>) =>
			messages.map(({ body }) => body).join('');
		expect(orderOf(await many({ shuffle: true }))).toBe('13024');
		expect(orderOf(await many({ shuffle: true }))).toBe('13024');
	});

	it('are left out, although their messages arrived', async () => {
		const data = await many({ drop: 2 });
		expect(data.messages.map(({ body }) => body)).toEqual(['0', '1', '2']);
		expect(arrived()).toBe(5);
	});

	it('are only changed in a send', async () => {
		sandbox().fault({ kind: 'rows', rows: { status: 'THROTTLED' } });
		await client.call('GET', '/v3/account');
		await client.call('POST', '/v3/sms/price', content);
		expect(statusesOf(await client.send(hello))).toEqual(['THROTTLED']);
	});
});

describe('which requests a fault hits', () => {
	const statuses = async (count: number, path = '/v3/account') => {
		const seen: number[] = [];
		for (let index = 0; index < count; index++) {
			seen.push((await client.call('GET', path)).status);
		}
		return seen;
	};

	it('is one request unless times says more, and skip lets some pass first', async () => {
		sandbox().fault({ kind: 'status', times: 2, skip: 1 });
		expect(await statuses(4)).toEqual([200, 500, 500, 200]);
	});

	it('is chosen by wire, method and path', async () => {
		sandbox().fault({ kind: 'status', wire: 'maton' });
		sandbox().fault({ kind: 'status', method: 'post' });
		sandbox().fault({ kind: 'status', path: '/lists' });
		expect(await statuses(1)).toEqual([200]);
		expect(await statuses(2, '/v3/lists')).toEqual([500, 200]);
		expect((await send()).status).toBe(500);
		const maton = new Client(sandbox, '/maton/clicksend', 'Bearer maton-key');
		expect((await maton.call('GET', '/v3/account')).status).toBe(500);
	});

	it('is one request for each of two faults, with every latency added', async () => {
		sandbox().fault({ kind: 'latency', ms: 60 });
		const id = sandbox().fault({ kind: 'status', status: 501 });
		sandbox().fault({ kind: 'status', status: 502 });
		const start = performance.now();
		expect(await statuses(1)).toEqual([501]);
		expect(performance.now() - start).toBeGreaterThan(55);
		expect(last()?.fault).toBe(id);
		expect(await statuses(2)).toEqual([502, 200]);
	});

	it('is no request after clearFaults', async () => {
		sandbox().fault({ kind: 'status', times: 9 });
		sandbox().clearFaults();
		expect(await statuses(1)).toEqual([200]);
	});
});

describe('an invalid fault is refused', () => {
	it.each([
		[{}, 'needs a "kind"'],
		[{ kind: 'explode' }, 'one of latency, refuse'],
		[{ kind: 'latency' }, 'needs "ms"'],
		[{ kind: 'refuse' }, 'needs "ms"'],
		[{ kind: 'status', status: 99 }, 'between 200 and 599'],
		[{ kind: 'status', times: 0 }, '"times" must be'],
		[{ kind: 'status', skip: -1 }, '"skip" must be'],
		[{ kind: 'status', tmies: 2 }, 'no field "tmies"'],
		[{ kind: 'status', headers: { a: 1 } }, '"headers" must be'],
		[{ kind: 'resetAfter', status: 500 }, 'belong to the kinds status'],
		[{ kind: 'status', rows: { drop: 1 } }, 'belongs to the kind rows'],
		[{ kind: 'rows' }, 'needs "rows"'],
		[{ kind: 'rows', rows: {} }, 'needs "rows"'],
		[{ kind: 'rows', rows: { every: 2 } }, 'which is missing'],
		[{ kind: 'rows', rows: { status: 'X', evry: 2 } }, 'no field "rows.evry"'],
		['latency', 'must be an object'],
	])('%j', (spec, sentence) => {
		expect(() => sandbox().fault(spec as FaultSpec)).toThrow(sentence);
	});
});
