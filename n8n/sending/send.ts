/** Plans and sends the drafts of a run: plan, limits, ledger, dispatch, output. */
import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';
import type { Recipient } from '../../core/message';
import { type Fate, followUp } from '../../core/outcome';
import type { Draft } from '../../core/planning/draft';
import { applyFences, type Fences } from '../../core/planning/fences';
import { type Entry, holdBack, isPlanned, plan, type Planned } from '../../core/planning/plan';
import type { ProviderAccount } from '../../core/provider';
import { Dispatcher, type DispatchSettings } from '../../core/sending/dispatch';
import { Histories } from '../../core/sending/doubts';
import type { Limits, Ports } from '../../core/sending/pace';
import type { Earlier } from './earlier';
import { Ledger, mustNotSendAgain } from './ledger';
import {
	dryRunLine,
	hintDuplicates,
	hintEarlier,
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
	readonly fences?: Fences;
}

/** The items of one account (or of one account per provider). */
export interface Part {
	/** The providers that may send, in the order in which they are tried. */
	readonly targets: readonly ProviderAccount[];
	/** The parameters of its items, in order. */
	readonly drafts: readonly Draft[];
	/** A different order for some recipients, as positions of `targets`. */
	readonly order?: (to: Recipient) => readonly number[];
}

export interface Sending {
	/** Several if the credential has expressions that name different accounts. */
	readonly parts: readonly Part[];
	readonly settings: RunSettings;
	readonly simplify: boolean;
	/** What an earlier run of this execution may have done; absent if there can be none. */
	readonly earlier?: Earlier;
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

/** A part, and what its drafts became. */
interface PlannedPart extends Part {
	readonly entries: readonly Entry[];
}

/** Replaces the entries of all parts, one by one and in order. */
function replaceEntries(
	parts: readonly PlannedPart[],
	replace: (all: readonly Entry[]) => readonly Entry[],
): PlannedPart[] {
	const all = replace(parts.flatMap(({ entries }) => entries));
	let next = 0;
	return parts.map((part) => {
		const start = next;
		next += part.entries.length;
		return { ...part, entries: parts.length === 1 ? all : all.slice(start, next) };
	});
}

/**
 * Holds everything back if there is a fault that the user must know about before the first message
 * goes out: a configuration fault, or any fault with Require All Valid.
 *
 * @param isDone messages that are neither held back nor cause others to be held back
 */
const applyPolicies = (
	parts: readonly PlannedPart[],
	{ requireAllValid }: RunSettings,
	isDone: (entry: Entry) => boolean = () => false,
): PlannedPart[] =>
	replaceEntries(parts, (all) => {
		const misconfigured = all.some(
			(entry) => !isPlanned(entry) && !isDone(entry) && entry.failure.class === 'configuration',
		);
		return misconfigured || requireAllValid ? holdBack(all, isDone) : all;
	});

function planPart({ targets, drafts, order }: Part): PlannedPart {
	const known = targets.map(({ provider, account }) => ({
		account,
		// Accounts of one provider may differ in what they can do.
		provider: { ...provider, ...account.form },
	}));
	const entries = plan(drafts, known, { now: new Date() }, order);
	return { targets: known, drafts, entries };
}

/** Plans all parts, and refuses what the user's limits do not allow. */
function planWithin(parts: readonly Part[], fences: Fences | undefined): PlannedPart[] {
	const planned = parts.map(planPart);
	return fences ? replaceEntries(planned, (all) => applyFences(all, fences)) : planned;
}

/**
 * Plans and sends the drafts and returns one item per message, in input order.
 *
 * @throws NodeOperationError | NodeApiError as in {@link toOutput}
 */
export async function send(
	ctx: IExecuteFunctions,
	{ parts, settings, simplify, earlier }: Sending,
): Promise<INodeExecutionData[]> {
	const planned = planWithin(parts, settings.fences);
	hintDuplicates(
		ctx,
		planned.flatMap(({ entries }) => entries),
	);
	const lines = settings.dryRun
		? dryRun(planned, settings)
		: await deliverAll(ctx, planned, settings, simplify, earlier);
	// Parts share no items, and the messages of an item are in order.
	if (parts.length > 1) lines.sort((a, b) => a.item - b.item);
	hintLostReferences(ctx, lines, planned);
	return toOutput(ctx, lines);
}

/** What would be sent, and in which request to its first provider. */
function dryRun(parts: readonly PlannedPart[], settings: RunSettings): Line[] {
	return applyPolicies(parts, settings).flatMap(({ targets, entries }) => {
		const planned = entries.filter(isPlanned);
		const places: Place[] = [];
		for (const { provider, account } of targets) {
			const first = planned.filter(({ stops }) => stops[0]?.provider === provider.id);
			const batches = account.group(first.map(({ message }) => message));
			batches.forEach(({ messages }, request) => {
				const place = { provider: provider.id, request: request + 1, requests: batches.length };
				for (const { index } of messages) places[index] = place;
			});
		}
		return entries.map((entry) =>
			isPlanned(entry) ? dryRunLine(entry, places[entry.index]) : refusedLine(entry),
		);
	});
}

/** What is certain about a message with this fate. */
function settledOutcome(fate: Fate | undefined): 'accepted' | 'notSent' | undefined {
	if (!fate) return undefined;
	if (fate.results.some(({ outcome }) => outcome === 'accepted')) return 'accepted';
	return fate.results.some(({ outcome }) => outcome === 'unknown') ? undefined : 'notSent';
}

/** In a Retry, as many messages are claimed and sent at a time; a crash leaves only these in doubt. */
const WAVE = 1000;

/**
 * Sends every message that neither the ledger nor an earlier run has finished, and records each fate as
 * it arrives.
 */
async function deliverAll(
	ctx: IExecuteFunctions,
	parts: readonly PlannedPart[],
	settings: RunSettings,
	simplify: boolean,
	earlier: Earlier | undefined,
): Promise<Line[]> {
	const ledger = new Ledger(ctx);
	const known = new Map<Entry, Fate>();
	for (const entry of parts.flatMap(({ entries }) => entries)) {
		const fate = ledger.find(entry);
		if (fate) known.set(entry, fate);
	}
	const isDone = (entry: Entry) => {
		const fate = known.get(entry);
		return fate !== undefined && mustNotSendAgain(fate, settings.ifUnsure);
	};
	const ports = portsOf(ctx);
	const limits = new Map<string, Limits>();
	const isInterrupted = earlier?.isInterrupted ?? false;
	const inDoubt: Fate[] = [];

	/** Adds to the known fates what an earlier run may have done that the ledger does not know. */
	const learn = async (
		earlier: Earlier,
		wave: readonly Planned[],
		histories: Histories,
	): Promise<void> => {
		const doubts = new Map<Planned, Fate>();
		const claimed = await earlier.claim(
			wave.map((entry) => ledger.keyOf(entry)),
			ports.sleep,
		);
		for (const entry of wave) {
			const fate =
				claimed.get(ledger.keyOf(entry)) ??
				(isInterrupted && !known.has(entry) ? earlier.interruptedFate : undefined);
			if (fate) doubts.set(entry, fate);
		}
		const found = await histories.find([...doubts.keys()], earlier.since);
		for (const [entry, doubt] of doubts) {
			const { index } = entry;
			const results = doubt.results.map((result) => ({ ...result, index }));
			const fate = found.get(index) ?? { ...doubt, results };
			const whole = followUp(known.get(entry), fate);
			known.set(entry, whole);
			ledger.record(entry, whole);
			inDoubt.push(whole);
		}
	};
	const deliver = async (entry: Entry, dispatcher: Dispatcher): Promise<Line[]> => {
		const before = known.get(entry);
		// Even if it could not be planned again: its scheduled time may have passed meanwhile.
		if (before && isDone(entry)) return resultLines(entry, before, simplify);
		if (!isPlanned(entry)) {
			// A message that may have been sent earlier is not reported as not sent because of a new fault.
			const isUnknown = before?.results.some(({ outcome }) => outcome === 'unknown');
			return before && isUnknown ? resultLines(entry, before, simplify) : [refusedLine(entry)];
		}
		const fate = followUp(before, await dispatcher.deliver(entry));
		known.set(entry, fate);
		ledger.record(entry, fate);
		return resultLines(entry, fate, simplify);
	};
	const deliverPart = async ({ targets, entries }: PlannedPart) => {
		const dispatcher = new Dispatcher(targets, settings, ports, limits);
		const histories = new Histories(targets, ports);
		const size = earlier?.isShared ? WAVE : Math.max(1, entries.length);
		const ends: Array<PromiseSettledResult<Line[]>> = [];
		for (let start = 0; start < entries.length; start += size) {
			const wave = entries.slice(start, start + size);
			const open = wave.filter((entry) => isPlanned(entry) && !isDone(entry)).filter(isPlanned);
			if (earlier && (earlier.isShared || isInterrupted)) await learn(earlier, open, histories);
			ends.push(
				...(await Promise.allSettled(wave.map(async (entry) => await deliver(entry, dispatcher)))),
			);
			if (!earlier?.isShared) continue;
			const outcomes = open.flatMap((entry) => {
				const outcome = settledOutcome(known.get(entry));
				return outcome ? [[ledger.keyOf(entry), outcome] as const] : [];
			});
			await earlier.settle(new Map(outcomes));
		}
		return ends;
	};
	// A fault in one provider's code ends the run, but only after all requests in flight have finished.
	const ends = await Promise.all(applyPolicies(parts, settings, isDone).map(deliverPart));
	if (earlier) hintEarlier(ctx, inDoubt, earlier);
	return ends.flat().flatMap((end) => {
		if (end.status === 'rejected') throw end.reason as Error;
		return end.value;
	});
}
