/** ClickSend's side of the provider contract (facts: clicksend §4, §5, §7, §14). */
import type { IDataObject } from 'n8n-workflow';
import { fault, type Fault } from '../../core/draft';
import { matchRows } from '../../core/match';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import { type Failure, failAll, type SendResult } from '../../core/outcome';
import type { Api, Batch, SmsAccount, SmsProvider } from '../../core/provider';
import { AUTHENTICATIONS, withoutSecrets } from './client';
import { failureOf, requestFailure } from './errors';
import { lookup } from './lookup';

/** Recipients per request, counted after list expansion (facts: clicksend §4). */
const MESSAGES_PER_REQUEST = 1000;
const SINGLE_TIMEOUT_MS = 30_000;
export const BULK_TIMEOUT_MS = 120_000;

interface Row {
	readonly to?: unknown;
	readonly body?: unknown;
	readonly custom_string?: unknown;
	readonly message_id?: unknown;
	readonly message_parts?: unknown;
	readonly message_price?: unknown;
	readonly schedule?: unknown;
	readonly status?: unknown;
}

/** A message as send and price take it (facts: clicksend §7). */
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

const text = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** What one row says about one message. */
function readRow(row: Row, message: OutboundMessage, currency: string | undefined): SendResult {
	const status = text(row.status) ?? '';
	const raw = withoutSecrets(row) as IDataObject;
	// It repeats the text, which does not belong into outputs.
	delete raw.body;
	const told = { index: message.index, messageId: text(row.message_id), raw };
	const recipient = message.to.kind === 'list' ? { to: text(row.to) || undefined } : {};
	if (status === 'SUCCESS') {
		const price = text(row.message_price);
		const parts = Number(row.message_parts);
		// ClickSend takes a time that has passed as "now" and answers with the time of sending.
		return {
			...told,
			...recipient,
			outcome: 'accepted',
			...(parts > 0 && { segments: parts }),
			...(price && currency && { price: { amount: price, currency } }),
			...(message.sendAt && { scheduledAt: message.sendAt }),
		};
	}
	const failure = failureOf(status);
	const provesEarlier = status === 'THROTTLED' ? ({ provesEarlier: true } as const) : {};
	return failure
		? { ...told, ...recipient, ...provesEarlier, outcome: 'rejected', failure }
		: { ...told, ...recipient, outcome: 'unknown', failure: unlisted(status) };
}

function unlisted(status: string): Failure {
	return {
		class: 'unknownOutcome',
		code: status || 'NO_STATUS',
		message: status
			? `ClickSend gave the message a status that its documentation does not list`
			: 'ClickSend’s answer has no status for the message',
		hint: 'Look the message up in ClickSend before sending it again.',
	};
}

const NO_ROW: Failure = {
	class: 'unknownOutcome',
	code: 'NO_ROW',
	message: 'ClickSend’s answer does not say what became of this message',
	hint: 'Look the message up in ClickSend before sending it again.',
};

const EMPTY_LIST: Failure = {
	class: 'invalidRecipient',
	code: 'EMPTY_LIST',
	message: 'The contact list has nobody to send to',
	hint: 'Add contacts with phone numbers to the list in ClickSend.',
};

/** Rows and currency of an accepted request, or `undefined` where the answer has another shape. */
function rowsOf(body: unknown): { rows: Row[]; currency: string | undefined } | undefined {
	const data = (body as { data?: unknown } | undefined)?.data as
		{ messages?: unknown; _currency?: { currency_name_short?: unknown } } | null | undefined;
	if (!Array.isArray(data?.messages)) return undefined;
	const rows = data.messages.filter((row): row is Row => typeof row === 'object' && row !== null);
	return { rows, currency: text(data._currency?.currency_name_short) };
}

/** A contact list travels alone, so every row of the answer is one of its contacts. */
function readList(message: OutboundMessage, rows: readonly Row[], currency?: string): SendResult[] {
	if (rows.length === 0) return failAll([message], 'rejected', EMPTY_LIST);
	return rows.map((row) => readRow(row, message, currency));
}

function readRows(messages: readonly OutboundMessage[], rows: readonly Row[], currency?: string) {
	const matched = matchRows(
		messages.map((message) => ({
			to: recipientText(message.to),
			text: textOf(message),
			reference: message.reference,
		})),
		rows,
		(row) => ({
			to: text(row.to) ?? '',
			text: text(row.body),
			reference: text(row.custom_string) || undefined,
		}),
		(row) => text(row.status) ?? '',
	);
	return messages.flatMap((message, position): SendResult[] => {
		const row = rows[matched[position] ?? -1];
		return row ? [readRow(row, message, currency)] : failAll([message], 'unknown', NO_ROW);
	});
}

/** The outcome that a failure of the whole request means for each of its messages. */
function outcomeOf({ class: kind }: Failure): 'rejected' | 'notSent' | 'unknown' {
	if (kind === 'unknownOutcome') return 'unknown';
	return kind === 'rateLimited' ? 'notSent' : 'rejected';
}

function chunk(messages: readonly OutboundMessage[]): Batch[] {
	const batches: Batch[] = [];
	for (let start = 0; start < messages.length; start += MESSAGES_PER_REQUEST) {
		batches.push({ messages: messages.slice(start, start + MESSAGES_PER_REQUEST) });
	}
	return batches;
}

export const clickSend: SmsProvider = {
	id: 'clickSend',
	displayName: 'ClickSend',
	authentications: AUTHENTICATIONS,
	capabilities: {
		text: true,
		template: false,
		schedule: true,
		reference: true,
		shortCodes: false,
	},
};

/** A number, a short code, or an alpha tag of 3 to 11 characters (facts: clicksend §5). */
function checkSender({ from }: OutboundMessage): Fault | undefined {
	if (from === undefined || /^\+?\d+$/.test(from)) return undefined;
	if (from.length >= 3 && from.length <= 11) return undefined;
	return fault(
		'From',
		'invalidSender',
		`From "${from.slice(0, 20)}" is neither a phone number nor a name of 3 to 11 characters`,
		'Change From, or leave it empty.',
	);
}

/** Tells before sending what ClickSend would refuse. */
export const prepare = (messages: readonly OutboundMessage[]) =>
	messages.map((message) => checkSender(message) ?? message);

function group(messages: readonly OutboundMessage[]): Batch[] {
	// The limit counts a list's contacts, and rows of two lists could not be told apart.
	const lists = messages.filter(({ to }) => to.kind === 'list');
	const numbers = messages.filter(({ to }) => to.kind !== 'list');
	return [...chunk(numbers), ...lists.map((message) => ({ messages: [message] }))];
}

async function send({ messages }: Batch, api: Api): Promise<SendResult[]> {
	const outcome = await api.request({
		method: 'POST',
		path: '/v3/sms/send',
		body: { messages: messages.map(toWire) },
		timeoutMs:
			messages.length > 1 || messages[0]?.to.kind === 'list' ? BULK_TIMEOUT_MS : SINGLE_TIMEOUT_MS,
	});
	if (outcome.kind !== 'response') return failAll(messages, outcome.kind, outcome.reason);
	const failure = requestFailure(outcome);
	if (failure) return failAll(messages, outcomeOf(failure), failure);
	const answer = rowsOf(outcome.body);
	if (!answer) return failAll(messages, 'unknown', NO_ROW);
	const [first] = messages;
	return first?.to.kind === 'list'
		? readList(first, answer.rows, answer.currency)
		: readRows(messages, answer.rows, answer.currency);
}

/** An account at ClickSend, as everything that sends sees it. */
export function clickSendAccount(api: Api): SmsAccount {
	return {
		prepare,
		group,
		send: async (batch) => await send(batch, api),
		lookup: async (wanted) => await lookup(wanted, api),
	};
}
