/** SUBMAIL's credential test, as the editor runs it: a failure is reported in one sentence. */
import { createServer, type RequestListener } from 'node:http';
import { CredentialTestContext } from 'n8n-core';
import {
	abroad,
	calls,
	ALL_FORMS,
	type Form,
	INTERNATIONAL,
	MD5,
	PLAIN,
	SHA1_V2,
	timesAsked,
} from '../../support/submail.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();

async function check(form: Form) {
	const { description, methods } = suite.engine.registry.getByNameAndVersion(
		'n8n-nodes-sms-suite.submail',
	);
	const [credential] = description.credentials ?? [];
	const name = credential?.testedBy;
	const run = typeof name === 'string' ? methods?.credentialTest?.[name] : undefined;
	if (!run) throw new Error('submailApi has no test');
	const data = { ...accounts(suite.sandbox.url).submailApi, ...form };
	return await run.call(new CredentialTestContext(), {
		id: '1',
		name: 'mine',
		type: 'submailApi',
		data,
	});
}

const error = (message: RegExp) => ({
	status: 'Error',
	message: expect.stringMatching(message) as string,
});
const GOOD = { status: 'OK', message: 'Connection successful' };

test.each([...ALL_FORMS, abroad(PLAIN), abroad(MD5)])('a valid one, $name', async ({ form }) => {
	expect(await check(form)).toEqual(GOOD);
	expect(calls(suite)).toEqual([
		form.appType === 'international' ? 'balance/internationalsms' : 'balance/sms',
	]);
	expect(timesAsked(suite)).toBe(form.signatureType ? 1 : 0);
	expect(suite.sandbox.messages()).toEqual([]);
});

test('spaces around ID, key and address do no harm', async () => {
	const baseUrl = ` ${suite.sandbox.url}/submail/ `;
	const form = { appId: ' 10001', appKey: 'submail-sandbox-key\n', baseUrl };
	expect(await check(form)).toEqual(GOOD);
	expect(await check({ ...form, ...MD5.form })).toEqual(GOOD);
});

describe.each([PLAIN, MD5, SHA1_V2])('$name', ({ form }) => {
	const at = async (change: Form) => await check({ ...form, ...change });
	const isPlain = !form.signatureType;

	test.each([200, 400] as const)(
		'a wrong key, reported with HTTP %i',
		async (submailErrorStatus) => {
			suite.sandbox.configure({ submailErrorStatus });
			expect(await at({ appKey: 'wrong' })).toEqual(
				isPlain
					? error(/^SUBMAIL refused the app’s credentials\. Check the App ID, App Key/)
					: error(/^SUBMAIL refused the signature of the request\. Check the App Key, Signature/),
			);
			expect(calls(suite)).toHaveLength(1);
		},
	);

	test('a wrong app ID', async () => {
		expect(await at({ appId: '99999' })).toEqual(
			error(/^SUBMAIL refused the app’s credentials\. Check the App ID, App Key and App Type/),
		);
	});

	test('the app of the other type', async () => {
		expect(await at({ appType: 'international' })).toEqual(error(/App Type/));
		expect(await at({ appId: INTERNATIONAL.form.appId })).toEqual(error(/App Type/));
	});

	test('no key', async () => {
		expect((await at({ appKey: '' })).status).toBe('Error');
	});

	test('a clock that is an hour off does no harm', async () => {
		suite.sandbox.configure({ submailClockSkewMs: 3_600_000 });
		expect(await at({})).toEqual(GOOD);
	});

	test('too many requests', async () => {
		suite.sandbox.fault({ kind: 'status', status: 429 });
		expect(await at({})).toEqual(error(/limits the request rate/));
	});

	test('a dead host', async () => {
		expect(await at({ baseUrl: 'http://127.0.0.1:9' })).toEqual(
			error(/127\.0\.0\.1:9 refused the connection.*Base URL/),
		);
	});

	test('a host that does not exist', async () => {
		expect(await at({ baseUrl: 'https://no-such-host.invalid' })).toEqual(
			error(/cannot be resolved to an address.*Base URL/),
		);
	});

	test.each(['', 'api-v4.mysubmail.com', 'ftp://127.0.0.1'])(
		'"%s" as Base URL',
		async (baseUrl) => {
			expect(await at({ baseUrl })).toEqual(error(/Base URL is not valid.*https:/));
		},
	);

	test.each<[string, RequestListener]>([
		['a page', (_, response) => void response.end('<h1>Hello</h1>')],
		['not found', (_, response) => void response.writeHead(404).end('<h1>Nothing</h1>')],
		['JSON of its own', (_, response) => void response.end('{"status":"success"}')],
		[
			'a redirect',
			(_, response) => void response.writeHead(301, { location: 'https://x.invalid/' }).end(),
		],
		['an error', (_, response) => void response.writeHead(500).end('oops')],
	])('another server, which answers with %s', async (_name, listener) => {
		const visits: string[] = [];
		const server = createServer((request, response) => {
			visits.push(request.url ?? '');
			listener(request, response);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		const told = await at({ baseUrl: `http://127.0.0.1:${port}` });
		server.close();
		server.closeAllConnections();
		expect(told).toEqual(error(/server.*Base URL/));
		expect(told.message).not.toContain('may have been');
		expect(visits).toHaveLength(1);
		expect(visits[0]).not.toContain('submail-sandbox-key');
	});
});
