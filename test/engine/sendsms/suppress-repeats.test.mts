/** Suppress Repeats: one incident, one text, across executions; counted at the phones. */
import { type IDataObject } from 'n8n-workflow';
import { dedupStore as store } from '../../support/dedup-store.mts';
import { NODE, type NodeSpec, type Outcome } from '../../support/engine.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending, SETUPS } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';
import { stopwatch } from '../../support/patience.mts';

const suite = useSuite();
const MINUTE = 60_000;
const SEND_PATH = { wire: 'clicksend', path: '/v3/sms/send' };

beforeEach(() => {
	store.reset();
	suite.sandbox.configure({ throttleMs: 0, historyLagMs: 60_000 });
	at(0);
});
afterEach(() => jest.restoreAllMocks());

/** The clock of this process at a minute, and with the seconds that the test takes. */
function at(minute: number): void {
	jest.restoreAllMocks();
	const offset = Date.UTC(2030, 0, 1) + minute * MINUTE - Date.now();
	const real = Date.now;
	jest.spyOn(Date, 'now').mockImplementation(() => real() + offset);
}

const once = (repeat: IDataObject = {}, more: IDataObject = {}): IDataObject => ({
	suppressRepeats: { repeat },
	...more,
});
const BY_INCIDENT = { key: '={{ $json.incident }}' };
const texts = (...tos: string[]): IDataObject[] => tos.map((to) => ({ to, text: 'Disk is full' }));
const run = async (
	options: IDataObject,
	items: IDataObject[],
	parameters: IDataObject = {},
): Promise<Outcome> =>
	await suite.engine.run(sending(SEND_SMS, options, ON_ERROR.continue, parameters), items);

const arrived = () => suite.sandbox.messages().map(({ to }) => to);
const rows = ({ outputs }: Outcome) => outputs.flat().map(({ json }) => json);
const outcomes = (outcome: Outcome) => rows(outcome).map((row) => row.outcome);
const hints = ({ run: { data } }: Outcome): string[] =>
	(data.resultData.runData[NODE] ?? []).flatMap(({ hints: all = [] }) =>
		all.map(({ message }) => message),
	);
const stored = () => [...store.rows.values()].flat();

describe('across executions', () => {
	it('the same text to the same recipient is skipped, and says why', async () => {
		await run(once(), texts(number(0)));
		at(12);
		const second = await run(once(), [
			...texts(number(0), number(1)),
			{ to: number(0), text: 'Disk is fine' },
		]);
		expect(arrived()).toEqual([number(0), number(1), number(0)]);
		expect(outcomes(second)).toEqual(['skipped', 'accepted', 'accepted']);
		expect(rows(second)[0]).toMatchObject({
			to: number(0),
			status: 'skipped',
			outcome: 'skipped',
			provider: null,
			messageId: null,
			attempts: [],
			reason: 'A text with the same key was sent to this recipient within the last 13 minutes',
		});
		expect(rows(second)[0]).not.toHaveProperty('failure');
		expect(rows(second)[1]).not.toHaveProperty('reason');
		expect(hints(second)).toEqual([
			'1 message was skipped by Suppress Repeats: see “reason” in the output.',
		]);
	});

	it('is no error, even where the node stops on errors', async () => {
		const spec = sending(SEND_SMS, once());
		await suite.engine.run(spec, texts(number(0)));
		const second = await suite.engine.run(spec, texts(number(0)));
		expect(second.error).toBeUndefined();
		expect(outcomes(second)).toEqual(['skipped']);
	});

	it.each(SETUPS)('$name', async (setup) => {
		const spec = sending(setup, once(), ON_ERROR.continue);
		await suite.engine.run(spec, texts(number(0)));
		expect(outcomes(await suite.engine.run(spec, texts(number(0))))).toEqual(['skipped']);
		expect(arrived()).toHaveLength(1);
	});

	it.each([
		[60, [0, 59, 60, 75, 76], [0, 75]],
		[60, [14, 74, 75], [14, 75]],
		[60, [7, 66, 74, 75, 134, 149, 150], [7, 75, 150]],
		[1, [0, 1, 1.5, 2], [0, 1.5]],
		[44640, [0, 44639, 55801], [0, 55801]],
	])('%d minutes, at the minutes %j: sent at %j', async (minutes, when, sent) => {
		const went: number[] = [];
		for (const minute of when) {
			at(minute);
			const before = arrived().length;
			await run(once({ minutes }), texts(number(0)));
			if (arrived().length > before) went.push(minute);
		}
		expect(went).toEqual(sent);
	});

	it('skipped messages do not prolong the time', async () => {
		await run(once(), texts(number(0)));
		for (const minute of [10, 20, 30, 40, 50, 60, 70]) {
			at(minute);
			await run(once(), texts(number(0)));
		}
		at(76);
		await run(once(), texts(number(0)));
		expect(arrived()).toHaveLength(2);
	});

	it('is the option as n8n stores it: with defaults only', async () => {
		await run({ suppressRepeats: { repeat: {} } }, texts(number(0)));
		await run({ suppressRepeats: { repeat: {} } }, texts(number(0)));
		expect(arrived()).toHaveLength(1);
	});

	it('a run in the editor counts', async () => {
		const spec = sending(SEND_SMS, once(), ON_ERROR.continue);
		await suite.engine.run(spec, texts(number(0)), { mode: 'manual' });
		expect(outcomes(await suite.engine.run(spec, texts(number(0))))).toEqual(['skipped']);
	});

	it('Simplify off has the reason too', async () => {
		await run(once(), texts(number(0)));
		const second = await run(once(), texts(number(0)), { simplify: false });
		expect(rows(second)[0]).toMatchObject({
			outcome: 'skipped',
			reason: expect.any(String) as unknown,
		});
	});
});

describe('the key', () => {
	it('of the user’s own: another text about the same incident is skipped', async () => {
		await run(once(BY_INCIDENT), [{ to: number(0), text: 'Down', incident: 'i-1' }]);
		const second = await run(once(BY_INCIDENT), [
			{ to: number(0), text: 'Still down', incident: 'i-1' },
			{ to: number(0), text: 'Down', incident: 'i-2' },
		]);
		expect(outcomes(second)).toEqual(['skipped', 'accepted']);
	});

	it('belongs to a recipient: everybody who is meant gets the text once', async () => {
		const to = `${number(0)}, ${number(1)}`;
		const first = await run(once(BY_INCIDENT), [{ to, text: 'Down', incident: 'i-1' }]);
		expect(outcomes(first)).toEqual(['accepted', 'accepted']);
		const all = `${to}, ${number(2)}`;
		const second = await run(once(BY_INCIDENT), [{ to: all, text: 'Down', incident: 'i-1' }]);
		expect(outcomes(second)).toEqual(['skipped', 'skipped', 'accepted']);
		expect(arrived()).toEqual([number(0), number(1), number(2)]);
	});

	it('that an expression does not give is the text', async () => {
		await run(once(BY_INCIDENT), texts(number(0)));
		const second = await run(once(BY_INCIDENT), [
			...texts(number(0)),
			{ to: number(0), text: 'Another' },
		]);
		expect(outcomes(second)).toEqual(['skipped', 'accepted']);
	});

	it('a key that is an object is refused for its item', async () => {
		const outcome = await run(once({ key: '={{ $json }}' }), texts(number(0)));
		expect(rows(outcome)[0]).toMatchObject({
			outcome: 'notSent',
			failure: { parameter: 'Suppress Repeats' },
		});
	});

	it('is stored as a hash, and long keys take no more room', async () => {
		await run(once({ key: `incident ${'x'.repeat(100_000)}` }), texts(number(0)));
		expect(stored().every((one) => one.length === 24)).toBe(true);
		expect(stored()).toHaveLength(1);
	});

	it('does not depend on the provider that comes first', async () => {
		const providers = (...names: string[]) => ({ providers: names, ifUnsure: 'neverTwice' });
		const both = (names: string[]): NodeSpec => ({
			type: SEND_SMS.type,
			credentials: ['clickSendApi', 'submailApi'],
			settings: ON_ERROR.continue,
			parameters: {
				operation: 'send',
				...providers(...names),
				clickSendAuthentication: 'clickSendApi',
				to: '+61411111111',
				message: 'Down',
				options: once({}, { senders: { sender: [{ provider: 'submail', from: 'Acme' }] } }),
			},
		});
		await suite.engine.run(both(['clickSend', 'submail']));
		expect(outcomes(await suite.engine.run(both(['submail', 'clickSend'])))).toEqual(['skipped']);
	});
});

describe('within one run', () => {
	it('the second message with the same key is skipped', async () => {
		const outcome = await run(once(), texts(number(0), number(1), number(0)));
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted', 'skipped']);
		expect(rows(outcome)[2]?.reason).toBe(
			'An earlier message of this run has the same key and recipient',
		);
		expect(arrived()).toEqual([number(0), number(1)]);
	});

	it('Dry Run says so, asks the store nothing, and says that too', async () => {
		const outcome = await run(once({}, { dryRun: true }), texts(number(0), number(0)));
		expect(outcomes(outcome)).toEqual(['dryRun', 'skipped']);
		expect(hints(outcome)).toEqual([
			expect.stringContaining('Suppress Repeats was applied within this run only'),
			'1 message would cost 0.0792 AUD at ClickSend.',
		]);
		expect(store.calls).toBe(0);
	});
});

describe('what did not go out', () => {
	it.each([
		['rate limit', { kind: 'status', status: 429 }, 'notSent'],
		['refused', { kind: 'rows', rows: { status: 'INVALID_RECIPIENT' } }, 'rejected'],
		['no credit', { kind: 'rows', rows: { status: 'INSUFFICIENT_CREDIT' } }, 'rejected'],
	] as const)('%s: may go out with the next execution', async (_, fault, outcome) => {
		suite.sandbox.fault({ ...SEND_PATH, ...fault });
		const first = await run(once({}, { maxRetries: 0 }), texts(number(0)));
		expect(outcomes(first)).toEqual([outcome]);
		expect(stored()).toEqual([]);
		expect(outcomes(await run(once(), texts(number(0))))).toEqual(['accepted']);
	});

	it('an unknown outcome suppresses, and is reported as unknown', async () => {
		suite.sandbox.fault({ ...SEND_PATH, kind: 'resetAfter' });
		expect(outcomes(await run(once(), texts(number(0))))).toEqual(['unknown']);
		for (const ifUnsure of ['neverTwice', 'makeSure']) {
			const second = await run(once(), texts(number(0)), { ifUnsure });
			expect(rows(second)[0]).toMatchObject({
				status: 'unknown',
				outcome: 'unknown',
				failure: {
					class: 'unknownOutcome',
					code: 'REPEAT_IN_DOUBT',
					message:
						'Not sent, because a text with the same key may have been sent to this recipient within the last 1 minute',
				},
			});
		}
		expect(arrived()).toHaveLength(1);
		at(76);
		expect(outcomes(await run(once(), texts(number(0))))).toEqual(['accepted']);
	}, 20_000);

	it('only one key per accepted text stays in the store', async () => {
		await run(once(), texts(number(0), number(1), number(2)));
		expect(stored()).toHaveLength(3);
	});
});

describe('another execution at the same time', () => {
	it('a text that is being sent is not sent twice, and the second one learns what became of it', async () => {
		suite.sandbox.fault({ ...SEND_PATH, kind: 'latency', ms: 300 });
		const [first, second] = await Promise.all([
			run(once(), texts(number(0))),
			run(once(), texts(number(0))),
		]);
		expect([...outcomes(first), ...outcomes(second)].sort()).toEqual(['accepted', 'skipped']);
		expect(arrived()).toHaveLength(1);
	});

	it('if the first one fails, the second one sends', async () => {
		suite.sandbox.fault({ ...SEND_PATH, kind: 'status', status: 429 });
		const options = once({}, { maxRetries: 0 });
		const both = await Promise.all([
			run(options, texts(number(0))),
			run(options, texts(number(0))),
		]);
		expect(both.flatMap(outcomes).sort()).toEqual(['accepted', 'notSent']);
		expect(arrived()).toHaveLength(1);
	});
});

describe('retries of the same execution', () => {
	it('Retry On Fail sends what was not sent, and nothing else', async () => {
		suite.sandbox.fault({
			...SEND_PATH,
			kind: 'rows',
			rows: { every: 2, status: 'INSUFFICIENT_CREDIT' },
		});
		const spec = sending(SEND_SMS, once(), { retryOnFail: true, maxTries: 2 });
		const outcome = await suite.engine.run(spec, texts(...[0, 1, 2, 3].map(number), number(0)));
		expect(outcome.error).toBeUndefined();
		expect(outcomes(outcome)).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'skipped']);
		expect(arrived().sort()).toEqual([0, 1, 2, 3].map(number));
	});

	it('the Retry button does too', async () => {
		suite.sandbox.fault({
			...SEND_PATH,
			kind: 'rows',
			rows: { every: 2, status: 'INSUFFICIENT_CREDIT' },
		});
		const spec = sending(SEND_SMS, once());
		const first = await suite.engine.run(spec, texts(...[0, 1, 2, 3].map(number)));
		expect(first.error?.message).toBe('2 of 4 messages were accepted, 2 were not sent');
		at(5);
		const second = await suite.engine.retry(spec, first);
		expect(outcomes(second)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
		expect(arrived().sort()).toEqual([0, 1, 2, 3].map(number));
		// A new execution knows all of them.
		expect(outcomes(await run(once(), texts(...[0, 1, 2, 3].map(number))))).toEqual(
			Array.from({ length: 4 }, () => 'skipped'),
		);
	});

	it('Make Sure It Arrives sends its own unknown message again', async () => {
		suite.sandbox.fault({ ...SEND_PATH, kind: 'resetBefore', times: 2 });
		const spec = sending(
			SEND_SMS,
			once(),
			{ retryOnFail: true, maxTries: 2 },
			{ ifUnsure: 'makeSure' },
		);
		const outcome = await suite.engine.run(spec, texts(number(0)));
		expect(outcomes(outcome)).toEqual(['accepted']);
		expect(arrived()).toEqual([number(0)]);
		expect(outcomes(await run(once(), texts(number(0))))).toEqual(['skipped']);
	});

	it('what was skipped stays skipped', async () => {
		await run(once(), texts(number(0)));
		suite.sandbox.fault({ ...SEND_PATH, kind: 'rows', rows: { status: 'INSUFFICIENT_CREDIT' } });
		const spec = sending(SEND_SMS, once());
		const failed = await suite.engine.run(spec, texts(number(0), number(1)));
		expect(failed.error?.message).toBe(
			'0 of 2 messages were accepted, 1 was not sent, 1 was skipped',
		);
		at(200);
		const retried = await suite.engine.retry(spec, failed);
		expect(outcomes(retried)).toEqual(['skipped', 'accepted']);
		expect(rows(retried)[0]?.reason).toEqual(expect.any(String));
		expect(arrived()).toEqual([number(0), number(1)]);
	});
});

describe('an execution that n8n did not survive', () => {
	/** What the store has after each of its writes. */
	function snapshots(): Array<Array<[string, string[]]>> {
		const all: Array<Array<[string, string[]]>> = [];
		store.afterWrite = (now) => all.push(now);
		return all;
	}

	it('a new one sends what was not begun, and reports what was in flight as unknown', async () => {
		const items = texts(...[0, 1, 2, 3].map(number));
		const spec = (options: IDataObject): NodeSpec => ({
			...sending({ ...SEND_SMS, credentials: ['smsMobileApi'] }, options, ON_ERROR.continue),
			parameters: {
				operation: 'send',
				providers: ['smsMobileApi'],
				smsMobileApiAuthentication: 'smsMobileApi',
				ifUnsure: 'neverTwice',
				to: '={{ $json.to }}',
				message: '={{ $json.text }}',
				options,
			},
		});
		const all = snapshots();
		await suite.engine.run(spec(once({}, { concurrency: 1 })), items);
		store.afterWrite = undefined;
		// Killed when the second message had been claimed: the first one is confirmed.
		const killed = all.find(([row]) => row?.[1].length === 7);
		expect(killed).toBeDefined();
		store.rows.clear();
		for (const [row, keys] of killed ?? []) store.rows.set(row, keys);
		suite.sandbox.reset();
		suite.sandbox.configure({ throttleMs: 0 });
		const again = await suite.engine.run(spec(once()), items);
		expect(outcomes(again)).toEqual(['skipped', 'unknown', 'accepted', 'accepted']);
		expect(arrived()).toEqual([number(2), number(3)]);
	}, 20_000);

	it('Retry follows the history and If Unsure, as without the option', async () => {
		suite.sandbox.configure({ historyLagMs: 0 });
		const spec = sending(SEND_SMS, once(), ON_ERROR.continue);
		await suite.engine.run(spec, texts(number(0)));
		const retried = await suite.engine.retryCrashed(spec, texts(number(0), number(1)));
		expect(outcomes(retried)).toEqual(['accepted', 'unknown']);
		expect(arrived()).toEqual([number(0)]);
		const sure = sending(SEND_SMS, once(), ON_ERROR.continue, { ifUnsure: 'makeSure' });
		const sent = await suite.engine.retryCrashed(sure, texts(number(0), number(1)));
		expect(outcomes(sent)).toEqual(['accepted', 'accepted']);
		expect(arrived()).toEqual([number(0), number(1)]);
	});
});

describe('with other options', () => {
	it('Limit per Recipient: a skipped text does not count', async () => {
		const options = once({}, { limitPerRecipient: { limit: { messages: 2, minutes: 600 } } });
		await run(options, texts(number(0)));
		for (let round = 0; round < 3; round++) await run(options, texts(number(0)));
		const next = await run(options, [...texts(number(0)), { to: number(0), text: 'Fine' }]);
		expect(outcomes(next)).toEqual(['skipped', 'accepted']);
		const last = await run(options, [{ to: number(0), text: 'Third' }]);
		expect(rows(last)[0]).toMatchObject({ failure: { parameter: 'Limit per Recipient' } });
		expect(arrived()).toHaveLength(2);
	});

	it('Limit per Recipient: a refused text does not suppress', async () => {
		const limit = { limitPerRecipient: { limit: { messages: 1, minutes: 600 } } };
		await run(once({}, limit), texts(number(0)));
		await run(once({}, limit), [{ to: number(0), text: 'Fine' }]);
		expect(outcomes(await run(once(), [{ to: number(0), text: 'Fine' }]))).toEqual(['accepted']);
	});

	it('Require All Valid: what is held back does not suppress', async () => {
		const options = once({}, { requireAllValid: true });
		await run(options, [...texts(number(0)), { to: 'nobody', text: 'Disk is full' }]);
		expect(arrived()).toEqual([]);
		expect(outcomes(await run(options, texts(number(0))))).toEqual(['accepted']);
	});

	it('a scheduled text counts from when the provider accepted it', async () => {
		const sendAt = '2031-01-01T00:00:00Z';
		expect(rows(await run(once({}, { sendAt }), texts(number(0))))[0]?.status).toBe('scheduled');
		expect(outcomes(await run(once({}, { sendAt }), texts(number(0))))).toEqual(['skipped']);
	});

	it('Max Requests per Second does not slow down what is skipped', async () => {
		const items = texts(...Array.from({ length: 8 }, (_, n) => number(n)));
		await run(once(), items);
		const watch = stopwatch();
		expect(outcomes(await run(once({}, { maxRate: 1 }), items))).toEqual(
			items.map(() => 'skipped'),
		);
		expect(watch.spent()).toBeLessThan(3000);
	});

	it('in a tool of an AI agent, it must not come from the model', async () => {
		const { nodes } = suite.engine.registry;
		const type = `${SEND_SMS.type}Tool`;
		nodes[type] = nodes[SEND_SMS.type]!;
		const tool = (repeat: IDataObject) =>
			sending({ ...SEND_SMS, type }, once(repeat), ON_ERROR.continue);
		const refused = await suite.engine.run(tool({ key: '={{ $json.text }}' }), texts(number(0)));
		expect(arrived()).toEqual([]);
		expect(rows(refused)[0]).toMatchObject({
			failure: { message: 'Suppress Repeats comes from the model' },
		});
		await suite.engine.run(tool({}), texts(number(0)));
		expect(outcomes(await suite.engine.run(tool({}), texts(number(0))))).toEqual(['skipped']);
	});
});

describe('the store', () => {
	it('is not asked without the option', async () => {
		await run({}, texts(number(0), number(1)));
		expect(store.calls).toBe(0);
	});

	it('is asked twice about one text, and as often about many of one request', async () => {
		await run(once(), texts(number(0)));
		expect(store.calls).toBe(2);
		await run(once(), texts(...Array.from({ length: 300 }, (_, n) => number(n + 1))));
		// Two questions to look, then one claim and one confirmation.
		expect(store.calls).toBe(6);
	});

	it('that fails lets the texts out, and a hint says so', async () => {
		store.isDown = true;
		for (const items of [texts(number(0)), texts(number(0), number(1))]) {
			const outcome = await run(once(), items);
			expect(outcomes(outcome)).toEqual(items.map(() => 'accepted'));
			expect(hints(outcome)).toEqual([
				'Suppress Repeats could not be checked, because n8n’s store did not answer. The messages were sent.',
			]);
		}
	});

	it('errorOf: an unknown repeat leaves through the error output', async () => {
		suite.sandbox.fault({ ...SEND_PATH, kind: 'resetAfter' });
		const spec = sending(SEND_SMS, once(), ON_ERROR.errorOutput);
		await suite.engine.run(spec, texts(number(0)));
		const outcome = await suite.engine.run(spec, texts(number(0)));
		expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({ outcome: 'unknown' });
	}, 20_000);
});
