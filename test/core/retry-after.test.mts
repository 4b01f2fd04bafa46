import { retryAfterMs } from '../../core/retry-after';

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
		['later', undefined],
		['', undefined],
	])('%j is %s', (value, expected) => {
		expect(retryAfterMs({ 'retry-after': value })).toBe(expected);
	});

	it('is not there without the header', () => {
		expect(retryAfterMs({ 'x-retry-after': '5' })).toBeUndefined();
	});
});
