import type { Encoding } from './text/segments';

/**
 * Where a message goes: a phone in E.164, a short code that only means something in one network, or
 * a list of contacts that the provider keeps.
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
	/** Segments as we count them; the provider's own count is in the result. */
	readonly segments: number;
}

/** A template that the provider stores, and what to write in place of its variables. */
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
	/** Not before. */
	readonly sendAt?: Date;
	/** The user's own reference, sent and returned unaltered. */
	readonly reference?: string;
	/** Tells the provider which integration sends (ClickSend: `source`). */
	readonly source?: string;
	/** What only one provider's own node offers (a language, a subject), checked by that node. */
	readonly extras?: Readonly<Record<string, string>>;
}

/** The text form of a recipient, for matching and for output. */
export function recipientText(to: Recipient): string {
	if (to.kind === 'number') return to.e164;
	return to.kind === 'shortCode' ? to.digits : `list:${to.listId}`;
}

/** The free text of a message, or `undefined` where it is a template. */
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

// Five digits or more of any script, whatever stands between them, as long as it is no letter.
const DIGITS = /[+＋]?\p{Nd}(?:[^\p{L}\p{Nd}]{0,3}\p{Nd}){4,}/gu;

/** The same for free text a user typed where a number belongs: digit runs are masked, length is bounded. */
export function maskText(value: string, limit = 40): string {
	const masked = value.replace(DIGITS, (run) => maskNumber(run.replace(/[^\p{Nd}+]/gu, '')));
	return masked.length > limit ? `${masked.slice(0, limit)}…` : masked;
}

/** A recipient for error texts. */
export function maskRecipient(to: Recipient): string {
	return to.kind === 'list' ? `contact list ${to.listId}` : maskNumber(recipientText(to));
}
