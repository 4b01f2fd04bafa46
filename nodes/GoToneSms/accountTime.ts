/**
 * Times in GoTone's format: the wall clock of the account's time zone, in whole minutes
 * (docs/providers/gotone.md §5).
 */

const MINUTE_MS = 60_000;

/** Rounds up to a whole minute, so that nothing is sent before the requested time. */
export const wholeMinute = (time: Date): Date =>
	new Date(Math.ceil(time.getTime() / MINUTE_MS) * MINUTE_MS);

/** Formats the time as a clock in the zone shows it: `2035-06-01 12:00`. */
export function wallClock(time: Date, zone: string): string {
	// The Swedish locale formats dates as in ISO 8601.
	const format = new Intl.DateTimeFormat('sv-SE', {
		timeZone: zone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
	});
	return format.format(time);
}

/** By how much clocks are set back somewhere: summer time, or a country that changes its zone. */
const SET_BACK_MINUTES = [30, 60, 120, 180];

/** Whether the clock shows this time twice, in the hour when summer time ends. */
export function isShownTwice(time: Date, zone: string): boolean {
	const shown = wallClock(time, zone);
	return SET_BACK_MINUTES.flatMap((minutes) => [-minutes, minutes]).some(
		(minutes) => wallClock(new Date(time.getTime() + minutes * MINUTE_MS), zone) === shown,
	);
}
