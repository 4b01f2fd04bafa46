/** The one rule for Retry-After: how long a provider asks to be left alone, 0 for "not at all". */
import type { Failure } from './outcome';

const SECONDS = /^\d+(\.\d+)?$/;
// All three forms of an HTTP date have a time. Date.parse alone takes "-1" for a year.
const DATE = /^[a-z]{3,9},? .*\d\d:\d\d:\d\d/i;

/**
 * Retry-After in milliseconds; seconds or an HTTP date (RFC 9110 §10.2.3).
 *
 * @param headers lower-case names
 * @returns 0 for "at once" and for a time that has passed; `undefined` without a header that can be read
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
	const value = headers['retry-after']?.trim() ?? '';
	if (SECONDS.test(value)) return Math.ceil(Number(value) * 1000);
	const date = DATE.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** The failure with what the answer says about coming back; only a rate limit is about time. */
export function withRetryAfter(
	failure: Failure,
	headers: Readonly<Record<string, string>>,
): Failure {
	const wait = failure.class === 'rateLimited' ? retryAfterMs(headers) : undefined;
	return wait === undefined ? failure : { ...failure, retryAfterMs: wait };
}

/** The longest time that any of these failures asks for; `undefined` where none of them names one. */
export function longestWaitMs(failures: readonly Failure[]): number | undefined {
	const waits = failures.flatMap(({ retryAfterMs: wait }) => wait ?? []).filter((ms) => ms >= 0);
	return waits.length > 0 ? Math.max(...waits) : undefined;
}
