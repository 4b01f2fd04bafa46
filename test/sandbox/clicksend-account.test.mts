import { basic, Client, statusesOf, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);
const testKey = 'D83DED51-9E35-4D42-9BB9-0E34B7CA85AE';
const as = (user: string) => new Client(sandbox, '/clicksend', basic(user, testKey));

describe('the account', () => {
	it('has its balance as a string and shows an API key', async () => {
		const { body } = await client.call('GET', '/v3/account');
		expect(body).toMatchObject({
			response_msg: "Here's your account.",
			data: {
				balance: '100000.000000',
				_currency: { currency_name_short: 'AUD' },
				_subaccount: { api_key: 'sandbox-key' },
			},
		});
	});

	it.each([
		basic('sandbox', 'wrong'),
		basic('sandbox', testKey),
		basic('toString', ''),
		'Basic',
		'Bearer maton-key',
		'',
	])('refuses the authorization "%s"', async (authorization) => {
		const stranger = new Client(sandbox, '/clicksend', authorization);
		const { status, body } = await stranger.call('GET', '/v3/account');
		expect(status).toBe(401);
		expect(body).toEqual({
			http_code: 401,
			response_code: 'UNAUTHORIZED',
			response_msg: 'Authorization failed.',
			data: null,
		});
		expect((await stranger.call('GET', '/v3/nothing')).status).toBe(401);
	});

	it('the user nocredit can read but not send', async () => {
		const { body } = await as('nocredit').call<{ balance: string }>('GET', '/v3/account');
		expect(body.data.balance).toBe('0.000000');
		const data = await as('nocredit').send({ to: '+61411111111', body: 'Hi' });
		expect(statusesOf(data)).toEqual(['INSUFFICIENT_CREDIT']);
	});

	it.each([
		['notactive', 'ACCOUNT_NOT_ACTIVATED'],
		['banned', 'FORBIDDEN'],
	])('the user %s is refused with the status from the settings', async (user, code) => {
		const refused = await as(user).call('GET', '/v3/account');
		expect([refused.status, refused.body.response_code]).toEqual([403, code]);
		sandbox().configure({ inactiveAccountStatus: 401 });
		expect((await as(user).call('GET', '/v3/account')).status).toBe(401);
	});
});

describe('paths and methods', () => {
	it('answers unknown paths with its 404 envelope', async () => {
		const { status, body } = await client.call('GET', '/v3/nothing');
		expect([status, body.response_code, body.data]).toEqual([404, 'NOT_FOUND', null]);
	});

	it.each([
		['DELETE', '/v3/account'],
		['GET', '/v3/sms/send?x=1'],
		['POST', '/v3/lists/428'],
	])('answers %s %s with 405 and the code NOT_FOUND', async (method, path) => {
		const { status, body } = await client.call(method, path);
		expect([status, body.http_code, body.response_code]).toEqual([405, 405, 'NOT_FOUND']);
	});
});

describe('the rate limit', () => {
	it('is shown in headers, and leads to the observed 429', async () => {
		sandbox().configure({ rateLimit: { limit: 2, windowMs: 30_000 } });
		const first = await client.call('GET', '/v3/account');
		expect(first.headers.get('x-ratelimit-limit')).toBe('2');
		expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
		const stranger = new Client(sandbox, '/clicksend', 'Basic x');
		const refused = await stranger.call('GET', '/v3/account');
		expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([401, '0']);

		const limited = await client.call('GET', '/v3/account');
		expect(limited.status).toBe(429);
		expect(limited.body).toEqual({
			http_code: 429,
			response_code: 'HTTP_TOO_MANY_REQUESTS',
			response_msg: 'Too many attempts.',
			data: null,
		});
		const wait = limited.headers.get('retry-after');
		expect(Number(wait)).toBeGreaterThan(20);
		expect(limited.headers.get('ratelimit-reset')).toBe(wait);
		expect((await client.call('GET', '/v3/lists')).status).toBe(200); // another endpoint
	});

	it('is off at start', async () => {
		const { headers } = await client.call('GET', '/v3/account');
		expect(headers.get('x-ratelimit-limit')).toBeNull();
	});
});
