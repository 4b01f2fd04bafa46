/**
 * Texts, MMS and calls: what ClickSend does alike with all three stands in send.ts, rows.ts and
 * lookup.ts, and what each has of its own in its channel.
 */
import type { IDataObject } from 'n8n-workflow';
import { fault, type Fault } from '../../core/planning/draft';
import type { Traits } from '../../core/sending/match';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import type { Prepare } from '../../core/provider';
import { textOrNumber } from '../../core/values';

export interface Channel {
	/** Its part of the paths: `/v3/sms/send`. */
	readonly name: 'sms' | 'mms' | 'voice';
	/** Tells before sending what ClickSend would refuse or cut. */
	readonly prepare: Prepare;
	/** The body of a send and of a question for the price. */
	toBody(messages: readonly OutboundMessage[]): IDataObject;
	/** What all messages of a request share; those that differ in it cannot travel together. */
	sharedBy?(message: OutboundMessage): string;
	/** Everything that is said, for telling messages to the same recipient apart. */
	says(message: OutboundMessage): string | undefined;
	/** The same of a row, of an answer or of the history. */
	rowSays(row: IDataObject): string | undefined;
	/** The `order_by` that puts the newest of its history first, where it is documented. */
	readonly newestFirst?: string;
}

export const traitsOf = (channel: Channel, message: OutboundMessage): Traits => ({
	to: recipientText(message.to),
	text: channel.says(message),
	reference: message.reference,
});

/** Some fields come as numbers here and as texts there (docs/providers/clicksend.md §14). */
export const rowTraitsOf = (channel: Channel, row: IDataObject): Traits => ({
	to: textOrNumber(row.to) ?? '',
	text: channel.rowSays(row),
	reference: textOrNumber(row.custom_string) || undefined,
});

/** A message as all channels take it (docs/providers/clicksend.md §7, §12). */
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
