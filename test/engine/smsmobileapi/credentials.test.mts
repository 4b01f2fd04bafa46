/** The credential tests of SMSMobileAPI report what is wrong. */
import { createServer, type Server } from 'node:http';
import { CredentialTestContext, RoutingNode } from 'n8n-core';
import {
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type INodeCredentialTestResult,
	type INodeType,
} from 'n8n-workflow';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();
const ids = { id: '1', name: 'mine' };

/** The test of the API key is a function of the node. */
async function testKey(data: ICredentialDataDecryptedObject): Promise<INodeCredentialTestResult> {
	const { description, methods } = suite.engine.registry.getByNameAndVersion(
		'n8n-nodes-sms-suite.smsMobileApi',
	);
	const name = description.credentials?.find((one) => one.name === 'smsMobileApi')?.testedBy;
	const run = typeof name === 'string' ? methods?.credentialTest?.[name] : undefined;
	if (!run) throw new Error('smsMobileApi has no test');
	return await run.call(new CredentialTestContext(), { ...ids, type: 'smsMobileApi', data });
}

interface RequestError {
	message: string;
	cause?: { code?: string; response?: { status: number } };
}

/** The message that the server derives from the answer (its credentials-tester.service). */
function verdict(error: RequestError, { test }: ICredentialType): string {
	const status = error.cause?.response?.status;
	if (status === undefined) return error.cause?.code ?? error.message;
	const rules = test?.rules ?? [];
	const rule = rules.find(({ type, properties }) => {
		return type === 'responseCode' && properties.value === status;
	});
	return rule?.properties.message ?? `Received HTTP status code: ${status}`;
}

/** The test of OAuth2 is declarative: the server runs it as a request of a routing node. */
async function testOAuth2(
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const type = 'smsMobileOAuth2Api';
	await suite.engine.credentials.add(type, data);
	const credential = suite.engine.registry.credentials[type];
	if (!credential?.test) throw new Error(`${type} has no test`);
	const node: INodeType = {
		description: {
			...suite.engine.registry.getByNameAndVersion('n8n-nodes-base.noOp').description,
			credentials: [{ name: type, required: true }],
			properties: [
				{
					displayName: 'Temp',
					name: 'temp',
					type: 'string',
					routing: { request: credential.test.request },
					default: '',
				},
			],
		},
	};
	suite.engine.registry.nodes['test.request'] = node;
	const context = suite.engine.context({
		type: 'test.request',
		parameters: { temp: '' },
		credentials: [type],
	});
	const routing = new RoutingNode(
		context as unknown as ConstructorParameters<typeof RoutingNode>[0],
		node,
		{ ...ids, type, data },
	);
	try {
		await routing.runNode();
		return { status: 'OK', message: 'Connection successful!' };
	} catch (error) {
		return { status: 'Error', message: verdict(error as RequestError, credential) };
	}
}

const TESTS = { smsMobileApi: testKey, smsMobileOAuth2Api: testOAuth2 };
type Type = keyof typeof TESTS;
const at = (type: Type, change: ICredentialDataDecryptedObject = {}) =>
	TESTS[type]({ ...accounts(suite.sandbox.url)[type], ...change });

const ERROR = (message: RegExp) => ({
	status: 'Error',
	message: expect.stringMatching(message) as string,
});

describe.each<Type>(['smsMobileApi', 'smsMobileOAuth2Api'])('%s', (type) => {
	test('a valid credential, also with spaces and slashes around its Base URL', async () => {
		expect(await at(type)).toMatchObject({ status: 'OK' });
		expect(suite.sandbox.requests({ method: 'GET' }).map(({ path }) => path)).toEqual([
			'/gateway/mobile/list/',
		]);
		const baseUrl = ` ${suite.sandbox.url}/smsmobileapi// `;
		expect(await at(type, { baseUrl })).toMatchObject({ status: 'OK' });
	});

	test.each(['message', 'success'] as const)('a wrong credential (%s)', async (smsMobileErrors) => {
		suite.sandbox.configure({ smsMobileErrors });
		const wrong = { apiKey: 'wrong-secret', clientSecret: 'wrong-secret' };
		const told = await at(type, wrong);
		expect(told).toEqual(
			ERROR(/refused the credential.*API key|Client authentication failed|invalid_client/),
		);
		expect(told.message).not.toContain('wrong-secret');
	});

	test('a dead host', async () => {
		expect(await at(type, { baseUrl: 'http://127.0.0.1:9' })).toEqual(
			ERROR(/refused the connection|ECONNREFUSED/),
		);
	});

	test('a host that does not exist', async () => {
		expect(await at(type, { baseUrl: 'https://no-such-host.invalid' })).toEqual(
			ERROR(/cannot be resolved|ENOTFOUND|EAI_AGAIN|could not be found|domain/),
		);
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

		test.each(['', '/missing'])('at "%s"', async (path) => {
			expect(await at(type, { baseUrl: base + path })).toEqual(
				ERROR(/not (in )?SMSMobileAPI.*Base URL|Expected JSON|HTTP status 404|could not be found/),
			);
		});
	});
});

test('an expired key, and too many requests', async () => {
	expect(await at('smsMobileApi', { apiKey: 'smsmobile-expired' })).toEqual(
		ERROR(/access has expired.*Renew/),
	);
	suite.sandbox.fault({ kind: 'status', status: 429 });
	expect(await at('smsMobileApi')).toEqual(ERROR(/limits the request rate/));
});

test.each(['', 'api.smsmobileapi.com', 'ftp://127.0.0.1'])('"%s" as Base URL', async (baseUrl) => {
	expect(await at('smsMobileApi', { baseUrl })).toEqual(ERROR(/Base URL is not valid.*https:/));
});

test('a refused token is reported as a refused credential', async () => {
	suite.sandbox.fault({ path: '/gateway/', kind: 'status', status: 403, times: 9 });
	expect(await at('smsMobileOAuth2Api')).toEqual(ERROR(/refused the credential.*Client Secret/));
});

test.each([301, 302, 303, 307, 308])(
	'a redirect (%i) is not followed, so the token goes nowhere else',
	async (status) => {
		const arrived: unknown[] = [];
		const other = createServer((request, response) => {
			arrived.push(request.headers);
			response.setHeader('content-type', 'application/json');
			response.end('{"items":[]}');
		});
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const elsewhere = other.address();
		const server = createServer((request, response) => {
			if (request.url?.endsWith('/oauth2/token')) {
				response.setHeader('content-type', 'application/json');
				response.end('{"access_token":"token","token_type":"Bearer"}');
				return;
			}
			const port = typeof elsewhere === 'object' && elsewhere ? elsewhere.port : 0;
			response.writeHead(status, { location: `http://127.0.0.1:${port}/` });
			response.end();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
		for (const type of ['smsMobileOAuth2Api', 'smsMobileApi'] as const) {
			expect(await at(type, { baseUrl: base })).toEqual(ERROR(/not SMSMobileAPI|Base URL/));
		}
		expect(arrived).toEqual([]);
		for (const one of [other, server]) {
			one.close();
			one.closeAllConnections();
		}
	},
);
