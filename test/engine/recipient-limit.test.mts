/** Limit per Recipient: across executions, on n8n's own de-duplication store. */
import { type IDataObject } from 'n8n-workflow';
import { dedupStore as store } from '../support/dedup-store.mts';
import { errorOf, number, ON_ERROR, SEND_SMS, sending } from '../support/send.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();

const MINUTE = 60_000;

beforeEach(() => {
	store.reset();
	suite.sandbox.configure({ throttleMs: 0 });
});
afterEach(() => {
	jest.restoreAllMocks();
});

/** The clock of this process at a minute, and with the seconds that the test takes. */
function at(minute: number): void {
	jest.restoreAllMocks();
	const offset = Date.UTC(2030, 0, 1) + minute * MINUTE - Date.now();
	const real = Date.now;
	jest.spyOn(Date, 'now').mockImplementation(() => real() + offset);
}

const stored = () => [...store.rows.values()].flat().length;
const arrived = () => suite.sandbox.messages().map(({ to }) => to);
const limited = (messages: number, minutes: number, more: IDataObject = {}) => ({
	limitPerRecipient: { limit: { messages, minutes } },
	...more,
});
const run = async (options: IDataObject, ...tos: string[]) =>
	await suite.engine.run(
		sending(SEND_SMS, options, ON_ERROR.errorOutput),
		tos.map((to, item) => ({ to, text: `Text ${item} of ${Math.random()}` })),
	);

test('a second text to the same recipient is refused, others are sent', async () => {
	at(0);
	await run(limited(1, 60), number(0));
	const outcome = await run(limited(1, 60), number(0), number(1));
	expect(arrived()).toEqual([number(0), number(1)]);
	expect(errorOf(outcome.outputs[1]?.[0]?.json ?? {})).toMatchObject({
		outcome: 'notSent',
		failure: {
			class: 'notAllowed',
			parameter: 'Limit per Recipient',
			message: 'The recipient has already had 1 message in 60 minutes',
		},
	});
});

test.each([
	[2, 10, [0, 3, 9, 10], [0, 3]],
	[1, 60, [0, 59, 60, 61], [0]],
	[1, 60, [0, 66], [0, 66]],
	[2, 10, [0, 9, 11, 12, 20, 21], [0, 9, 11, 20]],
	[3, 1, [0, 0, 0, 0, 2], [0, 0, 0, 2]],
])(
	'%d messages in %d minutes, at the minutes %j: sent at %j',
	async (most, minutes, when, sent) => {
		const went: number[] = [];
		for (const minute of when) {
			at(minute);
			const before = arrived().length;
			await run(limited(most, minutes), number(0));
			if (arrived().length > before) went.push(minute);
		}
		expect(went).toEqual(sent);
	},
);

test('never more than allowed in any window, and the next one is free at most a twelfth later', async () => {
	const [most, minutes] = [2, 20];
	const sent: number[] = [];
	for (let minute = 0; minute < 120; minute += 3) {
		at(minute);
		const before = arrived().length;
		await run(limited(most, minutes), number(0));
		if (arrived().length > before) sent.push(minute);
	}
	sent.forEach((first, position) => {
		const third = sent[position + most];
		if (third === undefined) return;
		expect(third - first).toBeGreaterThanOrEqual(minutes);
		// Three minutes between two attempts.
		expect(third - first).toBeLessThanOrEqual((minutes * 13) / 12 + 3);
	});
	expect(sent.length).toBeGreaterThan(6);
});

test('several texts to one recipient in one run count one by one', async () => {
	at(0);
	const outcome = await run(limited(2, 60), number(0), number(0), number(0), number(1));
	expect(arrived()).toEqual([number(0), number(0), number(1)]);
	expect(outcome.outputs[1]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 2 }]);
});

test('what did not go out does not count', async () => {
	at(0);
	suite.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'status', status: 429 });
	await run(limited(1, 60, { maxRetries: 0 }), number(0));
	expect(arrived()).toEqual([]);
	expect(stored()).toBe(0);
	await run(limited(1, 60), number(0));
	expect(arrived()).toEqual([number(0)]);
});

test('what may have gone out counts', async () => {
	at(0);
	suite.sandbox.configure({ historyLagMs: 60_000 });
	suite.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'resetAfter' });
	await run(limited(1, 60), number(0));
	await run(limited(1, 60), number(0));
	expect(arrived()).toEqual([number(0)]);
});

test('Retry On Fail: what was sent in the first attempt is neither repeated nor refused', async () => {
	at(0);
	suite.sandbox.fault({
		wire: 'clicksend',
		path: '/v3/sms/send',
		kind: 'rows',
		rows: { every: 2, status: 'THROTTLED' },
	});
	const spec = sending(SEND_SMS, limited(1, 60), { retryOnFail: true, maxTries: 2 });
	const outcome = await suite.engine.run(spec, [
		{ to: number(0), text: 'a' },
		{ to: number(1), text: 'b' },
	]);
	expect(arrived().filter((to) => to === number(0)).length).toBeLessThanOrEqual(1);
	expect(arrived().filter((to) => to === number(1)).length).toBeLessThanOrEqual(1);
	expect(JSON.stringify(outcome.error?.context ?? {})).not.toContain('already had');
});

test('only one key per text stays in the store', async () => {
	at(0);
	await run(limited(5, 60), number(0), number(1), number(2));
	expect(stored()).toBe(3);
});

test('without the option, the store is not asked', async () => {
	await run({}, number(0));
	expect(store.calls).toBe(0);
});

test('Dry Run takes no share', async () => {
	at(0);
	await run(limited(1, 60, { dryRun: true }), number(0));
	expect(store.calls).toBe(0);
});

test('a store that fails lets the text out, and a hint says so', async () => {
	at(0);
	store.isDown = true;
	const outcome = await run(limited(1, 60), number(0));
	expect(arrived()).toEqual([number(0)]);
	expect(JSON.stringify(outcome.run.data)).toContain(
		'Limit per Recipient could not be checked, because n8n’s store did not answer.'.replace(
			'’',
			"'",
		),
	);
});

test('two automatic replies do not answer each other for ever', async () => {
	at(0);
	for (let round = 0; round < 15; round++) await run(limited(3, 60), number(0));
	expect(arrived()).toHaveLength(3);
});
