/** No key, token or text in any output, error or log: canaries over every operation and every fault. */
import { inspect } from 'node:util';
import { type IDataObject, type INodeTypeDescription, LoggerProxy } from 'n8n-workflow';
import { type FaultSpec } from '../../sandbox/server.mts';
import { byId } from '../support/clicksend.mts';
import { type NodeSpec, type Outcome } from '../support/engine.mts';
import { ON_ERROR } from '../support/send.mts';
import { type Form, setForm } from '../support/submail.mts';
import { accounts, useSuite } from '../support/suite.mts';

const suite = useSuite();

const TEXT = 'The launch code is 0000';
const WRONG_KEY = 'canary-of-a-wrong-key';
const CANARIES = [
	TEXT,
	'launch code',
	'sandbox-key',
	'maton-key',
	'submail-sandbox-key',
	Buffer.from('sandbox:sandbox-key').toString('base64'),
	WRONG_KEY,
	Buffer.from(`sandbox:${WRONG_KEY}`).toString('base64'),
	'Bearer ',
	'Basic ',
];

const FAULTS: Array<FaultSpec | undefined> = [
	undefined,
	{ kind: 'status', status: 401 },
	{ kind: 'status', status: 500, body: { error: 'sandbox-key' } },
	{ kind: 'status', status: 400, body: `{"message":"${TEXT}"}` },
	{ kind: 'status', status: 429 },
	{ kind: 'status', status: 302, headers: { location: 'http://127.0.0.1:9/?key=sandbox-key' } },
	{ kind: 'resetAfter' },
	{ kind: 'hangAfter' },
	{ kind: 'garbage' },
	{ kind: 'garbageBefore' },
	{ kind: 'rows', rows: { status: 'INVALID_RECIPIENT' } },
];

const logged: string[] = [];
beforeAll(() => {
	const log = (...words: unknown[]) => void logged.push(inspect(words, { depth: 8 }));
	LoggerProxy.init({ error: log, warn: log, info: log, debug: log });
	for (const level of ['error', 'warn', 'info', 'log', 'debug'] as const) {
		jest.spyOn(console, level).mockImplementation(log);
	}
});
afterAll(() => jest.restoreAllMocks());

/** Everything that this node leaves behind: output, error with its causes, kept context, logs. */
function traces({ outputs, error, run }: Outcome): string {
	return [
		JSON.stringify(outputs),
		inspect(error, { depth: 10, showHidden: true }),
		inspect(run.data.resultData, { depth: 10 }),
		JSON.stringify(run.data.executionData?.contextData ?? null),
		...logged,
	].join('\n');
}

function expectClean(outcome: Outcome): void {
	const left = traces(outcome);
	expect(CANARIES.filter((canary) => left.includes(canary))).toEqual([]);
}

/** Addresses are logged by proxies and servers: no key may stand there. */
function expectCleanAddresses(): void {
	const addresses = suite.sandbox
		.requests()
		.map(({ path, query }) => JSON.stringify([path, query]))
		.join('\n');
	expect(CANARIES.filter((canary) => addresses.includes(canary))).toEqual([]);
}

interface OperationUnderTest {
	name: string;
	spec: NodeSpec;
}

/** All operations of a node, from its own description, so that a new one is covered at once. */
function operationsOf(
	description: INodeTypeDescription,
): Array<[resource: string, operation: string]> {
	return description.properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			options.map((option): [string, string] => [
				(displayOptions?.show?.resource?.[0] ?? '') as string,
				String((option as { value?: unknown }).value),
			]),
		);
}

function operations(): OperationUnderTest[] {
	const common: IDataObject = {
		to: '+61411111111, +61422222222',
		message: TEXT,
		simplify: false,
		returnAll: true,
		messageId: 'BF7AD270-0DE2-418B-B606-71D527D9C1AE',
		template: byId(587916),
		templateName: 'Alert',
		body: 'Down',
		contactList: byId(428),
		listName: 'On-call',
		contact: byId(552786),
		phoneNumber: '+61433333333',
		targetList: byId(429),
		connection: byId('37beee67-29f7-43b6-b0b2-5f0f7a5d6440'),
		updateFields: { templateName: 'Alert', firstName: 'Ada' },
		options: { timeout: 300, maxRetries: 0 },
	};
	return [
		['n8n-nodes-sms-suite.clickSend', 'authentication'],
		['n8n-nodes-sms-suite.sendSms', 'clickSendAuthentication'],
	].flatMap(([type = '', choice = '']) =>
		['clickSendApi', 'matonApi'].flatMap((authentication) =>
			operationsOf(suite.engine.registry.getByNameAndVersion(type).description).map(
				([resource, operation]) => ({
					name: `${type} ${authentication} ${resource} ${operation}`,
					spec: {
						type,
						credentials: [authentication],
						parameters: {
							...common,
							resource,
							operation,
							[choice]: authentication,
							providers: ['clickSend'],
						},
					},
				}),
			),
		),
	);
}

/** The same for SUBMAIL, with the key itself in the body and with a hash made of it. */
function submailOperations(): OperationUnderTest[] {
	const common: IDataObject = {
		to: '+8613800000001, +8613800000002',
		message: `【Sandbox】${TEXT}`,
		simplify: false,
		returnAll: true,
		template: byId('SbTpl1'),
		variables: { variable: [{ name: 'code', value: TEXT }] },
		signature: 'Acme',
		content: TEXT,
		providers: ['submail'],
		options: { timeout: 300, maxRetries: 0 },
	};
	return ['n8n-nodes-sms-suite.submail', 'n8n-nodes-sms-suite.sendSms'].flatMap((type) =>
		operationsOf(suite.engine.registry.getByNameAndVersion(type).description).map(
			([resource, operation]) => ({
				name: `${type} ${resource} ${operation}`,
				spec: {
					type,
					credentials: ['submailApi'],
					parameters: { ...common, resource, operation },
				},
			}),
		),
	);
}

/** Only Maton has connections: with the other credential the node refuses before any request. */
const isRefused = ({ parameters: { resource, authentication } }: NodeSpec) =>
	resource === 'connection' && authentication === 'clickSendApi';

test('after a wrong key', async () => {
	const good = accounts(suite.sandbox.url);
	try {
		for (const [type, data] of Object.entries(good)) {
			const wrong = { ...data, apiKey: WRONG_KEY, appKey: WRONG_KEY };
			await suite.engine.credentials.add(type, wrong);
		}
		for (const { spec } of [...operations(), ...submailOperations()]) {
			for (const settings of Object.values(ON_ERROR)) {
				logged.length = 0;
				expectClean(await suite.engine.run({ ...spec, settings }));
			}
		}
	} finally {
		for (const [type, data] of Object.entries(good)) await suite.engine.credentials.add(type, data);
	}
	// The key did travel, so there was something to give away.
	const sent = suite.sandbox.requests().map(({ headers }) => headers.authorization);
	expect(sent).toContain(`Bearer ${WRONG_KEY}`);
	const signed = suite.sandbox.requests({ wire: 'submail', method: 'POST' });
	expect(signed.map(({ body }) => (body as IDataObject).signature)).toContain(WRONG_KEY);
	expectCleanAddresses();
	expect(suite.sandbox.messages()).toEqual([]);
});

async function expectAllClean(all: OperationUnderTest[], fault?: FaultSpec): Promise<void> {
	expect(all.length).toBeGreaterThanOrEqual(8);
	for (const { spec } of all) {
		if (isRefused(spec)) continue;
		for (const settings of Object.values(ON_ERROR)) {
			logged.length = 0;
			suite.sandbox.reset();
			const isSend = /^send/.test(spec.parameters.operation as string);
			if (fault && (isSend || fault.kind !== 'rows')) suite.sandbox.fault({ ...fault, times: 5 });
			if (fault?.kind.startsWith('hang') && !isSend) continue;
			const outcome = await suite.engine.run({ ...spec, settings });
			expect(suite.sandbox.requests().length).toBeGreaterThan(0);
			expectClean(outcome);
			expectCleanAddresses();
		}
	}
}

test.each(FAULTS)('after %j', async (fault) => {
	await expectAllClean(operations(), fault);
});

/** SUBMAIL's own way to fail, with a secret in it. */
const TELLTALE: FaultSpec = {
	kind: 'status',
	status: 200,
	body: { status: 'error', code: '108', msg: `submail-sandbox-key ${TEXT}` },
};

describe.each<[Form, Array<FaultSpec | undefined>]>([
	[{}, [...FAULTS, TELLTALE]],
	[{ signatureType: 'sha1', signatureVersion: 2 }, [undefined, TELLTALE]],
])('SUBMAIL %j', (form, faults) => {
	const { submailApi } = accounts('');
	beforeAll(async () => await setForm(suite, form));
	afterAll(async () => await setForm(suite, {}));

	test.each(faults)('after %j', async (fault) => {
		// A fault of rows is SUBMAIL's only where it says so: its sends have other paths.
		const own = fault?.kind === 'rows' ? { ...fault, wire: 'submail' } : fault;
		await expectAllClean(submailOperations(), own);
	});

	test('the key itself travels only where requests are not hashed', async () => {
		for (const { spec } of submailOperations()) await suite.engine.run(spec);
		const travelled = JSON.stringify(suite.sandbox.requests());
		expect(travelled.includes(submailApi.appKey)).toBe(!('signatureType' in form));
	});
});

test('a refused recipient, and a message with too many segments, are told without number and text', async () => {
	const [first] = operations().filter(({ spec }) => spec.parameters.operation === 'send');
	const outcome = await suite.engine.run({
		...(first?.spec as NodeSpec),
		parameters: {
			...first?.spec.parameters,
			to: '+61 411 222 333 44 55 66, +61411999888',
			options: { maxSegments: 1 },
			message: TEXT.repeat(20),
		},
	});
	const left = traces(outcome);
	expect(left).toContain('Max Segments');
	expect(left).not.toContain('launch code');
	expect(left).not.toContain('411222333');
	expect(left).not.toContain('+61411999888');
});
