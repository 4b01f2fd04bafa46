import type { Fields } from '../../../../n8n/parameters/fields';
import { requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { DATE_FILTERS, dateQuery, simplifyRow } from '../history';
import { cancel, cancelAll } from './cancel';
import { getPrice } from './getPrice';
import { send } from './send';

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many SMS',
	description: 'Get many messages from the history, newest first',
	list: true,
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				...DATE_FILTERS,
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Cancelled', value: 'Cancelled' },
						{ name: 'Cancelled After Review', value: 'CancelledAfterReview' },
						{ name: 'Completed', value: 'Completed' },
						{ name: 'Failed', value: 'Failed' },
						{ name: 'Queued', value: 'Queued' },
						{ name: 'Received', value: 'Received' },
						{ name: 'Scheduled', value: 'Scheduled' },
						{ name: 'Sent', value: 'Sent' },
						{ name: 'Waiting for Approval', value: 'WaitApproval' },
					],
					default: 'Completed',
					description: 'Only messages with this status',
				},
				{
					displayName: 'To',
					name: 'to',
					type: 'string',
					phone: true,
					default: '',
					placeholder: 'e.g. +61411111111',
					description: 'The phone number of the recipient, in international format',
				},
			],
		},
	] as const satisfies Fields,
	request({ filters }) {
		const query = [
			...(filters.status ? [`status:${filters.status}`] : []),
			...(filters.to ? [`to:${filters.to}`] : []),
		].join(',');
		return {
			method: 'GET',
			path: '/v3/sms/history',
			query: {
				q: query || undefined,
				...dateQuery(filters),
				order_by: 'date:desc',
			},
		};
	},
	simplify: simplifyRow,
});

export const sms: Resource = {
	name: 'SMS',
	value: 'sms',
	operations: [send, getAll, getPrice, cancel, cancelAll],
};
