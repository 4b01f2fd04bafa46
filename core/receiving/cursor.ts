/**
 * The position of a polling trigger in an inbox. Providers list messages with overlaps, in any order,
 * late, several in the same second, and some without ids. Messages seen are therefore remembered by
 * short hashes, and the position is the newest message seen, never the clock.
 *
 * Guarantee: a message is emitted exactly once if it is listed while it is no more than
 * {@link WINDOW_S} older than the newest one seen, and fewer than {@link MOST_SEEN} newer ones came
 * in between. The state stays below 128 KB.
 */
import { type Entry, fingerprint, Mark, pack, unpack } from './seen';

/** How late a message may be listed, in seconds: 24 hours behind the newest one. */
export const WINDOW_S = 24 * 60 * 60;
/** Kept for longer than guaranteed, for sources that look back only occasionally. */
const KEPT_S = WINDOW_S + 60 * 60;
/** Maximum number of messages remembered. */
export const MOST_SEEN = 10_000;
/** How far ahead of our clock a message's time may be; one further ahead must not move the window. */
const AHEAD_S = 60 * 60;

/** One row of an inbox. */
export interface ListedRow {
	/** Identifies the message: its id, or the whole content of the row if rows have no ids. */
	readonly key: string;
	/** For rows without ids: two equal rows are two messages. Such a listing must not repeat rows. */
	readonly isCounted?: boolean;
	/** Unix seconds, as given by the provider; `undefined` if the row has no readable time. */
	readonly at: number | undefined;
	/** Whether it passes the trigger's filter. */
	readonly isWanted: boolean;
}

/** What a provider listed in one poll. */
export interface Listing {
	readonly rows: readonly ListedRow[];
	/**
	 * Whether this listing and the polls right before it covered everything since {@link Cursor.floor}.
	 * Otherwise the window stays open for the rest.
	 */
	readonly isComplete: boolean;
	/** For sources queried by time: the earliest time that these polls asked for, in Unix seconds. */
	readonly from?: number;
}

/** The state, as it is stored. */
export interface Cursor {
	readonly version: 1;
	/** Provider, credential and filter that it belongs to. */
	readonly of: string;
	/** Random: nobody can search for a message with the same short hash as another one. */
	readonly salt?: string;
	/** Time of the newest message seen, in Unix seconds; `null` before the first one. */
	readonly newest: number | null;
	/** Messages before this time, in Unix seconds, are ignored. */
	readonly floor: number;
	/** Messages from before activation are still being read: nothing is emitted yet. */
	readonly isBaseline?: true;
	/** {@link pack}ed entries. */
	readonly seen: string;
}

/** The result of a poll; positions refer to the listing's rows. */
export interface Step {
	/** Rows to emit, oldest first. */
	readonly fresh: readonly number[];
	/** Rows handed over in earlier polls and still listed: they can be acknowledged. */
	readonly handed: readonly number[];
	/** Whether there are more rows than {@link Limits.most} allows: the same rows must be listed again. */
	readonly isCut: boolean;
	readonly cursor: Cursor;
}

export interface Limits {
	/** Our clock in Unix seconds; used only to limit the effect of clocks that are ahead. */
	readonly now: number;
	/** Maximum number of messages to emit at once. */
	readonly most: number;
	/**
	 * The process was restarted, so the last batch may never have been handed over. Its messages that
	 * are still listed are emitted again, in this poll or a later one.
	 */
	readonly isRestart?: boolean;
}

/**
 * The initial state.
 *
 * @param isBaseline whether messages that already exist are skipped
 * @param salt keys the hashes of what was seen
 */
export const startOf = (of: string, isBaseline: boolean, salt?: string): Cursor => ({
	version: 1,
	of,
	...(salt !== undefined && { salt }),
	newest: null,
	floor: 0,
	...(isBaseline && { isBaseline: true }),
	seen: '',
});

/** What separates the hashes of this state from all others. */
const keyOf = ({ of, salt = '' }: Cursor): string => `${salt}${of}`;

interface Candidate {
	readonly position: number;
	readonly hash: string;
	readonly at: number;
	readonly isWanted: boolean;
}

/** Readable rows, each message once, oldest first. */
function candidates({ rows }: Listing, cursor: Cursor, now: number): Candidate[] {
	const { newest } = cursor;
	const owner = keyOf(cursor);
	const counts = new Map<string, number>();
	const found = new Map<string, Candidate>();
	for (const [position, { key, isCounted, at, isWanted }] of rows.entries()) {
		let counted = key;
		if (isCounted) {
			const count = (counts.get(key) ?? 0) + 1;
			counts.set(key, count);
			counted = `${count} ${key}`;
		}
		const hash = fingerprint(owner, counted);
		if (found.has(hash)) continue;
		const time = Math.floor(Math.min(at ?? newest ?? now, now + AHEAD_S));
		found.set(hash, { position, hash, at: Math.max(0, time), isWanted });
	}
	const isTimed = ({ at }: ListedRow) => at !== undefined;
	const isNewestFirst = (rows.find(isTimed)?.at ?? 0) > (rows.findLast(isTimed)?.at ?? 0);
	const inOrder = [...found.values()];
	if (isNewestFirst) inOrder.reverse();
	return inOrder.sort((a, b) => a.at - b.at);
}

/** The last batch may have to be emitted again, however old its messages are. */
const isDoubtful = ({ mark }: Entry): boolean => mark === Mark.last || mark === Mark.unsure;

/** Makes room: drops what will not be listed again, then the oldest messages, which raises the floor. */
function makeRoom(seen: Map<string, Entry>, floor: number): number {
	if (seen.size <= MOST_SEEN) return floor;
	const byAge = [...seen.values()].sort((a, b) => a.at - b.at);
	for (const { hash, mark } of byAge) {
		if (seen.size <= MOST_SEEN) return floor;
		if (mark === Mark.acknowledged) seen.delete(hash);
	}
	let lowest = floor;
	for (const { hash, at } of byAge.filter((entry) => !isDoubtful(entry))) {
		// All messages of one second are dropped together; if only some were, they would come up again.
		if (seen.size <= MOST_SEEN && at >= lowest) break;
		if (seen.delete(hash)) lowest = Math.max(lowest, at + 1);
	}
	return lowest;
}

function changeMark(seen: Map<string, Entry>, from: Mark, to: Mark): void {
	for (const [hash, entry] of seen) if (entry.mark === from) seen.set(hash, { ...entry, mark: to });
}

/**
 * Applies a listing to the state. Pure: the same state and listing give the same step, and nothing is
 * stored elsewhere.
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
			// A message must not be forgotten while it is still listed.
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
		// Unsure messages that are no longer listed were marked as read.
		changeMark(seen, Mark.unsure, Mark.acknowledged);
		// After the first poll, messages from before the time asked for must not later appear as new.
		const asked = floor === 0 ? (listing.from ?? 0) : 0;
		floor = Math.max(floor, asked, (newest ?? 0) - KEPT_S);
		for (const [hash, entry] of seen) {
			if (entry.at < floor && !isDoubtful(entry)) seen.delete(hash);
		}
	}
	floor = makeRoom(seen, floor);
	const { version, of, salt, isBaseline } = cursor;
	return {
		fresh,
		handed,
		isCut,
		cursor: {
			version,
			of,
			...(salt !== undefined && { salt }),
			newest,
			floor,
			...(isBaseline && !isWhole && { isBaseline }),
			seen: pack(seen.values()),
		},
	};
}

/**
 * Whether the state has seen any of these messages. An inbox that lists everything since the floor lists
 * the newest message that was seen: if it lists none, it is another inbox.
 */
export function knowsAny(cursor: Cursor, listing: Listing, now: number): boolean {
	const seen = unpack(cursor.seen);
	return candidates(listing, cursor, now).some(({ hash }) => seen.has(hash));
}

/** The state after the provider marked these as read; positions as in {@link Step.handed}. */
export function acknowledged(
	cursor: Cursor,
	listing: Listing,
	positions: readonly number[],
): Cursor {
	if (positions.length === 0) return cursor;
	const seen = unpack(cursor.seen);
	for (const position of positions) {
		const row = listing.rows[position];
		const hash = row && fingerprint(keyOf(cursor), row.key);
		const entry = hash === undefined ? undefined : seen.get(hash);
		if (entry) seen.set(entry.hash, { ...entry, mark: Mark.acknowledged });
	}
	return { ...cursor, seen: pack(seen.values()) };
}

/** Whether a stored value is a valid state of this trigger that still belongs to `of`. */
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
