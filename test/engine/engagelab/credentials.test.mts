/** The credential test of EngageLab SMS reports what is wrong, for both generations. */
import { createServer, type Server } from 'node:http';
import { CredentialTestContext } from 'n8n-core';
import { type ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CURRENT, GENERATIONS, LEGACY } from '../../support/engagelab.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

async function check(data: ICredentialDataDecryptedObject) {
	const { description, methods } = suite.engine.registry.getByNameAndVersion(
		'n8n-nodes-sms-suite.engageLabSms',
	);
	const name = description.credentials?.[0]?.testedBy;
	const run = typeof name === 'string' ? methods?.credentialTest?.[name] : undefined;
	if (!run) throw new Error('The credential has no test');
	const type = 'engageLabSmsApi';
	return await run.call(new CredentialTestContext(), { id: '1', name: 'mine', type, data });
}

const ERROR = (message: RegExp) => ({
	status: 'Error',
	message: expect.stringMatching(message) as string,
});

describe.each(GENERATIONS)('$generation', (one) => {
	const at = (change: ICredentialDataDecryptedObject = {}) =>
		check({ ...one.credential(suite.sandbox.url), ...change });

	test('a valid credential: one request, which only reads', async () => {
		expect(await at()).toEqual({ status: 'OK', message: 'Connection successful' });
		expect(suite.sandbox.requests()).toMatchObject([{ method: 'GET', path: one.signPath }]);
	});

	test('a Base URL with /v1 at its end', async () => {
		const baseUrl = `${one.credential(suite.sandbox.url).baseUrl as string}/v1/`;
		expect(await at({ baseUrl })).toMatchObject({ status: 'OK' });
	});

	test.each(['username', 'password'])('a wrong %s', async (field) => {
		expect(await at({ [field]: 'wrong' })).toEqual(
			ERROR(/refused the credential.*Generation, Dev Key or SMS User, and Dev Secret or SMS Key/),
		);
		expect(suite.sandbox.requests()).toHaveLength(1);
	});

	test('username and password of the other generation', async () => {
		const other = one === LEGACY ? CURRENT : LEGACY;
		const { username = '', password = '' } = other.credential('');
		expect(await at({ username, password })).toEqual(ERROR(/refused the credential.*Generation/));
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

	test.each(['smsapi.engagelab.com', 'ftp://127.0.0.1'])('"%s" as Base URL', async (baseUrl) => {
		expect(await at({ baseUrl })).toEqual(ERROR(/Base URL is not valid.*https:/));
	});

	test('too many requests', async () => {
		suite.sandbox.fault({ kind: 'status', status: 429 });
		expect(await at()).toEqual(ERROR(/limits the request rate/));
	});

	test('an answer from the other generation', async () => {
		const body = one === LEGACY ? [] : { result: [], count: 0, total: 0 };
		suite.sandbox.fault({ kind: 'status', status: 200, body });
		expect(await at()).toEqual(
			ERROR(/does not belong to EngageLab’s (current|legacy) generation.*Generation/),
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

		test('that answers everything with a page', async () => {
			expect(await at({ baseUrl: base })).toEqual(ERROR(/not EngageLab’s.*Base URL/));
		});

		test('that answers 404', async () => {
			expect(await at({ baseUrl: `${base}/missing` })).toEqual(ERROR(/not found at the Base URL/));
		});
	});
});

test('errors with HTTP 200 are errors', async () => {
	suite.sandbox.configure({ engageLabErrorStatus: 'ok' });
	const data = { ...CURRENT.credential(suite.sandbox.url), password: 'wrong' };
	expect(await check(data)).toEqual(ERROR(/refused the credential/));
});
