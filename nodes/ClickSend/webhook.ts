/**
 * The calls that ClickSend makes to the URL of an automation rule (docs/providers/clicksend.md §11).
 * They are not signed: the rules that this package creates have a token in their URL.
 */
import { deliveryReport } from '../../core/receiving/delivery';
import { tokenVerdict } from '../../core/receiving/proof';
import { isoTime } from '../../core/unix-time';
import { firstText, isObject, textOrNumber } from '../../core/values';
import {
	messageEvent,
	reportEvent,
	type WebhookEvent,
	type WebhookWire,
} from '../../core/receiving/webhook';
import { receivedMessage } from './inbound';
import { statusOf } from './receipts';

type Fields = Readonly<Record<string, unknown>>;

function reportOf(fields: Fields, messageId: string): WebhookEvent {
	const status = statusOf(fields);
	return reportEvent(
		`${messageId} ${status}`,
		deliveryReport({
			provider: 'clickSend',
			messageId,
			status,
			reportedAt: isoTime(fields.timestamp),
			reference: firstText(fields, 'custom_string', 'customstring'),
			errorCode: firstText(fields, 'error_code'),
			errorText: firstText(fields, 'error_text'),
			row: fields,
		}),
	);
}

export const clickSendWebhook: WebhookWire = {
	methods: ['POST'],
	kinds: ['messageReceived', 'deliveryReport'],
	secret: 'account',

	verify: (call, secret) => tokenVerdict(call, secret ?? { username: '', accepted: [] }),

	/** Both rules call the same URL; only received messages have a sender and a body. */
	read({ body }) {
		if (!isObject(body)) return undefined;
		const text = textOrNumber(body.body) ?? textOrNumber(body.message);
		if (firstText(body, 'from') !== null && text !== undefined) {
			return [messageEvent(receivedMessage(body))];
		}
		const messageId = firstText(body, 'message_id', 'messageid');
		const hasStatus = firstText(body, 'status_code', 'status') !== null;
		return messageId !== null && hasStatus ? [reportOf(body, messageId)] : undefined;
	},
};
