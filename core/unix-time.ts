/**
 * ISO 8601 in UTC for Unix seconds, which providers give as numbers and as strings
 * (docs/providers/clicksend.md §5, docs/providers/submail.md §7); `null` for 0, for a missing value
 * and for anything that is not such a time: providers use these for "none".
 */
export function isoTime(seconds: unknown): string | null {
	const isWritten = typeof seconds === 'number' || typeof seconds === 'string';
	const time = new Date(isWritten ? Number(seconds) * 1000 : NaN);
	return time.getTime() > 0 ? time.toISOString() : null;
}

/** A time in the form that providers accept: whole seconds since 1970. */
export const unixSeconds = (time: Date | undefined): number | undefined =>
	time && Math.floor(time.getTime() / 1000);
