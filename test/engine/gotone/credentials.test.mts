/** GoTone's credential test, run as in the credential dialog: it reports what is wrong. */
import { createServer, type Server } from 'node:http';
import { CredentialTestContext } from 'n8n-core';
import { type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { API_PATHS, GOTONE } from '../../support/gotone.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();

async function check(change: ICredentialDataDecryptedObject) {
	const { methods } = suite.engine.registry.getByNameAndVersion(GOTONE);
	const run = methods?.credentialTest?.goToneSmsApiTest;
	if (!run) throw new Error('The credential has no test');
	const data = { ...accounts(suite.sandbox.url).goToneSmsApi, ...change };
	const credential = { id: '1', name: 'mine', type: 'goToneSmsApi', data };
	return await run.call(new CredentialTestContext(), credential);
}

const OK = { status: 'OK', message: 'Connection successful' };
const ERROR = (message: RegExp) => ({
	status: 'Error',
	message: expect.stringMatching(message) as string,
});

describe.each(API_PATHS)('on /api/%s', (apiPath) => {
	const at = (change: ICredentialDataDecryptedObject = {}) => check({ apiPath, ...change });

	test('a valid credential requests the profile once', async () => {
		expect(await at()).toEqual(OK);
		expect(suite.sandbox.requests()).toMatchObject([{ method: 'GET', path: `/api/${apiPath}/me` }]);
	});

	test.each(['always200', 'true'] as const)('a wrong token, with statuses %s', async (statuses) => {
		suite.sandbox.configure({ gotoneStatuses: statuses });
		expect(await at({ apiToken: 'gotone-sandbox-token' })).toEqual(
			ERROR(/^GoTone refused the API token\. Copy the whole token, .* API Path\.$/),
		);
		expect(suite.sandbox.requests()).toHaveLength(1);
	});

	test('spaces around the token, and a Base URL that includes the path', async () => {
		const baseUrl = ` ${suite.sandbox.url}/gotone/api/v3/ `;
		expect(await at({ apiToken: ' 1|gotone-sandbox-token\n', baseUrl })).toEqual(OK);
	});

	test('a dead host', async () => {
		expect(await at({ baseUrl: 'http://127.0.0.1:9' })).toEqual(
			ERROR(/127\.0\.0\.1:9 refused the connection.*Base URL/),
		);
	});

	test('a host that does not exist', async () => {
		expect(await at({ baseUrl: 'https://no-such-host.invalid' })).toEqual(
			ERROR(/cannot be resolved to an address.*Base URL/),
		);
	});

	test.each(['', 'app.gotonesms.net', 'ftp://127.0.0.1'])('"%s" as Base URL', async (baseUrl) => {
		expect(await at({ baseUrl })).toEqual(ERROR(/Base URL is not valid.*https:/));
	});

	test('too many requests', async () => {
		suite.sandbox.configure({ gotoneRateLimit: 1 });
		await at();
		expect(await at()).toEqual(ERROR(/limits the request rate\. Wait a minute/));
	});

	test('an unlisted error is shown', async () => {
		const body = { status: 'error', message: 'Your account is on hold' };
		suite.sandbox.fault({ kind: 'status', status: 200, body });
		expect(await at()).toEqual(ERROR(/Your account is on hold/));
	});
});

describe('another server', () => {
	let server: Server;
	let base: string;
	beforeAll(async () => {
		server = createServer((request, response) => {
			const path = request.url ?? '';
			response.statusCode = path.startsWith('/missing') ? 404 : 200;
			response.end(path.startsWith('/empty') ? '{"status":"success"}' : '<h1>Hello</h1>');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
	});
	afterAll(() => {
		server.close();
		server.closeAllConnections();
	});

	test('that answers everything with a page', async () => {
		expect(await check({ baseUrl: base })).toEqual(ERROR(/not in GoTone’s format.*Base URL/));
	});

	test('that answers 404', async () => {
		expect(await check({ baseUrl: `${base}/missing` })).toEqual(ERROR(/not GoTone.*Base URL/));
	});

	test('that reports success without data', async () => {
		expect(await check({ baseUrl: `${base}/empty` })).toEqual(ERROR(/no profile.*Base URL/));
	});
});
