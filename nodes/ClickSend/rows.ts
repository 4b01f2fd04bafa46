/**
 * Reads the rows of an answer as results for the messages of its request (docs/providers/clicksend.md §3,
 * §7, §14).
 */
import type { IDataObject } from 'n8n-workflow';
import { matchRows } from '../../core/sending/grouping';
import type { OutboundMessage } from '../../core/message';
import { type Failure, failAll, type SendResult } from '../../core/outcome';
import { isObject, textOrNumber } from '../../core/values';
import { type Channel, rowTraitsOf, traitsOf } from './channel';
import { failureOf, NO_ROW, unlistedStatus } from './errors';

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
		// ClickSend treats a time in the past as "now" and answers with the time of sending.
		return {
			...told,
			...recipient,
			outcome: 'accepted',
			...(parts > 0 && { segments: parts }),
			...(price && { price: { amount: price, currency: currency ?? null } }),
			...(message.sendAt && { scheduledAt: message.sendAt.toISOString() }),
		};
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
