/** The `Date` header has whole seconds, so a smaller difference is none. */
const CLOCKS_AGREE_MS = 2_000;

/**
 * How much a server's clock is ahead of ours, in milliseconds, by the `Date` of its answer (RFC 9110
 * §6.6.1). Where histories are searched, an older message with the same text must not pass for the
 * one that is looked for.
 *
 * @param headers lower-case names
 * @param now     when the answer came, in milliseconds
 */
export function clockOffsetMs(headers: Readonly<Record<string, string>>, now: number): number {
	const ahead = Date.parse(headers.date ?? '') - now;
	return Math.abs(ahead) >= CLOCKS_AGREE_MS ? ahead : 0;
}
