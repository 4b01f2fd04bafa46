import { fieldsOf, isFields } from './values.mts';

/** A reply to send from a phone. */
export interface NewReply {
	from: string;
	/** May be empty: the reply then goes to the provider that sent last. */
	to: string;
	text: string;
	/** The provider to reach. Absent: the sandbox finds out from `from` and `to`. */
	provider?: string;
	/** ISO 8601: when the provider says the reply arrived, which may be in the past. Absent: now. */
	at?: string;
	/** Absent: SMS. */
	channel?: 'whatsapp';
	/** The address of a picture that comes with it: an MMS, or a WhatsApp message. */
	media?: string;
}

/** A call to a phone of a provider that nobody answers. */
export interface NewCall {
	from: string;
	to: string;
	/** The caller's name in the address book of the phone. */
	name?: string;
	/** As in a reply. */
	at?: string;
}

function readTime(value: unknown): string {
	if (value === undefined) return new Date().toISOString();
	const isIso = typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(value);
	const ms = isIso ? Date.parse(value) : NaN;
	if (Number.isNaN(ms)) {
		throw new Error('The time of a reply (at) must be ISO 8601 with a time zone.');
	}
	return new Date(ms).toISOString();
}

/**
 * Checks a reply from the page or from a test, and fills in its time.
 *
 * @throws Error with one sentence about what is wrong
 */
export function readReply(value: unknown): NewReply & { at: string } {
	if (!isFields(value)) throw new Error('A reply needs from, to and text.');
	const { from, to, text } = value;
	if (typeof from !== 'string' || typeof to !== 'string' || typeof text !== 'string') {
		throw new Error('A reply needs from, to and text.');
	}
	const { channel, media } = value;
	if (media !== undefined && (typeof media !== 'string' || !URL.canParse(media))) {
		throw new Error('The media of a reply must be a web address.');
	}
	if (from === '' || (text.trim() === '' && media === undefined)) {
		throw new Error('A reply needs a sender and a text.');
	}
	if (channel !== undefined && channel !== 'whatsapp') {
		throw new Error('The channel of a reply can only be whatsapp.');
	}
	const { provider } = value;
	if (provider !== undefined && typeof provider !== 'string') {
		throw new Error('The provider of a reply must be the id of a provider, e.g. clickSend.');
	}
	return {
		from,
		to,
		text,
		at: readTime(value.at),
		...(provider && { provider }),
		...(channel && { channel }),
		...(media !== undefined && { media }),
	};
}

/**
 * Checks a call from a test, and fills in its time.
 *
 * @throws Error with one sentence about what is wrong
 */
export function readCall(value: unknown): NewCall & { at: string } {
	const { from, to, name, at } = fieldsOf(value);
	if (typeof from !== 'string' || typeof to !== 'string' || from === '' || to === '') {
		throw new Error('A call needs from and to.');
	}
	if (name !== undefined && typeof name !== 'string') {
		throw new Error('The name of a caller must be a string.');
	}
	return { from, to, at: readTime(at), ...(name && { name }) };
}
