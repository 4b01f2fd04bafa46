/**
 * Which period to ask SUBMAIL's replies for: usually the last minutes, from time to time everything
 * that may have come late, and in shorter pieces what does not fit into one answer.
 */
import type { InboxQuestion, InboxRow } from '../../core/inbox';

/** Looked back usually, in seconds; further back from time to time, for what came late. */
const USUAL_S = 2 * 60;
const DEEP_EVERY_S = 30 * 60;
/** Without a place to go on from: what came late is remembered for as long (core/cursor.ts). */
const FIRST_S = 25 * 60 * 60;
/** SUBMAIL's clock may be ahead. */
const AHEAD_S = 60;

/** A period, in Unix seconds, both ends included, and how far it was read. */
export interface Chain {
	readonly from: number;
	readonly end: number;
	readonly isDeep: boolean;
	/** What is still to be read begins here. */
	readonly next: number;
	/** Seconds that fit into one answer, as far as is known, where rows come in no order. */
	readonly width: number;
	/** Where rows come newest first: how many there are, and how many an answer has; the last are asked for. */
	readonly tail?: { readonly total: number; readonly size: number };
	/** The second that is being read page by page, because not even one fits into an answer. */
	readonly second?: Second;
}

export interface Second {
	/** Of its answers so far; equal rows can only be counted all together. */
	readonly rows: readonly InboxRow[];
	/** Rows that it has. If that changes, the pages have moved. */
	readonly total: number;
}

/** What is to be read still, and when it was looked back far. */
export interface SubmailPlace {
	readonly chain?: Chain;
	/** When everything since the floor had been read, in Unix seconds by our clock; 0: not yet. */
	readonly deepAt: number;
	/** The last question was about what is new, beside the chain. */
	readonly wasAside?: boolean;
	/** Since when only answers to other questions came. */
	readonly repeatedSince?: number;
}

export type Question = InboxQuestion<SubmailPlace>;

/** A period that begins a little, or as far as the floor, before the newest message. */
function newChain({ floor, newest }: Question, isDeep: boolean, now: number): Chain {
	const from =
		isDeep || newest === null ? floor || now - FIRST_S : Math.max(floor, newest - USUAL_S);
	const end = Math.max(from, now, newest ?? 0) + AHEAD_S;
	return { from, end, isDeep, next: from, width: Infinity };
}

/**
 * What to read now: what was begun, and every other time what is new, where it takes long; otherwise
 * the usual, or once in a while everything since the floor.
 */
export function chainFor(question: Question, now: number): { chain: Chain; isAside: boolean } {
	const { newest, place } = question;
	if (place?.chain) {
		const isAside = place.chain.isDeep && newest !== null && place.wasAside !== true;
		return { chain: isAside ? newChain(question, false, now) : place.chain, isAside };
	}
	const isDeep = newest === null || !place || now - place.deepAt >= DEEP_EVERY_S;
	return { chain: newChain(question, isDeep, now), isAside: false };
}

export interface Period {
	readonly start: number;
	readonly end: number;
	readonly offset: number;
}

/** Of a full answer; what comes in between moves the rows on. */
const ASKED_OF_TAIL = 0.8;

function offsetOf({ second, tail }: Chain): number {
	if (second) return second.rows.length;
	return tail ? Math.max(0, tail.total - Math.floor(tail.size * ASKED_OF_TAIL)) : 0;
}

/** What to ask for next. */
export const periodOf = (chain: Chain): Period => ({
	start: chain.next,
	end: Math.min(chain.end, chain.next + chain.width - 1),
	offset: offsetOf(chain),
});

/** One answer. */
export interface Told {
	readonly rows: readonly InboxRow[];
	/** Rows that the whole period has. */
	readonly total: number;
}

export interface Reading {
	/** What can be given on: with all rows of the same second that came in earlier answers. */
	readonly rows: readonly InboxRow[];
	/** The chain after the answer; `undefined` when it has come to its end. */
	readonly rest: Chain | undefined;
}

type Order = 'oldest' | 'newest' | 'none';

function orderOf(times: readonly number[]): Order {
	const isOrdered = (fits: (earlier: number, later: number) => boolean) =>
		times.every((time, position) => position === 0 || fits(times[position - 1] ?? 0, time));
	// One second alone shows no order.
	if (times[0] === times.at(-1)) return 'none';
	if (isOrdered((one, next) => one <= next)) return 'oldest';
	return isOrdered((one, next) => one >= next) ? 'newest' : 'none';
}

/** What is left of a period after an answer into which it does not fit; nothing of it is passed over. */
function restOf(chain: Chain, { start, end, offset }: Period, { rows, total }: Told): Chain {
	const { tail, ...plain } = chain;
	const times = rows.map(({ at }) => at ?? 0);
	const size = Math.max(rows.length, tail?.size ?? 0);
	const isTail = offset > 0;
	const order = isTail ? 'newest' : orderOf(times);
	if (order === 'none') {
		const fitting = Math.floor(((end - start + 1) * rows.length * 0.7) / total);
		return { ...plain, width: Math.max(1, fitting) };
	}
	const hasOldest = order === 'oldest' || (isTail && offset + rows.length >= total);
	if (!hasOldest) return { ...plain, tail: { total, size } };
	// There may be more of their last second.
	const latest = Math.max(...times);
	if (latest <= start) return { ...plain, width: 1 };
	const left = { total: total - rows.length, size };
	return { ...plain, next: latest, width: Infinity, ...(isTail && { tail: left }) };
}

/** What an answer comes to. */
export function read(chain: Chain, period: Period, told: Told): Reading {
	const { second, ...plain } = chain;
	const { rows, total } = told;
	const { start, end, offset } = period;
	if (second && second.total !== total) return { rows: [], rest: plain };
	const all = [...(second?.rows ?? []), ...rows];
	const isWhole = second ? all.length >= total : offset === 0 && rows.length >= total;
	if (isWhole || rows.length === 0) {
		const { from, isDeep, width } = chain;
		const later = { from, end: chain.end, isDeep, next: end + 1, width: width * 2 };
		return { rows: all, rest: end < chain.end ? later : undefined };
	}
	// Not even one second fits.
	if (start === end) return { rows: all, rest: { ...plain, second: { rows: all, total } } };
	return { rows, rest: restOf(plain, period, told) };
}
