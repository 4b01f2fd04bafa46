import { type Call, text } from './call.mts';

/** A whole number among the parameters; `fallback` when it is absent or anything else. */
export function numberOf(call: Call, name: string, fallback: number): number {
	const given = text(call, name);
	return /^\d{1,12}$/.test(given) ? Number(given) : fallback;
}

export interface Page<T> {
	start: number;
	end: number;
	offset: number;
	/** How many rows were requested. */
	size: number;
	total: number;
	rows: T[];
}

interface Listing<T> {
	/** Oldest first. */
	all: T[];
	/** The time of a row, in Unix seconds. */
	timeOf: (row: T) => number;
	fits: (row: T) => boolean;
	/** The most rows per answer, however many are requested. */
	most?: number;
}

/** One page of log or mo: start_date, end_date, rows and offset (docs/providers/submail.md §7). */
export function pageOf<T>(call: Call, { all, timeOf, fits, most = Infinity }: Listing<T>): Page<T> {
	const now = call.account.seconds();
	const start = numberOf(call, 'start_date', now - 86_400);
	const end = numberOf(call, 'end_date', now);
	const offset = numberOf(call, 'offset', 0);
	const size = Math.min(numberOf(call, 'rows', 50), most);
	const found = all.filter((row) => timeOf(row) >= start && timeOf(row) <= end && fits(row));
	if (call.account.settings.submailListOrder === 'newest') found.reverse();
	const rows = found.slice(offset, offset + size);
	return { start, end, offset, size, total: found.length, rows };
}
