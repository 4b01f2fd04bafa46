/**
 * What ClickSend calls the URL of an automation rule with (facts: clicksend §11). It signs nothing:
 * the rules that this pack creates have a token in their URL.
 */
import { isFinal } from '../../core/delivery';
import { isOptOut } from '../../core/inbound';
import { isoTime } from '../../core/unix-time';
import { textOrNumber } from '../../core/values';
import type { WebhookEvent, WebhookWire } from '../../core/webhook';
import { contentId, tokenVerdict } from '../../n8n/digests';
import { withoutSecrets } from '../../n8n/secrets';
import { isObject } from './errors';
import { statusOf } from './receipts';

type Fields = Readonly<Record<string, unknown>>;

const PROVIDER = 'clickSend';

/** The first of some fields that says anything. Forms and JSON differ in names and in types. */
const first = (fields: Fields, ...names: string[]): string | null =>
	names.map((name) => textOrNumber(fields[name])?.trim()).find(Boolean) ?? null;

function messageOf(fields: Fields, from: string, text: string): WebhookEvent {
	const to = first(fields, 'to', 'sms');
	const receivedAt = isoTime(fields.timestamp ?? fields.timestamp_send);
	const id =
		first(fields, 'message_id', 'messageid') ?? contentId(PROVIDER, from, to, receivedAt, text);
	return {
		kind: 'messageReceived',
		key: id,
		message: {
			id,
			from,
			to,
			text,
			receivedAt,
			provider: PROVIDER,
			inReplyTo: first(fields, 'original_message_id', 'originalmessageid'),
			reference: first(fields, 'custom_string', 'customstring'),
			optOut: isOptOut(text),
			raw: withoutSecrets(fields),
		},
	};
}

function reportOf(fields: Fields, messageId: string): WebhookEvent {
	const status = statusOf(fields);
	return {
		kind: 'deliveryReport',
		key: `${messageId} ${status}`,
		report: {
			messageId,
			to: null,
			status,
			final: isFinal(status),
			reportedAt: isoTime(fields.timestamp),
			provider: PROVIDER,
			reference: first(fields, 'custom_string', 'customstring'),
			errorCode: first(fields, 'error_code'),
			errorText: first(fields, 'error_text'),
			raw: withoutSecrets(fields),
		},
	};
}

export const clickSendWebhook: WebhookWire = {
	methods: ['POST'],
	kinds: ['messageReceived', 'deliveryReport'],
	secret: 'account',

	verify: (call, secret) => tokenVerdict(call, secret ?? { username: '', accepted: [] }),

	/** Both rules call the same URL; only texts have a sender and a body. */
	read({ body }) {
		if (!isObject(body)) return undefined;
		const from = first(body, 'from');
		const text = textOrNumber(body.body) ?? textOrNumber(body.message);
		if (from !== null && text !== undefined) return [messageOf(body, from, text)];
		const messageId = first(body, 'message_id', 'messageid');
		const hasStatus = first(body, 'status_code', 'status') !== null;
		return messageId !== null && hasStatus ? [reportOf(body, messageId)] : undefined;
	},
};
