/**
 * Faults on the way to the provider, counted by what arrived at the sandbox: every fault
 * with every On Error setting, with and without Retry On Fail (issue 2, "How it must behave").
 */
import { createServer } from 'node:net';
import { type IDataObject } from 'n8n-workflow';
import { type FaultSpec } from '../../sandbox/server.mts';
import { type NodeSpec, type Outcome } from '../support/engine.mts';
import { withTimeouts } from '../support/patience.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS, stories } from '../support/send.mts';
import { accounts, useSuite } from '../support/suite.mts';

const suite = useSuite();

const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const two = [
	{ to: number(1), text: 'Disk full' },
	{ to: number(2), text: 'Disk full' },
];
const sends = () => suite.sandbox.requests({ method: 'POST', path: '/v3/sms/send' });
const arrived = () => suite.sandbox.messages().map(({ to }) => to);

type Mode = keyof typeof ON_ERROR;
const MODES = Object.keys(ON_ERROR) as Mode[];
const RETRIES = [false, true];
const MATRIX = [
	...MODES.flatMap((mode) => RETRIES.map((retries) => ({ setup: SEND_SMS, mode, retries }))),
	...SETUPS.slice(1).map((setup) => ({ setup, mode: 'stop' as const, retries: true })),
].map((cell) => ({ ...cell, name: cell.setup.name }));

/** The outcomes that a user sees, wherever the On Error mode puts them. */
function outcomes(outcome: Outcome): unknown[] {
	const data = outcome.error?.context?.data as
		{ accepted: IDataObject[]; failed: IDataObject[] } | undefined;
	const told = data
		? [...data.accepted.map(({ item }) => ({ item, outcome: 'accepted' })), ...data.failed]
		: stories(outcome);
	return [...told].sort((a, b) => Number(a.item) - Number(b.item)).map((one) => one.outcome);
}

describe.each(MATRIX)('$name, $mode, Retry On Fail $retries', ({ setup, mode, retries }) => {
	const spec = (options: IDataObject = {}): NodeSpec =>
		sending(
			setup,
			{ maxRetries: 1, ...options },
			{ ...ON_ERROR[mode], ...(retries ? RETRY_ON_FAIL : {}) },
		);
	const fault = (one: FaultSpec) =>
		suite.sandbox.fault({ wire: setup.wire, path: '/v3/sms/send', ...one });

	test.each<[string, FaultSpec, number]>([
		['reset after acceptance', { kind: 'resetAfter' }, 2],
		['500 after acceptance', { kind: 'statusAfter', status: 500 }, 2],
		['200 with garbage', { kind: 'garbage' }, 2],
		['reset before acceptance', { kind: 'resetBefore' }, 0],
	])(
		'%s: unknown if the history does not have it yet, and sent once',
		async (_name, one, arrivals) => {
			suite.sandbox.configure({ historyLagMs: 60_000 });
			fault(one);
			const outcome = await suite.engine.run(spec(), two);
			expect(outcomes(outcome)).toEqual(['unknown', 'unknown']);
			expect(sends()).toHaveLength(1);
			expect(arrived()).toHaveLength(arrivals);
		},
	);

	test.each<[string, FaultSpec]>([
		['reset', { kind: 'resetAfter' }],
		['500', { kind: 'statusAfter', status: 500 }],
		['200 with garbage', { kind: 'garbage' }],
	])('%s after acceptance: the history shows that it was sent', async (_name, one) => {
		fault(one);
		const outcome = await suite.engine.run(spec(), two);
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted']);
		expect(sends()).toHaveLength(1);
		expect(arrived()).toHaveLength(2);
		const ids = suite.sandbox.messages().map(({ id }) => id);
		const told = outcome.outputs[0]?.map(({ json }) => json) ?? [];
		expect(told.map(({ messageId }) => messageId)).toEqual(ids);
		expect(told[0]?.attempts).toMatchObject([
			{ outcome: 'unknown' },
			{ outcome: 'accepted', lookedUp: true, messageId: ids[0] },
		]);
	});

	test('reset before acceptance: its absence from the history proves nothing', async () => {
		fault({ kind: 'resetBefore' });
		const outcome = await suite.engine.run(spec(), two);
		expect(outcomes(outcome)).toEqual(['unknown', 'unknown']);
		expect(arrived()).toEqual([]);
	});

	test('no answer in time, not from the history either: unknown, and sent once', async () => {
		await withTimeouts(async (timeout) => {
			suite.sandbox.reset();
			suite.sandbox.fault({ wire: setup.wire, path: '/history', kind: 'hangBefore' });
			fault({ kind: 'hangAfter' });
			const outcome = await suite.engine.run(spec({ timeout }), two);
			expect(outcomes(outcome)).toEqual(['unknown', 'unknown']);
			expect(sends()).toHaveLength(1);
			expect(arrived()).toHaveLength(2);
		});
	});

	test('429 with Retry-After: waited for, and arrives once', async () => {
		fault({ kind: 'status', status: 429, retryAfter: 1 });
		const outcome = await suite.engine.run(spec(), two);
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted']);
		const [first, second, ...more] = sends();
		expect(more).toEqual([]);
		expect(Date.parse(second?.at ?? '') - Date.parse(first?.at ?? '')).toBeGreaterThanOrEqual(950);
		expect(arrived()).toEqual([number(1), number(2)]);
	});

	test('a partial failure: what was accepted is not repeated', async () => {
		fault({ kind: 'rows', times: 10, rows: { status: 'INSUFFICIENT_CREDIT', to: number(1) } });
		const outcome = await suite.engine.run(spec(), two);
		expect(outcomes(outcome)).toEqual(['rejected', 'accepted']);
		expect(arrived()).toEqual([number(2)]);
		const asked = sends().map(
			({ body }) => ((body as IDataObject).messages as IDataObject[]).length,
		);
		// The engine re-runs a node that threw, and one whose first item failed.
		expect(asked).toEqual(retries ? [2, 1, 1] : [2]);
	});
});

describe.each(MODES)('a refused connection, %s', (mode) => {
	test.each(RETRIES)('Retry On Fail %s: retried, then not sent', async (retries) => {
		let knocks = 0;
		const server = createServer((socket) => {
			knocks++;
			socket.resetAndDestroy();
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' && address ? address.port : 0;
		await new Promise((resolve) => server.close(resolve));
		await suite.engine.credentials.add(
			'clickSendApi',
			accounts(`http://127.0.0.1:${port}`).clickSendApi,
		);
		const started = Date.now();
		const outcome = await suite.engine.run(
			sending(
				SEND_SMS,
				{ maxRetries: 1 },
				{ ...ON_ERROR[mode], ...(retries ? RETRY_ON_FAIL : {}) },
			),
			two,
		);
		await suite.engine.credentials.add('clickSendApi', accounts(suite.sandbox.url).clickSendApi);
		expect(outcomes(outcome)).toEqual(['notSent', 'notSent']);
		expect(knocks).toBe(0);
		// Retried attempts waited in between.
		expect(Date.now() - started).toBeGreaterThanOrEqual(240);
		expect(JSON.stringify(outcome.run.data.resultData)).toContain('ECONNREFUSED');
	});

	test('a provider that comes back in time gets the text once', async () => {
		suite.sandbox.fault({ kind: 'refuse', ms: 1200 });
		const outcome = await suite.engine.run(
			sending(SEND_SMS, { maxRetries: 4 }, ON_ERROR[mode]),
			two,
		);
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted']);
		expect(arrived()).toEqual([number(1), number(2)]);
		const attempts = outcome.outputs[0]?.[0]?.json.attempts as IDataObject[];
		expect(attempts.length).toBeGreaterThan(1);
		expect(attempts[0]).toMatchObject({ outcome: 'notSent', failure: { code: 'ECONNREFUSED' } });
	});
});

describe('the Retry button of a failed execution', () => {
	const rejectFirst: FaultSpec = {
		kind: 'rows',
		rows: { status: 'INSUFFICIENT_CREDIT', to: number(1) },
	};

	test('sends only what was not accepted', async () => {
		suite.sandbox.fault(rejectFirst);
		const failed = await suite.engine.run(sending(SEND_SMS), two);
		expect(arrived()).toEqual([number(2)]);
		const retried = await suite.engine.retry(sending(SEND_SMS), failed);
		expect(retried.error).toBeUndefined();
		expect(arrived()).toEqual([number(2), number(1)]);
		expect(stories(retried)).toEqual([
			{ item: 0, to: number(1), outcome: 'accepted' },
			{ item: 1, to: number(2), outcome: 'accepted' },
		]);
		const [first, second] = retried.outputs[0] ?? [];
		expect(second?.json.messageId).toBe(suite.sandbox.messages()[0]?.id);
		expect(first?.json.attempts).toMatchObject([{ outcome: 'rejected' }, { outcome: 'accepted' }]);
	});

	test('does not resend what may have been sent', async () => {
		suite.sandbox.configure({ historyLagMs: 60_000 });
		suite.sandbox.fault({ kind: 'resetAfter' });
		const failed = await suite.engine.run(sending(SEND_SMS), two);
		const retried = await suite.engine.retry(sending(SEND_SMS), failed);
		expect(outcomes(retried)).toEqual(['unknown', 'unknown']);
		expect(sends()).toHaveLength(1);
		expect(arrived()).toHaveLength(2);
	});

	test('resends it if the user wants to make sure', async () => {
		suite.sandbox.fault({ kind: 'resetBefore', path: '/sms/send', times: 2 });
		const spec = sending(SEND_SMS, {}, {}, { ifUnsure: 'makeSure' });
		const failed = await suite.engine.run(spec, two);
		expect(outcomes(failed)).toEqual(['unknown', 'unknown']);
		const retried = await suite.engine.retry(spec, failed);
		expect(outcomes(retried)).toEqual(['accepted', 'accepted']);
		expect(arrived()).toEqual([number(1), number(2)]);
	});

	test('still reports that a message may have been sent if it cannot be planned again', async () => {
		suite.sandbox.fault({ kind: 'resetBefore', path: '/sms/send', times: 2 });
		const soon = new Date(Date.now() + 3000).toISOString();
		const spec = sending(SEND_SMS, { sendAt: soon }, {}, { ifUnsure: 'makeSure' });
		const failed = await suite.engine.run(spec, two);
		expect(outcomes(failed)).toEqual(['unknown', 'unknown']);
		await new Promise((resolve) => setTimeout(resolve, 3100));
		const retried = await suite.engine.retry(spec, failed);
		expect(outcomes(retried)).toEqual(['unknown', 'unknown']);
		expect(arrived()).toEqual([]);
	});

	test('does not repeat a text whose expression gives a different text each time', async () => {
		suite.sandbox.fault(rejectFirst);
		const spec = sending(SEND_SMS, {}, {}, { message: '={{ $json.text }} {{ Math.random() }}' });
		const failed = await suite.engine.run(spec, two);
		await suite.engine.retry(spec, failed);
		expect(arrived()).toEqual([number(2), number(1)]);
	});

	test('after Send At has passed, accepted messages stay accepted', async () => {
		const soon = new Date(Date.now() + 2000).toISOString();
		suite.sandbox.fault(rejectFirst);
		const spec = sending(SEND_SMS, { sendAt: soon });
		const failed = await suite.engine.run(spec, two);
		await new Promise((resolve) => setTimeout(resolve, 2100));
		const retried = await suite.engine.retry(spec, failed);
		expect(outcomes(retried)).toEqual(['notSent', 'accepted']);
		expect(retried.error?.description).toContain('in the past');
		expect(retried.error?.description).toContain(suite.sandbox.messages()[0]?.id);
	});

	test('the data stored for it contains no text', async () => {
		suite.sandbox.fault(rejectFirst);
		const failed = await suite.engine.run(sending(SEND_SMS, {}, {}, { message: 'Eyes only' }), two);
		const context = failed.run.data.executionData?.contextData;
		expect(JSON.stringify(context)).toContain('accepted');
		expect(JSON.stringify(context)).not.toContain('Eyes only');
	});
});

describe('If Unsure: Make Sure It Arrives', () => {
	const makeSure = (settings = {}) =>
		sending(SEND_SMS, {}, { ...ON_ERROR.continue, ...settings }, { ifUnsure: 'makeSure' });

	test('sends once more, and reports it', async () => {
		suite.sandbox.fault({ kind: 'resetBefore' });
		const outcome = await suite.engine.run(makeSure(), two);
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted']);
		expect(sends()).toHaveLength(2);
		expect(outcome.outputs[0]?.[0]?.json.attempts).toMatchObject([
			{ outcome: 'unknown' },
			{ outcome: 'accepted' },
		]);
	});

	test('treats THROTTLED after an unknown outcome as proof that the first one arrived', async () => {
		suite.sandbox.configure({ throttleMs: 60_000 });
		suite.sandbox.fault({ kind: 'resetAfter' });
		const outcome = await suite.engine.run(makeSure(), two);
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted']);
		expect(arrived()).toEqual([number(1), number(2)]);
	});

	test('gives up after one repetition', async () => {
		suite.sandbox.fault({ kind: 'resetBefore', times: 9 });
		const outcome = await suite.engine.run(makeSure(), two);
		expect(outcomes(outcome)).toEqual(['unknown', 'unknown']);
		expect(sends()).toHaveLength(2);
	});
});

test('THROTTLED is never retried', async () => {
	suite.sandbox.configure({ throttleMs: 60_000 });
	const spec = sending(SEND_SMS, {}, { ...ON_ERROR.continue, ...RETRY_ON_FAIL });
	await suite.engine.run(spec, two);
	const again = await suite.engine.run(spec, two);
	expect(outcomes(again)).toEqual(['rejected', 'rejected']);
	expect(sends()).toHaveLength(2);
});

test('a wrong key stops after the first request, however many are planned', async () => {
	await suite.engine.credentials.add('clickSendApi', {
		...accounts(suite.sandbox.url).clickSendApi,
		apiKey: 'wrong',
	});
	const many = Array.from({ length: 2001 }, (_, n) => ({ to: number(n), text: 'x' }));
	const outcome = await suite.engine
		.run(sending(SEND_SMS, { concurrency: 1 }, ON_ERROR.errorOutput), many)
		.finally(
			async () =>
				await suite.engine.credentials.add(
					'clickSendApi',
					accounts(suite.sandbox.url).clickSendApi,
				),
		);
	expect(sends()).toHaveLength(1);
	expect(outcome.outputs.map((output) => output.length)).toEqual([0, 2001]);
	expect(errorOf(outcome.outputs[1]?.[2000]?.json ?? {})).toMatchObject({
		failure: { class: 'auth' },
	});
});

test('a cancelled execution starts no further request', async () => {
	suite.sandbox.fault({ kind: 'latency', ms: 300, times: 9 });
	const many = Array.from({ length: 3001 }, (_, n) => ({ to: number(n), text: 'x' }));
	const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
	let running = true;
	const firstArrived = async () => {
		while (running && sends().length === 0) await pause(5);
	};
	await suite.engine.run(sending(SEND_SMS, { concurrency: 1 }), many, { cancel: firstArrived() });
	running = false;
	await pause(500);
	expect(sends()).toHaveLength(1);
});
