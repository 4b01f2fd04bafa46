import { isoTime } from '../../../core/unix-time';
import type { Fields } from '../../../n8n/fields';
import { requestOperation, type Resource } from '../../../n8n/operation';
import { cancel, cancelAll } from './smsCancel';
import { getPrice } from './smsGetPrice';
import { send } from './smsSend';

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many SMS',
	description: 'Get many messages from the history',
	list: true,
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{ displayName: 'Date From', name: 'dateFrom', type: 'dateTime', default: '' },
				{ displayName: 'Date To', name: 'dateTo', type: 'dateTime', default: '' },
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
						{ name: 'Wait Approval', value: 'WaitApproval' },
					],
					default: 'Completed',
				},
				{
					displayName: 'To',
					name: 'to',
					type: 'string',
					default: '',
					placeholder: 'e.g. +61411111111',
					description: 'The number of the recipient, in international form',
				},
			],
		},
	] as const satisfies Fields,
	request({ filters }, { unixSeconds }) {
		const query = [
			...(filters.status ? [`status:${filters.status}`] : []),
			...(filters.to ? [`to:${filters.to}`] : []),
		].join(',');
		return {
			method: 'GET',
			path: '/v3/sms/history',
			query: {
				q: query || undefined,
				date_from: unixSeconds(filters.dateFrom, 'Date From'),
				date_to: unixSeconds(filters.dateTo, 'Date To'),
				order_by: 'date:desc',
			},
		};
	},
	simplify: (row) => ({
		messageId: row.message_id ?? null,
		to: row.to ?? null,
		from: row.from ?? null,
		body: row.body ?? null,
		status: row.status ?? null,
		errorCode: row.error_code ?? null,
		errorText: row.error_text ?? null,
		segments: Number(row.message_parts ?? 0),
		price: row.message_price ?? null,
		reference: row.custom_string || null,
		date: isoTime(row.date),
		scheduledAt: isoTime(row.schedule),
	}),
});

export const sms: Resource = {
	name: 'SMS',
	value: 'sms',
	operations: [getAll, send, getPrice, cancel, cancelAll],
};
