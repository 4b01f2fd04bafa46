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

const never = (options: IDataObject = {}) => sending(SEND_SMS, options, ON_ERROR.continue);
const makeSure = (): NodeSpec =>
	sending(SEND_SMS, {}, ON_ERROR.continue, { ifUnsure: 'makeSure' });
/** An account without a history. */
const PHONE = SETUPS_PHONE();
function SETUPS_PHONE(): NodeSpec {
	return sending(
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
}

describe('a Retry of a crashed execution', () => {
	it.each([true, false])('what the history has is accepted; the rest is unknown (%s)', async (listed) => {
		await suite.engine.run(never(), items(2));
		const retried = await suite.engine.retryCrashed(never(), items(4), undefined, listed);
		expect(outcomes(retried)).toEqual(['accepted', 'accepted', 'unknown', 'unknown']);
		expect(counts(4)).toEqual([1, 1, 0, 0]);
		const [first, , third] = retried.outputs[0] ?? [];
		expect(first?.json).toMatchObject({ provider: 'clickSend', messageId: expect.any(String) });
		expect(first?.json.attempts).toMatchObject([{ lookedUp: true, outcome: 'accepted' }]);
		expect(third?.json.failure).toMatchObject({
			class: 'unknownOutcome',
			code: 'INTERRUPTED',
			message: 'An earlier run of this execution was interrupted, and may have sent this message',
		});
		expect(hints(retried)).toEqual([
			expect.stringContaining('An earlier run of this execution was interrupted. Of 4 messages'),
		]);
	});

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

	it('with Save Execution Progress, only the node is repeated', async () => {
		await suite.engine.run(never(), items(1));
		const other = await suite.engine.run(
			{ ...never(), type: 'n8n-nodes-sms-suite.clickSend', parameters: { resource: 'none' } },
			items(2),
		);
		const data = JSON.parse(other.stored) as Record<string, unknown>;
		void data;
	});
});

describe('what is no crash', () => {
	it('a first run, a run again, and a Retry in which the node runs for the first time', async () => {
		expect(outcomes(await suite.engine.run(never(), items(2)))).toEqual(repeat('accepted', 2));
		expect(outcomes(await suite.engine.run(never(), items(2)))).toEqual(repeat('accepted', 2));
		expect(counts(2)).toEqual([2, 2]);
		expect(dedupStore.calls).toBe(0);
	});
});

describe('a second Retry of the same failed execution', () => {
	/** Fails for all items but the first three: the account has no credit left. */
	async function failed(spec: NodeSpec, count: number): Promise<Outcome> {
		suite.sandbox.configure({ throttleMs: 0 });
		suite.sandbox.fault({ wire: 'clicksend', times: 1, kind: 'refuse' } as never);
		return await suite.engine.run(spec, items(count));
	}
	void failed;
});
