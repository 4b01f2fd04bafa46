/** Delivery receipts from the carriers for sent messages (docs/providers/clicksend.md §8). */
import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../../../core/unix-time';
import { noticeOf } from '../../../n8n/parameters/fields';
import { requestOperation, type Resource } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { statusOf } from '../receipts';
import { DATE_BEFORE_FIELD, markBody, pollNotice } from './markAsRead';

const NOTICE = pollNotice('delivery receipts', 'SMS, Delivery Reports');

const simplify = (receipt: IDataObject): IDataObject => ({
	messageId: receipt.message_id ?? null,
	status: statusOf(receipt),
	statusCode: Number(receipt.status_code),
	statusText: receipt.status_text ?? null,
	errorCode: receipt.error_code ?? null,
	errorText: receipt.error_text ?? null,
	reference: receipt.custom_string || null,
	sentAt: isoTime(receipt.timestamp_send),
	receivedAt: isoTime(receipt.timestamp),
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many delivery receipts',
	description: 'Get the delivery receipts that are not marked as read',
	list: true,
	fields: [NOTICE],
	request: () => ({ method: 'GET', path: '/v3/sms/receipts' }),
	simplify,
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a delivery receipt',
	description: 'Get the delivery receipt of one message, whether or not it is marked as read',
	fields: [
		NOTICE,
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. BF7AD270-0DE2-418B-B606-71D527D9C1AE',
			description: 'The ID that Send returned',
		},
	],
	request: ({ messageId }) => ({ method: 'GET', path: path`/v3/sms/receipts/${messageId}` }),
	simplify,
});

const markAsRead = requestOperation({
	name: 'Mark as Read',
	value: 'markAsRead',
	action: 'Mark delivery receipts as read',
	description: 'Mark receipts as read, so that Get Many no longer returns them',
	fields: [
		NOTICE,
		{
			displayName: 'Which Receipts',
			name: 'scope',
			type: 'options',
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Before a Date', value: 'before' },
			],
			default: 'all',
		},
		noticeOf(
			'Get Many no longer returns receipts that are marked as read, also not to other workflows. ClickSend cannot mark them as unread again; Get still returns the receipt of one message.',
		),
		DATE_BEFORE_FIELD,
	],
	request: ({ scope, dateBefore }) => ({
		method: 'PUT',
		path: '/v3/sms/receipts-read',
		body: markBody(scope, dateBefore),
	}),
	items: () => [{ markedAsRead: true }],
});

export const deliveryReceipt: Resource = {
	name: 'Delivery Receipt',
	value: 'deliveryReceipt',
	operations: [getAll, get, markAsRead],
};
