/** Credential tests, as a credential's "Retry" button runs them: they report what is wrong. */
import { createServer, type Server } from 'node:http';
import { CredentialTestContext } from 'n8n-core';
import { type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { accounts, useSuite } from '../support/suite.mts';

const suite = useSuite();

async function check(type: string, data: ICredentialDataDecryptedObject) {
	const { description, methods } = suite.engine.registry.getByNameAndVersion(
		'n8n-nodes-sms-suite.clickSend',
	);
	const name = description.credentials?.find((credential) => credential.name === type)?.testedBy;
	const run = typeof name === 'string' ? methods?.credentialTest?.[name] : undefined;
	if (!run) throw new Error(`${type} has no test`);
	return await run.call(new CredentialTestContext(), { id: '1', name: 'mine', type, data });
}

type Account = keyof ReturnType<typeof accounts>;
const at = (type: Account, change: ICredentialDataDecryptedObject = {}) =>
	check(type, { ...accounts(suite.sandbox.url)[type], ...change });

const ERROR = (message: RegExp) => ({
	status: 'Error',
	message: expect.stringMatching(message) as string,
});

describe.each<Account>(['clickSendApi', 'matonApi'])('%s', (type) => {
	test('a valid credential', async () => {
		expect(await at(type)).toEqual({ status: 'OK', message: 'Connection successful' });
		const [request, ...more] = suite.sandbox.requests();
		expect(request).toMatchObject({ method: 'GET' });
		expect(request?.path).toMatch(/\/v3\/account$/);
		expect(more).toEqual([]);
	});

	test('a wrong key', async () => {
		expect(await at(type, { apiKey: 'wrong' })).toEqual(
			ERROR(/refused the (credential|API key).*key/i),
		);
		expect(suite.sandbox.requests()).toHaveLength(1);
	});

	test('a dead host', async () => {
		expect(await at(type, { baseUrl: 'http://127.0.0.1:9' })).toEqual(
			ERROR(/127\.0\.0\.1:9 refused the connection.*Base URL/),
		);
	});

	test('a host that does not exist', async () => {
		expect(await at(type, { baseUrl: 'https://no-such-host.invalid' })).toEqual(
			ERROR(/cannot be resolved to an address.*Base URL/),
		);
	});

	test.each(['', 'rest.clicksend.com', 'ftp://127.0.0.1'])('"%s" as Base URL', async (baseUrl) => {
		expect(await at(type, { baseUrl })).toEqual(ERROR(/Base URL is not valid.*https:/));
	});

	describe('another server', () => {
		let server: Server;
		let base: string;
		beforeAll(async () => {
			server = createServer((request, response) => {
				const missing = request.url?.startsWith('/missing');
				response.writeHead(missing ? 404 : 200, { 'content-type': 'text/html' });
				response.end('<h1>Hello</h1>');
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const address = server.address();
			base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
		});
		afterAll(() => {
			server.close();
			server.closeAllConnections();
		});

		test('that answers every request with a page', async () => {
			expect(await at(type, { baseUrl: base })).toEqual(
				ERROR(/not in ClickSend’s format.*Base URL/),
			);
		});

		test('that does not have the endpoint', async () => {
			expect(await at(type, { baseUrl: `${base}/missing` })).toEqual(
				ERROR(/(not ClickSend.*Base URL|could not find the connection)/),
			);
		});
	});

	test('too many requests', async () => {
		suite.sandbox.fault({ kind: 'status', status: 429 });
		expect(await at(type)).toEqual(ERROR(/limits the request rate|10 requests per second/));
	});
});

test('Maton without an active connection', async () => {
	suite.sandbox.configure({ matonConnectionStatus: 'FAILED' });
	expect(await at('matonApi')).toEqual(ERROR(/no active ClickSend connection.*maton\.ai/));
});

test('a ClickSend account that is not active', async () => {
	const data = { username: 'notactive', apiKey: 'D83DED51-9E35-4D42-9BB9-0E34B7CA85AE' };
	expect(await at('clickSendApi', data)).toEqual(ERROR(/not activated|does not allow/));
});
