/** SUBMAIL's replies, when there are too many for one answer. */
import fc from 'fast-check';
import { type InboxRow } from '../../core/receiving/inbox';
import { type Chain, chainFor, read } from '../../nodes/Submail/periods';

const NOW = 1_700_000_000;

const rowOf = (id: number, at: number): InboxRow => ({
	key: `row ${id}`,
	at,
	message: {
		...{ id: String(id), from: '', to: null, text: '', receivedAt: null, provider: 'submail' },
		...{ inReplyTo: null, reference: null, optOut: false, raw: null },
	},
});

type Order = 'oldest' | 'newest' | 'none';

/** Like SUBMAIL's answers: a limited number of rows, and the total. */
function answer(rows: readonly InboxRow[], order: Order, most: number, chain: Chain) {
	const all = rows.filter(({ at = 0 }) => at >= chain.from && at <= chain.end);
	if (order !== 'none') all.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
	if (order === 'newest') all.reverse();
	const { length } = chain.rows;
	return { rows: all.slice(length, length + most), total: all.length };
}

/**
 * Polls until the period has been read.
 *
 * @param meanwhile what happens before the next poll
 */
function readAll(
	rows: readonly InboxRow[],
	order: Order,
	most: number,
	meanwhile: (polls: number) => void = () => undefined,
) {
	const question = { floor: NOW - 90_000, newest: NOW, place: undefined, until: Infinity };
	let chain: Chain | undefined = chainFor(question, NOW).chain;
	const found = new Set<string>();
	let last: readonly InboxRow[] = [];
	let polls = 0;
	while (chain) {
		if (++polls > 200) throw new Error('It never ends');
		const reading = read(chain, answer(rows, order, most, chain));
		for (const { message } of reading.rows) found.add(message.id);
		last = reading.rows;
		chain = reading.rest;
		meanwhile(polls);
	}
	return { found, last, polls };
}

const times = fc.array(fc.integer({ min: NOW - 90_000, max: NOW }), { maxLength: 80 });
const order = fc.constantFrom<Order>('oldest', 'newest', 'none');

test('everything is read with any order and limit, with one poll per answer', () => {
	fc.assert(
		fc.property(times, order, fc.integer({ min: 1, max: 20 }), (stamps, one, most) => {
			const rows = stamps.map((at, id) => rowOf(id, at));
			const { found, last, polls } = readAll(rows, one, most);
			expect(found.size).toBe(rows.length);
			// All of them, each once: equal rows are counted.
			expect(last).toHaveLength(rows.length);
			expect(polls).toBe(Math.max(1, Math.ceil(rows.length / most)));
		}),
		{ numRuns: 500 },
	);
});

test('rows that arrive while it is read do not hide others, late ones included', () => {
	const arrivals = fc.array(fc.integer({ min: NOW - 90_000, max: NOW + 200 }), { maxLength: 5 });
	fc.assert(
		fc.property(
			...[times, order, fc.integer({ min: 3, max: 20 }), arrivals],
			(stamps, one, most, coming) => {
				const rows = stamps.map((at, id) => rowOf(id, at));
				const before = rows.length;
				const { found } = readAll(rows, one, most, (polls) => {
					const at = coming[polls - 1];
					if (at !== undefined) rows.push(rowOf(rows.length, at));
				});
				for (let id = 0; id < before; id++) expect(found.has(String(id))).toBe(true);
			},
		),
		{ numRuns: 500 },
	);
});

describe('which period', () => {
	const place = { deepAt: NOW - 60 };
	const ask = (newest: number | null, known: Parameters<typeof chainFor>[0]['place']) =>
		chainFor({ floor: NOW - 80_000, newest, place: known, until: Infinity }, NOW).chain;

	test('usually the last minutes before the newest row, whatever the clock says', () => {
		expect(ask(NOW - 9_000, place)).toMatchObject({ from: NOW - 9_120, isDeep: false });
		expect(ask(NOW + 500, place)).toMatchObject({ from: NOW + 380, end: NOW + 560 });
	});

	test('everything since the floor at the start and every half hour', () => {
		expect(ask(NOW, undefined)).toMatchObject({ from: NOW - 80_000, isDeep: true });
		expect(ask(null, place)).toMatchObject({ from: NOW - 80_000, isDeep: true });
		expect(ask(NOW, { deepAt: NOW - 1_800 })).toMatchObject({ isDeep: true });
	});

	test('a long look back alternates with new rows', () => {
		const chain = { ...ask(NOW, undefined), total: 9_000 };
		const question = { floor: NOW - 80_000, newest: NOW, until: Infinity };
		const first = chainFor({ ...question, place: { deepAt: 0, chain } }, NOW);
		expect(first).toMatchObject({ isAside: true, chain: { from: NOW - 120 } });
		const second = chainFor({ ...question, place: { deepAt: 0, chain, wasAside: true } }, NOW);
		expect(second).toEqual({ isAside: false, chain });
	});
});
