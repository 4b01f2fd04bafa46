import type { Failure } from '../../core/outcome';
import { longestWaitMs, retryAfterMs, withRetryAfter } from '../../core/retry-after';

describe('retryAfterMs', () => {
	const now = Date.parse('2030-01-31T09:00:00Z');

	beforeEach(() => jest.spyOn(Date, 'now').mockReturnValue(now));
	afterEach(() => jest.restoreAllMocks());

	it.each([
		['5', 5000],
		[' 120 ', 120_000],
		['0', 0],
		['Thu, 31 Jan 2030 09:01:30 GMT', 90_000],
		['Thu, 31 Jan 2030 08:00:00 GMT', 0],
		['1.5', 1500],
		['Thursday, 31-Jan-30 09:00:10 GMT', 10_000],
		['Thu Jan 31 09:00:10 2030 GMT', 10_000],
		// For these, Date.parse alone returns dates in the past.
		['-1', undefined],
		['5, 10', undefined],
		['later', undefined],
		['', undefined],
	])('%j is %s', (value, expected) => {
		expect(retryAfterMs({ 'retry-after': value })).toBe(expected);
	});

	it('is undefined without the header', () => {
		expect(retryAfterMs({ 'x-retry-after': '5' })).toBeUndefined();
	});
});

const limited: Failure = { class: 'rateLimited', message: 'Later' };

describe('withRetryAfter', () => {
	it.each([
		['7', 7000],
		['0', 0],
	])('%s is added to a rate limit', (value, expected) => {
		expect(withRetryAfter(limited, { 'retry-after': value })).toEqual({
			...limited,
			retryAfterMs: expected,
		});
	});

	it('adds nothing without the header, or to a failure that waiting cannot fix', () => {
		expect(withRetryAfter(limited, {})).toBe(limited);
		const refused: Failure = { class: 'auth', message: 'No' };
		expect(withRetryAfter(refused, { 'retry-after': '7' })).toBe(refused);
	});
});

describe('longestWaitMs', () => {
	it.each([
		[[], undefined],
		[[undefined], undefined],
		[[0], 0],
		[[undefined, 0], 0],
		[[2000, 0, 9000, undefined], 9000],
		[[-5], undefined],
	])('of %j is %s', (waits, expected) => {
		expect(longestWaitMs(waits.map((wait) => ({ ...limited, retryAfterMs: wait })))).toBe(expected);
	});
});
