/**
 * SMSHook of the legacy generation (facts: engagelab §2.6). What it posts is documented nowhere, so
 * it is read by the names of the status listing (§2.5), and whoever gets it also gets the original.
 */
import { type DeliveryStatus, isFinal } from '../../core/delivery';
import { isOptOut } from '../../core/inbound';
import { isoTime } from '../../core/unix-time';
import { isObject, textOrNumber } from '../../core/values';
import type { WebhookEvent, WebhookWire } from '../../core/webhook';
import { contentId, isFresh, md5, sameText } from '../../n8n/digests';
import { withoutSecrets } from '../../n8n/secrets';
import { parseExact } from './exactJson';
import { e164, isEmpty } from './webhook';

const PROVIDER = 'engageLabSms';

type Fields = Readonly<Record<string, unknown>>;

const STATUSES: Readonly<Record<string, DeliveryStatus>> = {
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

const first = (fields: Fields, names: readonly string[]): string | null =>
	names.map((name) => textOrNumber(fields[name])?.trim()).find(Boolean) ?? null;

/** Unix seconds or milliseconds; texts are of a zone that nobody names. */
function timeOf(row: Fields): string | null {
	const written = first(row, TIMES) ?? '';
	if (/^\d{13}$/.test(written)) return isoTime(Number(written) / 1000);
	return /^\d{10}$/.test(written) ? isoTime(written) : null;
}

function replyOf(row: Fields, text: string, raw: unknown): WebhookEvent {
	const from = first(row, ['from', ...PHONES]) ?? '';
	const id = first(row, IDS) ?? contentId(PROVIDER, raw);
	return {
		kind: 'messageReceived',
		key: id,
		undocumented: true,
		message: {
			id,
			from: e164(from) ?? from,
			to: null,
			text,
			receivedAt: timeOf(row),
			provider: PROVIDER,
			inReplyTo: null,
			reference: null,
			optOut: isOptOut(text),
			raw,
		},
	};
}

function reportOf(row: Fields, raw: unknown): WebhookEvent {
	const id = first(row, IDS);
	const word = first(row, ['status']) ?? '';
	const status = Object.hasOwn(STATUSES, word) ? (STATUSES[word] ?? 'unknown') : 'unknown';
	return {
		kind: 'deliveryReport',
		// Without an id or a word that is known, the same news is what reads the same.
		key: id !== null && word !== '' ? `${id} ${word}` : contentId(PROVIDER, raw),
		undocumented: true,
		report: {
			messageId: id ?? '',
			to: e164(first(row, PHONES)),
			status,
			final: isFinal(status),
			reportedAt: timeOf(row),
			provider: PROVIDER,
			reference: null,
			errorCode: first(row, ['sub_status']),
			errorText: null,
			raw,
		},
	};
}

/** A list, a list under a likely name, or one row. */
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
	 * Several genuine calls of one moment have the same signature, so it cannot be good for one call
	 * only: within the window, an altered body cannot be told from a genuine one.
	 */
	verify(call, secret) {
		const { headers } = call;
		const timestamp = String(headers['x-smshook-timestamp'] ?? '');
		const appKey = String(headers['x-smshook-appkey'] ?? '');
		const signature = String(headers['x-smshook-signature'] ?? '');
		if (!/^\d{10}(\d{3})?$/.test(timestamp) || !/^[0-9a-f]{32}$/.test(signature)) {
			return { genuine: false, reason: 'no signature' };
		}
		const seconds = Number(timestamp) / (timestamp.length > 10 ? 1000 : 1);
		if (!isFresh(seconds, call)) return { genuine: false, reason: 'too old, or from the future' };
		const isApp = sameText(appKey, secret?.username ?? '');
		const isOurs = (secret?.accepted ?? []).some((key) =>
			sameText(signature, md5(timestamp + appKey + key)),
		);
		return isApp && isOurs ? { genuine: true } : { genuine: false, reason: 'wrong signature' };
	},

	read({ text, body }) {
		if (typeof body !== 'object' || body === null) return undefined;
		// Forms are no JSON; their ids are text already.
		const rows = rowsOf(parseExact(text) ?? body);
		const events = rows.filter(isObject).map((row) => {
			const raw = withoutSecrets(row);
			const written = first(row, TEXTS);
			const isReply = written !== null && first(row, ['status']) === null;
			return isReply ? replyOf(row, written, raw) : reportOf(row, raw);
		});
		return events.length === 0 && rows.length > 0 ? undefined : events;
	},
};
