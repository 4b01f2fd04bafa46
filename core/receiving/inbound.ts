/**
 * Inbound messages: one shape for all providers and both triggers, and the detection of opt-outs.
 */
import { withoutSecrets } from '../secrets';

/** One text that a provider received for the account. */
export interface InboundMessage {
	/** The provider's id, or one derived from the message's content if there is none. Stable either way. */
	readonly id: string;
	/** E.164 if the provider gives or implies it, otherwise as the provider writes it. */
	readonly from: string;
	/** The number or device that received it; `null` if the provider does not say. */
	readonly to: string | null;
	readonly text: string;
	/** ISO 8601 in UTC; `null` if the provider gives no readable time. */
	readonly receivedAt: string | null;
	/** Provider id, as in the output of sends: `clickSend`. */
	readonly provider: string;
	/** `messageId` of the sent message that it answers, if the provider links them. */
	readonly inReplyTo: string | null;
	/** The user's own reference of that message, if the provider links them. */
	readonly reference: string | null;
	/** Whether the sender asks for no more texts, see {@link isOptOut}. */
	readonly optOut: boolean;
	/** The provider's row, without secrets. */
	readonly raw: unknown;
}

/**
 * Words that end a subscription: those of the CTIA's messaging principles (§5.1.2) and of carriers
 * in North America, the ones that mainland China's operators require (TD, 退订), and common
 * variants.
 */
const KEYWORDS: ReadonlySet<string> = new Set([
	...['stop', 'stopall', 'stop all', 'unsubscribe', 'unsub', 'cancel', 'end', 'quit', 'revoke'],
	...['optout', 'opt out', 'opt-out', 'remove', 'arret', 'arrêt', 'stopp', 'baja', 'parar'],
	...['td', 't', 'tdd', '退订', '退訂', '退', '取消', '拒收', '停止', '取消订阅', '取消訂閱'],
]);

/** Words that people put around a keyword without changing its meaning. */
const AROUND: ReadonlySet<string> = new Set([
	...['please', 'pls', 'plz', 'thanks', 'thank', 'you', 'now', 'all', 'me', 'this', 'these'],
	...['texting', 'messaging', 'sending', 'messages', 'message', 'texts', 'text', 'sms', '请', '請'],
]);

/** Keywords that count even among such words; `end` or `t` count only when alone. */
const UNMISTAKABLE: ReadonlySet<string> = new Set([
	...['stop', 'stopall', 'unsubscribe', 'unsub', 'optout', 'opt-out', '退订', '退訂'],
]);

// Longer texts say more than a keyword does.
const LONGEST = 60;

/**
 * Whether a text is an opt-out: one of the keywords alone (`STOP`, `TD`, `退订`), in any case and
 * with any punctuation, or an unmistakable one with nothing but polite words around it
 * (`STOP please`). "Stop the server" is not an opt-out.
 */
export function isOptOut(text: string): boolean {
	if (text.length > LONGEST) return false;
	const plain = text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\p{M}\s-]+/gu, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (KEYWORDS.has(plain)) return true;
	const words = plain
		.replace(/(退订|退訂|请|請)/gu, ' $1 ')
		.trim()
		.split(/\s+/);
	return (
		words.some((word) => UNMISTAKABLE.has(word)) &&
		words.every((word) => UNMISTAKABLE.has(word) || AROUND.has(word))
	);
}

/** What a provider says about a message; omitted fields are not known. */
export type ReceivedMessage = Pick<InboundMessage, 'provider' | 'id' | 'from' | 'text'> &
	Partial<Pick<InboundMessage, 'to' | 'receivedAt' | 'inReplyTo' | 'reference'>> & {
		/** The provider's row as received; its secrets are removed here. */
		readonly row: unknown;
	};

/** Builds a received message in the common shape. */
export const inboundMessage = ({ row, ...told }: ReceivedMessage): InboundMessage => ({
	to: null,
	receivedAt: null,
	inReplyTo: null,
	reference: null,
	...told,
	optOut: isOptOut(told.text),
	raw: withoutSecrets(row),
});
