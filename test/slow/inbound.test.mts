/**
 * 10,000 messages to every inbox that can be polled, trickling and in bursts over many polls, with
 * errors, stops and starts in between: every received message is emitted, and none twice.
 */
import { type IDataObject } from 'n8n-workflow';
import { type FaultSpec } from '../../sandbox/server.mts';
import { specOf, type Way, WAYS } from '../support/inbox-ways.mts';
import { Poller } from '../support/poller.mts';
import { useSuite } from '../support/suite.mts';

const suite = useSuite();

const MESSAGES = 10_000;
/** Maximum size of n8n's static data for one node (issue 5), in characters of JSON. */
const BOUND = 128 * 1024;

jest.setTimeout(900_000);

/** A reproducible sequence of numbers from 0 up to `below`. */
function dice(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * below);
	};
}

const FAULTS: ReadonlyArray<Omit<FaultSpec, 'wire' | 'path'>> = [
	{ kind: 'status', status: 500, times: 1 },
	{ kind: 'status', status: 429, retryAfter: 1, times: 1 },
	{ kind: 'resetBefore', times: 1 },
	{ kind: 'resetAfter', times: 1 },
	{ kind: 'garbage', times: 1 },
];

/** Bursts are rare and long, the rest trickles. */
const burst = (roll: (below: number) => number): number =>
	roll(4) === 0 ? 200 + roll(900) : roll(60);

async function play(way: Way): Promise<{ given: IDataObject[]; polls: number; failed: number }> {
	const roll = dice(20_261_125);
	const trigger = new Poller(suite.engine, specOf(way));
	const given: IDataObject[] = [];
	let polls = 0;
	let failed = 0;
	const tick = async (how: 'poll' | 'restart') => {
		polls++;
		try {
			given.push(...(await trigger[how]()));
		} catch {
			failed++;
		}
		expect(trigger.stored.length).toBeLessThan(BOUND);
	};

	await trigger.activate();
	// The messages of several hours, in the order in which they arrive.
	let clock = Date.now() - 10 * 3_600_000;
	for (let sent = 0; sent < MESSAGES;) {
		const count = Math.min(MESSAGES - sent, burst(roll));
		for (let n = 0; n < count; n++, sent++) {
			// Several in a second, and some that the provider lists hours later.
			clock += roll(3) === 0 ? 0 : roll(5_000);
			const late = roll(50) === 0 ? roll(6 * 3_600_000) : 0;
			// People often send the same text.
			const text = roll(3) === 0 ? 'ack' : `No ${sent}`;
			const at = new Date(clock - late).toISOString();
			suite.sandbox.reply({ from: way.from, to: way.to, text, at });
		}
		const fault = roll(5) === 0 ? FAULTS[roll(FAULTS.length)] : undefined;
		if (fault) suite.sandbox.fault({ ...fault, wire: way.wire, path: way.path });
		await tick('poll');
		suite.sandbox.clearFaults();
		// n8n is stopped and started; with read marks, only after all emitted messages are acknowledged.
		if (roll(12) === 0) {
			for (let count = -1; way.hasMarks && count < given.length;) {
				count = given.length;
				await tick('poll');
			}
			await tick('restart');
		}
	}
	// Late messages appear at SUBMAIL only in requests for more than the last minutes: every half hour, or
	// after a start. Its list has ten pages here, one per poll.
	if (way.wire === 'submail') await tick('restart');
	for (let silent = 0; silent < (way.wire === 'submail' ? 40 : 3);) {
		const before = given.length;
		await tick('poll');
		silent = given.length === before ? silent + 1 : 0;
	}
	return { given, polls, failed };
}

test.each(WAYS)('$name', async (way) => {
	// With the one-minute cache, this test would take a minute per poll.
	suite.sandbox.configure({ submailQueryMinuteMs: 0 });
	const { given, polls, failed } = await play(way);
	expect(failed).toBeGreaterThan(3);
	expect(polls).toBeGreaterThan(30);
	const received = suite.sandbox.replies();
	expect(received).toHaveLength(MESSAGES);
	expect(given).toHaveLength(MESSAGES);
	const count = (texts: unknown[]) => JSON.stringify([...texts].sort());
	expect(count(given.map(({ text }) => text)) === count(received.map(({ text }) => text))).toBe(
		true,
	);
	// If there are ids, each occurred once; those of SUBMAIL are derived from the content of a row.
	if (way.wire !== 'submail') {
		expect(new Set(given.map(({ id }) => id)).size).toBe(MESSAGES);
	}
});

test('SUBMAIL with its one-minute cache, shortened to milliseconds', async () => {
	const way = WAYS.find(({ wire }) => wire === 'submail') as Way;
	suite.sandbox.configure({ submailQueryMinuteMs: 40 });
	const trigger = new Poller(suite.engine, specOf(way));
	await trigger.activate();
	const given: unknown[] = [];
	let repeated = 0;
	for (let n = 0; n < 600; n++) {
		suite.sandbox.reply({ from: way.from, to: way.to, text: `No ${n}` });
		const rows = await trigger.poll();
		if (rows.length === 0) repeated++;
		given.push(...rows.map(({ text }) => text));
	}
	for (let polls = 0; polls < 400 && given.length < 600; polls++) {
		given.push(...(await trigger.poll()).map(({ text }) => text));
	}
	// Many polls fell within the cache period, and received the previous answer.
	expect(repeated).toBeGreaterThan(100);
	expect(given).toHaveLength(600);
	expect(new Set(given).size).toBe(600);
});
