/** No web page on the developer's machine can drive the sandbox. */
import { request } from 'undici';
import { useSandbox } from './harness.mts';

const sandbox = useSandbox();

interface Given {
	method?: 'GET' | 'POST' | 'DELETE';
	path?: string;
	headers?: Record<string, string>;
	body?: string;
}

async function status({ method = 'GET', path = '/__sandbox/settings', headers, body }: Given) {
	const response = await request(sandbox().url + path, { method, headers, body });
	await response.body.dump();
	return response.statusCode;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const port = () => new URL(sandbox().url).port;

test.each(['127.0.0.1', '127.1.2.3', 'localhost', 'LOCALHOST', 'n8n.localhost', '[::1]'])(
	'the host %s, with any port or none',
	async (host) => {
		expect(await status({ headers: { host } })).toBe(200);
		expect(await status({ headers: { host: `${host}:1234` } })).toBe(200);
	},
);

test.each([
	'evil.example',
	'evil.example:80',
	'127.0.0.1.evil.example',
	'localhost.evil.example',
	'evil-localhost',
	'localhost@evil.example',
	'0.0.0.0',
	'192.168.0.10',
	'2130706433',
])('the host %s is refused, on every path', async (host) => {
	for (const path of ['/__sandbox/settings', '/', '/clicksend/v3/account']) {
		expect(await status({ path, headers: { host } })).toBe(421);
	}
	expect(await status({ method: 'POST', path: '/__sandbox/reset', headers: { host } })).toBe(421);
	expect(sandbox().requests()).toEqual([]);
});

test('its own page is served, and a foreign origin is refused', async () => {
	const own = sandbox().url;
	const post = { method: 'POST', path: '/__sandbox/settings', body: '{}' } as const;
	expect(await status({ ...post, headers: { ...JSON_TYPE, origin: own } })).toBe(200);
	const local = { host: `localhost:${port()}`, origin: `http://localhost:${port()}` };
	expect(await status({ ...post, headers: { ...JSON_TYPE, ...local } })).toBe(200);
	for (const origin of [
		'https://evil.example',
		'null',
		'',
		`https://127.0.0.1:${port()}`,
		'http://127.0.0.1:1',
		`${own}.evil.example`,
	]) {
		expect(await status({ ...post, headers: { ...JSON_TYPE, origin } })).toBe(403);
		const reset = { method: 'POST', path: '/__sandbox/reset', headers: { origin } } as const;
		expect(await status(reset)).toBe(403);
	}
});

test.each([
	'text/plain',
	'application/x-www-form-urlencoded',
	'multipart/form-data',
	'',
	'text/json',
])('the control API takes no body of type "%s"', async (type) => {
	const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
	const body = '{"carrierDelivers":1}';
	const post = { method: 'POST', path: '/__sandbox/settings', headers, body } as const;
	expect(await status(post)).toBe(415);
	expect(await status({ ...post, path: '/%5F_sandbox/settings' })).toBe(415);
});

test('without a body, or as JSON with a charset, it is taken', async () => {
	expect(await status({ method: 'POST', path: '/__sandbox/reset' })).toBe(200);
	const headers = { 'content-type': 'application/json; charset=utf-8' };
	expect(await status({ method: 'POST', path: '/__sandbox/settings', headers, body: '{}' })).toBe(
		200,
	);
});
