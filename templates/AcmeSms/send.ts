/** Acme's implementation of the provider contract. */
import { type Fault, fault } from '../../core/planning/draft';
import { outcomeOf } from '../../core/failures';
import { chunk } from '../../core/sending/grouping';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import { failAll, type SendResult } from '../../core/outcome';
import type { Api, Batch, Endpoint, SmsAccount, SmsProvider } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';
import { CREDENTIAL } from './client';
import { codeOf, NO_ROW, requestFailure, rowFailure } from './errors';

const MESSAGES_PER_REQUEST = 100;
const LONGEST_REFERENCE = 64;

export const acmeSms: SmsProvider = {
	id: 'acmeSms',
	displayName: 'Acme SMS',
	authentications: [{ name: 'Acme SMS API', value: CREDENTIAL }],
	capabilities: {
		text: true,
		template: false,
		schedule: true,
		reference: true,
		sender: true,
		shortCodes: false,
	},
};

/** All endpoints that an account calls. */
export const ACME_ENDPOINTS: readonly Endpoint[] = [{ method: 'POST', path: '/v1/messages' }];

/** The reason why Acme would refuse a message, if any. */
function check({ reference = '' }: OutboundMessage): Fault | undefined {
	if (reference.length <= LONGEST_REFERENCE) return undefined;
	return fault(
		'Reference',
		'content',
		`Reference has ${reference.length} characters, more than the ${LONGEST_REFERENCE} that Acme SMS accepts`,
		'Shorten the reference.',
	);
}

function toWire(message: OutboundMessage) {
	const { to, from, sendAt, reference } = message;
	return {
		to: recipientText(to),
		text: textOf(message) ?? '',
		...(from !== undefined && { from }),
		...(sendAt && { send_at: sendAt.toISOString() }),
		...(reference !== undefined && { reference }),
	};
}

/** A row: `{ "id": "m-1", "parts": 2, "price": "0.09", "currency": "EUR" }`, or an error. */
function readRow(row: unknown, { index, sendAt }: OutboundMessage): SendResult {
	const code = codeOf(row);
	if (code !== undefined) {
		const failure = rowFailure(code);
		return { index, outcome: outcomeOf(failure), failure, raw: row };
	}
	const { id, parts, price, currency } = isObject(row) ? row : {};
	const messageId = textOrNumber(id);
	if (!messageId) return { index, outcome: 'unknown', failure: NO_ROW };
	const amount = textOrNumber(price);
	return {
		index,
		outcome: 'accepted',
		messageId,
		...(Number(parts) > 0 && { segments: Number(parts) }),
		...(amount !== undefined && { price: { amount, currency: textOrNumber(currency) ?? null } }),
		...(sendAt && { scheduledAt: sendAt.toISOString() }),
		raw: row,
	};
}

/** Rows come in the order of the request; they can be matched only if there is one for each message. */
function readRows(body: unknown, messages: readonly OutboundMessage[]): SendResult[] {
	const { messages: rows } = isObject(body) ? body : {};
	if (!Array.isArray(rows) || rows.length !== messages.length) {
		return failAll(messages, 'unknown', NO_ROW);
	}
	return messages.map((message, position) => readRow(rows[position], message));
}

async function send({ messages }: Batch, api: Api): Promise<SendResult[]> {
	const outcome = await api.request({
		method: 'POST',
		path: '/v1/messages',
		body: { messages: messages.map(toWire) },
		timeoutMs: messages.length > 1 ? 120_000 : 30_000,
	});
	if (outcome.kind !== 'response') return failAll(messages, outcome.kind, outcome.reason);
	const failure = requestFailure(outcome);
	if (failure) return failAll(messages, outcomeOf(failure), failure);
	return readRows(outcome.body, messages);
}

/** An Acme account. It has no lookup, because Acme has no message history. */
export const acmeAccount = (api: Api): SmsAccount => ({
	prepare: (messages) => messages.map((message) => check(message) ?? message),
	group: (messages) => chunk(messages, MESSAGES_PER_REQUEST).map((part) => ({ messages: part })),
	send: async (batch) => await send(batch, api),
});
