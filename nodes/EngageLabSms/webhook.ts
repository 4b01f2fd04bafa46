/**
 * Callbacks of the current generation (docs/providers/engagelab.md §4). Their signature covers a
 * time and a nonce, but not the body.
 */
import { deliveryReport, type DeliveryWords, statusIn } from '../../core/receiving/delivery';
import { contentId, hmacSha256, sameText } from '../../core/digests';
import { isFresh } from '../../core/receiving/proof';
import { inboundMessage } from '../../core/receiving/inbound';
import { isoTime } from '../../core/unix-time';
import { isObject, textIn, textOrNumber } from '../../core/values';
import {
	messageEvent,
	MOST_EVENTS,
	refused,
	reportEvent,
	type WebhookCall,
	type WebhookEvent,
	type WebhookWire,
	wrong,
} from '../../core/receiving/webhook';
import { parseExact } from './exactJson';

const PROVIDER = 'engageLabSms';

type Fields = Readonly<Record<string, unknown>>;

/**
 * EngageLab's documentation spells failures in two ways. Verification of codes by users (`verified…`)
 * is not a delivery status.
 */
const STATUSES: DeliveryWords = {
	plan: 'queued',
	target_valid: 'queued',
	target_invalid: 'failed',
	sent: 'sent',
	sent_failed: 'failed',
	sent_fail: 'failed',
	delivered: 'delivered',
	delivered_failed: 'failed',
	delivered_fail: 'failed',
};
const NO_DELIVERY: ReadonlySet<string> = new Set([
	'verified',
	'verified_failed',
	'verified_timeout',
]);

const fieldsIn = (value: unknown): Fields => (isObject(value) ? value : {});

/** Numbers include the country code, but sometimes lack the plus sign. */
export const e164 = (address: string | null): string | null =>
	address !== null && /^[1-9]\d{7,14}$/.test(address) ? `+${address}` : address;

function replyOf(row: Fields, data: Fields): WebhookEvent | undefined {
	const from = textIn(data.from);
	const text = textOrNumber(data.body);
	if (from === null || text === undefined) return undefined;
	const receivedAt = isoTime(row.itime);
	const id = textIn(data.message_sid) ?? contentId(PROVIDER, from, receivedAt, text);
	return messageEvent(
		inboundMessage({
			provider: PROVIDER,
			id,
			from: e164(from) ?? from,
			to: e164(textIn(data.to)),
			text,
			receivedAt,
			row,
		}),
	);
}

function reportOf(row: Fields, told: Fields): WebhookEvent | undefined {
	const data = fieldsIn(told.status_data);
	const messageId = textIn(row.message_id) ?? textIn(data.message_id);
	const word = textIn(told.message_status);
	if (messageId === null || word === null) return undefined;
	const code = textIn(told.error_code);
	return reportEvent(
		// EngageLab's own status: `plan` and `target_valid` are two separate events.
		`${messageId} ${textIn(row.to)} ${word}`,
		deliveryReport({
			provider: PROVIDER,
			messageId,
			to: e164(textIn(row.to)),
			status: statusIn(STATUSES, word),
			reportedAt: isoTime(data.msg_time) ?? isoTime(row.itime),
			reference: textIn(fieldsIn(row.custom_args).reference),
			errorCode: code === '0' ? null : code,
			errorText: textIn(fieldsIn(told.error_detail).message),
			row,
		}),
	);
}

/** The events in a row: `undefined` if the row is malformed, empty if it is of a kind we ignore. */
function readRow(row: unknown): WebhookEvent[] | undefined {
	if (!isObject(row)) return undefined;
	const { status, response } = row;
	if (isObject(status)) {
		if (NO_DELIVERY.has(textIn(status.message_status) ?? '')) return [];
		const report = reportOf(row, status);
		return report && [report];
	}
	if (isObject(response) && response.event === 'uplink_message') {
		const reply = replyOf(row, fieldsIn(response.response_data));
		return reply && [reply];
	}
	// Notifications, system events, and kinds that may be added later.
	return [];
}

/** Saving a URL calls it with an empty body; the documentation shows two forms of it. */
export const isEmpty = ({ text }: WebhookCall): boolean =>
	['', '{}', "''", '""'].includes(text.trim());

const HEADER =
	/^timestamp=(\d{10}); ?nonce=([^;,\s]{1,128}); ?username=([^;,\s]{1,128}); ?signature=([0-9a-f]{64})$/;

export const engageLabWebhook: WebhookWire = {
	methods: ['POST'],
	kinds: ['messageReceived', 'deliveryReport'],
	secret: 'needed',
	username: 'the user name of the callback',
	isPing: isEmpty,

	verify(call, secret) {
		const parts = HEADER.exec(String(call.headers['x-callback-id'] ?? ''));
		if (!parts) return refused('no signature');
		const [, timestamp = '', nonce = '', username = '', signature = ''] = parts;
		if (!isFresh(Number(timestamp), call)) return refused('too old, or from the future');
		const signed = `${timestamp}${nonce}${username}`;
		// The three are signed without separators: without this check, characters could be moved from one
		// to the next.
		const isUser = sameText(username, secret?.username ?? '');
		const isOurs = (secret?.accepted ?? []).some((key) =>
			sameText(signature, hmacSha256(key, signed)),
		);
		// The replay token includes the time, because nonces need not be unique for ever.
		return isUser && isOurs ? { genuine: true, token: signed } : wrong('signature');
	},

	/** Parses the text again: ids can exceed the precision of a JSON number (docs/providers/engagelab.md §5). */
	read({ text, body }) {
		if (!isObject(body)) return undefined;
		const { rows } = fieldsIn(parseExact(text));
		if (!Array.isArray(rows) || rows.length > MOST_EVENTS) return undefined;
		const told = (rows as unknown[]).map(readRow);
		// A row that cannot be read must not discard the others.
		const isLost = told.length > 0 && told.every((events) => events === undefined);
		return isLost ? undefined : told.flatMap((events) => events ?? []);
	},
};
