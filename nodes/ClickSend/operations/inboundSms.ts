/** Inbound messages (docs/providers/clicksend.md §9). */
import type { IDataObject } from 'n8n-workflow';
import { firstText } from '../../../core/values';
import { noticeOf } from '../../../n8n/parameters/fields';
import { requestOperation, type Resource } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { receivedMessage } from '../inbound';
import { DATE_BEFORE_FIELD, markBody, pollNotice } from './markAsRead';

const NOTICE = pollNotice('inbound messages', 'SMS, Inbound SMS');

const simplify = (row: IDataObject): IDataObject => {
	const message = receivedMessage(row);
	const { id, from, to, text, inReplyTo, reference, receivedAt, media } = message;
	return {
		messageId: firstText(row, 'message_id') && id,
		from: from || null,
		to,
		body: text || null,
		originalMessageId: inReplyTo,
		originalBody: row.original_body || null,
		reference,
		receivedAt,
		...(media && { media }),
	};
};

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many inbound SMS',
	description: 'Get the inbound messages that are not marked as read',
	list: true,
	fields: [NOTICE],
	request: () => ({ method: 'GET', path: '/v3/sms/inbound' }),
	simplify,
});

const markAsRead = requestOperation({
	name: 'Mark as Read',
	value: 'markAsRead',
	action: 'Mark inbound SMS as read',
	description: 'Mark messages as read, so that Get Many no longer returns them',
	fields: [
		NOTICE,
		{
			displayName: 'Which Messages',
			name: 'scope',
			type: 'options',
			options: [
				{ name: 'All', value: 'all' },
				{ name: 'Before a Date', value: 'before' },
				{ name: 'One Message', value: 'message' },
			],
			default: 'all',
		},
		{
			...noticeOf(
				'An SMS Trigger that polls this account does not see messages that are marked as read: those that it has not collected yet never start its workflow. ClickSend cannot mark them as unread again.',
			),
			when: { scope: ['all', 'before'] },
		},
		DATE_BEFORE_FIELD,
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. D2F2BCC3-6558-4DAA-858E-AD7529CC809C',
			description: 'The ID of the inbound message',
			when: { scope: ['message'] },
		},
	],
	request: ({ scope, dateBefore, messageId }) =>
		scope === 'message'
			? { method: 'PUT', path: path`/v3/sms/inbound-read/${messageId}` }
			: { method: 'PUT', path: '/v3/sms/inbound-read', body: markBody(scope, dateBefore) },
	// For a single message, ClickSend answers with the number of messages that it marked.
	items: (count, { scope, messageId }) =>
		scope === 'message'
			? [{ markedAsRead: Number(count) > 0, messageId }]
			: [{ markedAsRead: true }],
});

export const inboundSms: Resource = {
	name: 'Inbound SMS',
	value: 'inboundSms',
	operations: [getAll, markAsRead],
};
