/**
 * SMS, MMS and calls: what is specific to one of them is in its channel; the parts of a message, and of the
 * rows of an answer, that are the same for all three (docs/providers/clicksend.md §3, §7, §12, §14).
 */
import type { IDataObject } from 'n8n-workflow';
import { fault, type Fault } from '../../core/planning/draft';
import { matchRows, type Traits } from '../../core/sending/grouping';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import type { Prepare } from '../../core/provider';
import { type Accepted, type Failure, failAll, type SendResult } from '../../core/outcome';
import { isObject, textOrNumber } from '../../core/values';
import { failureOf, NO_ROW, unlistedStatus } from './errors';

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

/** Fields of a row that repeat the message. */
const CONTENT: ReadonlySet<string> = new Set(['body', 'subject', '_media_file_url']);

/** A row without the message content that it repeats, which does not belong in outputs. */
export function withoutContent(row: IDataObject): IDataObject {
	const rest: IDataObject = {};
	for (const name of Object.keys(row)) if (!CONTENT.has(name)) rest[name] = row[name];
	return rest;
}

/** Reads the result of one message from its row. */
function readRow(
	row: IDataObject,
	message: OutboundMessage,
	currency: string | undefined,
): SendResult {
	const status = textOrNumber(row.status) ?? '';
	const told = {
		index: message.index,
		messageId: textOrNumber(row.message_id),
		raw: withoutContent(row),
	};
	const recipient = message.to.kind === 'list' ? { to: textOrNumber(row.to) || undefined } : {};
	if (status === 'SUCCESS') {
		const price = textOrNumber(row.message_price);
		const parts = Number(row.message_parts);
		const accepted: { -readonly [K in keyof Accepted]: Accepted[K] } = {
			...told,
			...recipient,
			outcome: 'accepted',
		};
		if (parts > 0) accepted.segments = parts;
		if (price) accepted.price = { amount: price, currency: currency ?? null };
		// ClickSend treats a time in the past as "now" and answers with the time of sending.
		if (message.sendAt) accepted.scheduledAt = message.sendAt.toISOString();
		return accepted;
	}
	const failure = failureOf(status);
	const provesEarlier = status === 'THROTTLED' ? ({ provesEarlier: true } as const) : {};
	return failure
		? { ...told, ...recipient, ...provesEarlier, outcome: 'rejected', failure }
		: { ...told, ...recipient, outcome: 'unknown', failure: unlistedStatus(status) };
}

const EMPTY_LIST: Failure = {
	class: 'invalidRecipient',
	code: 'EMPTY_LIST',
	message: 'The contact list has no contacts to send to',
	hint: 'Add contacts with phone numbers to the list in ClickSend.',
};

/** Rows and currency of an accepted request, or `undefined` if the answer has another shape. */
function rowsOf(body: unknown): { rows: IDataObject[]; currency: string | undefined } | undefined {
	const data = isObject(body) && isObject(body.data) ? body.data : {};
	if (!Array.isArray(data.messages)) return undefined;
	const currency = isObject(data._currency)
		? textOrNumber(data._currency.currency_name_short)
		: undefined;
	return { rows: data.messages.filter(isObject), currency };
}

/** A contact list has a request of its own, so every row of the answer is one of its contacts. */
function readList(
	message: OutboundMessage,
	rows: readonly IDataObject[],
	currency?: string,
): SendResult[] {
	if (rows.length === 0) return failAll([message], 'rejected', EMPTY_LIST);
	return rows.map((row) => readRow(row, message, currency));
}

function readRows(
	channel: Channel,
	messages: readonly OutboundMessage[],
	rows: readonly IDataObject[],
	currency?: string,
): SendResult[] {
	const matched = matchRows(
		messages.map((message) => traitsOf(channel, message)),
		rows,
		(row) => rowTraitsOf(channel, row),
		(row) => textOrNumber(row.status) ?? '',
	);
	return messages.flatMap((message, position): SendResult[] => {
		const row = rows[matched[position] ?? -1];
		return row ? [readRow(row, message, currency)] : failAll([message], 'unknown', NO_ROW);
	});
}

/** Reads an answer that is not refused as a whole: at least one result per message. */
export function readSent(
	channel: Channel,
	messages: readonly OutboundMessage[],
	body: unknown,
): SendResult[] {
	const answer = rowsOf(body);
	if (!answer) return failAll(messages, 'unknown', NO_ROW);
	const { rows, currency } = answer;
	const [first] = messages;
	return first?.to.kind === 'list'
		? readList(first, rows, currency)
		: readRows(channel, messages, rows, currency);
}
