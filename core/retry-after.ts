/** The single rule for Retry-After: how long a provider asks us to wait; 0 means no wait. */
import type { Failure } from './outcome';

const SECONDS = /^\d+(\.\d+)?$/;
// All three forms of an HTTP date contain a time. Date.parse alone would read "-1" as a year.
const DATE = /^[a-z]{3,9},? .*\d\d:\d\d:\d\d/i;

/**
 * Retry-After in milliseconds; seconds or an HTTP date (RFC 9110 §10.2.3).
 *
 * @param headers lower-case names
 * @returns 0 for "at once" and for a time in the past; `undefined` without a readable header
 */
export function retryAfterMs(headers: Readonly<Record<string, string>>): number | undefined {
	const value = headers['retry-after']?.trim() ?? '';
	if (SECONDS.test(value)) return Math.ceil(Number(value) * 1000);
	const date = DATE.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** Adds the answer's Retry-After to a failure, but only to a rate limit. */
export function withRetryAfter(
	failure: Failure,
	headers: Readonly<Record<string, string>>,
): Failure {
	const wait = failure.class === 'rateLimited' ? retryAfterMs(headers) : undefined;
	return wait === undefined ? failure : { ...failure, retryAfterMs: wait };
}

/** The longest wait that any of these failures asks for; `undefined` if none asks for one. */
export function longestWaitMs(failures: readonly Failure[]): number | undefined {
	const waits = failures.flatMap(({ retryAfterMs: wait }) => wait ?? []).filter((ms) => ms >= 0);
	return waits.length > 0 ? waits.reduce((a, b) => Math.max(a, b)) : undefined;
}
