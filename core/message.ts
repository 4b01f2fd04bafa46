import type { Encoding, Room } from './text/segments';

/**
 * Where a message goes: a phone number in E.164, a short code that is valid only in one network, or a
 * contact list stored at the provider.
 */
export type Recipient =
	| { readonly kind: 'number'; readonly e164: string; readonly country?: string }
	| { readonly kind: 'shortCode'; readonly digits: string }
	| { readonly kind: 'list'; readonly listId: string };

/** A free text. */
export interface TextContent {
	readonly kind: 'text';
	readonly text: string;
	readonly encoding: Encoding;
	/** Our own segment count; the provider's count is in the result. */
	readonly segments: number;
	/** Set if the provider counts GSM-7 texts in characters, with this room. */
	readonly room?: Room;
	/** Set if the text as written needs more segments than Max Segments allows: what was done about it. */
	readonly tooLong?: 'shortened' | 'sentAnyway';
	/** Set if it is the text of several items: how many of them did not fit. */
	readonly left?: number;
}

/** A template stored at the provider, and the values of its variables. */
export interface TemplateContent {
	readonly kind: 'template';
	readonly templateId: string;
	readonly variables: Readonly<Record<string, string>>;
}

export type Content = TextContent | TemplateContent;

/** One text or template for one recipient, planned and ready to be sent. */
export interface OutboundMessage {
	/** Position among all messages of this run; results are put back in this order. */
	readonly index: number;
	readonly to: Recipient;
	readonly content: Content;
	/** Sender ID: number, alphanumeric tag, signature, or absent for the provider's default. */
	readonly from?: string;
	/** Earliest time to send at. */
	readonly sendAt?: Date;
	/** The user's own reference, sent and returned unaltered. */
	readonly reference?: string;
	/** Identifies the sending integration to the provider (ClickSend: `source`). */
	readonly source?: string;
	/** Values that only one provider's own node offers (a language, a subject), checked by that node. */
	readonly extras?: Readonly<Record<string, string>>;
}

/** The text form of a recipient, for matching and for output. */
export function recipientText(to: Recipient): string {
	if (to.kind === 'number') return to.e164;
	return to.kind === 'shortCode' ? to.digits : `list:${to.listId}`;
}

/** The free text of a message, or `undefined` for a template. */
export function textOf({ content }: OutboundMessage): string | undefined {
	return content.kind === 'text' ? content.text : undefined;
}

const VISIBLE_HEAD = 4;
const VISIBLE_TAIL = 2;

/**
 * A phone number for error texts and logs: enough to recognise, not enough to dial.
 * `+61411111111` → `+614******11`.
 */
export function maskNumber(value: string): string {
	if (value.length <= VISIBLE_HEAD + VISIBLE_TAIL) return '*'.repeat(value.length);
	const hidden = value.length - VISIBLE_HEAD - VISIBLE_TAIL;
	return value.slice(0, VISIBLE_HEAD) + '*'.repeat(hidden) + value.slice(-VISIBLE_TAIL);
}

// Five or more digits of any script, with up to three characters other than letters between them.
const DIGITS = /[+＋]?\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){4,}/gu;

/** The same for other text: masks runs of digits and limits the length. */
export function maskText(value: string, limit = 40): string {
	// Blanks within a run are left out, so this many characters are enough, whatever the text is.
	const masked = value
		.slice(0, 10 * limit)
		.replace(DIGITS, (run) => maskNumber(run.replace(/[^\p{Nd}+]/gu, '')));
	return masked.length > limit ? `${masked.slice(0, limit)}…` : masked;
}

/** What the user wrote, in one line of limited length. */
export function excerpt(written: string, limit = 40): string {
	const line = written.slice(0, 10 * limit).replace(/\s+/g, ' ');
	return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** A sentence that quotes the user's input: masked, and in full if that differs. */
export interface Quoting {
	readonly message: string;
	readonly full?: string;
}

/** Builds a sentence around what the user wrote. */
export function quoting(written: string, sentence: (quote: string) => string, limit = 40): Quoting {
	const message = sentence(maskText(written, limit));
	const full = sentence(excerpt(written, limit));
	return full === message ? { message } : { message, full };
}

/** A recipient for error texts. */
export function maskRecipient(to: Recipient): string {
	return to.kind === 'list' ? `contact list ${to.listId}` : maskNumber(recipientText(to));
}

/** A recipient for texts that only its user sees. */
export const showRecipient = (to: Recipient): string =>
	to.kind === 'list' ? `contact list ${to.listId}` : recipientText(to);
