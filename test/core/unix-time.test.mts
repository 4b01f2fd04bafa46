import { isoTime } from '../../core/unix-time';

test.each<[unknown, string | null]>([
	[1_700_000_000, '2023-11-14T22:13:20.000Z'],
	['1700000000', '2023-11-14T22:13:20.000Z'],
	[1_700_000_000.5, '2023-11-14T22:13:20.500Z'],
	[0, null],
	['0', null],
	['', null],
	[null, null],
	[undefined, null],
	[true, null],
	[[1_700_000_000], null],
	[-1, null],
	['2016-01-08 21:28:04', null],
	[1e15, null],
])('%j is %j', (seconds, iso) => {
	expect(isoTime(seconds)).toBe(iso);
});
