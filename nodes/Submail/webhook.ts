/** SUBHOOK, SUBMAIL's callbacks for deliveries and replies (docs/providers/submail.md §10). */
import {
	deliveryReport,
	type DeliveryStatus,
	type DeliveryWords,
} from '../../core/receiving/delivery';
import { contentId, md5, sameText } from '../../core/digests';
import { inboundMessage } from '../../core/receiving/inbound';
import { isoTime } from '../../core/unix-time';
import { entryOf, isObject, textIn, textOrNumber } from '../../core/values';
import {
	messageEvent,
	refused,
	reportEvent,
	type WebhookEvent,
	type WebhookWire,
	wrong,
} from '../../core/receiving/webhook';
import { mainlandNumber, OPT_OUT_CODES } from './inbound';

const PROVIDER = 'submail';

type Fields = Readonly<Record<string, unknown>>;

/** `unkown` is a spelling that SUBMAIL's documentation uses in one place. */
const STATUSES: DeliveryWords = {
	request: 'queued',
	sending: 'sent',
	delivered: 'delivered',
	dropped: 'failed',
	unknown: 'unknown',
	unkown: 'unknown',
};

/** The fields without the signature: with it and the token, a call could be forged. */
const withoutProof = (fields: Fields): Fields =>
	Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'signature'));

function replyOf(fields: Fields, address: string, text: string): WebhookEvent {
	const receivedAt = isoTime(fields.timestamp);
	// A reply has no id, and the token differs for each call.
	const id = contentId(PROVIDER, textIn(fields.app), address, receivedAt, text);
	const from = mainlandNumber(address);
	const row = withoutProof(fields);
	return messageEvent(
		inboundMessage({
			provider: PROVIDER,
			id,
			from,
			text,
			receivedAt,
			row,
			optOutCodes: OPT_OUT_CODES,
		}),
	);
}

function reportOf(fields: Fields, messageId: string, status: DeliveryStatus): WebhookEvent {
	const address = textIn(fields.address);
	return reportEvent(
		`${messageId} ${address} ${status}`,
		deliveryReport({
			provider: PROVIDER,
			messageId,
			to: address === null ? null : mainlandNumber(address),
			status,
			reportedAt: isoTime(fields.timestamp),
			reference: textIn(fields.tag),
			// The carrier's own code, for example MK:0012.
			errorCode: textIn(fields.report),
			row: withoutProof(fields),
		}),
	);
}

/** The signature covers only a token, so a token is accepted for one body only. */
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
		if (!isSigned) return refused('no signature');
		const isOurs = (secret?.accepted ?? []).some((key) => sameText(signature, md5(token + key)));
		return isOurs ? { genuine: true, token } : wrong('signature');
	},

	read({ body }) {
		if (!isObject(body)) return undefined;
		const event = textIn(body.events) ?? '';
		const address = textIn(body.address);
		if (event === 'mo') {
			const text = textOrNumber(body.content);
			return address === null || text === undefined ? undefined : [replyOf(body, address, text)];
		}
		const status = entryOf(STATUSES, event);
		if (!status) return event === '' ? undefined : [];
		const messageId = textIn(body.send_id);
		return messageId === null ? undefined : [reportOf(body, messageId, status)];
	},
};
