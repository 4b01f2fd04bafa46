/** Output: One Summary counts what stands in the columns, and hides no failure. */
import { type IDataObject } from 'n8n-workflow';
import { overviewOf } from '../../../n8n/sending/overview';
import { type Line } from '../../../n8n/sending/summary';
import { rowsOf } from '../../support/clicksend.mts';
import { NODE } from '../../support/engine.mts';
import { errorOf, number, ON_ERROR, sending, SETUPS } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const ON = { output: 'summary' };
const item = (to: unknown, text = 'Disk full'): IDataObject => ({ to, text }) as IDataObject;
const ITEMS = [
	item(`${number(1)}, ${number(2)}`),
	item('nobody'),
	item(number(1), 'x'.repeat(161)),
	item(number(4), ''),
];
const COUNTS = {
	messages: 5,
	recipients: 4,
	accepted: 3,
	rejected: 0,
	notSent: 2,
	unknown: 0,
	skipped: 0,
	segments: 4,
	cost: [{ amount: '0.3168', currency: 'AUD' }],
};
const FAILED = [
	{
		item: 1,
		to: 'nobody',
		outcome: 'notSent',
		provider: null,
		failure: { class: 'invalidRecipient', parameter: 'To' },
	},
	{ item: 3, to: number(4), outcome: 'notSent', failure: { class: 'content' } },
];
const ALL = [{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }];

describe.each(SETUPS)('$name', (setup) => {
	const run = async (settings = {}, options: IDataObject = {}, items = ITEMS) =>
		await suite.engine.run(sending(setup, { ...ON, ...options }, settings), items);

	test('without failures it is one item, paired with all inputs', async () => {
		const outcome = await run({}, {}, [item(number(1)), item(number(2))]);
		expect(outcome.outputs).toEqual([
			[
				{
					json: {
						messages: 2,
						recipients: 2,
						accepted: 2,
						rejected: 0,
						notSent: 0,
						unknown: 0,
						skipped: 0,
						segments: 2,
						cost: [{ amount: '0.1584', currency: 'AUD' }],
						failed: [],
					},
					pairedItem: [{ item: 0 }, { item: 1 }],
				},
			],
		]);
	});

	test('Stop: failures stop the workflow, with the same error', async () => {
		const [summary, items] = [await run(), await suite.engine.run(sending(setup), ITEMS)];
		expect(summary.error?.message).toBe('3 of 5 messages were accepted, 2 were not sent');
		expect(summary.error?.message).toBe(items.error?.message);
		expect(suite.sandbox.messages()).toHaveLength(6);
	});

	test('Continue: the summary lists them', async () => {
		const outcome = await run(ON_ERROR.continue);
		expect(outcome.outputs[0]).toMatchObject([
			{
				json: {
					...COUNTS,
					failed: FAILED,
					error: '3 of 5 messages were accepted, 2 were not sent',
				},
				pairedItem: ALL,
			},
		]);
	});

	test('error output: they leave there, and the summary on the regular output', async () => {
		const [regular, failed] = (await run(ON_ERROR.errorOutput)).outputs;
		expect(regular).toMatchObject([{ json: { ...COUNTS, failed: FAILED }, pairedItem: ALL }]);
		expect(regular?.[0]?.json).not.toHaveProperty('error');
		expect(failed?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 3 }]);
		expect(errorOf(failed?.[0]?.json ?? {})).toMatchObject({ to: 'nobody', outcome: 'notSent' });
	});

	test('error output: if nothing was accepted, there is a summary too', async () => {
		const [regular, failed] = (await run(ON_ERROR.errorOutput, {}, [item('nobody')])).outputs;
		expect(regular).toMatchObject([{ json: { messages: 1, accepted: 0, notSent: 1, cost: [] } }]);
		expect(failed).toHaveLength(1);
	});

	test('Retry On Fail with Continue repeats only what was not accepted', async () => {
		suite.sandbox.fault({ wire: setup.wire, kind: 'status', status: 401, path: '/v3/sms/send' });
		const tries = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0, ...ON_ERROR.continue };
		const outcome = await run(tries, { maxRetries: 0 }, [item(number(1)), item(number(2))]);
		expect(outcome.outputs[0]).toMatchObject([{ json: { accepted: 2, failed: [] } }]);
		expect(suite.sandbox.messages()).toHaveLength(2);
	});

	test('unknown outcomes, and joined texts', async () => {
		suite.sandbox.fault({ wire: setup.wire, kind: 'resetAfter', path: '/v3/sms/send' });
		suite.sandbox.configure({ historyLagMs: 60_000 });
		const outcome = await run(ON_ERROR.continue, { oneTextPerRecipient: true }, [
			item(number(1)),
			item(number(1), 'Down'),
		]);
		expect(rowsOf(outcome)).toMatchObject([
			{
				messages: 1,
				unknown: 1,
				segments: 0,
				failed: [{ item: 0, items: [0, 1], to: number(1), outcome: 'unknown' }],
				error: '0 of 1 message was accepted, 1 may have been sent',
			},
		]);
	});

	test('a Dry Run is counted as such', async () => {
		const outcome = await run(ON_ERROR.continue, { dryRun: true });
		expect(rowsOf(outcome)).toMatchObject([
			{ messages: 5, dryRun: 3, accepted: 0, notSent: 2, segments: 4 },
		]);
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test('a fault of the whole run is reported as always', async () => {
		const outcome = await run(ON_ERROR.continue, { timeout: -1 });
		expect(rowsOf(outcome)).toHaveLength(4);
		expect(rowsOf(outcome)[0]?.error).toEqual(expect.stringContaining('Timeout'));
		expect(outcome.run.data.resultData.runData[NODE]).toHaveLength(1);
	});

	test('One Item per Message is the default', async () => {
		const outcome = await suite.engine.run(sending(setup, { output: 'items' }), [item(number(1))]);
		expect(rowsOf(outcome)).toMatchObject([{ to: number(1), outcome: 'accepted' }]);
	});
});

test('columns of other options are counted: skipped repeats, and deliveries', () => {
	const line = (json: IDataObject): Line => ({ item: 0, json, entry: {} as never });
	const lines = [
		line({ to: 'a', outcome: 'accepted', segments: 1, delivery: { status: 'delivered' } }),
		line({ to: 'b', outcome: 'accepted', segments: 2, delivery: { status: 'failed' } }),
		line({ to: 'c', outcome: 'skipped', status: 'skipped', segments: 3 }),
		line({ to: 'c', outcome: 'notSent', status: 'skipped', segments: 3 }),
	];
	expect(overviewOf(lines)).toMatchObject({
		messages: 4,
		recipients: 3,
		accepted: 2,
		notSent: 0,
		skipped: 2,
		delivered: 1,
		segments: 3,
	});
	expect(overviewOf(lines.slice(2))).not.toHaveProperty('delivered');
});
