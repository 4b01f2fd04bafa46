/** The `Date` header has whole seconds, so smaller differences are ignored. */
const CLOCKS_AGREE_MS = 2_000;

/**
 * How far a server's clock is ahead of ours, in milliseconds, by the `Date` of its answer (RFC 9110
 * §6.6.1). History searches use it, so that an older message with the same text is not mistaken for
 * the wanted one.
 *
 * @param headers lower-case names
 * @param now     when the answer arrived, in milliseconds
 */
export function clockOffsetMs(headers: Readonly<Record<string, string>>, now: number): number {
	const ahead = Date.parse(headers.date ?? '') - now;
	return Math.abs(ahead) >= CLOCKS_AGREE_MS ? ahead : 0;
}
