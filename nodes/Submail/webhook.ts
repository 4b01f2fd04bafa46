/** SUBHOOK, by which SUBMAIL tells of deliveries and replies (facts: submail §10). */
import { type DeliveryStatus, isFinal } from '../../core/delivery';
import { isOptOut } from '../../core/inbound';
import { isoTime } from '../../core/unix-time';
import { isObject, textOrNumber } from '../../core/values';
import type { WebhookEvent, WebhookWire } from '../../core/webhook';
import { contentId, md5, sameText } from '../../n8n/digests';
import { mainlandNumber } from './inbound';

const PROVIDER = 'submail';

type Fields = Readonly<Record<string, unknown>>;

/** `unkown` is how SUBMAIL's documentation spells it in one place. */
const STATUSES: Readonly<Record<string, DeliveryStatus>> = {
	request: 'queued',
	sending: 'sent',
	delivered: 'delivered',
	dropped: 'failed',
	unknown: 'unknown',
	unkown: 'unknown',
};

const textIn = (value: unknown): string | null => textOrNumber(value)?.trim() || null;

/** The fields without what proves them: whoever has both could use them again. */
function rawOf(fields: Fields): Fields {
	const raw: Record<string, unknown> = { ...fields };
	delete raw.token;
	delete raw.signature;
	return raw;
}

function replyOf(fields: Fields, address: string, text: string): WebhookEvent {
	const receivedAt = isoTime(fields.timestamp);
	// A reply has no id; the token is another one for each call.
	const id = contentId(PROVIDER, textIn(fields.app), address, receivedAt, text);
	return {
		kind: 'messageReceived',
		key: id,
		message: {
			id,
			from: mainlandNumber(address),
			to: null,
			text,
			receivedAt,
			provider: PROVIDER,
			inReplyTo: null,
			reference: null,
			optOut: isOptOut(text),
			raw: rawOf(fields),
		},
	};
}

function reportOf(fields: Fields, messageId: string, status: DeliveryStatus): WebhookEvent {
	const address = textIn(fields.address);
	return {
		kind: 'deliveryReport',
		key: `${messageId} ${address} ${status}`,
		report: {
			messageId,
			to: address === null ? null : mainlandNumber(address),
			status,
			final: isFinal(status),
			reportedAt: isoTime(fields.timestamp),
			provider: PROVIDER,
			reference: textIn(fields.tag),
			// The carrier's own word, for example MK:0012.
			errorCode: textIn(fields.report),
			errorText: null,
			raw: rawOf(fields),
		},
	};
}

/** The signature covers a token and nothing else, so a token is good for one body only. */
export const subHook: WebhookWire = {
	methods: ['GET', 'POST'],
	kinds: ['messageReceived', 'deliveryReport'],
	secret: 'needed',

	verify({ body }, secret) {
		const { token, signature } = isObject(body) ? body : {};
		const isSigned =
			typeof token === 'string' &&
			/^[\x21-\x7e]{8,128}$/.test(token) &&
			typeof signature === 'string' &&
			/^[0-9a-f]{32}$/.test(signature);
		if (!isSigned) return { genuine: false, reason: 'no signature' };
		const isOurs = (secret?.accepted ?? []).some((key) => sameText(signature, md5(token + key)));
		return isOurs ? { genuine: true, token } : { genuine: false, reason: 'wrong signature' };
	},

	read({ body }) {
		if (!isObject(body)) return undefined;
		const event = textIn(body.events) ?? '';
		const address = textIn(body.address);
		if (event === 'mo') {
			const text = textOrNumber(body.content);
			return address === null || text === undefined ? undefined : [replyOf(body, address, text)];
		}
		if (!Object.hasOwn(STATUSES, event)) return event === '' ? undefined : [];
		const messageId = textIn(body.send_id);
		return messageId === null
			? undefined
			: [reportOf(body, messageId, STATUSES[event] ?? 'unknown')];
	},
};
