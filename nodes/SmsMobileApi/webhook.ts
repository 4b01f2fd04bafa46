/** SMSMobileAPI's webhooks, in both versions (docs/providers/smsmobileapi.md §5). */
import {
	deliveryReport,
	type DeliveryStatus,
	type DeliveryWords,
} from '../../core/receiving/delivery';
import { contentId, hmacSha256, sameText } from '../../core/digests';
import { isFresh, tokenVerdict } from '../../core/receiving/proof';
import { inboundMessage } from '../../core/receiving/inbound';
import { mediaUrls } from '../../core/receiving/media';
import { missedCall } from '../../core/receiving/missed-call';
import { timeText } from '../../core/unix-time';
import { entryOf, isObject, textIn, textOrNumber } from '../../core/values';
import { readTime } from '../../n8n/parameters/time';
import {
	callEvent,
	messageEvent,
	refused,
	reportEvent,
	type Verdict,
	type WebhookCall,
	type WebhookEvent,
	type WebhookWire,
	wrong,
} from '../../core/receiving/webhook';

const PROVIDER = 'smsMobileApi';

type Fields = Readonly<Record<string, unknown>>;

/** `2025-01-20 10:14:50`, or the same as digits, with or without milliseconds. */
const LOCAL = /^(\d{4})-?(\d\d)-?(\d\d)[ T]?(\d\d):?(\d\d):?(\d\d)\.?\d{0,6}$/;

/**
 * A time with a zone, or Unix time; a time without a zone is read in the given one, and cannot be read
 * if there is none. Seconds are enough.
 */
function timeIn(value: unknown, zone?: string): string | null {
	const text = timeText(value);
	if (/^\d{13}$/.test(text)) return new Date(Number(text)).toISOString();
	const time = /T[^T]*(Z|[+-]\d\d:?\d\d)$/i.test(text) ? Date.parse(text) : NaN;
	if (!Number.isNaN(time)) return new Date(time).toISOString();
	const [, year, month, day, hour, minute, second] = LOCAL.exec(text) ?? [];
	if (zone === undefined || year === undefined) return null;
	const local = readTime(`${year}-${month}-${day}T${hour}:${minute}:${second}`, zone);
	return local?.toISOString() ?? null;
}

interface Written {
	readonly guid: string | null;
	readonly from: string;
	readonly to: string | null;
	readonly text: string;
	readonly receivedAt: string | null;
	readonly channel?: 'whatsapp';
	readonly media?: readonly string[];
	/** The time of receipt as it was sent. */
	readonly written: unknown;
}

function messageOf({ guid, written, ...told }: Written, row: Fields): WebhookEvent {
	const id = guid ?? contentId(PROVIDER, told.from, written, told.text);
	return messageEvent(inboundMessage({ provider: PROVIDER, id, ...told, row }));
}

/** Version 1: unsigned, messages only; the URL has a token. */
export const smsMobileV1Webhook: WebhookWire = {
	methods: ['POST'],
	kinds: ['messageReceived'],
	secret: 'token',

	verify: tokenVerdict,

	read({ body }, zone) {
		if (!isObject(body)) return undefined;
		const from = textIn(body.number);
		const text = textOrNumber(body.message);
		if (from === null || text === undefined) return undefined;
		const written = body.time_received ?? `${textIn(body.date)} ${textIn(body.hour)}`;
		// `date`, `hour` and `time_received` do not state their time zone.
		const receivedAt = timeIn(written, zone);
		return [
			messageOf({ guid: textIn(body.guid), from, to: null, text, receivedAt, written }, body),
		];
	},
};

/** Events of version 2 about messages sent through the API. Their data is not published. */
const STATUSES: DeliveryWords = {
	'sms.api.submitted': 'queued',
	'sms.sent': 'sent',
	'sms.failed': 'failed',
};

function reportOf(
	status: DeliveryStatus,
	eventId: string,
	occurredAt: unknown,
	data: Fields,
): WebhookEvent {
	const messageId = textIn(data.guid) ?? '';
	const report = deliveryReport({
		provider: PROVIDER,
		messageId,
		to: textIn(data.to),
		status,
		reportedAt: timeIn(occurredAt),
		errorText: textIn(data.error),
		row: data,
	});
	return reportEvent(`${messageId || eventId} ${status}`, report, { undocumented: true });
}

/** The time of the call has no zone; that of the event has one, and is the next best. */
function missed(id: string, occurredAt: unknown, data: Fields, zone?: string): WebhookEvent[] {
	if (textIn(data.number) === null && textIn(data.call_at) === null) return [];
	const call = missedCall({
		provider: PROVIDER,
		id: textIn(data.guid) ?? id,
		from: textIn(data.number),
		to: textIn(data.device_id),
		name: textIn(data.name),
		calledAt: timeIn(data.call_at, zone) ?? timeIn(occurredAt),
		row: data,
	});
	return [callEvent(call)];
}

function signatureVerdict(call: WebhookCall, secrets: readonly string[]): Verdict {
	const timestamp = String(call.headers['x-smsmobileapi-timestamp'] ?? '');
	const header = String(call.headers['x-smsmobileapi-signature'] ?? '');
	const [, signature] = /^v1=([0-9a-f]{64})$/.exec(header) ?? [];
	if (!/^\d{10}$/.test(timestamp) || signature === undefined) return refused('no signature');
	if (!isFresh(Number(timestamp), call)) return refused('too old, or from the future');
	const isOurs = secrets.some((secret) =>
		sameText(signature, hmacSha256(secret, `${timestamp}.`, call.bytes)),
	);
	return isOurs ? { genuine: true } : wrong('signature');
}

/** Version 2: the signature covers the time and every byte of the body. */
export const smsMobileV2Webhook: WebhookWire = {
	methods: ['POST'],
	kinds: ['messageReceived', 'deliveryReport', 'callMissed'],
	secret: 'needed',
	statusOfNews: 202,

	verify(call, secret) {
		return signatureVerdict(call, secret?.accepted ?? []);
	},

	read({ body }, zone) {
		if (!isObject(body) || !isObject(body.data)) return undefined;
		const { id, type, data, occurred_at: occurredAt } = body;
		if (typeof id !== 'string' || id === '' || typeof type !== 'string') return undefined;
		const status = entryOf(STATUSES, type);
		if (status) return [reportOf(status, id, occurredAt, data)];
		if (type === 'call.missed') return missed(id, occurredAt, data, zone);
		const isSms = type === 'sms.received';
		// Email, other calls, messages sent through WhatsApp or written on the phone itself.
		if (!isSms && type !== 'whatsapp.received') return [];
		const from = textIn(data.from);
		// No document shows the media of a received message: this is the field of a send.
		const media = isSms ? [] : mediaUrls(data.url_media);
		const text = textOrNumber(data.message) ?? (media.length > 0 ? '' : undefined);
		// What a WhatsApp message without a text looks like is not documented.
		if (from === null || text === undefined) return isSms ? undefined : [];
		const written = data.received_at ?? occurredAt;
		const guid = textIn(data.guid) ?? id;
		const told = { guid, from, to: textIn(data.device_id), text, receivedAt: timeIn(written) };
		const whatsApp = isSms ? {} : { channel: 'whatsapp' as const, media };
		return [messageOf({ ...told, ...whatsApp, written }, data)];
	},
};
