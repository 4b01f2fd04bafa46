/** No key, token or text in any output, error or log: canaries over every operation and every fault. */
import { inspect } from 'node:util';
import { type IDataObject, type INodeTypeDescription, LoggerProxy } from 'n8n-workflow';
import { type FaultSpec } from '../../sandbox/server.mts';
import { byId } from '../support/clicksend.mts';
import { CURRENT } from '../support/engagelab.mts';
import { ADA, GOTONE, GROUP, WELCOME } from '../support/gotone.mts';
import { type NodeSpec, type Outcome } from '../support/engine.mts';
import { ON_ERROR } from '../support/send.mts';
import { type Form, setForm } from '../support/submail.mts';
import { accounts, useSuite } from '../support/suite.mts';

const suite = useSuite();

// Every operation of every node, several times in one test.
jest.setTimeout(120_000);

const TEXT = 'The launch code is 0000';
const WRONG_KEY = 'canary-of-a-wrong-key';
const SUBJECT = 'Canary of a subject';
const MEDIA_TOKEN = 'canary-of-a-media-token';
const CANARIES = [
	TEXT,
	SUBJECT,
	MEDIA_TOKEN,
	'launch code',
	'sandbox-key',
	'maton-key',
	'smsmobile-key',
	'apikey=',
	'sandbox-secret',
	'gotone-sandbox-token',
	'api_token=',
	'submail-sandbox-key',
	Buffer.from('sandbox:sandbox-key').toString('base64'),
	WRONG_KEY,
	Buffer.from(`sandbox:${WRONG_KEY}`).toString('base64'),
	'dev_secret',
	Buffer.from('dev_key:dev_secret').toString('base64'),
	Buffer.from(`dev_key:${WRONG_KEY}`).toString('base64'),
	'Bearer ',
	'Basic ',
];

/** A file, for the operations that upload one. */
const FILES = {
	files: [{ data: { data: 'iVBORw0KGgo=', mimeType: 'image/png', fileName: 'paper.png' } }],
};

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

/** What n8n stores of the nodes. A question that waits is shown on its page, so it keeps its own text. */
function contextOf({ run }: Outcome): string {
	const stored = run.data.executionData?.contextData ?? {};
	const contexts = Object.values(stored).map(({ smsSuiteQuestion, ...others }) => {
		const question = JSON.parse(String(smsSuiteQuestion ?? '{}')) as IDataObject;
		if (run.data.waitTill) delete question.text;
		return { ...others, question };
	});
	return JSON.stringify(contexts);
}

/** Every trace that a run leaves: output, error with its causes, stored context, logs. */
function traces(outcome: Outcome): string {
	const { outputs, error, run } = outcome;
	return [
		JSON.stringify(outputs),
		inspect(error, { depth: 10, showHidden: true }),
		inspect(run.data.resultData, { depth: 10 }),
		contextOf(outcome),
		...logged,
	].join('\n');
}

function expectClean(outcome: Outcome): void {
	const left = traces(outcome);
	expect(CANARIES.filter((canary) => left.includes(canary))).toEqual([]);
}

/**
 * These read by GET, and accept the key only in the URL (docs/providers/smsmobileapi.md,
 * docs/providers/gotone.md).
 */
const KEY_IN_ADDRESS = ['smsmobileapi', 'gotone'];

/** URLs are logged by proxies and servers, so they must not contain keys. */
function expectCleanAddresses(): void {
	const addresses = suite.sandbox
		.requests()
		.filter(({ wire, method }) => method !== 'GET' || !KEY_IN_ADDRESS.includes(wire))
		.map(({ path, query }) => JSON.stringify([path, query]))
		.join('\n');
	expect(CANARIES.filter((canary) => addresses.includes(canary))).toEqual([]);
}

interface OperationUnderTest {
	name: string;
	spec: NodeSpec;
}

/** All operations of a node, from its own description, so that new ones are covered automatically. */
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

interface NodeUnderTest {
	type: string;
	/** The parameter that chooses between its ways to authenticate. */
	choice?: string;
	ways: string[];
	/** Parameters that its operations need in addition to, or instead of, the common ones. */
	own?: IDataObject;
}

const SEND_SMS_NODE = 'n8n-nodes-sms-suite.sendSms';
const VARIABLES = { variable: [{ name: 'text', value: TEXT }] };

const NODES: NodeUnderTest[] = [
	{
		type: 'n8n-nodes-sms-suite.clickSend',
		choice: 'authentication',
		ways: ['clickSendApi', 'matonApi'],
		own: { from: '+61411000000' },
	},
	{
		type: SEND_SMS_NODE,
		choice: 'clickSendAuthentication',
		ways: ['clickSendApi', 'matonApi'],
		own: {
			providers: ['clickSend'],
			options: { timeout: 300, maxRetries: 0, replyByText: true },
		},
	},
	{
		type: 'n8n-nodes-sms-suite.engageLabSms',
		ways: ['engageLabSmsApi'],
		own: {
			template: byId(CURRENT.templateId),
			sign: byId(CURRENT.signId),
			signName: 'Example',
			content: 'Down',
			countryCodes: 'AU',
			variables: VARIABLES,
		},
	},
	{
		type: SEND_SMS_NODE,
		ways: ['engageLabSmsApi'],
		own: {
			providers: ['engageLabSms'],
			contentType: 'template',
			templates: { template: [{ provider: 'engageLabSms', templateId: CURRENT.templateId }] },
			variables: VARIABLES,
		},
	},
	{
		type: 'n8n-nodes-sms-suite.smsMobileApi',
		choice: 'authentication',
		ways: ['smsMobileApi', 'smsMobileOAuth2Api'],
		own: { messageId: byId('c319d3b35e8f8712cde20dae39ac3c19f86eda25') },
	},
	{
		type: SEND_SMS_NODE,
		choice: 'smsMobileApiAuthentication',
		ways: ['smsMobileApi', 'smsMobileOAuth2Api'],
		own: { providers: ['smsMobileApi'] },
	},
	{
		type: GOTONE,
		ways: ['goToneSmsApi'],
		own: {
			from: 'Sandbox',
			messageType: 'plain',
			contactGroup: byId(GROUP),
			groupName: 'On-call 2',
			contact: byId(ADA),
			messageId: byId(WELCOME),
			updateFields: { firstName: 'Ada' },
		},
	},
	{
		type: SEND_SMS_NODE,
		ways: ['goToneSmsApi'],
		own: { from: 'Sandbox', providers: ['goToneSms'] },
	},
];

function operations(): OperationUnderTest[] {
	const common: IDataObject = {
		to: '+61411111111, +61422222222',
		message: TEXT,
		simplify: false,
		returnAll: true,
		messageId: 'BF7AD270-0DE2-418B-B606-71D527D9C1AE',
		messageIds: 'BF7AD270-0DE2-418B-B606-71D527D9C1AE',
		template: byId(587916),
		templateName: 'Alert',
		body: 'Down',
		contactList: byId(428),
		listName: 'On-call',
		contact: byId(552786),
		phoneNumber: '+61433333333',
		subject: SUBJECT,
		mediaUrl: `https://example.com/chart.gif?token=${MEDIA_TOKEN}`,
		language: byId('en-au'),
		voice: 'female',
		targetList: byId(429),
		optOutList: byId(429),
		campaign: byId(1),
		campaignName: 'Maintenance',
		firstDay: '2026-11-01',
		lastDay: '2026-11-02',
		reference: 'r-1',
		query: 'On-call',
		received: 'enter',
		connection: byId('37beee67-29f7-43b6-b0b2-5f0f7a5d6440'),
		updateFields: { templateName: 'Alert', firstName: 'Ada' },
		options: { timeout: 300, maxRetries: 0 },
	};
	return NODES.flatMap(({ type, choice, ways, own = {} }) =>
		ways.flatMap((authentication) =>
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
							...(choice && { [choice]: authentication }),
							...own,
						},
					},
				}),
			),
		),
	);
}

/** The same for SUBMAIL, with the key itself in the body or a hash of it. */
function submailOperations(): OperationUnderTest[] {
	const common: IDataObject = {
		to: '+8613800000001, +8613800000002',
		message: `【Sandbox】${TEXT}`,
		simplify: false,
		returnAll: true,
		template: byId('SbTpl1'),
		variables: { variable: [{ name: 'code', value: TEXT }] },
		signature: 'Acme',
		company: 'Acme Ltd',
		companyCode: '91310000MA1K35X000',
		legalName: 'Bob',
		agentName: 'Bob',
		agentId: '310101199001011234',
		agentMobile: '13800138000',
		phoneNumber: '13800138000',
		content: TEXT,
		providers: ['submail'],
		received: 'enter',
		messageIds: '3f6d1c',
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

/**
 * The node refuses these before any request: only Maton has connections, and only EngageLab's legacy
 * generation has statistics and a status. It sends only templates, so it neither asks nor replies by text.
 */
const isRefused = ({ type, credentials, parameters }: NodeSpec) =>
	(parameters.resource === 'connection' && parameters.authentication === 'clickSendApi') ||
	(type.endsWith('.engageLabSms') && parameters.operation === 'getStatistics') ||
	(credentials?.[0] === 'engageLabSmsApi' &&
		['getStatus', 'sendAndWait', 'reply'].includes(parameters.operation as string));

/** A wrong value for every field in which a credential stores its secret. */
const WRONG = {
	apiKey: WRONG_KEY,
	apiToken: WRONG_KEY,
	password: WRONG_KEY,
	clientSecret: WRONG_KEY,
	appKey: WRONG_KEY,
};

test('after a wrong key', async () => {
	const good = accounts(suite.sandbox.url);
	try {
		for (const [type, data] of Object.entries(good)) {
			await suite.engine.credentials.add(type, { ...data, ...WRONG });
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
	// The key was sent, so it could have leaked.
	const sent = suite.sandbox.requests().map(({ headers }) => headers.authorization);
	expect(sent).toContain(`Bearer ${WRONG_KEY}`);
	const pair = Buffer.from(`dev_key:${WRONG_KEY}`).toString('base64');
	expect(sent).toContain(`Basic ${pair}`);
	const inUrl = suite.sandbox.requests().map(({ query }) => query.apikey);
	expect(inUrl).toContain(WRONG_KEY);
	const signed = suite.sandbox.requests({ wire: 'submail', method: 'POST' });
	expect(signed.map(({ body }) => (body as IDataObject).signature)).toContain(WRONG_KEY);
	expectCleanAddresses();
	expect(suite.sandbox.messages()).toEqual([]);
});

/** The same operation with another Timeout, if it has one. */
function withTimeout(spec: NodeSpec, timeout: number): NodeSpec {
	const { options } = spec.parameters as { readonly options?: IDataObject };
	if (options?.timeout === undefined) return spec;
	return { ...spec, parameters: { ...spec.parameters, options: { ...options, timeout } } };
}

/** On a busy machine a short Timeout may pass before the request has left, which would show nothing. */
const TIMEOUTS_MS = [300, 2_000, 20_000];

async function expectAllClean(all: OperationUnderTest[], fault?: FaultSpec): Promise<void> {
	expect(all.length).toBeGreaterThanOrEqual(8);
	for (const { name, spec } of all) {
		if (isRefused(spec)) continue;
		for (const settings of Object.values(ON_ERROR)) {
			const isSend = /^send/.test(spec.parameters.operation as string);
			// A campaign has no Timeout to shorten.
			const isCampaign = spec.parameters.resource === 'smsCampaign';
			if (fault?.kind.startsWith('hang') && (!isSend || isCampaign)) continue;
			for (const timeout of TIMEOUTS_MS) {
				logged.length = 0;
				suite.sandbox.reset();
				if (fault && (isSend || fault.kind !== 'rows')) suite.sandbox.fault({ ...fault, times: 5 });
				const timed = withTimeout({ ...spec, settings }, timeout);
				expectClean(await suite.engine.run(timed, [{}], FILES));
				if (suite.sandbox.requests().length > 0) break;
			}
			expect({ name, requests: suite.sandbox.requests().length }).not.toEqual({
				name,
				requests: 0,
			});
			expectCleanAddresses();
		}
	}
}

test.each(FAULTS)('after %j', async (fault) => {
	await expectAllClean(operations(), fault);
});

/** A failure in SUBMAIL's own format, with a secret in it. */
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
		// A rows fault applies to SUBMAIL only if it names its wire: its sends have other paths.
		const own = fault?.kind === 'rows' ? { ...fault, wire: 'submail' } : fault;
		await expectAllClean(submailOperations(), own);
	});

	test('the key itself is sent only if requests are not hashed', async () => {
		for (const { spec } of submailOperations()) await suite.engine.run(spec, [{}], FILES);
		const travelled = JSON.stringify(suite.sandbox.requests());
		expect(travelled.includes(submailApi.appKey)).toBe(!('signatureType' in form));
	});
});

test('a refused recipient, and a message with too many segments, are reported without number and text', async () => {
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

test('if the token is sent in URLs (GoTone’s /api/http), it is in no error either', async () => {
	const good = accounts(suite.sandbox.url).goToneSmsApi;
	const inAddress = { ...good, apiPath: 'http' };
	const dead = { ...inAddress, baseUrl: 'http://127.0.0.1:9' };
	const all = operations().filter(({ spec }) => spec.credentials?.includes('goToneSmsApi'));
	try {
		for (const data of [inAddress, dead]) {
			await suite.engine.credentials.add('goToneSmsApi', data);
			for (const { spec } of all) {
				for (const kind of ['resetBefore', 'garbage'] as const) {
					logged.length = 0;
					suite.sandbox.reset();
					suite.sandbox.fault({ kind, times: 5 });
					expectClean(await suite.engine.run(spec));
				}
			}
		}
	} finally {
		await suite.engine.credentials.add('goToneSmsApi', good);
	}
});
