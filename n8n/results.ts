/** From fates to what the workflow gets: one item per message, in input order (design §4.7). */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Attempt, Fate } from '../core/fate';
import {
	maskNumber,
	maskRecipient,
	maskText,
	type OutboundMessage,
	recipientText,
} from '../core/message';
import type { Failure, SendResult } from '../core/outcome';
import { type Entry, isPlanned, type Planned, type Refused } from '../core/plan';
import { describeFailure, type Line, plain, summaryError } from './summary';

/** What became of one entry of the plan; without `fate` or `dryRun` it was never sent. */
export type Outcome =
	| { readonly entry: Entry }
	| { readonly entry: Entry; readonly fate: Fate }
	| { readonly entry: Planned; readonly dryRun: Place };

/** Where a message would go first, and in which of how many requests to that provider. */
export interface Place {
	readonly provider: string;
	readonly request: number;
	readonly requests: number;
}

export interface OutputSettings {
	readonly simplify: boolean;
}

/** The story of a message; the way out stands once, in its `failure`. */
function attemptsJson(attempts: readonly Attempt[]): IDataObject[] {
	return attempts.map(({ failure, ...attempt }) =>
		plain({ ...attempt, failure: failure && { ...failure, hint: undefined } }),
	);
}

/** The columns that every send of every node has, whatever happened. */
function columns(entry: Entry, provider: string | null): IDataObject {
	const message: Partial<OutboundMessage> = isPlanned(entry) ? entry.message : { to: entry.to };
	const written = isPlanned(entry) ? undefined : entry.written;
	const { to, content } = message;
	const text = content?.kind === 'text' ? content : undefined;
	return {
		to: to && to.kind !== 'list' ? recipientText(to) : (written ?? null),
		...(to?.kind === 'list' && { contactList: to.listId }),
		status: 'failed',
		outcome: 'notSent',
		provider,
		messageId: null,
		reference: message.reference ?? null,
		encoding: text?.encoding ?? null,
		segments: text?.segments ?? null,
		price: null,
		scheduledAt: null,
		attempts: [],
		...(isPlanned(entry) && entry.duplicates > 0 && { duplicatesDropped: entry.duplicates }),
	};
}

/** The recipient of an entry for error texts. */
function masked(entry: Entry): string | undefined {
	const to = isPlanned(entry) ? entry.message.to : entry.to;
	if (to) return maskRecipient(to);
	return isPlanned(entry) || !entry.written ? undefined : maskText(entry.written);
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
	settings: OutputSettings,
): Line {
	const { item } = entry;
	const json: IDataObject = {
		...columns(entry, provider ?? null),
		...(result.to !== undefined && { to: result.to }),
		status: STATUS[result.outcome],
		outcome: result.outcome,
		messageId: result.messageId ?? null,
		attempts: attemptsJson(attempts),
		...(!settings.simplify && result.raw !== undefined && { raw: result.raw as IDataObject }),
	};
	const to = result.to === undefined ? masked(entry) : maskNumber(result.to);
	if (result.outcome === 'accepted') {
		return {
			item,
			json: {
				...json,
				status: result.scheduledAt ? 'scheduled' : 'queued',
				segments: result.segments ?? json.segments,
				price: result.price ? { ...result.price } : null,
				scheduledAt: result.scheduledAt?.toISOString() ?? null,
			},
			accepted: { to, messageId: result.messageId ?? null },
		};
	}
	const { failure, outcome } = result;
	return {
		item,
		json: { ...json, failure: plain(failure) },
		failed: { failure: wholeStory(failure, attempts), outcome, to },
	};
}

/** Where several providers were tried, a sentence has to say what each of them said last. */
function wholeStory(failure: Failure, attempts: readonly Attempt[]): Failure {
	const last = new Map(attempts.map((attempt) => [attempt.provider, attempt.failure?.message]));
	const said = [...last.values()].filter((message) => message !== undefined);
	return said.length > 1 ? { ...failure, message: said.join('; then ') } : failure;
}

function refusedLine(entry: Refused): Line {
	const { item, parameter, failure } = entry;
	return {
		item,
		json: { ...columns(entry, null), failure: { ...plain(failure), parameter } },
		failed: { failure, outcome: 'notSent', to: masked(entry) },
	};
}

function dryRunLine(entry: Planned, { provider, ...place }: Place): Line {
	const { sendAt, from } = entry.message;
	return {
		item: entry.item,
		json: {
			...columns(entry, provider),
			status: 'dryRun',
			outcome: 'dryRun',
			scheduledAt: sendAt?.toISOString() ?? null,
			from: from ?? null,
			...place,
		},
	};
}

function toLines(outcome: Outcome, settings: OutputSettings): Line[] {
	const { entry } = outcome;
	if ('dryRun' in outcome) return [dryRunLine(outcome.entry, outcome.dryRun)];
	if ('fate' in outcome) {
		const { fate } = outcome;
		return fate.results.map((result) => resultLine(entry, result, fate, settings));
	}
	return isPlanned(entry) ? [] : [refusedLine(entry)];
}

/**
 * An item that failed. With an error output, n8n takes an item whose only keys are `error` and
 * `message`, so everything there is to know goes into `error`; n8n adds the input's own fields. An
 * item-level `error` would take the same way, but n8n then replaces the item's json by its message.
 * Where the node continues on its one output, failed items keep the columns of the others.
 */
function failedItem(line: Line, errorOutput: boolean): INodeExecutionData {
	const message = describeFailure(line);
	return {
		json: errorOutput
			? { error: { ...line.json, message }, message }
			: { ...line.json, error: message },
		pairedItem: { item: line.item },
	};
}

/**
 * @throws NodeApiError | NodeOperationError at the end of a run with failures, unless the node
 *         continues on fail; `context.data` has `accepted` and `failed`
 */
export function toOutput(
	ctx: IExecuteFunctions,
	outcomes: readonly Outcome[],
	settings: OutputSettings,
): INodeExecutionData[] {
	const lines = outcomes.flatMap((outcome) => toLines(outcome, settings));
	const failed = lines.filter((line) => line.failed);
	if (failed.length > 0 && !ctx.continueOnFail()) {
		const error = summaryError(ctx, lines, failed);
		if (error) throw error;
	}
	const errorOutput = ctx.getNode().onError === 'continueErrorOutput';
	return lines.map((line) =>
		line.failed
			? failedItem(line, errorOutput)
			: { json: line.json, pairedItem: { item: line.item } },
	);
}
