/** The steps of every send operation in every node: read, plan, ledger, dispatch, output. */
import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';
import type { Recipient } from '../../core/message';
import { followUp } from '../../core/outcome';
import { type Draft, isFault } from '../../core/planning/draft';
import { type Entry, holdBack, isPlanned, plan } from '../../core/planning/plan';
import type { ProviderAccount } from '../../core/provider';
import { Dispatcher, type DispatchSettings, type IfUnsure } from '../../core/sending/dispatch';
import type { Ports } from '../../core/sending/pace';
import { asNodeError, failItems } from '../errors';
import type { SendOperation } from '../operations/operation';
import { openSendParams } from '../parameters/read';
import { Ledger, mustNotSendAgain } from './ledger';
import type { SharedMessageOptions, SharedRunOptions } from './options';
import {
	dryRunLine,
	hintDuplicates,
	hintLostReferences,
	type Place,
	refusedLine,
	resultLines,
	toOutput,
} from './results';
import type { Line } from './summary';

/** Settings of a whole run. */
export interface RunSettings extends DispatchSettings {
	readonly timeoutMs?: number;
	readonly requireAllValid: boolean;
	readonly dryRun: boolean;
}

/** The settings of a run; options that are not set have their defaults. */
export const runSettings = (
	{ concurrency, maxRetries, maxRate, timeout, requireAllValid, dryRun }: SharedRunOptions,
	ifUnsure: IfUnsure = 'neverTwice',
): RunSettings => ({
	ifUnsure,
	concurrency: concurrency ?? 5,
	maxRetries: maxRetries ?? 3,
	// 0 means no limit.
	maxRate: maxRate || undefined,
	timeoutMs: timeout,
	requireAllValid: requireAllValid ?? false,
	dryRun: dryRun ?? false,
});

type DraftOptions = Pick<
	Draft,
	| 'reference'
	| 'sendAt'
	| 'defaultCountry'
	| 'allowSpecialDestinations'
	| 'maxSegments'
	| 'smartEncoding'
>;

/** Converts the options that concern the messages of one item. */
export const draftOptions = ({
	reference,
	sendAt,
	defaultCountry,
	allowSpecialDestinations,
	maxSegments,
	smartEncoding,
}: SharedMessageOptions): DraftOptions => ({
	reference,
	sendAt,
	allowSpecialDestinations,
	maxSegments,
	smartEncoding,
	// "- None -" is an empty string.
	...(defaultCountry && { defaultCountry: String(defaultCountry) }),
});

export interface Sending {
	/** The providers that may send, in the order in which they are tried; at least one. */
	readonly targets: readonly ProviderAccount[];
	/** The parameters of all items, in order. */
	readonly drafts: readonly Draft[];
	readonly settings: RunSettings;
	readonly simplify: boolean;
	/** A different order for some recipients, as positions of `targets`. */
	readonly order?: (to: Recipient) => readonly number[];
}

const SLICE_MS = 250;

function portsOf(ctx: IExecuteFunctions): Ports {
	const cancelled = () => ctx.getExecutionCancelSignal()?.aborted === true;
	return {
		now: () => Date.now(),
		random: () => Math.random(),
		cancelled,
		// In slices, because cancelling the execution does not wake n8n's sleep.
		async sleep(ms) {
			const end = Date.now() + ms;
			// At least once: sleeping for 0 ms yields to other tasks.
			do await sleep(Math.max(0, Math.min(end - Date.now(), SLICE_MS)));
			while (Date.now() < end && !cancelled());
		},
	};
}

/**
 * Holds everything back if there is a fault that the user must know about before the first message
 * goes out: a configuration fault, or any fault with Require All Valid.
 *
 * @param isDone messages that are neither held back nor cause others to be held back
 */
function applyPolicies(
	entries: readonly Entry[],
	{ requireAllValid }: RunSettings,
	isDone: (entry: Entry) => boolean = () => false,
): Entry[] {
	const misconfigured = entries.some(
		(entry) => !isPlanned(entry) && !isDone(entry) && entry.failure.class === 'configuration',
	);
	return misconfigured || requireAllValid ? holdBack(entries, isDone) : [...entries];
}

/**
 * Plans and sends the drafts and returns one item per message, in input order.
 *
 * @throws NodeOperationError | NodeApiError as in {@link toOutput}
 */
export async function send(ctx: IExecuteFunctions, chosen: Sending): Promise<INodeExecutionData[]> {
	const targets = chosen.targets.map(({ provider, account }) => ({
		account,
		// Accounts of one provider may differ in what they can do.
		provider: { ...provider, ...account.form },
	}));
	const sending = { ...chosen, targets };
	const { drafts, settings, order } = sending;
	const entries = plan(drafts, targets, { now: new Date() }, order);
	hintDuplicates(ctx, entries);
	const lines = settings.dryRun
		? dryRun(entries, sending)
		: await deliverAll(ctx, entries, sending);
	hintLostReferences(ctx, lines, sending);
	return toOutput(ctx, lines);
}

/** What would be sent, and in which request to its first provider. */
function dryRun(entries: readonly Entry[], { targets, settings }: Sending): Line[] {
	const allowed = applyPolicies(entries, settings);
	const planned = allowed.filter(isPlanned);
	const places: Place[] = [];
	for (const { provider, account } of targets) {
		const first = planned.filter(({ stops }) => stops[0]?.provider === provider.id);
		const batches = account.group(first.map(({ message }) => message));
		batches.forEach(({ messages }, request) => {
			const place = { provider: provider.id, request: request + 1, requests: batches.length };
			for (const { index } of messages) places[index] = place;
		});
	}
	return allowed.map((entry) =>
		isPlanned(entry) ? dryRunLine(entry, places[entry.index]) : refusedLine(entry),
	);
}

/** Sends every message that the ledger does not list as finished, and records each fate as it arrives. */
async function deliverAll(
	ctx: IExecuteFunctions,
	entries: readonly Entry[],
	{ targets, settings, simplify }: Sending,
): Promise<Line[]> {
	const ledger = new Ledger(ctx);
	const dispatcher = new Dispatcher(targets, settings, portsOf(ctx));
	const known = entries.map((entry) => ledger.find(entry));
	const isDone = ({ index }: Entry) => {
		const fate = known[index];
		return fate !== undefined && mustNotSendAgain(fate, settings.ifUnsure);
	};
	const deliver = async (entry: Entry): Promise<Line[]> => {
		const before = known[entry.index];
		// Even if it could not be planned again: its scheduled time may have passed meanwhile.
		if (before && isDone(entry)) return resultLines(entry, before, simplify);
		if (!isPlanned(entry)) {
			// A message that may have been sent earlier is not reported as not sent because of a new fault.
			const isInDoubt = before?.results.some(({ outcome }) => outcome === 'unknown');
			return before && isInDoubt ? resultLines(entry, before, simplify) : [refusedLine(entry)];
		}
		const fate = followUp(before, await dispatcher.deliver(entry));
		ledger.record(entry, fate);
		return resultLines(entry, fate, simplify);
	};
	const allowed = applyPolicies(entries, settings, isDone);
	// A fault in one provider's code ends the run, but only after all requests in flight have finished.
	const ends = await Promise.allSettled(allowed.map(deliver));
	return ends.flatMap((end) => {
		if (end.status === 'rejected') throw end.reason as Error;
		return end.value;
	});
}

async function sendItems(
	ctx: IExecuteFunctions,
	operation: SendOperation,
): Promise<INodeExecutionData[]> {
	const { run, read } = openSendParams(ctx, operation.fields);
	const { targets, order, ifUnsure, complete } = await operation.open(ctx, run);
	const drafts = ctx.getInputData().map((_, item): Draft => {
		const params = read(item);
		if (isFault(params)) return { item, fault: params };
		// The types are those that the operation's own fields declare, see sendOperation().
		return { item, ...draftOptions(params.options), ...operation.read(params as never) };
	});
	return await send(ctx, {
		targets,
		order,
		drafts: complete ? await complete(drafts) : drafts,
		settings: runSettings(run.options, ifUnsure),
		simplify: run.simplify,
	});
}

/**
 * Runs a send operation over all items.
 *
 * @throws NodeOperationError before the first request for faults of the whole run, and at the end as in
 *         n8n/sending/results.ts; if the node continues on fail, every item gets its error instead
 */
export async function runSend(
	ctx: IExecuteFunctions,
	operation: SendOperation,
): Promise<INodeExecutionData[]> {
	try {
		return await sendItems(ctx, operation);
	} catch (error) {
		return failItems(ctx, asNodeError(ctx, error as Error));
	}
}
