/** A Retry after a crash, a second Retry and two Retries at once: counted at the phones. */
import { type IDataObject } from 'n8n-workflow';
import { type NodeSpec, NODE, type Outcome } from '../support/engine.mts';
import { dedupStore } from '../support/dedup-store.mts';
import { number, ON_ERROR, SEND_SMS, sending, SETUPS, stories } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();
beforeEach(() => dedupStore.reset());

const items = (count: number): IDataObject[] =>
	Array.from({ length: count }, (_, n) => ({ to: number(n), text: `Alert ${n}` }));

/** How often each of the first `count` phones got its text. */
const counts = (count: number): number[] =>
	items(count).map(({ to }) => suite.sandbox.messages().filter((one) => one.to === to).length);

const outcomes = (outcome: Outcome) => stories(outcome).map((one) => one.outcome);
const repeat = <T,>(value: T, times: number): T[] => Array.from({ length: times }, () => value);

const hints = ({ run }: Outcome): string[] =>
	(run.data.resultData.runData[NODE] ?? []).flatMap(({ hints: all = [] }) =>
		all.map(({ message }) => message),
	);

/** The item that n8n gives to a node which its log lists as finished. */
const ARTIFICIAL: IDataObject[] = [{ isArtificialRecoveredEventItem: true }];

/** Start → Middle → Node. */
const chain = (spec: NodeSpec) => ({ spec, between: 'Middle' });

const never = (options: IDataObject = {}) => sending(SEND_SMS, options, ON_ERROR.continue);
const makeSure = (): NodeSpec => sending(SEND_SMS, {}, ON_ERROR.continue, { ifUnsure: 'makeSure' });
/** An account without a history. */
const PHONE: NodeSpec = sending(
	{
		name: 'SMSMobileAPI',
		wire: 'smsmobileapi',
		type: 'n8n-nodes-sms-suite.sendSms',
		credentials: ['smsMobileApi'],
		parameters: {
			operation: 'send',
			providers: ['smsMobileApi'],
			smsMobileApiAuthentication: 'smsMobileApi',
			ifUnsure: 'neverTwice',
		},
	},
	{},
	ON_ERROR.continue,
);

describe('a Retry of a crashed execution', () => {
	it.each([true, false])(
		'what the history has is accepted; the rest is unknown (%s)',
		async (listed) => {
			await suite.engine.run(never(), items(2));
			const retried = await suite.engine.retryCrashed(never(), items(4), undefined, listed);
			expect(outcomes(retried)).toEqual(['accepted', 'accepted', 'unknown', 'unknown']);
			expect(counts(4)).toEqual([1, 1, 0, 0]);
			const [first, , third] = retried.outputs[0] ?? [];
			expect(first?.json).toMatchObject({
				provider: 'clickSend',
				messageId: first?.json.messageId,
			});
			expect(typeof first?.json.messageId).toBe('string');
			expect(first?.json.attempts).toMatchObject([{ lookedUp: true, outcome: 'accepted' }]);
			expect(third?.json.failure).toMatchObject({
				class: 'unknownOutcome',
				code: 'INTERRUPTED',
				message: 'An earlier run of this execution was interrupted, and may have sent this message',
			});
			expect(hints(retried)).toEqual([
				expect.stringContaining('An earlier run of this execution was interrupted. Of 4 messages'),
			]);
		},
	);

	it.each(SETUPS)('$name: nothing is sent twice', async (setup) => {
		const spec = sending(setup, {}, ON_ERROR.continue);
		await suite.engine.run(spec, items(3));
		const retried = await suite.engine.retryCrashed(spec, items(3));
		expect(outcomes(retried)).toEqual(repeat('accepted', 3));
		expect(counts(3)).toEqual([1, 1, 1]);
	});

	it('Make Sure It Arrives: what the history does not have is sent', async () => {
		await suite.engine.run(makeSure(), items(2));
		const retried = await suite.engine.retryCrashed(makeSure(), items(4));
		expect(outcomes(retried)).toEqual(repeat('accepted', 4));
		expect(counts(4)).toEqual([1, 1, 1, 1]);
	});

	it('without a history, If Unsure decides', async () => {
		await suite.engine.run(PHONE, items(2));
		expect(outcomes(await suite.engine.retryCrashed(PHONE, items(2)))).toEqual([
			'unknown',
			'unknown',
		]);
		expect(counts(2)).toEqual([1, 1]);
		const sure = { ...PHONE, parameters: { ...PHONE.parameters, ifUnsure: 'makeSure' } };
		await suite.engine.retryCrashed(sure, items(2));
		expect(counts(2)).toEqual([2, 2]);
	});

	it('a Retry of that Retry still knows', async () => {
		const spec = sending(SEND_SMS);
		const first = await suite.engine.retryCrashed(spec, items(2));
		expect(first.error).toBeDefined();
		const second = await suite.engine.retry(spec, first);
		expect(second.error).toBeDefined();
		expect(counts(2)).toEqual([0, 0]);
	});

	it('Retry On Fail does not forget it', async () => {
		const spec = sending(SEND_SMS, {}, { retryOnFail: true, maxTries: 3 });
		const retried = await suite.engine.retryCrashed(spec, items(2));
		expect(retried.error).toBeDefined();
		expect(counts(2)).toEqual([0, 0]);
	});

	it('with Save Execution Progress, only this node is in doubt', async () => {
		await suite.engine.run(never(), items(1));
		const workflow = chain(never());
		const retried = await suite.engine.resume(workflow, items(2), {
			runData: { Start: [[{}]], Middle: [items(2)], [NODE]: [] },
			at: NODE,
			previous: { previousNode: 'Middle', previousNodeRun: 0 },
		});
		expect(outcomes(retried)).toEqual(['accepted', 'unknown']);
		expect(counts(2)).toEqual([1, 0]);
	});

	it('a node that had finished before the crash sends nothing again either', async () => {
		await suite.engine.run(never(), items(2));
		const retried = await suite.engine.resume(chain(never()), items(2), {
			runData: { Start: [ARTIFICIAL], Middle: [ARTIFICIAL], [NODE]: [ARTIFICIAL] },
			at: 'Start',
		});
		expect(outcomes(retried)).toEqual(['accepted', 'accepted']);
		expect(counts(2)).toEqual([1, 1]);
	});

	it('an operation that must not be repeated is not repeated', async () => {
		const spec: NodeSpec = {
			type: 'n8n-nodes-sms-suite.smsMobileApi',
			credentials: ['smsMobileApi'],
			parameters: {
				authentication: 'smsMobileApi',
				resource: 'message',
				operation: 'resend',
				messageId: 'some-guid',
			},
		};
		const retried = await suite.engine.retryCrashed(spec);
		expect(retried.error?.message).toBe(
			'An earlier run of this execution was interrupted, and may have done this',
		);
		expect(suite.sandbox.requests({ path: '/resend/' })).toEqual([]);
	});
});

describe('what is no crash', () => {
	it('a first run, and a run with the same texts', async () => {
		expect(outcomes(await suite.engine.run(never(), items(2)))).toEqual(repeat('accepted', 2));
		expect(outcomes(await suite.engine.run(never(), items(2)))).toEqual(repeat('accepted', 2));
		expect(counts(2)).toEqual([2, 2]);
		expect(dedupStore.calls).toBe(0);
	});

	it.each([
		['a Retry in which the node runs for the first time', { Start: [[{}]] }, 'Middle'],
		[
			'a second run of the previous node, as in a loop',
			{ Start: [[{}]], Middle: [[{}], items(2)] },
			'Middle',
		],
		[
			'the previous node had crashed, and n8n lists it',
			{ Start: [ARTIFICIAL], Middle: [] },
			'Start',
		],
		[
			'the previous node had crashed, and stays listed',
			{ Start: [ARTIFICIAL], Middle: [undefined] },
			'Start',
		],
	])('%s', async (_, runData, at) => {
		await suite.engine.run(never(), items(2));
		const retried = await suite.engine.resume(chain(never()), items(2), { runData, at });
		expect(outcomes(retried)).toEqual(['accepted', 'accepted']);
		expect(counts(2)).toEqual([2, 2]);
		expect(hints(retried)).toEqual([]);
		expect(dedupStore.calls).toBe(0);
	});
});

describe('a second Retry of the same failed execution', () => {
	/** Every other text is refused, for a cause that passes. */
	const refuse = () =>
		suite.sandbox.fault({
			wire: 'clicksend',
			kind: 'rows',
			rows: { status: 'INSUFFICIENT_CREDIT', every: 2 },
		});
	const arrived = () => counts(10).reduce((sum, one) => sum + one, 0);

	async function failed(spec: NodeSpec): Promise<Outcome> {
		refuse();
		const outcome = await suite.engine.run(spec, items(10));
		expect(arrived()).toBe(5);
		return outcome;
	}
	const spec = sending(SEND_SMS);

	it('sends nothing that the first one sent', async () => {
		const first = await failed(spec);
		expect((await suite.engine.retry(spec, first)).error).toBeUndefined();
		expect(counts(10)).toEqual(repeat(1, 10));
		const second = await suite.engine.retry(spec, first);
		expect(second.error).toBeUndefined();
		expect(outcomes(second)).toEqual(repeat('accepted', 10));
		expect(hints(second)).toEqual([
			expect.stringContaining('There was another Retry of this execution. Of 5 messages'),
		]);
		expect(counts(10)).toEqual(repeat(1, 10));
	});

	it.each(['neverTwice', 'makeSure'])('two at once, %s', async (ifUnsure) => {
		const one = sending(SEND_SMS, {}, {}, { ifUnsure });
		const first = await failed(one);
		await Promise.all([1, 2, 3].map(async () => await suite.engine.retry(one, first)));
		const all = counts(10);
		expect(Math.min(...all)).toBe(1);
		if (ifUnsure === 'neverTwice') expect(Math.max(...all)).toBe(1);
	});

	it('what the first Retry could not send, the second one sends', async () => {
		const first = await failed(spec);
		refuse();
		await suite.engine.retry(spec, first);
		expect(arrived()).toBeLessThan(10);
		expect(Math.max(...counts(10))).toBe(1);
		await suite.engine.retry(spec, first);
		expect(counts(10)).toEqual(repeat(1, 10));
	});

	it('Make Sure It Arrives does not send again what the first one sent', async () => {
		suite.sandbox.configure({ historyLagMs: 60_000 });
		const one = sending(SEND_SMS, {}, {}, { ifUnsure: 'makeSure' });
		const first = await failed(one);
		await suite.engine.retry(one, first);
		await suite.engine.retry(one, first);
		expect(counts(10)).toEqual(repeat(1, 10));
	});

	it('another process that overwrites the list at the same moment is noticed', async () => {
		const first = await failed(spec);
		dedupStore.meanwhile = () => {
			const rows = [...dedupStore.rows];
			setTimeout(() => {
				dedupStore.rows.clear();
				for (const [row, keys] of rows) dedupStore.rows.set(row, keys);
			}, 20);
		};
		await suite.engine.retry(spec, first);
		await suite.engine.retry(spec, first);
		expect(counts(10)).toEqual(repeat(1, 10));
	});

	it('a store that fails does not hold a text back, and a hint says so', async () => {
		const first = await failed(spec);
		dedupStore.isDown = true;
		const second = await suite.engine.retry(spec, first);
		expect(counts(10)).toEqual(repeat(1, 10));
		expect(hints(second)).toEqual([
			expect.stringContaining('n8n’s de-duplication store could not be used'),
		]);
	});

	it.each([
		['neverTwice', '5 of 10 messages were accepted, 5 may have been sent', 1],
		['makeSure', undefined, 2],
	] as const)(
		'a Retry that was killed, %s: its messages are in doubt',
		async (ifUnsure, error, times) => {
			const one = sending(SEND_SMS, {}, {}, { ifUnsure });
			const first = await failed(one);
			suite.sandbox.configure({ historyLagMs: 60_000 });
			// The store as the killed Retry leaves it: it has claimed, sent, and settled nothing.
			let claimed: Array<[string, string[]]> = [];
			dedupStore.afterWrite = (rows) => {
				if (claimed.length === 0) claimed = rows;
			};
			await suite.engine.retry(one, first);
			dedupStore.afterWrite = undefined;
			for (const [row, keys] of claimed) dedupStore.rows.set(row, keys);
			const second = await suite.engine.retry(one, first);
			expect(second.error?.message).toBe(error);
			expect(counts(10).sort()).toEqual([...repeat(1, 5), ...repeat(times, 5)]);
		},
	);
});
