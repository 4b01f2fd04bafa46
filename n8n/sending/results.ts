/** Turns fates into the node's output: one item per message, in input order. */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Attempt, Failure, Fate, SendResult } from '../../core/outcome';
import { recipientText } from '../../core/message';
import { type Draft, given } from '../../core/planning/draft';
import { type Entry, isPlanned, type Planned, type Refused } from '../../core/planning/plan';
import type { ProviderAccount } from '../../core/provider';
import { withoutSecrets } from '../../core/secrets';
import { plain } from '../../core/values';
import { failureJson, isErrorOutput, shielded } from '../errors';
import { listed } from '../names';
import type { Earlier } from './earlier';
import { describeFailure, type FailedLine, type Line, summaryError } from './summary';

/** The provider that a message would go to first, and which of that provider's requests it is in. */
export interface Place {
	readonly provider: string;
	readonly request: number;
	readonly requests: number;
}

/**
 * The attempts of a message, without hints: the hint appears once, in the item's `failure`. Copies,
 * because the ledger keeps the attempts and later nodes may change the output.
 */
const attemptsJson = (attempts: readonly Attempt[]): IDataObject[] =>
	attempts.map((attempt) => {
		const { failure } = attempt;
		return failure
			? plain({
					...attempt,
					failure: { ...failure, message: shielded(failure.message), hint: undefined },
				})
			: { ...attempt };
	});

/** The columns that every send operation outputs, whatever the outcome. */
function columns(entry: Entry, provider: string | null): IDataObject {
	const planned = isPlanned(entry) ? entry : undefined;
	// In the form that it had at the provider that is reported.
	const stop = planned?.stops.find((one) => one.provider === provider);
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
		messageId: null,
		reference: message?.reference ?? null,
		encoding: text?.encoding ?? null,
		segments: text?.segments ?? null,
		price: null,
		scheduledAt: null,
		attempts: [],
		...(planned && planned.duplicates > 0 && { duplicatesDropped: planned.duplicates }),
	};
}

const STATUS: Readonly<Record<SendResult['outcome'], string>> = {
	accepted: 'queued',
	rejected: 'failed',
	notSent: 'failed',
	unknown: 'unknown',
};

function resultLine(
	entry: Entry,
	result: SendResult,
	{ provider, attempts }: Fate,
	simplify: boolean,
): Line {
	const json = columns(entry, provider ?? null);
	if (result.to !== undefined) json.to = result.to;
	json.status = STATUS[result.outcome];
	json.outcome = result.outcome;
	json.messageId = result.messageId ?? null;
	json.attempts = attemptsJson(attempts);
	if (!simplify && result.raw !== undefined) json.raw = withoutSecrets(result.raw) as IDataObject;
	const line = { item: entry.item, json, entry, contact: result.to };
	if (result.outcome !== 'accepted') {
		json.failure = failureJson(result.failure);
		return { ...line, failure: wholeStory(result.failure, attempts) };
	}
	const { segments, price, scheduledAt, note } = result;
	if (segments !== undefined) json.segments = segments;
	if (price) json.price = { ...price };
	if (scheduledAt) {
		json.status = 'scheduled';
		json.scheduledAt = scheduledAt;
	}
	return note === undefined ? line : { ...line, note };
}

/** The outcome of a message: one line, or one for each contact of a list. */
export const resultLines = (entry: Entry, fate: Fate, simplify: boolean): Line[] =>
	fate.results.map((result) => resultLine(entry, result, fate, simplify));

/** If several providers were tried, the failure message includes the last answer of each. */
function wholeStory(failure: Failure, attempts: readonly Attempt[]): Failure {
	const last = new Map(attempts.map((attempt) => [attempt.provider, attempt.failure?.message]));
	const said = [...last.values()].filter((message) => message !== undefined);
	return said.length > 1 ? { ...failure, message: said.join('; then ') } : failure;
}

/** A message that the plan refused, so no provider was asked to send it. */
export function refusedLine(entry: Refused): Line {
	const { item, parameter, failure } = entry;
	const json = { ...columns(entry, null), failure: failureJson(failure, parameter) };
	return { item, json, entry, failure };
}

/** What would be sent; without a place if the provider has no request for it. */
export function dryRunLine(entry: Planned, { provider, ...place }: Partial<Place> = {}): Line {
	const { sendAt, from } = entry.message;
	const json = {
		...columns(entry, provider ?? null),
		status: 'dryRun',
		outcome: 'dryRun',
		scheduledAt: sendAt?.toISOString() ?? null,
		from: from ?? null,
		...place,
	};
	return { item: entry.item, json, entry };
}

/**
 * An item that failed. n8n routes an item to the error output if `error` is its only key, and adds the
 * input's own fields, so everything is below `error`. (An item-level `error` would be routed the same
 * way, but n8n then replaces the item's json with its message.) If the node continues on its regular
 * output, failed items keep the columns of the others.
 */
function failedItem(line: Line, failure: Failure, errorOutput: boolean): INodeExecutionData {
	const message = describeFailure([line], failure);
	return {
		json: errorOutput ? { error: { message, ...line.json } } : { ...line.json, error: message },
		pairedItem: { item: line.item },
	};
}

/**
 * One item per line, in the same order.
 *
 * @throws NodeApiError | NodeOperationError at the end of a run with failures, unless the node
 *         continues on fail; `context.data` has `accepted` and `failed`
 */
export function toOutput(ctx: IExecuteFunctions, lines: readonly Line[]): INodeExecutionData[] {
	const failed = lines.find((line): line is FailedLine => line.failure !== undefined);
	if (failed && !ctx.continueOnFail()) throw summaryError(ctx, lines, failed);
	const errorOutput = isErrorOutput(ctx);
	return lines.map((line) =>
		line.failure
			? failedItem(line, line.failure, errorOutput)
			: { json: line.json, pairedItem: { item: line.item } },
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
