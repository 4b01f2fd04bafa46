/** Providers that misbehave: they drip, never end, answer too much, or send us elsewhere. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { CredentialTestContext } from 'n8n-core';
import { type IDataObject } from 'n8n-workflow';
import { rowsOf } from '../support/clicksend.mts';
import { type NodeSpec } from '../support/engine.mts';
import { ON_ERROR } from '../support/send.mts';
import { accounts, useSuite } from '../support/suite.mts';
import { stopwatch, withTimeouts } from '../support/patience.mts';

const suite = useSuite();

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const servers: Server[] = [];
const timers: NodeJS.Timeout[] = [];

/** Starts a server and gives all credentials its address. */
async function provider(answer: Answer) {
	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(`${request.method} ${request.url}`);
		response.on('error', () => undefined);
		request.resume();
		request.on('end', () => answer(request, response));
	});
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	for (const [type, data] of Object.entries(accounts(url))) {
		await suite.engine.credentials.add(type, data);
	}
	return { url, requests };
}

afterEach(() => {
	for (const timer of timers.splice(0)) clearInterval(timer);
	for (const server of servers.splice(0)) {
		server.close();
		server.closeAllConnections();
	}
});

/** One character every 100 ms, for ever. */
const drip: Answer = (_request, response) => {
	response.writeHead(200, { 'content-type': 'application/json' });
	response.write('{"data":"');
	timers.push(setInterval(() => response.write('x'), 100));
};

const clickSend = (parameters: IDataObject, options: IDataObject = {}): NodeSpec => ({
	type: 'n8n-nodes-sms-suite.clickSend',
	credentials: ['clickSendApi'],
	settings: ON_ERROR.continue,
	parameters: { resource: 'sms', authentication: 'clickSendApi', options, ...parameters },
});
const send = (options: IDataObject = {}): NodeSpec =>
	clickSend(
		{ operation: 'send', to: '+61411111111', message: 'Disk full' },
		{ maxRetries: 2, ...options },
	);

describe('Timeout is the time of the whole request', () => {
	test.each<[string, Answer]>([
		['a body that drips', drip],
		['headers only', (_request, response) => void response.writeHead(200).write('{')],
		['nothing', () => undefined],
	])('%s: unknown, and sent once', async (_name, answer) => {
		await withTimeouts(async (timeout) => {
			const { requests } = await provider(answer);
			const watch = stopwatch();
			const [row] = rowsOf(await suite.engine.run(send({ timeout })));
			expect(row).toMatchObject({ outcome: 'unknown', failure: { code: 'TIMEOUT' } });
			const { message } = row?.failure as IDataObject;
			expect(message).toContain(`did not answer within ${timeout / 1000} s`);
			// The send, and a brief look into the history.
			expect(watch.spent()).toBeLessThan(timeout + 2200);
			expect(requests.filter((one) => one.startsWith('POST'))).toHaveLength(1);
		});
	});

	test('headers that drip', async () => {
		const server = createTcpServer((socket) => {
			socket.on('error', () => undefined);
			socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
			timers.push(setInterval(() => socket.write('x'), 100));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		await suite.engine.credentials.add(
			'clickSendApi',
			accounts(`http://127.0.0.1:${port}`).clickSendApi,
		);
		await withTimeouts(async (timeout) => {
			const watch = stopwatch();
			const [row] = rowsOf(await suite.engine.run(send({ timeout })));
			expect(row).toMatchObject({ outcome: 'unknown', failure: { code: 'TIMEOUT' } });
			expect(watch.spent()).toBeLessThan(timeout + 2200);
		});
		server.close();
	});

	test('a cancelled execution ends a request that drips', async () => {
		await provider(drip);
		const watch = stopwatch();
		const cancel = new Promise((resolve) => setTimeout(resolve, 300));
		await suite.engine.run(send({ timeout: 20_000 }), [{}], { cancel });
		expect(watch.spent()).toBeLessThan(3000);
	});

	test('token requests of OAuth2', async () => {
		await provider(drip);
		const watch = stopwatch();
		const spec: NodeSpec = {
			type: 'n8n-nodes-sms-suite.smsMobileApi',
			credentials: ['smsMobileOAuth2Api'],
			settings: ON_ERROR.continue,
			parameters: {
				authentication: 'smsMobileOAuth2Api',
				resource: 'message',
				operation: 'send',
				to: '+61411111111',
				message: 'Hello',
				options: { timeout: 400, maxRetries: 0 },
			},
		};
		const [row] = rowsOf(await suite.engine.run(spec));
		expect(row).toMatchObject({ outcome: 'notSent', failure: { class: 'providerDown' } });
		expect(watch.spent()).toBeLessThan(3000);
	});
});

describe('an answer is read up to 16 MiB', () => {
	const MIB = Buffer.alloc(1024 * 1024, ' ');
	/** Blanks without end, as fast as they are read. */
	const huge: Answer = (_request, response) => {
		response.writeHead(200, { 'content-type': 'application/json' });
		const more = () => {
			while (!response.destroyed && response.write(MIB));
		};
		response.on('drain', more);
		more();
	};
	const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
	const compressed: Answer = (_request, response) => {
		response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
		response.end(bomb);
	};
	const ANSWERS: Array<[string, Answer]> = [
		['without end', huge],
		['compressed', compressed],
	];

	test.each(ANSWERS)('%s: the outcome of a send is unknown', async (_name, answer) => {
		const { requests } = await provider(answer);
		const [row] = rowsOf(await suite.engine.run(send()));
		expect(row).toMatchObject({ outcome: 'unknown', failure: { code: 'ANSWER_TOO_LARGE' } });
		expect((row?.failure as IDataObject).message).toMatch(/^127\.0\.0\.1:\d+ sent .* 16 MiB/);
		expect(requests.filter((one) => one.startsWith('POST'))).toHaveLength(1);
	});

	test.each(ANSWERS)('%s: a list says so', async (_name, answer) => {
		await provider(answer);
		const outcome = await suite.engine.run({
			...clickSend({ operation: 'getAll', returnAll: true }),
			settings: ON_ERROR.stop,
		});
		expect(outcome.error?.message).toMatch(/^127\.0\.0\.1:\d+ sent .* more than 16 MiB/);
	});

	test.each(ANSWERS)('%s: a credential test says so', async (_name, answer) => {
		const { url } = await provider(answer);
		expect(await check('clickSendApi', accounts(url).clickSendApi)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/more than 16 MiB/) as string,
		});
	});

	test('just below, it is read', async () => {
		const text = JSON.stringify({ data: {}, more: 'x'.repeat(16 * 1024 * 1024 - 30) });
		await provider((_request, response) => response.end(text));
		const [row] = rowsOf(await suite.engine.run(send()));
		expect(row?.failure).not.toMatchObject({ code: 'ANSWER_TOO_LARGE' });
	});
});

async function check(type: string, data: IDataObject) {
	const node = 'n8n-nodes-sms-suite.clickSend';
	const { description, methods } = suite.engine.registry.getByNameAndVersion(node);
	const name = description.credentials?.find((credential) => credential.name === type)?.testedBy;
	const run = typeof name === 'string' ? methods?.credentialTest?.[name] : undefined;
	if (!run) throw new Error(`${type} has no test`);
	return await run.call(new CredentialTestContext(), {
		id: '1',
		name: 'mine',
		type,
		data: data as never,
	});
}

describe('a list that does not end', () => {
	/** Page after page, in the form of each provider. */
	const clickSendPage = (number: number, same: boolean) => ({
		http_code: 200,
		response_code: 'SUCCESS',
		data: {
			data: [{ message_id: same ? 'same' : `id-${number}`, body: 'x' }],
			current_page: number,
			last_page: number + 1,
		},
	});
	const gotonePage = (number: number, same: boolean) => ({
		status: 'success',
		data: {
			data: [{ uid: same ? 'same' : `id-${number}` }],
			current_page: number,
			last_page: number + 1,
		},
	});
	const smsMobilePage = (number: number, same: boolean) => {
		const guid = `guid-guid-guid-${same ? 1000 : 1000 + number}`;
		const other = `other-other-other-${same ? 1000 : 1000 + number}`;
		return { result: { error: '', sms: [{ guid_message: other }, { guid_message: guid }] } };
	};

	const LISTS: Array<[string, NodeSpec, (number: number, same: boolean) => object]> = [
		['ClickSend', clickSend({ operation: 'getAll', returnAll: true }), clickSendPage],
		[
			'GoTone SMS',
			{
				type: 'n8n-nodes-sms-suite.goToneSms',
				credentials: ['goToneSmsApi'],
				parameters: { resource: 'message', operation: 'getAll', returnAll: true },
			},
			gotonePage,
		],
		[
			'SMSMobileAPI',
			{
				type: 'n8n-nodes-sms-suite.smsMobileApi',
				credentials: ['smsMobileApi'],
				parameters: {
					authentication: 'smsMobileApi',
					resource: 'message',
					operation: 'getAllSent',
					returnAll: true,
				},
			},
			smsMobilePage,
		],
	];

	test.each(LISTS)('%s: a page that comes twice', async (_name, spec, page) => {
		const { requests } = await provider((_request, response) => {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(page(requests.length, true)));
		});
		const outcome = await suite.engine.run({ ...spec, settings: ON_ERROR.stop });
		expect(outcome.error?.message).toMatch(/does not end: .* same page twice/);
		expect(requests).toHaveLength(2);
	});

	// The others are read by the same code, which test/n8n/operations/paging.test.mts tests.
	test.each(LISTS.slice(2))('%s: more pages than anyone reads', async (_name, spec, page) => {
		const { requests } = await provider((_request, response) => {
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(page(requests.length, false)));
		});
		const outcome = await suite.engine.run({ ...spec, settings: ON_ERROR.stop });
		expect(outcome.error?.message).toMatch(/does not end: after 1,000 pages/);
		expect(requests).toHaveLength(1000);
	});
});

describe('a redirect is not followed', () => {
	test.each([301, 302, 303, 307, 308])('%i, to another origin or the same', async (status) => {
		const arrived: string[] = [];
		const other = createServer((request, response) => {
			arrived.push(`${request.url}`);
			response.end('{}');
		});
		servers.push(other);
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
		for (const location of [`${elsewhere}/stolen`, '/elsewhere']) {
			const { url, requests } = await provider((_request, response) => {
				response.writeHead(status, { location });
				response.end();
			});
			await suite.engine.run(send({ maxRetries: 0 }));
			await suite.engine.run(clickSend({ operation: 'getAll', returnAll: true }));
			expect(await check('clickSendApi', accounts(url).clickSendApi)).toMatchObject({
				status: 'Error',
			});
			expect(requests.filter((one) => one.endsWith('/elsewhere'))).toEqual([]);
		}
		expect(arrived).toEqual([]);
	});
});
