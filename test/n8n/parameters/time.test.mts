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
