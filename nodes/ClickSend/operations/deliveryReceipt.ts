/** Delivery receipts from the carriers for sent messages (docs/providers/clicksend.md §8). */
import type { IDataObject } from 'n8n-workflow';
import { isoTime } from '../../../core/unix-time';
import { type Field, noticeOf } from '../../../n8n/parameters/fields';
import { requestOperation, type Resource } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { textOrNumber } from '../../../core/values';
import { statusOf } from '../receipts';
import { MESSAGE_ID_FIELD } from './history';
import { DATE_BEFORE_FIELD, markBody, pollNotice } from './markAsRead';

const NOTICE = pollNotice('delivery receipts', 'SMS, Delivery Reports');

const VOICE_NOTICE = {
	...noticeOf(
		'ClickSend keeps receipts of calls for this operation only if the account has a rule with the action POLL (in ClickSend under Voice, Delivery Report Rules). How long it lists a receipt is not documented, and nothing marks one as read.',
		'voicePollNotice',
	),
	when: { channel: ['voice'] },
} as const satisfies Field;

const CHANNEL_FIELD = {
	displayName: 'Channel',
	name: 'channel',
	type: 'options',
	options: [
		{ name: 'SMS', value: 'sms' },
		{ name: 'Voice', value: 'voice' },
	],
	default: 'sms',
	description:
		'Which messages the receipts are for. ClickSend has no receipts for MMS: use MMS, Get.',
} as const satisfies Field;

/** Numbers and text vary between the channels and between ClickSend's own examples. */
const text = (value: unknown): string | null => textOrNumber(value) || null;

const simplify = (receipt: IDataObject): IDataObject => ({
	messageId: receipt.message_id ?? null,
	channel: receipt.message_type ?? null,
	status: statusOf(receipt),
	statusCode: Number(receipt.status_code),
	statusText: receipt.status_text ?? null,
	errorCode: text(receipt.error_code),
	errorText: receipt.error_text ?? null,
	reference: receipt.custom_string || null,
	digits: text(receipt.digits),
	sentAt: isoTime(receipt.timestamp_send),
	receivedAt: isoTime(receipt.timestamp),
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many delivery receipts',
	description: 'Get the delivery receipts of texts that are not marked as read, or those of calls',
	list: true,
	fields: [CHANNEL_FIELD, { ...NOTICE, when: { channel: ['sms'] } }, VOICE_NOTICE],
	request: ({ channel }) => ({ method: 'GET', path: `/v3/${channel}/receipts` }),
	simplify,
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a delivery receipt',
	description:
		'Get the delivery receipt of one text, whether or not it is marked as read. For calls and MMS, use Voice: Get and MMS: Get.',
	fields: [NOTICE, MESSAGE_ID_FIELD],
	request: ({ messageId }) => ({ method: 'GET', path: path`/v3/sms/receipts/${messageId}` }),
	simplify,
});

const markAsRead = requestOperation({
	name: 'Mark as Read',
	value: 'markAsRead',
	action: 'Mark delivery receipts as read',
	description: 'Mark the receipts of texts as read, so that Get Many no longer returns them',
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
