/** What the answer to a send says about each of its messages (docs/providers/gotone.md §3, §5). */
import { outcomeOf } from '../../core/failures';
import { matchRows } from '../../core/sending/grouping';
import type { OutboundMessage } from '../../core/message';
import { type Failure, failAll, type SendResult } from '../../core/outcome';
import type { ApiOutcome } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';
import { wholeMinute } from './accountTime';
import { type Envelope, NO_ROW, NOT_DELIVERED, refusalOf, sendFailure } from './errors';
import { digitsOf } from './wire';

/** What GoTone says about one message, unchecked. */
type Row = Readonly<Record<string, unknown>>;

/**
 * The only success is `Delivered`, or `Delivered|` followed by an ID of the gateway
 * (docs/providers/gotone.md §5).
 */
const DELIVERED = /^Delivered(\||$)/;

/** Newer versions of the software use another name for the status. */
export const statusOf = (row: Row): string | undefined =>
	textOrNumber(row.status) ?? textOrNumber(row.customer_status);

export const isDelivered = (row: Row): boolean => DELIVERED.test(statusOf(row) ?? '');

function readRow(row: Row, { index }: OutboundMessage): SendResult {
	// It repeats the text, which must not appear in outputs.
	const raw = { ...row };
	delete raw.message;
	const told = { index, messageId: textOrNumber(row.uid), raw };
	// Without a status, the envelope's success applies.
	if (statusOf(row) !== undefined && !isDelivered(row)) {
		return { ...told, outcome: 'unknown', failure: NOT_DELIVERED };
	}
	const parts = Number(row.sms_count);
	return { ...told, outcome: 'accepted', ...(parts > 0 && { segments: parts }) };
}

/**
 * Messages about single numbers in an answer whose other numbers were sent to. Each attempt ends after
 * a few characters: the text may be long.
 */
const NUMBER_REFUSALS = [
	/(?<!\d)\+?(\d{4,20}) is an? invalid phone number/g,
	/Permission to send an SMS has not been enabled for the region indicated by the 'To' number: \+?(\d{4,20})(?!\d)/g,
];

const SUCCESSES =
	/(Message is scheduled successfully|Your message was successfully delivered)\.?|[\s,;.|]+/g;

interface Told {
	/** Keyed by the digits of the number. */
	readonly refusals: ReadonlyMap<string, Failure>;
	/** Whether the answer has further text that cannot be assigned to a recipient. */
	readonly more: boolean;
}

function readMessage(envelope: Envelope): Told {
	let left = textOrNumber(envelope.message) ?? '';
	const refusals = new Map<string, Failure>();
	for (const pattern of NUMBER_REFUSALS) {
		left = left.replace(pattern, (words: string, number: string) => {
			const failure = refusalOf(words);
			if (failure) refusals.set(number, failure);
			return '';
		});
	}
	return { refusals, more: left.replace(SUCCESSES, '') !== '' };
}

const rejected = ({ index }: OutboundMessage, failure: Failure): SendResult => ({
	index,
	outcome: 'rejected',
	failure,
});

/**
 * Scheduled messages have no rows: a recipient that is not mentioned was accepted, unless there is
 * text that cannot be assigned to a recipient.
 */
function readScheduled(messages: readonly OutboundMessage[], told: Told): SendResult[] {
	return messages.flatMap((message): SendResult[] => {
		const refusal = told.refusals.get(digitsOf(message));
		if (refusal) return [rejected(message, refusal)];
		if (told.more) return failAll([message], 'unknown', NO_ROW);
		const scheduledAt = message.sendAt && wholeMinute(message.sendAt).toISOString();
		return [{ index: message.index, outcome: 'accepted', scheduledAt }];
	});
}

/** GoTone omits the numbers it did not send to, so rows are matched with recipients. */
function readRows(
	messages: readonly OutboundMessage[],
	rows: readonly Row[],
	told: Told,
): SendResult[] {
	const matched = matchRows(
		messages.map((message) => ({ to: digitsOf(message) })),
		rows,
		(row) => ({ to: (textOrNumber(row.to) ?? '').replace(/\D/g, '') }),
		(row) => statusOf(row) ?? '',
	);
	return messages.flatMap((message, position): SendResult[] => {
		const row = rows[matched[position] ?? -1];
		if (row) return [readRow(row, message)];
		const refusal = told.refusals.get(digitsOf(message));
		return refusal ? [rejected(message, refusal)] : failAll([message], 'unknown', NO_ROW);
	});
}

/** Refusals that are about one number, not about the request. */
const ABOUT_A_NUMBER: ReadonlySet<string> = new Set([
	'invalidRecipient',
	'optedOut',
	'countryBlocked',
]);

function readFailure(
	messages: readonly OutboundMessage[],
	failure: Failure,
	body: unknown,
): SendResult[] {
	if (messages.length === 1 || !ABOUT_A_NUMBER.has(failure.class)) {
		return failAll(messages, outcomeOf(failure), failure);
	}
	return readRows(messages, [], readMessage(body as Envelope));
}

/** One result per message. */
export function readSend(outcome: ApiOutcome, messages: readonly OutboundMessage[]): SendResult[] {
	if (outcome.kind !== 'response') return failAll(messages, outcome.kind, outcome.reason);
	const failure = sendFailure(outcome);
	if (failure) return readFailure(messages, failure, outcome.body);
	const envelope = outcome.body as Envelope;
	const { data } = envelope;
	const [first] = messages;
	if (first && messages.length === 1 && isObject(data)) return [readRow(data, first)];
	const told = readMessage(envelope);
	const hasNoRows = data === null || data === undefined;
	if (hasNoRows && first?.sendAt) return readScheduled(messages, told);
	return readRows(messages, (Array.isArray(data) ? data : [data]).filter(isObject), told);
}
