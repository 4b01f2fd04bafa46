import type { IDataObject } from 'n8n-workflow';
import { unixSeconds } from '../../../core/unix-time';
import { requestOperation } from '../../../n8n/operations/operation';
import { onePage } from '../../../n8n/operations/paging';
import { messageRows, readAnswer } from '../client';
import { receivedAt, receivedMs } from '../inbound';
import { DEVICE_FIELD } from './locators';

/** The order of the rows is not documented, and a limit must keep the newest. */
const newestFirst = (data: unknown): IDataObject[] =>
	messageRows(data).sort((a, b) => receivedMs(b) - receivedMs(a));

export const getAllReceived = requestOperation({
	name: 'Get Many Received',
	value: 'getAllReceived',
	action: 'Get many received messages',
	description: 'Get many messages that the phones of the account received, newest first',
	list: true,
	reader: { read: readAnswer, paging: onePage(newestFirst) },
	fields: [
		DEVICE_FIELD,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Only Unread',
					name: 'onlyUnread',
					type: 'boolean',
					default: true,
					description:
						'Whether to get only messages that are unread. SMSMobileAPI does not document whether getting messages marks them as read.',
				},
				{
					displayName: 'Received After',
					name: 'receivedAfter',
					type: 'dateTime',
					default: '',
					description:
						'Only messages received after this time, in the time zone of the workflow unless the value names another',
				},
			],
		},
	],
	request: ({ device, filters: { onlyUnread, receivedAfter } }) => ({
		method: 'GET',
		path: '/getsms/',
		query: {
			after_timestamp_unix: unixSeconds(receivedAfter),
			sIdentifiantPhone: device || undefined,
			onlyunread: onlyUnread ? 'yes' : undefined,
		},
	}),
	simplify: (row) => ({
		messageId: row.guid ?? null,
		from: row.number ?? null,
		body: row.message ?? null,
		contact: row.alias ?? null,
		deviceId: row.sIdentifiantPhone ?? null,
		receivedAt: receivedAt(row),
	}),
});
