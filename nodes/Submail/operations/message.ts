import { isoTime, unixSeconds } from '../../../core/unix-time';
import type { Fields } from '../../../n8n/parameters/fields';
import { requestOperation, type Resource } from '../../../n8n/operations/operation';
import { logClient } from '../client';
import { send, sendTemplate } from './messageSend';

const DAY_S = 24 * 60 * 60;

const DATE_FIELDS = [
	{
		displayName: 'Date From',
		name: 'dateFrom',
		type: 'dateTime',
		default: '',
		description: 'Only messages of this time or later; 24 hours ago if empty',
	},
	{
		displayName: 'Date To',
		name: 'dateTo',
		type: 'dateTime',
		default: '',
		description: 'Only messages of this time or earlier; now if empty',
	},
] as const satisfies Fields;

const ONCE_A_MINUTE_NOTICE = {
	displayName:
		'SUBMAIL answers this request only once a minute, with one page. If you ask again sooner, it repeats its previous answer: the node then reports an error instead of returning old rows.',
	name: 'onceAMinute',
	type: 'notice',
	default: '',
} as const;

/** Always sent: SUBMAIL echoes the dates, which distinguishes a new answer from a repeated one. */
function period({
	dateFrom,
	dateTo,
}: {
	readonly dateFrom?: Date;
	readonly dateTo?: Date;
}): Record<string, string> {
	const now = Math.floor(Date.now() / 1000);
	const end = unixSeconds(dateTo) ?? now;
	const start = unixSeconds(dateFrom) ?? Math.min(now, end) - DAY_S;
	return { start_date: String(start), end_date: String(end) };
}

/** A number in SUBMAIL's format: without the country code of mainland China. */
const bareNumber = (value: string | undefined): string | undefined =>
	value?.replace(/[\s-]/g, '').replace(/^(\+|00)86(?=\d{11}$)/, '') || undefined;

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many messages',
	description: 'Get many messages from the log, with their delivery status',
	list: true,
	fields: [
		ONCE_A_MINUTE_NOTICE,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				...DATE_FIELDS,
				{
					displayName: 'Send ID',
					name: 'sendId',
					type: 'string',
					default: '',
					description: 'The messageId in the output of Send',
				},
				{
					displayName: 'Status',
					name: 'status',
					type: 'options',
					options: [
						{ name: 'Delivered', value: 'delivered' },
						{ name: 'Dropped', value: 'dropped' },
					],
					default: 'delivered',
					description: 'Only messages with this status',
				},
				{
					displayName: 'To',
					name: 'to',
					type: 'string',
					phone: true,
					default: '',
					placeholder: 'e.g. 13800138000',
					description: 'The number of the recipient',
				},
			],
		},
	] as const satisfies Fields,
	request: ({ filters }) => ({
		method: 'POST',
		path: '/sms/log.json',
		form: {
			...period(filters),
			to: bareNumber(filters.to),
			send_id: filters.sendId || undefined,
			status: filters.status,
		},
	}),
	simplify: (row) => ({
		messageId: row.sendID ?? null,
		to: row.to ?? null,
		signature: row.sms_signature ?? null,
		body: row.sms_content ?? null,
		templateId: row.template_id ?? null,
		status: row.status ?? null,
		report: row.report_state ?? null,
		droppedReason: row.dropped_reason ?? null,
		fee: row.fee ?? null,
		sentAt: isoTime(row.sent_at ?? row.send_at),
		reportedAt: isoTime(row.report_at),
	}),
});

const getAllReplies = requestOperation({
	name: 'Get Many Replies',
	value: 'getAllReplies',
	action: 'Get many replies',
	description: 'Get many messages that recipients sent back',
	list: true,
	fields: [
		ONCE_A_MINUTE_NOTICE,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				...DATE_FIELDS,
				{
					displayName: 'From',
					name: 'from',
					type: 'string',
					phone: true,
					default: '',
					placeholder: 'e.g. 13800138000',
					description: 'The number of the sender',
				},
			],
		},
	] as const satisfies Fields,
	request: ({ filters }) => ({
		method: 'POST',
		path: '/sms/mo.json',
		form: { ...period(filters), from: bareNumber(filters.from) },
	}),
	simplify: (row) => ({
		from: row.from ?? null,
		body: row.content ?? null,
		receivedAt: isoTime(row.reply_at),
	}),
});

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [send, sendTemplate, getAll, getAllReplies],
	client: logClient,
};
