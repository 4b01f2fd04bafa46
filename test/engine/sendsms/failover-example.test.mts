/**
 * The example workflow with a second provider, run unchanged, with ClickSend down in every way
 * (issue 3, "Done when"): the text arrives once, and the attempts show how it got there.
 */
import { createServer } from 'node:net';
import { type IDataObject, type INode } from 'n8n-workflow';
import { expectedTexts, OUTAGE } from '../../../demo/failover.mts';
import {
	FAILOVER_EXAMPLE,
	readExample,
	sendSmsNode,
	withCredential,
} from '../../../demo/workflow.mts';
import { type FaultSpec, type Sandbox } from '../../../sandbox/server.mts';
import { type Outcome } from '../../support/engine.mts';
import { accounts, useSuite } from '../../support/suite.mts';
import { stopwatch, withTimeouts } from '../../support/patience.mts';

const suite = useSuite();
const NUMBER = '+8613800138000';

/** The example with credentials chosen, as after importing it; `options` are the user's changes. */
function imported(options: IDataObject = {}) {
	const workflow = ['clickSendApi', 'submailApi'].reduce(
		(filled, type) => withCredential(filled, type, { id: type, name: type }),
		readExample(FAILOVER_EXAMPLE),
	);
	const { connections, nodes } = structuredClone(workflow);
	const parameters = sendSmsNode({ ...workflow, nodes })?.parameters ?? {};
	Object.assign(parameters.options as IDataObject, options);
	return { connections, nodes: nodes as INode[] };
}

const alert = async (options?: IDataObject): Promise<Outcome> =>
	await suite.engine.runWorkflow(
		imported(options),
		{ start: 'Server down', watched: 'Text on-call' },
		[{ headers: {}, params: {}, query: {}, body: OUTAGE }],
	);

const phone = () =>
	suite.sandbox.messages().map(({ to, text, provider }) => ({ to, text, provider }));
const asked = (wire: string) =>
	suite.sandbox.requests({ wire, method: 'POST' }).filter(({ path }) => path.includes('send'));

/** The ClickSend credential for the duration of one run. */
async function withClickSend(change: object, run: () => Promise<Outcome>): Promise<Outcome> {
	const { clickSendApi } = accounts(suite.sandbox.url);
	await suite.engine.credentials.add('clickSendApi', { ...clickSendApi, ...change });
	try {
		return await run();
	} finally {
		await suite.engine.credentials.add('clickSendApi', clickSendApi);
	}
}

/** A local port that refuses connections. */
async function closedPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	return typeof address === 'object' && address ? address.port : 0;
}

interface Outage {
	name: string;
	/** The outcome of the attempt with ClickSend. */
	outcome: string;
	failure: { class: string; code?: string };
	fault?: Omit<FaultSpec, 'wire' | 'times'>;
	settings?: Parameters<Sandbox['configure']>[0];
	/** Changes to the credential. */
	credential?: () => Promise<object> | object;
	/** It is waited for until Timeout. */
	hangs?: true;
	/** How many sends reach ClickSend's server; default 1. */
	sends?: number;
}

const doubt = (code: string) => ({
	outcome: 'unknown',
	failure: { class: 'unknownOutcome', code },
});

const OUTAGES: Outage[] = [
	{
		name: 'the connection is refused',
		outcome: 'notSent',
		failure: { class: 'providerDown', code: 'ECONNREFUSED' },
		credential: async () => ({ baseUrl: `http://127.0.0.1:${await closedPort()}/clicksend` }),
		sends: 0,
	},
	{
		name: 'the connection breaks',
		...doubt('ECONNRESET'),
		fault: { kind: 'resetBefore' },
	},
	{
		name: 'it hangs',
		...doubt('TIMEOUT'),
		fault: { kind: 'hangBefore' },
		hangs: true,
	},
	{
		name: 'it answers 500',
		...doubt('500'),
		fault: { kind: 'status', status: 500 },
	},
	{
		name: 'a gateway in front of it answers 503 with a page',
		...doubt('503'),
		fault: { kind: 'status', status: 503, body: '<html><body>Down</body></html>' },
	},
	{
		name: 'it answers garbage',
		...doubt('200'),
		fault: { kind: 'garbageBefore' },
	},
	{
		name: 'the key is wrong',
		outcome: 'rejected',
		failure: { class: 'auth' },
		credential: () => ({ apiKey: 'no-longer-valid' }),
	},
	{
		name: 'it is out of credit',
		outcome: 'rejected',
		failure: { class: 'insufficientCredit', code: 'INSUFFICIENT_CREDIT' },
		settings: { balance: 0 },
	},
	{
		name: 'it is not permitted to send to the country',
		outcome: 'rejected',
		failure: { class: 'countryBlocked', code: 'COUNTRY_NOT_ENABLED' },
		settings: { enabledCountries: ['AU'] },
	},
	{
		name: 'it answers 429 and asks to wait for an hour',
		outcome: 'notSent',
		failure: { class: 'rateLimited' },
		fault: { kind: 'status', status: 429, retryAfter: 3600 },
	},
];

/** Runs the example while ClickSend is down in this way. */
async function alertDuring(
	{ fault, settings, credential }: Outage,
	options?: IDataObject,
): Promise<Outcome> {
	if (settings) suite.sandbox.configure(settings);
	if (fault) suite.sandbox.fault({ ...fault, wire: 'clicksend', times: 1000 });
	const change = (await credential?.()) ?? {};
	return await withClickSend(change, async () => await alert(options));
}

test('with both providers up, ClickSend sends and SUBMAIL gets no request', async () => {
	const outcome = await alert();
	expect(outcome.error).toBeUndefined();
	expect(phone()).toEqual([
		{ to: NUMBER, text: 'DOWN db-1: No answer for 5 minutes', provider: 'clickSend' },
	]);
	expect(outcome.outputs.map((items) => items.length)).toEqual([1, 0]);
	expect(outcome.outputs[0]?.[0]?.json).toMatchObject({
		outcome: 'accepted',
		provider: 'clickSend',
		attempts: [{ provider: 'clickSend', outcome: 'accepted' }],
	});
	expect(suite.sandbox.requests({ wire: 'submail' })).toEqual([]);
});

async function expectOneText(outage: Outage, options?: IDataObject): Promise<void> {
	const watch = stopwatch();
	const outcome = await alertDuring(outage, options);
	expect(outcome.error).toBeUndefined();
	const messages = suite.sandbox.messages();
	expect(phone()).toEqual(
		expectedTexts(OUTAGE, [NUMBER]).map((text) => ({ ...text, provider: 'submail' })),
	);
	expect(asked('clicksend')).toHaveLength(outage.sends ?? 1);
	expect(asked('submail')).toHaveLength(1);
	expect(outcome.outputs.map((items) => items.length)).toEqual([1, 0]);
	const json = outcome.outputs[0]?.[0]?.json;
	expect(json).toMatchObject({
		to: NUMBER,
		outcome: 'accepted',
		provider: 'submail',
		messageId: messages[0]?.id,
	});
	expect(json?.attempts).toEqual([
		expect.objectContaining({
			provider: 'clickSend',
			outcome: outage.outcome,
			failure: expect.objectContaining(outage.failure) as unknown,
		}),
		expect.objectContaining({
			provider: 'submail',
			outcome: 'accepted',
			messageId: messages[0]?.id,
		}),
	]);
	// No wait for a provider while another one is available.
	expect(watch.spent()).toBeLessThan(5000);
}

test.each(OUTAGES)('$name: one text, through SUBMAIL', async (outage) => {
	if (!outage.hangs) return await expectOneText(outage);
	await withTimeouts(async (timeout) => {
		suite.sandbox.reset();
		await expectOneText(outage, { timeout });
	});
});

test('the answer is lost, but the history has the text: SUBMAIL gets no request', async () => {
	suite.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'resetAfter' });
	const outcome = await alert();
	expect(phone().map(({ provider }) => provider)).toEqual(['clickSend']);
	expect(asked('submail')).toEqual([]);
	expect(outcome.outputs[0]?.[0]?.json.attempts).toMatchObject([
		{ provider: 'clickSend', outcome: 'unknown' },
		{ provider: 'clickSend', outcome: 'accepted', lookedUp: true },
	]);
});

test('with both down, the execution fails and reports the outcome of the text', async () => {
	suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 429, retryAfter: 3600 });
	suite.sandbox.configure({ submailCredit: 0 });
	const outcome = await alert();
	expect(phone()).toEqual([]);
	expect(outcome.outputs.map((items) => items.length)).toEqual([0, 1]);
	const { lastNodeExecuted } = outcome.run.data.resultData;
	expect(lastNodeExecuted).toBe('Not texted');
	expect(outcome.error?.message).toMatch(/^1 of the texts could not be sent: .*SUBMAIL/);
});
