/** Statistics by day, which only the legacy generation has (docs/providers/engagelab.md §2.5). */
import type { IDataObject } from 'n8n-workflow';
import { requestOperation } from '../../../n8n/operations/operation';

const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 90;
const MOST_IDS = 10;

const countIn = (value: unknown): number | null =>
	value === undefined || value === null || !Number.isFinite(Number(value)) ? null : Number(value);

const simplify = (row: IDataObject): IDataObject => ({
	date: row.send_date ?? null,
	templateId: row.template_id ?? null,
	targets: countIn(row.targets),
	sent: countIn(row.sent),
	delivered: countIn(row.delivered),
	waiting: countIn(row.wait_result),
	processFailed: countIn(row.process_failed),
	sendFailed: countIn(row.send_failed),
	billed: countIn(row.billing_count),
});

/** Message → Get Statistics. */
export const getStatistics = requestOperation({
	name: 'Get Statistics',
	value: 'getStatistics',
	action: 'Get statistics by day',
	description:
		'Get how many messages were sent, delivered and billed on each day. Only with the legacy generation. EngageLab’s documentation prints two addresses for this request; the first one is used, and has not been confirmed.',
	list: true,
	fields: [
		{
			displayName: 'First Day',
			name: 'firstDay',
			type: 'dateTime',
			wholeDay: true,
			default: '',
			required: true,
			description: 'The time of day is ignored',
		},
		{
			displayName: 'Last Day',
			name: 'lastDay',
			type: 'dateTime',
			wholeDay: true,
			default: '',
			required: true,
			description: 'At most 90 days in all; the time of day is ignored',
		},
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Template IDs',
					name: 'templateIds',
					type: 'string',
					many: true,
					default: '',
					placeholder: 'e.g. 123, 124',
					description: 'At most 10, separated by commas',
				},
				{
					displayName: 'Time Zone',
					name: 'timeZone',
					type: 'number',
					typeOptions: { minValue: -12, maxValue: 14 },
					default: 8,
					description: 'Hours from UTC, by which days begin; 8 is China',
				},
			],
		},
	],
	request({ firstDay, lastDay, filters: { templateIds = [], timeZone } }, env) {
		const days = (Date.parse(lastDay) - Date.parse(firstDay)) / DAY_MS + 1;
		if (days < 1) throw env.refuse('Last Day is before First Day', 'Swap the two days.');
		if (days > MOST_DAYS) {
			throw env.refuse(
				`First Day and Last Day are ${days} days`,
				'EngageLab gives statistics of at most 90 days at once: ask for a shorter time.',
			);
		}
		const ids = templateIds.map((id) => (typeof id === 'string' ? id : id.notText));
		const wrong = ids.find((id) => !/^\d+$/.test(id));
		if (wrong !== undefined || ids.length > MOST_IDS) {
			throw env.refuse(
				wrong === undefined
					? `Template IDs has ${ids.length} IDs`
					: 'Template IDs has an entry that is not a number',
				'EngageLab takes at most 10 IDs, which are numbers.',
			);
		}
		return {
			method: 'GET',
			path: '/stats_day',
			query: {
				start_date: firstDay,
				end_date: lastDay,
				template_ids: ids.length > 0 ? ids.join(';') : undefined,
				time_zone:
					timeZone === undefined ? undefined : `${timeZone < 0 ? '-' : '+'}${Math.abs(timeZone)}`,
			},
		};
	},
	simplify,
});
