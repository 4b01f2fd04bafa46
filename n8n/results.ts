/** From fates to what the workflow gets: one item per message, in input order (design §4.7). */
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Attempt, Fate } from '../core/dispatch';
import { maskRecipient, maskText, type OutboundMessage } from '../core/message';
import type { SendResult } from '../core/outcome';
import type { Planned, Refused } from '../core/plan';
import { describeFailure, type Line, plain, summaryError } from './summary';

/** What became of one entry of the plan. */
export type Outcome =
	| { readonly entry: Refused }
	| { readonly entry: Planned; readonly fate: Fate }
	| {
			readonly entry: Planned;
			readonly dryRun: { readonly request: number; readonly requests: number };
	  };

export interface OutputSettings {
	readonly providerId: string;
	readonly simplify: boolean;
}

/** The story of a message; the way out stands once, in its `failure`. */
function attemptsJson(attempts: readonly Attempt[]): IDataObject[] {
	return attempts.map(({ failure, ...attempt }) =>
		plain({ ...attempt, failure: failure && { ...failure, hint: undefined } }),
	);
}

/** The columns that every send of every node has, whatever happened. */
function columns(message: OutboundMessage, provider: string): IDataObject {
	return {
		to: message.to.kind === 'number' ? message.to.e164 : null,
		...(message.to.kind === 'list' && { contactList: message.to.listId }),
		status: 'failed',
		outcome: 'notSent',
		provider,
		messageId: null,
		reference: message.reference ?? null,
		encoding: message.encoding,
		segments: message.segments,
		price: null,
		scheduledAt: null,
		attempts: [],
	};
}

const STATUS: Readonly<Record<SendResult['outcome'], string>> = {
	accepted: 'queued',
	rejected: 'failed',
	notSent: 'failed',
	unknown: 'unknown',
};

function resultLine(
	{ item, message, duplicates }: Planned,
	result: SendResult,
	attempts: readonly Attempt[],
	settings: OutputSettings,
): Line {
	const json: IDataObject = {
		...columns(message, settings.providerId),
		...(result.to !== undefined && { to: result.to }),
		status: STATUS[result.outcome],
		outcome: result.outcome,
		messageId: result.messageId ?? null,
		attempts: attemptsJson(attempts),
		...(duplicates > 0 && { duplicatesDropped: duplicates }),
		...(!settings.simplify && result.raw !== undefined && { raw: result.raw as IDataObject }),
	};
	const to = maskRecipient(
		result.to === undefined ? message.to : { kind: 'number', e164: result.to },
	);
	if (result.outcome === 'accepted') {
		return {
			item,
			json: {
				...json,
				status: result.scheduledAt ? 'scheduled' : 'queued',
				segments: result.segments ?? message.segments,
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
		failed: { failure, outcome, to },
	};
}

function refusedLine(entry: Refused): Line {
	const { item, to, parameter, failure } = entry;
	return {
		item,
		json: {
			to: to ?? null,
			status: 'failed',
			outcome: 'notSent',
			provider: null,
			messageId: null,
			reference: null,
			encoding: null,
			segments: null,
			price: null,
			scheduledAt: null,
			attempts: [],
			failure: { ...plain(failure), parameter },
		},
		failed: { failure, outcome: 'notSent', to: to && maskText(to) },
	};
}

function dryRunLine(
	{ item, message, duplicates }: Planned,
	place: { readonly request: number; readonly requests: number },
	settings: OutputSettings,
): Line {
	return {
		item,
		json: {
			...columns(message, settings.providerId),
			status: 'dryRun',
			outcome: 'dryRun',
			scheduledAt: message.sendAt?.toISOString() ?? null,
			from: message.from ?? null,
			...place,
			...(duplicates > 0 && { duplicatesDropped: duplicates }),
		},
	};
}

export function toLines(outcome: Outcome, settings: OutputSettings): Line[] {
	if ('dryRun' in outcome) return [dryRunLine(outcome.entry, outcome.dryRun, settings)];
	if (!('fate' in outcome)) return [refusedLine(outcome.entry)];
	const { results, attempts } = outcome.fate;
	return results.map((result) => resultLine(outcome.entry, result, attempts, settings));
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
