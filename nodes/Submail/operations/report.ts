import { unixSeconds } from '../../../core/unix-time';
import type { Fields } from '../../../n8n/parameters/fields';
import { requestOperation, type Resource } from '../../../n8n/operations/operation';

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a report',
	description:
		'Get how many messages were requested, delivered and dropped in a period, by carrier and place',
	fields: [
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Date From',
					name: 'dateFrom',
					type: 'dateTime',
					default: '',
					description: 'First day of the report; 7 days ago if empty',
				},
				{
					displayName: 'Date To',
					name: 'dateTo',
					type: 'dateTime',
					default: '',
					description: 'Last day of the report; yesterday if empty',
				},
			],
		},
	] as const satisfies Fields,
	request: ({ options: { dateFrom, dateTo } }) => ({
		method: 'POST',
		path: '/sms/reports.json',
		form: {
			start_date: unixSeconds(dateFrom)?.toString(),
			end_date: unixSeconds(dateTo)?.toString(),
		},
	}),
	items(report) {
		const told = { ...report };
		delete told.status;
		return [told];
	},
});

export const report: Resource = { name: 'Report', value: 'report', operations: [get] };
