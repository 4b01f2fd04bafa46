/** How long a question waits for its answer. */
import { type IExecuteFunctions, NodeOperationError, WAIT_INDEFINITELY } from 'n8n-workflow';
import { maskText } from '../../core/message';
import { errorNode } from '../errors';
import type { Fields, RunParams } from '../parameters/fields';
import { readTime } from '../parameters/time';

export const LIMIT_FIELDS = [
	{
		displayName: 'Wait',
		name: 'limitType',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'For a Time',
				value: 'afterTimeInterval',
				description: 'Go on without an answer after some minutes, hours or days',
			},
			{
				name: 'Until a Time of Day',
				value: 'atTimeOfDay',
				description: 'Go on without an answer when the clock next shows this time',
			},
			{
				name: 'Without a Limit',
				value: 'noLimit',
				description: 'Go on only after an answer',
			},
		],
		default: 'afterTimeInterval',
		perRun: true,
		description:
			'How long to wait for an answer. At the limit the workflow goes on, and the item says that there is no answer; n8n looks for limits that have passed once a minute.',
	},
	{
		displayName: 'Amount',
		name: 'resumeAmount',
		type: 'number',
		// n8n cannot wait for more than a date can hold; ten years are enough.
		typeOptions: { minValue: 0.01, maxValue: 100_000, numberPrecision: 2 },
		default: 1,
		perRun: true,
		description: 'How many minutes, hours or days to wait',
		when: { limitType: ['afterTimeInterval'] },
	},
	{
		displayName: 'Unit',
		name: 'resumeUnit',
		type: 'options',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		default: 'hours',
		perRun: true,
		description: 'Unit of the amount',
		when: { limitType: ['afterTimeInterval'] },
	},
	{
		displayName: 'Time of Day',
		name: 'resumeTime',
		type: 'string',
		default: '',
		placeholder: 'e.g. 18:00',
		perRun: true,
		description:
			'The time at which the workflow goes on, from 00:00 to 23:59, in the time zone of the workflow',
		when: { limitType: ['atTimeOfDay'] },
	},
] as const satisfies Fields;

export type LimitParams = RunParams<typeof LIMIT_FIELDS>;

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

const TIME_OF_DAY = /^([01]?\d|2[0-3]):([0-5]\d)$/;

/** The next moment at which a clock in the zone shows this time. */
function nextAt(hour: string, minute: string, zone: string, now: number): number | undefined {
	const day = new Intl.DateTimeFormat('en-CA', {
		timeZone: zone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
	});
	const clock = `T${hour.padStart(2, '0')}:${minute}`;
	const today = day.format(now);
	for (const days of [0, 1]) {
		// By calendar days: a day can have 23 or 25 hours.
		const date = new Date(Date.parse(today) + days * UNIT_MS.days).toISOString().slice(0, 10);
		const time = readTime(`${date}${clock}`, zone)?.getTime();
		if (time !== undefined && time > now) return time;
	}
	return undefined;
}

/**
 * The end of the wait in milliseconds since 1970; `undefined` if there is no limit.
 *
 * @throws NodeOperationError that names the parameter and the way out
 */
export function limitOf(
	ctx: IExecuteFunctions,
	{ limitType, resumeAmount, resumeUnit, resumeTime }: LimitParams,
	now: number,
): number | undefined {
	if (limitType === 'noLimit') return undefined;
	if (limitType === 'afterTimeInterval') return now + resumeAmount * UNIT_MS[resumeUnit];
	const written = resumeTime.trim();
	const [, hour = '', minute = ''] = TIME_OF_DAY.exec(written) ?? [];
	const next = hour === '' ? undefined : nextAt(hour, minute, ctx.getTimezone(), now);
	if (next !== undefined) return next;
	throw new NodeOperationError(
		errorNode(ctx),
		written === ''
			? 'Time of Day is empty'
			: `Time of Day "${maskText(written)}" is not a time of day`,
		{ description: 'Enter a time from 00:00 to 23:59, such as 18:00.' },
	);
}

/** The date that n8n waits for. */
export const waitTill = (until: number | undefined): Date =>
	until === undefined ? WAIT_INDEFINITELY : new Date(until);
