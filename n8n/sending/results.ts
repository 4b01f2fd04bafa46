/** Turns fates into the node's output: one item per message, in input order. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	type Attempt,
	type Failure,
	type Fate,
	fullMessage,
	type OtherChannel,
	type Price,
	type SendResult,
} from '../../core/outcome';
import { recipientText } from '../../core/message';
import { type Draft, given } from '../../core/planning/draft';
import { type Entry, isPlanned, type Planned, type Refused } from '../../core/planning/plan';
import type { ProviderAccount } from '../../core/provider';
import { withoutSecrets } from '../../core/secrets';
import { plain } from '../../core/values';
import { failureJson, isErrorOutput, shielded } from '../errors';
import { listed } from '../names';
import { deliveryJson } from './arrival';
import type { Earlier } from './earlier';
import type { Reporting } from './story';
import { overviewItems } from './overview';
import {
	describeFailure,
	type FailedLine,
	hasFailed,
	hintRepeats,
	type Line,
	summaryError,
} from './summary';

/** The provider that a message would go to first, and which of that provider's requests it is in. */
export interface Place {
	readonly provider: string;
	readonly request: number;
	readonly requests: number;
}

/**
 * The attempts of a message, without hints: the hint appears once, in the item's `failure`. Copies,
 * because the ledger keeps the attempts and later nodes may change the output.
 *
 * @param isShort leaves out what the item itself says, if there was only one attempt
 */
function attemptsJson(attempts: readonly Attempt[], isShort: boolean): IDataObject[] {
	const [first, ...others] = attempts;
	if (first && others.length === 0 && isShort) {
		const { provider, channel, at, outcome, skipped, lookedUp } = first;
		const attempt: IDataObject = channel
			? { provider, channel, at, outcome }
			: { provider, at, outcome };
		if (skipped) attempt.skipped = true;
		if (lookedUp) attempt.lookedUp = true;
		return [attempt];
	}
	return attempts.map(({ failure, delivery, ...rest }) => {
		const attempt = delivery ? { ...rest, delivery: deliveryJson(delivery) } : rest;
		if (!failure) return attempt;
		const { class: kind, code, retryAfterMs } = failure;
		const message = shielded(fullMessage(failure));
		return plain({
			...attempt,
			failure: { class: kind, code, message, retryAfterMs },
		});
	});
}

/** The columns that every send operation outputs, whatever the outcome. */
function columns(entry: Entry, provider: string | null, channel?: OtherChannel): IDataObject {
	const planned = isPlanned(entry) ? entry : undefined;
	// In the form that it had at the provider that is reported.
	const stops = channel ? planned?.calls : planned?.stops;
	const stop = stops?.find((one) => one.provider === provider);
	const message = stop?.message ?? planned?.message;
	const to = message?.to ?? (isPlanned(entry) ? undefined : entry.to);
	const written = isPlanned(entry) ? undefined : entry.written;
	const text = message?.content.kind === 'text' ? message.content : undefined;
	return {
		to: to && to.kind !== 'list' ? recipientText(to) : (written ?? null),
		...(to?.kind === 'list' && { contactList: to.listId }),
		status: 'failed',
		outcome: 'notSent',
		provider,
		...(channel && { channel }),
		messageId: null,
		reference: message?.reference ?? null,
		encoding: text?.encoding ?? null,
		segments: text?.segments ?? null,
		price: null,
		scheduledAt: null,
		attempts: [],
		...(planned && planned.duplicates > 0 && { duplicatesDropped: planned.duplicates }),
		...(text?.tooLong === 'shortened' && { shortened: true }),
		...(entry.items && { joined: entry.items.length, leftOut: text?.left ?? 0 }),
	};
}

const STATUS: Readonly<Record<SendResult['outcome'], string>> = {
	accepted: 'queued',
	rejected: 'failed',
	notSent: 'failed',
	unknown: 'unknown',
	skipped: 'skipped',
};

function resultLine(
	entry: Entry,
	result: SendResult,
	fate: Fate,
	{ simplify, story }: Reporting,
): Line {
	const { provider, attempts } = fate;
	const json = columns(entry, provider ?? null, fate.channel);
	if (result.to !== undefined) json.to = result.to;
	json.status = STATUS[result.outcome];
	json.outcome = result.outcome;
	json.messageId = result.messageId ?? null;
	json.attempts = attemptsJson(attempts, simplify);
	if (result.delivery) json.delivery = deliveryJson(result.delivery);
	if (!simplify && result.raw !== undefined) json.raw = withoutSecrets(result.raw) as IDataObject;
	const line = { item: entry.item, json, entry, contact: result.to };
	if (result.outcome === 'skipped') {
		json.reason = result.reason;
		return line;
	}
	if (result.outcome !== 'accepted') {
		const failure = story().ofNext(entry, result, attempts);
		json.failure = failureJson(failure);
		return { ...line, failure: story().whole(failure, attempts, fate) };
	}
	const { segments, price, scheduledAt, note, delivery } = result;
	if (delivery?.final) json.status = delivery.status;
	if (segments !== undefined) json.segments = segments;
	if (price) json.price = { ...price };
	if (scheduledAt) {
		json.status = 'scheduled';
		json.scheduledAt = scheduledAt;
	}
	return note === undefined ? line : { ...line, note };
}

/** The outcome of a message: one line, or one for each contact of a list. */
export const resultLines = (entry: Entry, fate: Fate, reporting: Reporting): Line[] =>
	fate.results.map((result) => resultLine(entry, result, fate, reporting));

/** A message that the plan refused, so no provider was asked to send it. */
export function refusedLine(entry: Refused, story?: Reporting['story']): Line {
	const { item, parameter, failure, passedOver } = entry;
	const json: IDataObject = {
		...columns(entry, null),
		failure: failureJson(failure, parameter),
	};
	if (!passedOver || !story) return { item, json, entry, failure };
	json.attempts = attemptsJson(passedOver, false);
	return { item, json, entry, failure: story().whole(failure, passedOver) };
}

/** A draft that is not sent, as the user wants it: no provider is asked. */
export function skippedLine({ item, to = [], skip = '' }: Draft): Line {
	const [written] = to;
	const entry: Refused = {
		...{ index: -1, item, parameter: '', failure: { class: 'optedOut', message: skip } },
		...(typeof written === 'string' && { written }),
	};
	const skipped = { status: STATUS.skipped, outcome: 'skipped', reason: skip };
	return { item, json: { ...columns(entry, null), ...skipped }, entry };
}

/** What would be sent; without a place if the provider has no request for it. */
export function dryRunLine(
	entry: Planned,
	{ provider, ...place }: Partial<Place> = {},
	price?: Price,
): Line {
	const { sendAt, from } = entry.message;
	const json = {
		...columns(entry, provider ?? null),
		status: 'dryRun',
		outcome: 'dryRun',
		scheduledAt: sendAt?.toISOString() ?? null,
		from: from ?? null,
		...(price && { price: { ...price } }),
		...place,
	};
	return { item: entry.item, json, entry };
}

/** The input items of a line, as n8n wants them. */
const pairedWith = ({ item, entry: { items } }: Line): INodeExecutionData['pairedItem'] =>
	items ? items.map((one) => ({ item: one })) : { item };

/**
 * An item that failed. n8n routes an item to the error output if `error` is its only key, and adds the
 * input's own fields, so everything is below `error`. (An item-level `error` would be routed the same
 * way, but n8n then replaces the item's json with its message.) If the node continues on its regular
 * output, failed items keep the columns of the others.
 */
function failedItem(
	line: Line,
	failure: Failure,
	errorOutput: boolean,
	hasOneItem: boolean,
): INodeExecutionData {
	const message = describeFailure([line], failure, { isPrivate: true, hasOneItem });
	return {
		json: errorOutput ? { error: { message, ...line.json } } : { ...line.json, error: message },
		pairedItem: pairedWith(line),
	};
}

/** Columns that Simplify leaves out if they are null in every item of a run. */
const OPTIONAL = ['reference', 'encoding', 'segments', 'price', 'scheduledAt', 'from'] as const;

/** Columns of an item. Copied, because V8 makes an object large and slow when a property is deleted. */
function without(json: IDataObject, left: ReadonlySet<string>): IDataObject {
	const kept: IDataObject = {};
	for (const name of Object.keys(json)) if (!left.has(name)) kept[name] = json[name];
	return kept;
}

/** @param asked columns that stay, because the user has asked for their values */
export function leaveOutEmpty(lines: readonly Line[], asked: readonly string[]): readonly Line[] {
	const isEmpty = (column: string) =>
		!asked.includes(column) && lines.every(({ json }) => (json[column] ?? null) === null);
	const empty = new Set<string>(OPTIONAL.filter(isEmpty));
	return lines.map((line) => ({ ...line, json: without(line.json, empty) }));
}

/**
 * One item per line, in the same order.
 *
 * @param asked columns that Simplify keeps, although they may be null everywhere
 * @param isSummary one item for all of them instead, and the failed ones on the error output
 * @throws NodeApiError | NodeOperationError at the end of a run with failures, unless the node
 *         continues on fail; `context.data` has `accepted` and `failed`
 */
export function toOutput(
	ctx: IExecuteFunctions,
	all: readonly Line[],
	simplify: boolean,
	asked: readonly string[] = [],
	isSummary = false,
): INodeExecutionData[] {
	const failed = all.find((line): line is FailedLine => line.failure !== undefined);
	if (failed && !ctx.continueOnFail()) throw summaryError(ctx, all, failed);
	if (failed) hintRepeats(ctx, all);
	const lines = simplify ? leaveOutEmpty(all, asked) : all;
	const errorOutput = failed !== undefined && isErrorOutput(ctx);
	const hasOneItem = ctx.getInputData().length === 1;
	const failing = (line: Line, failure: Failure) =>
		failedItem(line, failure, errorOutput, hasOneItem);
	if (isSummary) {
		const items = lines.filter(hasFailed).map((line) => failing(line, line.failure));
		return overviewItems(ctx, lines, items);
	}
	return lines.map((line) =>
		line.failure ? failing(line, line.failure) : { json: line.json, pairedItem: pairedWith(line) },
	);
}

/** Tells the user that repeated recipients were left out. */
export function hintDuplicates(ctx: IExecuteFunctions, entries: readonly Entry[]): void {
	const dropped = entries.reduce(
		(sum, entry) => sum + (isPlanned(entry) ? entry.duplicates : 0),
		0,
	);
	if (dropped === 0) return;
	ctx.addExecutionHints({
		message: `${dropped} repeated ${dropped === 1 ? 'recipient was' : 'recipients were'} left out: within one item, each recipient gets the text once.`,
		location: 'outputPane',
	});
}

/** Shows each note about accepted messages once, with the number of messages that it is about. */
export function hintNotes(ctx: IExecuteFunctions, lines: readonly Line[]): void {
	const counts = new Map<string, number>();
	for (const { note } of lines) if (note) counts.set(note, (counts.get(note) ?? 0) + 1);
	for (const [note, count] of counts) {
		const message = `${count} ${count === 1 ? 'message' : 'messages'}: ${note}`;
		ctx.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
	}
}

/** A reference that a provider does not carry does not stop the send; a hint tells the user. */
export function hintLostReferences(
	ctx: IExecuteFunctions,
	lines: readonly Line[],
	parts: ReadonlyArray<{
		readonly drafts: readonly Draft[];
		readonly targets: readonly ProviderAccount[];
	}>,
): void {
	const asked = new Set(
		parts.flatMap(({ drafts }) =>
			drafts.flatMap(({ item, reference }) => (given(reference) === undefined ? [] : item)),
		),
	);
	if (asked.size === 0) return;
	const lost = new Set(
		lines.flatMap(({ item, json }) =>
			asked.has(item) && json.reference === null ? json.provider : [],
		),
	);
	const named = parts.flatMap(({ targets }) =>
		targets.flatMap(({ provider }) => (lost.has(provider.id) ? provider.displayName : [])),
	);
	const names = [...new Set(named)];
	if (names.length === 0) return;
	ctx.addExecutionHints({
		message: `Reference was not passed on: ${listed(names)} ${names.length === 1 ? 'does' : 'do'} not support references.`,
		location: 'outputPane',
	});
}

/**
 * Tells the user what an earlier run of the same execution may have sent.
 *
 * @param fates of these messages, before this run sent any of them
 */
export function hintEarlier(
	ctx: IExecuteFunctions,
	fates: readonly Fate[],
	{ isShared, hasFailed }: Pick<Earlier, 'isShared' | 'hasFailed'>,
): void {
	const hint = (message: string) =>
		ctx.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
	if (hasFailed) {
		hint(
			'n8n’s de-duplication store could not be used, so the node could not see what other Retries of this execution have sent. If there was another one, texts may have arrived twice.',
		);
	}
	if (fates.length === 0) return;
	const known = fates.filter(({ results }) =>
		results.some(({ outcome }) => outcome === 'accepted'),
	);
	const cause = isShared
		? 'There was another Retry of this execution.'
		: 'An earlier run of this execution was interrupted.';
	hint(
		`${cause} Of ${fates.length} messages that it may have sent, ${known.length} are known to be accepted, and were not sent again. For the others, If Unsure decides: Never Send Twice reports them as unknown, Make Sure It Arrives sends them.`,
	);
}
