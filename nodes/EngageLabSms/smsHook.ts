/**
 * SMSHook of the legacy generation (docs/providers/engagelab.md §2.6). The format of its calls is not
 * documented, so the field names of the status listing are assumed (docs/providers/engagelab.md §2.5),
 * and the original is always included in the output.
 */
import { deliveryReport, type DeliveryWords, statusIn } from '../../core/receiving/delivery';
import { contentId, md5, sameText } from '../../core/digests';
import { isFresh } from '../../core/receiving/proof';
import { inboundMessage } from '../../core/receiving/inbound';
import { withoutSecrets } from '../../core/secrets';
import { isoTime } from '../../core/unix-time';
import { firstText, isObject } from '../../core/values';
import {
	messageEvent,
	MOST_EVENTS,
	refused,
	reportEvent,
	type WebhookEvent,
	type WebhookWire,
	wrong,
} from '../../core/receiving/webhook';
import { parseExact } from './exactJson';
import { e164, isEmpty } from './webhook';

const PROVIDER = 'engageLabSms';

type Fields = Readonly<Record<string, unknown>>;

/** `status` of the listing (docs/providers/engagelab.md §2.5). */
export const LEGACY_STATUSES: DeliveryWords = {
	1: 'sent',
	2: 'delivered',
	3: 'queued',
	4: 'failed',
	5: 'failed',
};

const IDS = ['sms_id', 'smsId', 'message_id', 'messageId', 'id'];
const PHONES = ['phone', 'to', 'mobile', 'from'];
const TEXTS = ['text', 'content', 'body', 'reply'];
const TIMES = ['timestamp', 'time', 'itime', 'send_time'];

/** Marks events whose format is not documented: the user needs the original. */
const UNDOCUMENTED = { undocumented: true } as const;

/** Unix seconds or milliseconds; written dates are ignored because their time zone is unknown. */
function timeOf(row: Fields): string | null {
	const written = firstText(row, ...TIMES) ?? '';
	if (/^\d{13}$/.test(written)) return isoTime(Number(written) / 1000);
	return /^\d{10}$/.test(written) ? isoTime(written) : null;
}

function replyOf(row: Fields, text: string): WebhookEvent {
	const from = firstText(row, 'from', ...PHONES) ?? '';
	const message = inboundMessage({
		provider: PROVIDER,
		id: firstText(row, ...IDS) ?? contentId(PROVIDER, withoutSecrets(row)),
		from: e164(from) ?? from,
		text,
		receivedAt: timeOf(row),
		row,
	});
	return messageEvent(message, UNDOCUMENTED);
}

function reportOf(row: Fields): WebhookEvent {
	const id = firstText(row, ...IDS);
	const word = firstText(row, 'status') ?? '';
	const report = deliveryReport({
		provider: PROVIDER,
		messageId: id ?? '',
		to: e164(firstText(row, ...PHONES)),
		status: statusIn(LEGACY_STATUSES, word),
		reportedAt: timeOf(row),
		errorCode: firstText(row, 'sub_status'),
		row,
	});
	// Without an id and a status, reports with the same content count as the same event.
	const isKnown = id !== null && word !== '';
	const key = isKnown ? `${id} ${word}` : contentId(PROVIDER, report.raw);
	return reportEvent(key, report, UNDOCUMENTED);
}

/** The rows: the body is a list, has a list under a likely name, or is one row. */
function rowsOf(body: unknown): unknown[] {
	if (Array.isArray(body)) return body as unknown[];
	const { rows, data, list } = isObject(body) ? body : {};
	return [rows, data, list].find(Array.isArray) ?? [body];
}

export const smsHook: WebhookWire = {
	methods: ['POST'],
	kinds: ['messageReceived', 'deliveryReport'],
	secret: 'needed',
	username: 'the app key of the SMSHook',
	isPing: isEmpty,

	/**
	 * Genuine calls made at the same time have the same signature, so it cannot be limited to one
	 * call: within the time window, an altered body cannot be distinguished from a genuine one.
	 */
	verify(call, secret) {
		const { headers } = call;
		const timestamp = String(headers['x-smshook-timestamp'] ?? '');
		const appKey = String(headers['x-smshook-appkey'] ?? '');
		const signature = String(headers['x-smshook-signature'] ?? '');
		if (!/^\d{10}(\d{3})?$/.test(timestamp) || !/^[0-9a-f]{32}$/.test(signature)) {
			return refused('no signature');
		}
		const seconds = Number(timestamp) / (timestamp.length > 10 ? 1000 : 1);
		if (!isFresh(seconds, call)) return refused('too old, or from the future');
		const isApp = sameText(appKey, secret?.username ?? '');
		const isOurs = (secret?.accepted ?? []).some((key) =>
			sameText(signature, md5(timestamp + appKey + key)),
		);
		return isApp && isOurs ? { genuine: true } : wrong('signature');
	},

	read({ text, body }) {
		if (typeof body !== 'object' || body === null) return undefined;
		// Forms are not JSON; their ids are text already.
		const rows = rowsOf(parseExact(text) ?? body);
		if (rows.length > MOST_EVENTS) return undefined;
		const events = rows.filter(isObject).map((row) => {
			const text = firstText(row, ...TEXTS);
			const isReply = text !== null && firstText(row, 'status') === null;
			return isReply ? replyOf(row, text) : reportOf(row);
		});
		return events.length === 0 && rows.length > 0 ? undefined : events;
	},
};
