/**
 * Where a polling trigger stands in an inbox. Providers list messages with overlaps, in any order,
 * late, several in the same second, and some without ids: what was seen is remembered by short
 * hashes, and the place is the newest message that was seen, never the clock.
 *
 * Promised: a message is given out exactly once if it is listed while it is younger than
 * {@link WINDOW_S} before the newest one that was seen, and fewer than {@link MOST_SEEN} newer ones
 * came in between. The state stays below 128 KB.
 */
import { type Entry, fingerprint, Mark, pack, unpack } from './seen';

/** How late a message may show up, in seconds: 24 hours behind the newest one. */
export const WINDOW_S = 24 * 60 * 60;
/** Kept for longer than promised, for sources that look back only now and then. */
const KEPT_S = WINDOW_S + 60 * 60;
/** Messages that are remembered at once. */
export const MOST_SEEN = 10_000;
/** How far ahead of ours a clock may be; one that is further ahead must not move the window along. */
const AHEAD_S = 60 * 60;

/** One row of an inbox. */
export interface ListedRow {
	/** What tells the message apart: its id, or all that the row says where rows have no ids. */
	readonly key: string;
	/** Rows without ids: two equal ones are two messages. Such a listing must not repeat rows. */
	readonly isCounted?: boolean;
	/** Unix seconds by the provider; `undefined` where the row has no time that can be read. */
	readonly at: number | undefined;
	/** Whether the trigger's filter wants it. */
	readonly isWanted: boolean;
}

/** What a provider listed in one poll. */
export interface Listing {
	readonly rows: readonly ListedRow[];
	/**
	 * Whether this, with the polls right before it, was everything since {@link Cursor.floor}.
	 * Otherwise the window stays open for what is still to come.
	 */
	readonly isComplete: boolean;
	/** Where the source asks by time: the earliest that these polls asked for, in Unix seconds. */
	readonly from?: number;
}

/** The state, as it is stored. */
export interface Cursor {
	readonly version: 1;
	/** Provider, credential and filter that it belongs to. */
	readonly of: string;
	/** Time of the newest message that was seen, in Unix seconds; `null` before the first one. */
	readonly newest: number | null;
	/** Messages before this time, in Unix seconds, are not looked at any more. */
	readonly floor: number;
	/** What was there before is still being read: nothing is given out yet. */
	readonly isBaseline?: true;
	/** {@link pack}ed entries. */
	readonly seen: string;
}

/** What a poll comes to; positions are those of the listing's rows. */
export interface Step {
	/** To give out, oldest first. */
	readonly fresh: readonly number[];
	/** Handed over in earlier polls and still listed: can be acknowledged. */
	readonly handed: readonly number[];
	/** Whether more is there than {@link Limits.most} allowed: the same has to be listed again. */
	readonly isCut: boolean;
	readonly cursor: Cursor;
}

export interface Limits {
	/** Our clock in Unix seconds; only limits what clocks that are ahead can do. */
	readonly now: number;
	/** Messages to give out at once. */
	readonly most: number;
	/**
	 * The process is a new one: the last batch may never have been handed over. What is still listed of
	 * it is given out again, in this poll or a later one.
	 */
	readonly isRestart?: boolean;
}

/** The state before anything was seen. @param isBaseline whether what is there now is left out */
export const startOf = (of: string, isBaseline: boolean): Cursor => ({
	version: 1,
	of,
	newest: null,
	floor: 0,
	...(isBaseline && { isBaseline: true }),
	seen: '',
});

interface Candidate {
	readonly position: number;
	readonly hash: string;
	readonly at: number;
	readonly isWanted: boolean;
}

/** Rows that can be read, each message once, in the order in which they were written. */
function candidates({ rows }: Listing, { of, newest }: Cursor, now: number): Candidate[] {
	const counts = new Map<string, number>();
	const found = new Map<string, Candidate>();
	for (const [position, { key, isCounted, at, isWanted }] of rows.entries()) {
		const count = (counts.get(key) ?? 0) + 1;
		counts.set(key, count);
		const hash = fingerprint(of, isCounted ? `${count} ${key}` : key);
		if (found.has(hash)) continue;
		const time = Math.floor(Math.min(at ?? newest ?? now, now + AHEAD_S));
		found.set(hash, { position, hash, at: Math.max(0, time), isWanted });
	}
	const times = rows.flatMap(({ at }) => (at === undefined ? [] : [at]));
	const isNewestFirst = (times[0] ?? 0) > (times.at(-1) ?? 0);
	const inOrder = [...found.values()];
	if (isNewestFirst) inOrder.reverse();
	return inOrder.sort((a, b) => a.at - b.at);
}

/** The last batch may have to be given out again, however old its messages are. */
const isDoubtful = ({ mark }: Entry): boolean => mark === Mark.last || mark === Mark.unsure;

/** Makes room: first what will not be listed again, then the oldest, which raises the floor. */
function makeRoom(seen: Map<string, Entry>, floor: number): number {
	if (seen.size <= MOST_SEEN) return floor;
	const byAge = [...seen.values()].sort((a, b) => a.at - b.at);
	for (const { hash, mark } of byAge) {
		if (seen.size <= MOST_SEEN) return floor;
		if (mark === Mark.acknowledged) seen.delete(hash);
	}
	let lowest = floor;
	for (const { hash, at } of byAge.filter((entry) => !isDoubtful(entry))) {
		// A second goes as a whole: of one that is forgotten in part, the rest would come again.
		if (seen.size <= MOST_SEEN && at >= lowest) break;
		if (seen.delete(hash)) lowest = Math.max(lowest, at + 1);
	}
	return lowest;
}

function changeMark(seen: Map<string, Entry>, from: Mark, to: Mark): void {
	for (const [hash, entry] of seen) if (entry.mark === from) seen.set(hash, { ...entry, mark: to });
}

/**
 * Takes a listing into account. Pure: the same state and listing give the same step, and nothing is
 * remembered elsewhere.
 */
export function advance(cursor: Cursor, listing: Listing, limits: Limits): Step {
	const seen = unpack(cursor.seen);
	if (limits.isRestart) changeMark(seen, Mark.last, Mark.unsure);
	const fresh: number[] = [];
	const handed: number[] = [];
	const batch: string[] = [];
	let { newest, floor } = cursor;
	let isCut = false;

	for (const { position, hash, at, isWanted } of candidates(listing, cursor, limits.now)) {
		const known = seen.get(hash);
		if (known) {
			if (known.mark === Mark.unsure) {
				fresh.push(position);
				batch.push(hash);
			} else if (known.mark === Mark.handed || known.mark === Mark.last) handed.push(position);
			// As long as it is listed it must not be forgotten.
			if (at > known.at) seen.set(hash, { ...known, at });
			continue;
		}
		if (at < floor || isCut) continue;
		const isGivenOut = isWanted && cursor.isBaseline !== true;
		if (isGivenOut && fresh.length >= limits.most) {
			isCut = true;
			continue;
		}
		seen.set(hash, { at, mark: isGivenOut ? Mark.handed : Mark.passed, hash });
		newest = Math.max(newest ?? 0, at);
		if (isGivenOut) {
			fresh.push(position);
			batch.push(hash);
		}
	}

	if (batch.length > 0) {
		changeMark(seen, Mark.last, Mark.handed);
		for (const hash of batch) {
			const entry = seen.get(hash);
			if (entry) seen.set(hash, { ...entry, mark: Mark.last });
		}
	}
	const isWhole = listing.isComplete && !isCut;
	if (isWhole) {
		// What is still in doubt is not listed any more: it was read.
		changeMark(seen, Mark.unsure, Mark.acknowledged);
		// The first time, nothing before what was asked for may come up later as if it were new.
		const asked = floor === 0 ? (listing.from ?? 0) : 0;
		floor = Math.max(floor, asked, (newest ?? 0) - KEPT_S);
		for (const [hash, entry] of seen) {
			if (entry.at < floor && !isDoubtful(entry)) seen.delete(hash);
		}
	}
	floor = makeRoom(seen, floor);
	const { version, of, isBaseline } = cursor;
	return {
		fresh,
		handed,
		isCut,
		cursor: {
			version,
			of,
			newest,
			floor,
			...(isBaseline && !isWhole && { isBaseline }),
			seen: pack(seen.values()),
		},
	};
}

/** The state after the provider was told that these were read; positions as in {@link Step.handed}. */
export function acknowledged(
	cursor: Cursor,
	listing: Listing,
	positions: readonly number[],
): Cursor {
	if (positions.length === 0) return cursor;
	const seen = unpack(cursor.seen);
	for (const position of positions) {
		const row = listing.rows[position];
		const hash = row && fingerprint(cursor.of, row.key);
		const entry = hash === undefined ? undefined : seen.get(hash);
		if (entry) seen.set(entry.hash, { ...entry, mark: Mark.acknowledged });
	}
	return { ...cursor, seen: pack(seen.values()) };
}

/** Whether a stored value is a state of this trigger, and still belongs to `of`. */
export function isCursor(value: unknown, of: string): value is Cursor {
	if (typeof value !== 'object' || value === null) return false;
	const {
		version,
		of: owner,
		newest,
		floor,
		seen,
	} = value as Partial<Record<keyof Cursor, unknown>>;
	return (
		version === 1 &&
		owner === of &&
		(newest === null || typeof newest === 'number') &&
		typeof floor === 'number' &&
		typeof seen === 'string'
	);
}
