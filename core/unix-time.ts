import { textOrNumber } from './values';

/** Longer than a time is in any format. */
const LONGEST = 64;

/** A time as a provider writes it, trimmed; empty if it is missing, or longer than any time is. */
export function timeText(written: unknown): string {
	const text = textOrNumber(written) ?? '';
	return text.length > LONGEST ? '' : text.trim();
}

/**
 * ISO 8601 in UTC for Unix seconds, which providers give as numbers and as strings
 * (docs/providers/clicksend.md §5, docs/providers/submail.md §7); `null` for 0, for a missing value
 * and for anything that is not such a time: providers use these for "none".
 */
export function isoTime(seconds: unknown): string | null {
	const time = new Date(Number(timeText(seconds)) * 1000);
	return time.getTime() > 0 ? time.toISOString() : null;
}

/** A time in the form that providers accept: whole seconds since 1970. */
export const unixSeconds = (time: Date | undefined): number | undefined =>
	time && Math.floor(time.getTime() / 1000);
