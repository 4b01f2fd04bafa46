/**
 * Which period to ask SUBMAIL's replies for: usually the last minutes, and from time to time everything
 * that may have come late. What does not fit into one answer is read page by page, one a poll.
 */
import type { InboxQuestion, InboxRow } from '../../core/receiving/inbox';

/** Looked back usually, in seconds; further back from time to time, for what came late. */
const USUAL_S = 2 * 60;
const DEEP_EVERY_S = 30 * 60;
/** Without a place to go on from: what came late is remembered for as long (core/receiving/cursor.ts). */
const FIRST_S = 25 * 60 * 60;
/** SUBMAIL's clock may be ahead. */
const AHEAD_S = 60;

/** A period that is being read. */
export interface Chain {
	/** Unix seconds, both included. */
	readonly from: number;
	readonly end: number;
	readonly isDeep: boolean;
	/** What came so far: rows have no ids, and equal ones can only be counted all together. */
	readonly rows: readonly InboxRow[];
	/** Rows that the period has. If that changes, the pages have moved, and it is read anew. */
	readonly total?: number;
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
	// It keeps its end: what comes later does not move its pages.
	const end = Math.max(from, now, newest ?? 0) + AHEAD_S;
	return { from, end, isDeep, rows: [] };
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

/** One answer. */
export interface Told {
	readonly rows: readonly InboxRow[];
	/** Rows that the whole period has. */
	readonly total: number;
}

export interface Reading {
	/** Everything of the period that is known. */
	readonly rows: readonly InboxRow[];
	/** The chain after the answer; `undefined` when it has come to its end. */
	readonly rest: Chain | undefined;
}

/** What an answer to the question for a chain's next page comes to. */
export function read(chain: Chain, { rows, total }: Told): Reading {
	const isMoved = chain.total !== undefined && chain.total !== total;
	if (isMoved) return { rows, rest: { ...chain, rows: [], total: undefined } };
	const all = [...chain.rows, ...rows];
	const isWhole = all.length >= total || rows.length === 0;
	return { rows: all, rest: isWhole ? undefined : { ...chain, rows: all, total } };
}
