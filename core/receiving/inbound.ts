/**
 * Inbound messages: one shape for all providers and both triggers.
 */
import { withoutSecrets } from '../secrets';
import { cutAddress, cutReference, cutText, shortId } from './lengths';
import { isOptOut } from './opt-out';

export { isOptOut };

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
	/** How it came, if not as an SMS. */
	readonly channel?: 'whatsapp' | 'mms';
	/** Where its pictures and other files are, if it has any. */
	readonly media?: readonly string[];
	/** The provider's row, without secrets. */
	readonly raw: unknown;
}

/** What a provider says about a message; omitted fields are not known. */
export type ReceivedMessage = Pick<InboundMessage, 'provider' | 'id' | 'from' | 'text'> &
	Partial<
		Pick<InboundMessage, 'to' | 'receivedAt' | 'inReplyTo' | 'reference' | 'channel' | 'media'>
	> & {
		/** The provider's row as received; its secrets are removed here. */
		readonly row: unknown;
		/** Replies that are opt-outs only at this provider, in lower case; see {@link isOptOut}. */
		readonly optOutCodes?: ReadonlySet<string>;
	};

/** Builds a received message in the common shape. Values longer than they can be are cut. */
export const inboundMessage = ({ row, optOutCodes, ...told }: ReceivedMessage): InboundMessage => ({
	provider: told.provider,
	id: shortId(told.id),
	from: cutAddress(told.from),
	to: cutAddress(told.to ?? null),
	text: cutText(told.text),
	receivedAt: told.receivedAt ?? null,
	inReplyTo: shortId(told.inReplyTo ?? null),
	reference: cutReference(told.reference ?? null),
	optOut: isOptOut(told.text, optOutCodes),
	...(told.channel && { channel: told.channel }),
	...(told.media && told.media.length > 0 && { media: told.media }),
	raw: withoutSecrets(row),
});
