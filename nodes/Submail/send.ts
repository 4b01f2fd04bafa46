/** SUBMAIL's implementation of the provider contract (docs/providers/submail.md §5). */
import { type OutboundMessage, recipientText } from '../../core/message';
import { type Failure, failAll, type SendResult } from '../../core/outcome';
import type { Regrouped, SmsAccount, SmsProvider } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';
import type { RequestContext } from '../../n8n/http/request';
import { connectSubmail, type SubmailApi } from './client';
import { codeOf, failureOf, NO_ROW, NOT_PERMITTED, requestFailure } from './errors';
import { group, oneByOne, type SubmailBatch } from './group';
import { lookup } from './lookup';
import { prepareOne } from './prepare';
import { status, STATUS_TERMS } from './status';

const SINGLE_TIMEOUT_MS = 30_000;
const BULK_TIMEOUT_MS = 120_000;

export const submail: SmsProvider = {
	id: 'submail',
	displayName: 'SUBMAIL',
	authentications: [{ name: 'SUBMAIL API', value: 'submailApi' }],
	capabilities: {
		text: true,
		template: true,
		schedule: false,
		reference: true,
		sender: true,
		shortCodes: false,
	},
};

/** A number in the endpoint's format: 11 digits within mainland China, E.164 elsewhere. */
const wireNumber = ({ to }: OutboundMessage, { isInternational }: SubmailApi): string =>
	isInternational ? recipientText(to) : recipientText(to).slice(-11);

/** The fields of a request; `vars` and `multi` are JSON in a string. */
function formOf(
	{ call, messages }: SubmailBatch,
	api: SubmailApi,
): Record<string, string | undefined> {
	const [first] = messages;
	if (!first) return {};
	const numbers = messages.map((message) => wireNumber(message, api));
	const tag = first.reference;
	const { content } = first;
	if (content.kind === 'text') return { to: numbers.join(','), content: content.text, tag };
	const haveOwn = messages.some(({ from }) => from !== first.from);
	const template = {
		project: content.templateId,
		sms_signature: haveOwn ? undefined : first.from,
		tag,
	};
	if (call !== 'multixsend') {
		return { ...template, to: numbers.join(','), vars: JSON.stringify(content.variables) };
	}
	const multi = messages.map((message, position) => ({
		to: numbers[position],
		vars: message.content.kind === 'template' ? message.content.variables : {},
		...(haveOwn && message.from !== undefined && { sms_signature: message.from }),
	}));
	return { ...template, multi: JSON.stringify(multi) };
}

/** The outcome for a failure: only listed codes count as refusals. */
const outcomeOf = ({ class: kind, code }: Failure): 'rejected' | 'notSent' | 'unknown' => {
	if (kind === 'unknownOutcome') return 'unknown';
	return code === '429' ? 'notSent' : 'rejected';
};

/** Reads the result of a message from its row, or from an answer for one message. */
function readRow(
	row: unknown,
	{ index }: OutboundMessage,
	{ isInternational }: SubmailApi,
): SendResult {
	if (!isObject(row)) return { index, outcome: 'unknown', failure: NO_ROW };
	if (codeOf(row) !== undefined) {
		const failure = failureOf(row);
		return { index, outcome: outcomeOf(failure), failure, raw: row };
	}
	const messageId = textOrNumber(row.send_id);
	if (row.status !== 'success' || !messageId) {
		return { index, outcome: 'unknown', failure: NO_ROW, raw: row };
	}
	// Within mainland China the fee is the number of billed parts, elsewhere money
	// (docs/providers/submail.md §5).
	const segments = isInternational ? NaN : Number(row.fee);
	return {
		index,
		outcome: 'accepted',
		messageId,
		...(segments > 0 && { segments }),
		raw: row,
	};
}

const digits = (value: unknown): string =>
	(textOrNumber(value) ?? '').replace(/\D/g, '').slice(-11);

/** The row of each message, by number; or by position if no row is missing and it has no number. */
function rowsFor(rows: readonly unknown[], messages: readonly OutboundMessage[]): unknown[] {
	const named = new Map(
		rows.filter(isObject).flatMap((row) => (row.to === undefined ? [] : [[digits(row.to), row]])),
	);
	const isComplete = rows.length === messages.length;
	return messages.map((message, position) => {
		const byNumber = named.get(digits(recipientText(message.to)));
		if (byNumber) return byNumber;
		const row = rows[position];
		return isComplete && isObject(row) && row.to === undefined ? row : undefined;
	});
}

/** Whether the app may not send in bulk: the code is in the answer itself, or in each of its rows. */
const isNotPermitted = (body: unknown): boolean =>
	Array.isArray(body)
		? body.length > 0 && body.every((row) => codeOf(row) === NOT_PERMITTED)
		: codeOf(body) === NOT_PERMITTED;

/** A refusal without a code, as in batch* answers: sending the message alone reveals the reason. */
const isUnexplained = (row: unknown): boolean => codeOf(row) === '';

/** The rows are the answer itself, or its `responses`; a single result is the top level of the answer. */
function readRows(
	body: unknown,
	messages: readonly OutboundMessage[],
	api: SubmailApi,
): SendResult[] | Regrouped {
	const listed = isObject(body) ? body.responses : body;
	if (!Array.isArray(listed)) {
		const [only, ...others] = messages;
		return only && others.length === 0
			? [readRow(body, only, api)]
			: failAll(messages, 'unknown', NO_ROW);
	}
	const rows = rowsFor(listed, messages);
	const isAlone = messages.length === 1;
	const isOpen = (position: number): boolean => !isAlone && isUnexplained(rows[position]);
	const unexplained = messages.filter((_, position) => isOpen(position));
	const results = messages.flatMap((message, position) =>
		isOpen(position) ? [] : [readRow(rows[position], message, api)],
	);
	return unexplained.length > 0 ? { results, regroup: oneByOne(unexplained) } : results;
}

/**
 * A SUBMAIL app as the sending code uses it.
 *
 * @param ownSignatures templates with different signatures share requests
 */
export function submailAccount(api: SubmailApi, ownSignatures = false): SmsAccount<SubmailBatch> {
	const { isInternational } = api;
	/** Becomes false once SUBMAIL has answered that the app may not send in bulk. */
	let mayBatch = true;

	return {
		prepare: (messages) => messages.map((message) => prepareOne(message, isInternational)),
		group: (messages) =>
			mayBatch ? group(messages, isInternational, ownSignatures) : oneByOne(messages),

		async send(batch): Promise<SendResult[] | Regrouped> {
			const { call, messages } = batch;
			const isBulk = messages.length > 1;
			if (isBulk && !mayBatch) return { regroup: oneByOne(messages) };
			const outcome = await api.request({
				method: 'POST',
				path: `/sms/${call}.json`,
				form: formOf(batch, api),
				timeoutMs: isBulk ? BULK_TIMEOUT_MS : SINGLE_TIMEOUT_MS,
			});
			if (outcome.kind !== 'response') return failAll(messages, outcome.kind, outcome.reason);
			if (isBulk && isNotPermitted(outcome.body)) {
				mayBatch = false;
				return { regroup: oneByOne(messages) };
			}
			const failure = requestFailure(outcome);
			if (failure) return failAll(messages, outcomeOf(failure), failure);
			return readRows(outcome.body, messages, api);
		},

		lookup: async (wanted) => await lookup(wanted, api),
		// Only domestic apps have a log.
		...(!isInternational && {
			status: async (wanted) => await status(wanted, api),
			statusTerms: STATUS_TERMS,
		}),
	};
}

/** Opens the account of a credential. */
export const openSubmail = async (ctx: RequestContext, timeoutMs?: number) =>
	submailAccount(await connectSubmail(ctx, timeoutMs));
