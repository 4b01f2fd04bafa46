/**
 * SMS, MMS and calls: what ClickSend handles the same way for all three is in send.ts, rows.ts and
 * lookup.ts; what is specific to one of them is in its channel.
 */
import type { IDataObject } from 'n8n-workflow';
import { fault, type Fault } from '../../core/planning/draft';
import type { Traits } from '../../core/sending/grouping';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import type { Prepare } from '../../core/provider';
import { textOrNumber } from '../../core/values';

export interface Channel {
	/** Its segment in the paths: `/v3/sms/send`. */
	readonly name: 'sms' | 'mms' | 'voice';
	/** Reports before sending what ClickSend would refuse or cut. */
	readonly prepare: Prepare;
	/** The body of a send request and of a price request. */
	toBody(messages: readonly OutboundMessage[]): IDataObject;
	/** What all messages of a request share; messages that differ in it need separate requests. */
	sharedBy?(message: OutboundMessage): string;
	/**
	 * The full content, to tell messages to the same recipient apart; `undefined` if ClickSend changes
	 * it, so that rows do not show it.
	 */
	says(message: OutboundMessage): string | undefined;
	/** The same for a row of an answer or of the history. */
	rowSays(row: IDataObject): string | undefined;
	/** Whether a message can be priced before it is sent; default: each one. */
	hasPrice?(message: OutboundMessage): boolean;
	/** The `order_by` that lists its history newest first, where documented. */
	readonly newestFirst?: string;
}

export const traitsOf = (channel: Channel, message: OutboundMessage): Traits => ({
	to: recipientText(message.to),
	text: channel.says(message),
	reference: message.reference,
});

/** Some fields are numbers in some answers and strings in others (docs/providers/clicksend.md §14). */
export const rowTraitsOf = (channel: Channel, row: IDataObject): Traits => ({
	to: textOrNumber(row.to) ?? '',
	text: channel.rowSays(row),
	reference: textOrNumber(row.custom_string) || undefined,
});

/** The part of a message that is the same for all channels (docs/providers/clicksend.md §7, §12). */
export function toWire(message: OutboundMessage): IDataObject {
	const { to, from, sendAt, reference, source } = message;
	return {
		...(to.kind === 'list' ? { list_id: to.listId } : { to: recipientText(to) }),
		body: textOf(message) ?? '',
		source: source ?? 'n8n',
		...(from !== undefined && { from }),
		...(sendAt && { schedule: Math.floor(sendAt.getTime() / 1000) }),
		...(reference !== undefined && { custom_string: reference }),
	};
}

/** A number, a short code, or an alpha tag of 3 to 11 characters (docs/providers/clicksend.md §5). */
export function checkSender({ from }: OutboundMessage): Fault | undefined {
	if (from === undefined || /^\+?\d+$/.test(from)) return undefined;
	if (from.length >= 3 && from.length <= 11) return undefined;
	return fault(
		'From',
		'invalidSender',
		`From "${from.slice(0, 20)}" is neither a phone number nor a name of 3 to 11 characters`,
		'Change From, or leave it empty.',
	);
}

export const sms: Channel = {
	name: 'sms',
	prepare: (messages) => messages.map((message) => checkSender(message) ?? message),
	toBody: (messages) => ({ messages: messages.map(toWire) }),
	says: textOf,
	rowSays: (row) => textOrNumber(row.body),
	newestFirst: 'date:desc',
};

/** A text that may contain a web address: ClickSend does not say what it takes for one. */
const MAY_HAVE_URL = /\.\p{L}/u;
const unlessShortened = (text: string | undefined) =>
	text === undefined || MAY_HAVE_URL.test(text) ? undefined : text;

/** Texts whose web addresses ClickSend replaces by short ones (docs/providers/clicksend.md §7). */
export const shortenedSms: Channel = {
	...sms,
	toBody: (messages) => ({ shorten_urls: true, ...sms.toBody(messages) }),
	says: (message) => unlessShortened(sms.says(message)),
	rowSays: (row) => unlessShortened(sms.rowSays(row)),
};
