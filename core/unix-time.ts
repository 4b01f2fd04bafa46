/**
 * ISO 8601 in UTC for Unix seconds, which providers give as numbers and as strings
 * (docs/providers/clicksend.md §5, docs/providers/submail.md §7); `null` for 0, for nothing, and
 * for what is no such time: there they mean "none".
 */
export function isoTime(seconds: unknown): string | null {
	const isWritten = typeof seconds === 'number' || typeof seconds === 'string';
	const time = new Date(isWritten ? Number(seconds) * 1000 : NaN);
	return time.getTime() > 0 ? time.toISOString() : null;
}

/** A time as providers take it: whole seconds since 1970. */
export const unixSeconds = (time: Date | undefined): number | undefined =>
	time && Math.floor(time.getTime() / 1000);
