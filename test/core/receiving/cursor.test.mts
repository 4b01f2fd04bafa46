/** The polling cursor: each message once, whatever the provider or n8n does. */
import fc from 'fast-check';
import { advance, isCursor, MOST_SEEN, startOf, WINDOW_S } from '../../../core/receiving/cursor';
import { fingerprint, Mark, pack, unpack } from '../../../core/receiving/seen';
import { type Kind, Model } from './inbox-model.mts';

/** n8n's static data of one node, in characters of JSON. */
const BOUND = 128 * 1024;

type Action =
	| { do: 'arrive'; texts: string[] }
	| { do: 'late'; text: string; seconds: number }
	| { do: 'pass'; seconds: number }
	| { do: 'poll' }
	| { do: 'fail'; after: number }
	| { do: 'restart' };

const text = fc.constantFrom('ack', 'stop', 'ok', '');
const action: fc.Arbitrary<Action> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			do: fc.constant('arrive' as const),
			texts: fc.array(text, { minLength: 1, maxLength: 12 }),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('late' as const),
			text,
			seconds: fc.integer({ min: 1, max: WINDOW_S }),
		}),
	},
	{
		weight: 2,
		arbitrary: fc.record({
			do: fc.constant('pass' as const),
			seconds: fc.oneof(fc.constant(1), fc.constant(60), fc.integer({ min: 1, max: 5 * 86_400 })),
		}),
	},
	{ weight: 4, arbitrary: fc.constant({ do: 'poll' as const }) },
	{
		weight: 1,
		arbitrary: fc.record({ do: fc.constant('fail' as const), after: fc.nat({ max: 6 }) }),
	},
	{ weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

const kind: fc.Arbitrary<Kind> = fc.record({
	order: fc.constantFrom('oldest', 'newest', 'mixed'),
	page: fc.constantFrom(3, 7, Infinity),
	hasMarks: fc.boolean(),
	isCounted: fc.constant(false),
	isByTime: fc.boolean(),
	keepsSilent: fc.boolean(),
	most: fc.constantFrom(4, 1000),
});

function act(model: Model, one: Action): void {
	if (one.do === 'arrive') for (const each of one.texts) model.arrive(each);
	else if (one.do === 'late') {
		// A late message is late relative to the seen ones: the list is read completely before it.
		model.settle();
		model.arrive(one.text, one.seconds);
		model.settle();
	} else if (one.do === 'pass') model.clock += one.seconds;
	else if (one.do === 'poll') model.poll();
	else if (one.do === 'fail') model.poll(one.after);
	else model.restart();
}

/** Without read marks a restart repeats nothing; with them it may, see below. */
function play(model: Model, actions: readonly Action[]): void {
	const { hasMarks } = model.kind;
	for (const one of actions) if (one.do !== 'restart' || !hasMarks) act(model, one);
	model.settle();
}

const sorted = (ids: readonly number[]) => [...ids].sort((a, b) => a - b);
const idsOf = ({ messages }: Model) => messages.map(({ id }) => id);

describe('each message once', () => {
	test('with any order, pages, times, failures and restarts', () => {
		fc.assert(
			fc.property(kind, fc.array(action, { maxLength: 40 }), (one, actions) => {
				// An unordered list has arbitrary pages, so it is listed as a whole.
				const model = new Model(one.order === 'mixed' ? { ...one, page: Infinity } : one);
				play(model, actions);
				expect(sorted(model.given)).toEqual(idsOf(model));
				expect(model.largest).toBeLessThan(BOUND);
			}),
			{ numRuns: 500 },
		);
	});

	test('rows without ids: equal rows are different messages', () => {
		const counted = kind.map((one): Kind => ({
			...one,
			isCounted: true,
			hasMarks: false,
			page: Infinity,
		}));
		fc.assert(
			fc.property(counted, fc.array(action, { maxLength: 40 }), (one, actions) => {
				const model = new Model(one);
				play(model, actions);
				// Equal rows cannot be distinguished, so they are counted.
				const count = (ids: readonly number[]) =>
					ids.map((id) => `${model.messages[id]?.text} ${model.messages[id]?.stamp}`).sort();
				expect(count(model.given)).toEqual(count(idsOf(model)));
			}),
			{ numRuns: 300 },
		);
	});

	test('oldest first, if a poll sees everything', () => {
		fc.assert(
			fc.property(fc.constantFrom('oldest', 'newest'), fc.array(fc.nat(5)), (order, gaps) => {
				const model = new Model({
					...{ order, page: Infinity, hasMarks: false, isCounted: false, isByTime: false },
					...{ keepsSilent: true, most: 1000 },
				});
				for (const gap of gaps) {
					model.clock += gap;
					model.arrive('x');
				}
				const stamps = model.poll().map(({ stamp }) => stamp);
				expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
			}),
		);
	});
});

describe('killed between a poll and its execution, with read marks', () => {
	const killing = fc.array(
		fc.oneof(action, fc.record({ do: fc.constant('kill' as const), isStored: fc.boolean() })),
		{ maxLength: 40 },
	);

	test('nothing is lost, and each kill repeats a batch at most once', () => {
		fc.assert(
			fc.property(kind, killing, (one, actions) => {
				// An inbox with read marks is never queried by time.
				const pages = one.order === 'mixed' ? { page: Infinity } : {};
				const model = new Model({ ...one, hasMarks: true, isByTime: false, ...pages });
				const starts = new Map<number, number>();
				let last: number[] = [];
				const again = (ids: readonly number[]) => {
					for (const id of ids) starts.set(id, (starts.get(id) ?? 0) + 1);
				};
				for (const each of actions) {
					const before = model.given.length;
					if (each.do === 'kill') {
						again(model.pollAndKill(each.isStored).map(({ id }) => id));
						again(last);
					} else {
						// A stop right after a hand-over looks like one before it, so the batch may be repeated.
						if (each.do === 'restart') again(last);
						act(model, each);
					}
					if (model.given.length > before) last = model.given.slice(before);
				}
				model.settle();
				for (const id of idsOf(model)) {
					const times = model.given.filter((given) => given === id).length;
					expect(times).toBeGreaterThanOrEqual(1);
					expect(times).toBeLessThanOrEqual(1 + (starts.get(id) ?? 0));
				}
			}),
			{ numRuns: 300 },
		);
	});

	test('however old the messages of the lost batch are', () => {
		const model = new Model({
			...{ order: 'oldest', page: Infinity, hasMarks: true, isCounted: false, isByTime: false },
			...{ keepsSilent: false, most: 1000 },
		});
		model.arrive('one');
		model.clock += 5 * 86_400;
		model.arrive('two');
		expect(model.pollAndKill(true)).toHaveLength(2);
		expect(model.poll()).toHaveLength(2);
		model.settle();
		expect(model.given).toEqual([0, 1]);
	});

	test('a batch that was repeated and acknowledged never comes a third time', () => {
		const model = new Model({
			...{ order: 'oldest', page: Infinity, hasMarks: true, isCounted: false, isByTime: false },
			...{ keepsSilent: false, most: 1000 },
		});
		model.arrive('one');
		expect(model.pollAndKill(true)).toHaveLength(1);
		expect(model.poll()).toHaveLength(1);
		expect(model.poll()).toHaveLength(0);
		expect(model.messages[0]?.isRead).toBe(true);
		model.restart();
		expect(model.poll()).toHaveLength(0);
		expect(model.given).toEqual([0]);
	});
});

describe('a baseline', () => {
	test('leaves out existing messages, however many polls it takes, and no later ones', () => {
		fc.assert(
			fc.property(kind, fc.nat({ max: 40 }), fc.nat({ max: 20 }), (one, before, after) => {
				const model = new Model({ ...one, ...(one.order === 'mixed' && { page: Infinity }) }, true);
				for (let n = 0; n < before; n++) {
					model.clock += n % 3;
					model.arrive('old');
				}
				for (let polls = 0; polls <= before; polls++) model.poll();
				model.restart();
				// n8n stores the state at the end of an activation, whatever the poll returned.
				const rest = new Model({ ...one, page: Infinity, keepsSilent: true }, true);
				rest.messages.push(...model.messages);
				rest.clock = model.clock;
				rest.poll();
				rest.restart();
				for (let n = 0; n < after; n++) {
					rest.clock += n % 2;
					rest.arrive('new');
				}
				rest.settle();
				expect(model.given).toEqual([]);
				expect(sorted(rest.given)).toEqual(idsOf(rest).slice(before));
			}),
		);
	});
});

describe('bounds', () => {
	test('the state stays below 128 KB even if the window has more messages than it remembers', () => {
		const model = new Model({
			...{ order: 'oldest', page: Infinity, hasMarks: false, isCounted: false, isByTime: true },
			...{ keepsSilent: true, most: 1000 },
		});
		// Eight seconds apart: 10,800 in a day, with the largest differences possible for so many.
		for (let n = 0; n < 14_000; n++) {
			model.clock += 8;
			model.arrive('x');
			if (n % 700 === 699) model.poll();
		}
		model.settle();
		expect(sorted(model.given)).toEqual(idsOf(model));
		expect(model.largest).toBeLessThan(BOUND);
		expect(model.largest).toBeGreaterThan(80_000);
	});

	test('nor does it grow with restarts, each after an acknowledged batch', () => {
		const model = new Model({
			...{ order: 'oldest', page: Infinity, hasMarks: true, isCounted: false, isByTime: false },
			...{ keepsSilent: false, most: 1000 },
		});
		for (let round = 0; round < 30; round++) {
			for (let n = 0; n < 900; n++) model.arrive('x');
			model.clock += 60;
			expect(model.poll()).toHaveLength(900);
			// Acknowledged, which n8n 2.8 does not store.
			expect(model.poll()).toHaveLength(0);
			model.restart();
		}
		expect(sorted(model.given)).toEqual(idsOf(model));
		expect(model.largest).toBeLessThan(BOUND);
	});

	test('a time in the future does not exclude later messages from the window', () => {
		let cursor = startOf('x', false);
		const now = 1_700_000_000;
		const row = (key: string, at: number) => ({ key, at, isWanted: true });
		const far = [row('mad', now + 10 * 365 * 86_400)];
		let step = advance(cursor, { rows: far, isComplete: true }, { now, most: 9 });
		expect(step.fresh).toEqual([0]);
		cursor = step.cursor;
		// Days later it is still listed, along with newer messages.
		for (let day = 1; day < 5; day++) {
			const later = now + day * 86_400;
			const rows = [...far, row(`day ${day}`, later)];
			step = advance(cursor, { rows, isComplete: true }, { now: later, most: 9 });
			expect(step.fresh).toEqual([1]);
			cursor = step.cursor;
		}
	});

	test('rows without a time are emitted once, as long as they are listed', () => {
		let cursor = startOf('x', false);
		const timeless = { key: 'no time', at: undefined, isWanted: true };
		let given = 0;
		for (let day = 0; day < 5; day++) {
			const now = 1_700_000_000 + day * 86_400;
			const rows = [timeless, { key: `day ${day}`, at: now, isWanted: true }];
			const step = advance(cursor, { rows, isComplete: true }, { now, most: 9 });
			if (step.fresh.includes(0)) given++;
			cursor = step.cursor;
		}
		expect(given).toBe(1);
	});

	test('messages that arrive later than the window allows are left out', () => {
		const now = 1_700_000_000;
		const row = (key: string, at: number) => ({ key, at, isWanted: true });
		const { cursor } = advance(
			startOf('x', false),
			{ rows: [row('new', now)], isComplete: true },
			{ now, most: 9 },
		);
		const rows = [row('in time', now - WINDOW_S), row('too late', now - WINDOW_S - 2 * 3600)];
		expect(advance(cursor, { rows, isComplete: true }, { now, most: 9 }).fresh).toEqual([0]);
	});

	test('a row that the filter excludes is never acknowledged', () => {
		const now = 1_700_000_000;
		const rows = [{ key: 'spam', at: now, isWanted: false }];
		const first = advance(startOf('x', false), { rows, isComplete: true }, { now, most: 9 });
		const second = advance(first.cursor, { rows, isComplete: true }, { now, most: 9 });
		expect([first.fresh, second.fresh, second.handed]).toEqual([[], [], []]);
	});

	test('a message that several rules list several times is emitted once', () => {
		const now = 1_700_000_000;
		const rows = [1, 2, 3].map(() => ({ key: 'same', at: now, isWanted: true }));
		const { fresh } = advance(startOf('x', false), { rows, isComplete: true }, { now, most: 9 });
		expect(fresh).toHaveLength(1);
	});
});

describe('the packed state', () => {
	test('unpacks to the packed values', () => {
		const entry = fc.record({
			at: fc.nat({ max: 4_000_000_000 }),
			mark: fc.constantFrom(...Object.values(Mark)),
			hash: fc
				.uint8Array({ minLength: 6, maxLength: 6 })
				.map((bytes) => Buffer.from(bytes).toString('base64')),
		});
		const entries = fc.uniqueArray(entry, { selector: ({ hash }) => hash, maxLength: 50 });
		fc.assert(
			fc.property(entries, (all) => {
				const byHash = (a: { hash: string }, b: { hash: string }) => (a.hash < b.hash ? -1 : 1);
				expect([...unpack(pack(all)).values()].sort(byHash)).toEqual([...all].sort(byHash));
			}),
		);
	});

	test('a damaged state is read as far as possible, and never as another trigger’s state', () => {
		fc.assert(fc.property(fc.string(), (any) => void unpack(any)));
		const cursor = startOf('mine', false);
		expect(isCursor(JSON.parse(JSON.stringify(cursor)), 'mine')).toBe(true);
		for (const wrong of [null, 'x', {}, { ...cursor, seen: 1 }, { ...cursor, version: 2 }]) {
			expect(isCursor(wrong, 'mine')).toBe(false);
		}
		expect(isCursor(cursor, 'other')).toBe(false);
	});

	test('hashes differ by trigger', () => {
		expect(fingerprint('a', 'x')).not.toBe(fingerprint('b', 'x'));
		expect(fingerprint('a', 'x')).toHaveLength(8);
		expect(MOST_SEEN * 9).toBeLessThan((BOUND * 3) / 4);
	});
});
