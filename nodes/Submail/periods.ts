/**
 * Chooses the period of replies to request from SUBMAIL: usually the last minutes, and from time to
 * time the whole period in which replies may arrive late. If a period does not fit into one answer,
 * each poll reads one page.
 */
import type { InboxQuestion, InboxRow } from '../../core/receiving/inbox';

/** The usual look-back in seconds; it is longer from time to time, to find late replies. */
const USUAL_S = 2 * 60;
const DEEP_EVERY_S = 30 * 60;
/** The look-back without a saved place, as long as late replies are remembered (core/receiving/cursor.ts). */
const FIRST_S = 25 * 60 * 60;
/** SUBMAIL's clock may be ahead. */
const AHEAD_S = 60;

/** A period that is being read. */
export interface Chain {
	/** Unix seconds, both included. */
	readonly from: number;
	readonly end: number;
	readonly isDeep: boolean;
	/** The rows so far: rows have no ids, and equal ones can only be counted over the whole period. */
	readonly rows: readonly InboxRow[];
	/** Number of rows in the period. If it changes, the pages have shifted and are read again. */
	readonly total?: number;
}

/** What is still to be read, and when the last long look-back was. */
export interface SubmailPlace {
	readonly chain?: Chain;
	/** When everything since the floor was last read, in Unix seconds by our clock; 0 if never. */
	readonly deepAt: number;
	/** Whether the last request read new replies instead of the chain. */
	readonly wasAside?: boolean;
	/** Since when SUBMAIL has returned only answers to other requests. */
	readonly repeatedSince?: number;
}

export type Question = InboxQuestion<SubmailPlace>;

/** A period that begins shortly before the newest message, or at the floor. */
function newChain({ floor, newest }: Question, isDeep: boolean, now: number): Chain {
	const from =
		isDeep || newest === null ? floor || now - FIRST_S : Math.max(floor, newest - USUAL_S);
	// The end stays fixed, so that later replies do not shift the pages.
	const end = Math.max(from, now, newest ?? 0) + AHEAD_S;
	return { from, end, isDeep, rows: [] };
}

/**
 * Chooses what to read now: a chain that was begun continues, and if it is a long look-back, every
 * second request reads new replies. Otherwise it is the usual period, or from time to time
 * everything since the floor.
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

/** The content of one answer. */
export interface Told {
	readonly rows: readonly InboxRow[];
	/** Number of rows in the whole period. */
	readonly total: number;
}

export interface Reading {
	/** All rows of the period read so far. */
	readonly rows: readonly InboxRow[];
	/** The chain after the answer; `undefined` once it is complete. */
	readonly rest: Chain | undefined;
}

/** Adds the answer for a chain's next page. */
export function read(chain: Chain, { rows, total }: Told): Reading {
	const isMoved = chain.total !== undefined && chain.total !== total;
	if (isMoved) return { rows, rest: { ...chain, rows: [], total: undefined } };
	const all = [...chain.rows, ...rows];
	const isWhole = all.length >= total || rows.length === 0;
	return { rows: all, rest: isWhole ? undefined : { ...chain, rows: all, total } };
}
