/** When the wait for an answer ends. */
import { type IExecuteFunctions } from 'n8n-workflow';
import { limitOf } from '../../../n8n/asking/limit';

const inZone = (zone: string) =>
	({
		getTimezone: () => zone,
		getNode: () => ({ parameters: {} }),
	}) as unknown as IExecuteFunctions;

const at = (resumeTime: string, zone: string, now: string) => {
	const params = {
		limitType: 'atTimeOfDay',
		resumeAmount: 1,
		resumeUnit: 'hours',
		resumeTime,
	} as const;
	return new Date(limitOf(inZone(zone), params, Date.parse(now)) ?? 0).toISOString();
};

test.each([
	['later today', '18:00', 'UTC', '2026-11-27T17:59:59Z', '2026-11-27T18:00:00.000Z'],
	['now is too late: tomorrow', '18:00', 'UTC', '2026-11-27T18:00:00Z', '2026-11-28T18:00:00.000Z'],
	['one digit', '7:05', 'UTC', '2026-11-27T06:00:00Z', '2026-11-27T07:05:00.000Z'],
	// It is the 28th in Sydney.
	[
		'another day there',
		'09:00',
		'Australia/Sydney',
		'2026-11-27T20:00:00Z',
		'2026-11-27T22:00:00.000Z',
	],
	['over the end of a month', '00:00', 'UTC', '2026-12-31T12:00:00Z', '2027-01-01T00:00:00.000Z'],
	// Clocks go from 02:00 to 03:00 on 29 March.
	[
		'a day of 23 hours',
		'12:00',
		'Europe/Paris',
		'2026-03-28T12:00:00Z',
		'2026-03-29T10:00:00.000Z',
	],
	[
		'a time that is skipped',
		'02:30',
		'Europe/Paris',
		'2026-03-28T12:00:00Z',
		'2026-03-29T01:30:00.000Z',
	],
	[
		'a day of 25 hours',
		'12:00',
		'Europe/Paris',
		'2026-10-24T12:00:00Z',
		'2026-10-25T11:00:00.000Z',
	],
])('%s', (_, time, zone, now, expected) => {
	expect(at(time, zone, now)).toBe(expected);
});

test('an interval counts from now', () => {
	const params = { limitType: 'afterTimeInterval', resumeAmount: 1.5, resumeTime: '' } as const;
	const limit = (resumeUnit: 'minutes' | 'hours' | 'days') =>
		limitOf(inZone('UTC'), { ...params, resumeUnit }, 1000);
	expect([limit('minutes'), limit('hours'), limit('days')]).toEqual([
		91_000, 5_401_000, 129_601_000,
	]);
});
