/**
 * What ClickSend calls the URL of an automation rule with (facts: clicksend §11). It signs nothing:
 * the rules that this pack creates have a token in their URL.
 */
import { isFinal } from '../../core/delivery';
import { isoTime } from '../../core/unix-time';
import { textOrNumber } from '../../core/values';
import type { WebhookEvent, WebhookWire } from '../../core/webhook';
import { tokenVerdict } from '../../n8n/digests';
import { withoutSecrets } from '../../n8n/secrets';
import { isObject } from '../../n8n/objects';
import { first, inboundMessage } from './inbound';
import { statusOf } from './receipts';

type Fields = Readonly<Record<string, unknown>>;

const PROVIDER = 'clickSend';

function messageOf(fields: Fields): WebhookEvent {
	const message = inboundMessage(fields);
	return { kind: 'messageReceived', key: message.id, message };
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
		const text = textOrNumber(body.body) ?? textOrNumber(body.message);
		if (first(body, 'from') !== null && text !== undefined) return [messageOf(body)];
		const messageId = first(body, 'message_id', 'messageid');
		const hasStatus = first(body, 'status_code', 'status') !== null;
		return messageId !== null && hasStatus ? [reportOf(body, messageId)] : undefined;
	},
};
