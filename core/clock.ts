/** The header has whole seconds, so a smaller difference is none. */
const CLOCKS_AGREE_MS = 2_000;

/**
 * How much a server's clock is ahead of ours, in milliseconds, by the `Date` of its answer. Whoever
 * looks for a message in a history must not take an older one with the same text for it.
 */
export function clockOffset(headers: Readonly<Record<string, string>>, now: number): number {
	const ahead = Date.parse(headers.date ?? '') - now;
	return Math.abs(ahead) >= CLOCKS_AGREE_MS ? ahead : 0;
}
