import fc from 'fast-check';
import { readTime } from '../../../n8n/parameters/time';

const SYDNEY = 'Australia/Sydney';
const BERLIN = 'Europe/Berlin';
const NEW_YORK = 'America/New_York';

describe('readTime', () => {
	const cases: Array<[value: unknown, zone: string, expected: string | undefined]> = [
		// Without a zone: in the zone of the workflow.
		['2030-01-31T09:00', 'UTC', '2030-01-31T09:00:00.000Z'],
		['2030-01-31T09:00', SYDNEY, '2030-01-30T22:00:00.000Z'],
		['2030-07-31T09:00', SYDNEY, '2030-07-30T23:00:00.000Z'],
		['2030-01-31T09:00:30.5', NEW_YORK, '2030-01-31T14:00:30.500Z'],
		['2030-01-31 09:00', BERLIN, '2030-01-31T08:00:00.000Z'],
		['2030-01-31 09:00:00', BERLIN, '2030-01-31T08:00:00.000Z'],
		['2030-01-31', BERLIN, '2030-01-30T23:00:00.000Z'],
		['20300131T0900', BERLIN, '2030-01-31T08:00:00.000Z'],
		[' 2030-01-31T09:00 ', BERLIN, '2030-01-31T08:00:00.000Z'],
		['2030-01-31T09:00', 'Asia/Kathmandu', '2030-01-31T03:15:00.000Z'],
		// With a zone: in that zone.
		['2030-01-31T09:00Z', SYDNEY, '2030-01-31T09:00:00.000Z'],
		['2030-01-31T09:00+02:00', SYDNEY, '2030-01-31T07:00:00.000Z'],
		['2030-01-31T09:00-0330', SYDNEY, '2030-01-31T12:30:00.000Z'],
		['2030-01-31 09:00 +02:00', SYDNEY, '2030-01-31T07:00:00.000Z'],
		['2030-01-31 09:00 Europe/Berlin', SYDNEY, '2030-01-31T08:00:00.000Z'],
		['Thu, 31 Jan 2030 09:00:00 GMT', SYDNEY, '2030-01-31T09:00:00.000Z'],
		['Thu, 31 Jan 2030 09:00:00 +0200', SYDNEY, '2030-01-31T07:00:00.000Z'],
		// Daylight saving: a skipped hour, the hours around it, and those around a repeated hour.
		['2030-03-31T01:59', BERLIN, '2030-03-31T00:59:00.000Z'],
		['2030-03-31T02:30', BERLIN, '2030-03-31T01:30:00.000Z'],
		['2030-03-31T03:00', BERLIN, '2030-03-31T01:00:00.000Z'],
		['2030-10-27T01:59', BERLIN, '2030-10-26T23:59:00.000Z'],
		['2030-10-27T03:00', BERLIN, '2030-10-27T02:00:00.000Z'],
		['2030-10-27T02:30+01:00', BERLIN, '2030-10-27T01:30:00.000Z'],
		['2030-10-06T02:30', SYDNEY, '2030-10-05T16:30:00.000Z'],
		// Unix time.
		['1900000000', SYDNEY, '2030-03-17T17:46:40.000Z'],
		[1900000000, SYDNEY, '2030-03-17T17:46:40.000Z'],
		['1900000000123', SYDNEY, '2030-03-17T17:46:40.123Z'],
		[1900000000123, SYDNEY, '2030-03-17T17:46:40.123Z'],
		[' 1900000000 ', SYDNEY, '2030-03-17T17:46:40.000Z'],
		[999999999, SYDNEY, '2001-09-09T01:46:39.000Z'],
		[9999999999, SYDNEY, '2286-11-20T17:46:39.000Z'],
		[999999999999, SYDNEY, '2001-09-09T01:46:39.999Z'],
		// Not recognised as a time.
		['', SYDNEY, undefined],
		['soon', SYDNEY, undefined],
		['tomorrow', SYDNEY, undefined],
		['in 5 minutes', SYDNEY, undefined],
		['31.01.2030 09:00', SYDNEY, undefined],
		['2030-13-01T09:00', SYDNEY, undefined],
		['2030-01-31T25:00', SYDNEY, undefined],
		[null, SYDNEY, undefined],
		[undefined, SYDNEY, undefined],
		[true, SYDNEY, undefined],
		[NaN, SYDNEY, undefined],
		[Infinity, SYDNEY, undefined],
		[{}, SYDNEY, undefined],
		[[], SYDNEY, undefined],
		[new Date(NaN), SYDNEY, undefined],
		['2030-01-31T09:00', 'Nowhere/Atlantis', undefined],
	];

	it.each(cases)('%j in %s is %s', (value, zone, expected) => {
		expect(readTime(value, zone)?.toISOString()).toBe(expected);
	});

	it('reads a repeated hour as one of the two', () => {
		expect(['2030-10-27T00:30:00.000Z', '2030-10-27T01:30:00.000Z']).toContain(
			readTime('2030-10-27T02:30', BERLIN)?.toISOString(),
		);
	});

	it('returns a Date unchanged', () => {
		const time = new Date('2030-01-31T09:00:00Z');
		expect(readTime(time, SYDNEY)).toBe(time);
	});

	it('accepts any object that converts itself to ISO 8601, as Luxon’s DateTime does', () => {
		const dateTime = { toString: () => '2030-01-31T09:00:00.000+02:00' };
		expect(readTime(dateTime, SYDNEY)?.toISOString()).toBe('2030-01-31T07:00:00.000Z');
	});

	const instant = fc.date({
		min: new Date('1971-01-01T00:00:00Z'),
		max: new Date('2286-01-01T00:00:00Z'),
		noInvalidDate: true,
	});
	const zone = fc.constantFrom('UTC', SYDNEY, BERLIN, NEW_YORK, 'Asia/Kathmandu', 'Pacific/Apia');

	it('reads an instant in every form that names one, in any zone', () => {
		fc.assert(
			fc.property(instant, zone, (time, where) => {
				const at = time.getTime();
				expect(readTime(time.toISOString(), where)?.getTime()).toBe(at);
				expect(readTime(time.toUTCString(), where)?.getTime()).toBe(at - (at % 1000));
				if (at >= 1e11) expect(readTime(at, where)?.getTime()).toBe(at);
				if (at >= 1e11) {
					expect(readTime(Math.floor(at / 1000), where)?.getTime()).toBe(at - (at % 1000));
				}
			}),
			{ numRuns: 200 },
		);
	});

	it('reads a local time of a zone as the instant when its clocks show it', () => {
		fc.assert(
			fc.property(instant, zone, (time, where) => {
				const shows = (at: Date) =>
					new Intl.DateTimeFormat('sv-SE', {
						timeZone: where,
						dateStyle: 'short',
						timeStyle: 'medium',
					}).format(at);
				const read = readTime(shows(time).replace(' ', 'T'), where);
				expect(read && shows(read)).toBe(shows(time));
			}),
			{ numRuns: 200 },
		);
	});

	it('never throws and never returns an invalid date', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.integer(), fc.double(), fc.anything()), (value) => {
				const printable =
					typeof value !== 'object' || value === null ? value : JSON.stringify(value);
				const time = readTime(printable, BERLIN);
				if (time) expect(time.getTime()).not.toBeNaN();
			}),
			{ numRuns: 500 },
		);
	});
});

describe('local times that a clock shows twice or never', () => {
	test.each([
		// Repeated: the first one. Skipped: by the offset before the gap.
		['2030-10-27T02:30', BERLIN, '2030-10-27T00:30:00.000Z'],
		['2030-10-27T02:00', BERLIN, '2030-10-27T00:00:00.000Z'],
		['2030-10-27T02:59:59.999', BERLIN, '2030-10-27T00:59:59.999Z'],
		['2030-10-27 02:30 Europe/Berlin', SYDNEY, '2030-10-27T00:30:00.000Z'],
		['20301027T0230', BERLIN, '2030-10-27T00:30:00.000Z'],
		['2030-11-03T01:30', NEW_YORK, '2030-11-03T05:30:00.000Z'],
		['2030-03-10T02:30', NEW_YORK, '2030-03-10T07:30:00.000Z'],
		['2030-04-07T01:45', 'Australia/Lord_Howe', '2030-04-06T14:45:00.000Z'],
		['2030-10-06T02:15', 'Australia/Lord_Howe', '2030-10-05T15:45:00.000Z'],
		['2018-11-04T00:30', 'America/Sao_Paulo', '2018-11-04T03:30:00.000Z'],
		['2018-02-17T23:30', 'America/Sao_Paulo', '2018-02-18T01:30:00.000Z'],
		// The day begins at 01:00, or does not exist at all.
		['2030-09-08', 'America/Santiago', '2030-09-08T04:00:00.000Z'],
		['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z'],
		['2011-12-29T23:59', 'Pacific/Apia', '2011-12-30T09:59:00.000Z'],
		['2011-12-31T00:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
		['2030-10-27T02:30', 'Antarctica/Troll', '2030-10-27T00:30:00.000Z'],
	])('%s in %s is %s, whenever it is read', (text, zone, expected) => {
		jest.useFakeTimers({ doNotFake: ['performance'] });
		try {
			for (const now of ['2010-01-01', '2026-01-15', '2026-07-15', '2030-10-27', '2031-07-01']) {
				jest.setSystemTime(new Date(now));
				expect(readTime(text, zone)?.toISOString()).toBe(expected);
			}
		} finally {
			jest.useRealTimers();
		}
	});

	/** What a clock in the zone shows, by Node itself. */
	const shown = (time: Date, zone: string) =>
		new Intl.DateTimeFormat('sv-SE', {
			...{ timeZone: zone, dateStyle: 'short', timeStyle: 'medium' },
		}).format(time);

	test('is the earliest moment at which the clock shows the time, in every zone', () => {
		const zone = fc.constantFrom(
			...[BERLIN, NEW_YORK, SYDNEY, 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Tehran'],
			...[
				'America/Santiago',
				'America/St_Johns',
				'Asia/Kathmandu',
				'Pacific/Chatham',
				'Africa/Cairo',
			],
		);
		// Quarters of an hour from 2026 to 2037.
		const quarter = fc.integer({ min: 1_963_000, max: 2_377_000 });
		fc.assert(
			fc.property(zone, quarter, (zone, quarter) => {
				const written = shown(new Date(quarter * 900_000), zone);
				const time = readTime(written, zone) as Date;
				expect(shown(time, zone)).toBe(written);
				for (const minutes of [30, 60, 120]) {
					expect(shown(new Date(time.getTime() - minutes * 60_000), zone)).not.toBe(written);
				}
			}),
			{ numRuns: 2000 },
		);
	});

	test('a zone that does not exist is refused', () => {
		expect(readTime('2030-01-31 09:00 Mars/Olympus', BERLIN)).toBeUndefined();
		expect(readTime('2030-01-31T09:00', 'Nowhere')).toBeUndefined();
	});
});
