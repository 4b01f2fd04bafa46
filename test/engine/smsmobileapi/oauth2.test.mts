/** Tokens of SMSMobileAPI: fetched once, renewed on 401 and 403, and never causing a second send. */
import { type IDataObject } from 'n8n-workflow';
import { rowsOf } from '../../support/clicksend.mts';
import { type NodeSpec } from '../../support/engine.mts';
import { ON_ERROR } from '../../support/send.mts';
import { accounts, useSuite } from '../../support/suite.mts';
import { stopwatch } from '../../support/patience.mts';

const suite = useSuite();
const TYPE = 'smsMobileOAuth2Api';

const tokens = () => suite.sandbox.requests({ path: '/oauth2/token' });
const sends = () => suite.sandbox.requests({ path: '/sendsms/' });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Stores a credential that has no token yet, or the given one. */
const renew = async (change: IDataObject = {}) =>
	await suite.engine.credentials.add(TYPE, {
		...accounts(suite.sandbox.url).smsMobileOAuth2Api,
		...(change as object),
	});
beforeEach(async () => await renew());

const send = (options: IDataObject = {}): NodeSpec => ({
	type: 'n8n-nodes-sms-suite.smsMobileApi',
	credentials: [TYPE],
	settings: ON_ERROR.continue,
	parameters: {
		authentication: TYPE,
		resource: 'message',
		operation: 'send',
		to: '={{ $json.to }}',
		message: 'Hello',
		options: { maxRetries: 0, ...options },
	},
});
const items = (count: number) =>
	Array.from({ length: count }, (_, n) => ({ to: `+6141111111${n}` }));
const run = async (count = 1, options: IDataObject = {}) =>
	rowsOf(await suite.engine.run(send(options), items(count)));
const outcomes = (rows: IDataObject[]) => rows.map(({ outcome }) => outcome);

test('one token for many messages and for later runs, requested with a form', async () => {
	expect(outcomes(await run(5))).toEqual(Array(5).fill('accepted'));
	await run(1);
	expect(tokens()).toMatchObject([
		{
			method: 'POST',
			query: {},
			body: {
				grant_type: 'client_credentials',
				client_id: 'sandbox-client',
				client_secret: 'sandbox-secret',
			},
		},
	]);
	expect(tokens()[0]?.headers).not.toHaveProperty('authorization');
});

describe.each([401, 403] as const)('a token that has expired (%i)', (status) => {
	beforeEach(() => suite.sandbox.configure({ smsMobileTokenExpired: status }));

	test('is renewed, and each text is sent once', async () => {
		suite.sandbox.configure({ smsMobileTokenMs: 500 });
		expect(outcomes(await run())).toEqual(['accepted']);
		await pause(600);
		suite.sandbox.configure({ smsMobileTokenMs: 60_000 });
		expect(outcomes(await run())).toEqual(['accepted']);
		expect(sends().map((request) => request.status)).toEqual([200, status, 200]);
		expect(tokens()).toHaveLength(2);
		expect(suite.sandbox.messages()).toHaveLength(2);
		// The new token was stored.
		await run();
		expect(tokens()).toHaveLength(2);
	});

	test('is renewed once for concurrent requests', async () => {
		await renew({ oauthTokenData: { access_token: 'stale' } });
		suite.sandbox.fault({ path: '/oauth2/token', kind: 'latency', ms: 100 });
		expect(outcomes(await run(5))).toEqual(Array(5).fill('accepted'));
		expect(tokens()).toHaveLength(1);
		expect(suite.sandbox.messages()).toHaveLength(5);
	});

	test('with a secret that is no longer valid: reported after a single token request', async () => {
		await renew({ clientSecret: 'wrong', oauthTokenData: { access_token: 'stale' } });
		const rows = await run(2, { concurrency: 1 });
		for (const row of rows) {
			expect(row).toMatchObject({ outcome: 'notSent', failure: { class: 'auth' } });
		}
		expect(tokens()).toHaveLength(1);
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test('is also renewed for operations that read', async () => {
		await renew({ oauthTokenData: { access_token: 'stale' } });
		const parameters = { authentication: TYPE, resource: 'device', operation: 'getAll' };
		const rows = rowsOf(await suite.engine.run({ ...send(), parameters }));
		expect(rows).toHaveLength(2);
		expect(tokens()).toHaveLength(1);
	});

	test('a refusal that persists with a new token is repeated once, not for every message', async () => {
		suite.sandbox.fault({ path: '/sendsms/', kind: 'status', status, times: 99 });
		const rows = await run(4, { concurrency: 1 });
		for (const row of rows) expect(row.failure).toMatchObject({ class: 'auth' });
		expect(tokens()).toHaveLength(2);
		expect(sends().length).toBeLessThanOrEqual(5);
	});
});

test('a token without further fields', async () => {
	suite.sandbox.configure({ smsMobileTokenFields: 'accessToken' });
	expect(outcomes(await run())).toEqual(['accepted']);
	expect(sends()[0]?.headers.authorization).toMatch(/^Bearer /);
});

test('a token of another type stays out of the URL', async () => {
	const { body } = await fetchToken();
	await renew({ oauthTokenData: { access_token: body.access_token, token_type: 'mac' } });
	expect(outcomes(await run())).toEqual(['accepted']);
	expect(sends()[0]).toMatchObject({ query: {} });
	expect(sends()[0]?.headers.authorization).toMatch(/^Bearer /);
});

async function fetchToken(): Promise<{ body: { access_token: string } }> {
	const response = await fetch(`${suite.sandbox.url}/smsmobileapi/oauth2/token`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: 'sandbox-client',
			client_secret: 'sandbox-secret',
		}),
	});
	return { body: (await response.json()) as { access_token: string } };
}

describe('no token', () => {
	test.each([200, 400, 401, 403] as const)('for a wrong secret (%i)', async (status) => {
		suite.sandbox.configure({ smsMobileTokenRefused: status });
		await renew({ clientSecret: 'wrong-secret' });
		const rows = await run(2);
		for (const row of rows) {
			expect(row).toMatchObject({
				outcome: 'notSent',
				failure: {
					class: 'auth',
					message: 'SMSMobileAPI issued no token for the Client ID and Client Secret',
					hint: 'Check Client ID and Client Secret in the credential.',
				},
			});
		}
		expect(JSON.stringify(rows)).not.toContain('wrong-secret');
		expect([tokens().length, sends().length]).toEqual([1, 0]);
	});

	test.each([
		['a server error', { kind: 'status', status: 500 }, 'providerDown'],
		['too many requests', { kind: 'status', status: 429, body: 'x' }, 'rateLimited'],
		['a broken connection', { kind: 'resetBefore' }, 'providerDown'],
		['another server', { kind: 'status', status: 404, body: '<html>' }, 'configuration'],
		['a page', { kind: 'status', status: 200, body: '<html>' }, 'configuration'],
	] as const)('because of %s: nothing was sent', async (_name, fault, kind) => {
		suite.sandbox.fault({ path: '/oauth2/token', times: 9, ...fault });
		const [row] = await run();
		expect(row).toMatchObject({ outcome: 'notSent', failure: { class: kind } });
		expect(sends()).toEqual([]);
		suite.sandbox.clearFaults();
		expect(outcomes(await run())).toEqual(['accepted']);
	});

	test('because the connection is refused', async () => {
		await renew({ baseUrl: 'http://127.0.0.1:9' });
		const [row] = await run();
		expect(row).toMatchObject({
			outcome: 'notSent',
			failure: { class: 'providerDown', message: '127.0.0.1:9 refused the connection' },
		});
	});

	// Must be last: n8n makes later token requests wait for the one in progress.
	test('within the timeout', async () => {
		suite.sandbox.fault({ path: '/oauth2/token', kind: 'hangBefore' });
		const watch = stopwatch();
		const [row] = await run(1, { timeout: 300 });
		expect(row).toMatchObject({ outcome: 'notSent', failure: { class: 'providerDown' } });
		expect(watch.spent()).toBeLessThan(3000);
		expect(sends()).toEqual([]);
	});
});
