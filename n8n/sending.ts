/** The way of every send, in every node: plan, ledger, dispatch, output (design §4). */
import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';
import { type Attempt, type Fate, followUp } from '../core/fate';
import { Dispatcher } from '../core/dispatch';
import type { Draft } from '../core/draft';
import type { Ports } from '../core/lane';
import type { Recipient } from '../core/message';
import { type Entry, holdBack, isPlanned, plan, type Planned } from '../core/plan';
import { providerOf, type Target } from '../core/provider';
import { isFinal, Ledger } from './ledger';
import { tellLostReferences } from './reference-hint';
import { type Outcome, type Place, toOutput } from './results';
import type { RunSettings } from './send-options';

export interface Sending {
	/** Who may send, in the order in which they are tried; at least one. */
	readonly targets: readonly Target[];
	/** The parameters of all items, in order. */
	readonly drafts: readonly Draft[];
	readonly settings: RunSettings;
	readonly simplify: boolean;
	/** Another order for some recipients, as positions of `targets`. */
	readonly order?: (to: Recipient) => readonly number[];
}

const SLICE_MS = 250;

function portsOf(ctx: IExecuteFunctions): Ports {
	const cancelled = () => ctx.getExecutionCancelSignal()?.aborted === true;
	return {
		now: () => Date.now(),
		random: () => Math.random(),
		cancelled,
		// In slices, because n8n's sleep cannot be woken by a cancelled execution.
		async sleep(ms) {
			const end = Date.now() + ms;
			// At least once: who sleeps for 0 lets others come first.
			do await sleep(Math.max(0, Math.min(end - Date.now(), SLICE_MS)));
			while (Date.now() < end && !cancelled());
		},
	};
}

/** A configuration fault stops everything: the user has to know before the first text goes out. */
function applyPolicies(entries: readonly Entry[], requireAllValid: boolean): Entry[] {
	const misconfigured = entries.some(
		(entry) => !isPlanned(entry) && entry.failure.class === 'configuration',
	);
	return misconfigured || requireAllValid ? holdBack(entries) : [...entries];
}

/** Which of how many requests to its first provider each message would travel in. */
function placeInRequests(targets: readonly Target[], planned: readonly Planned[]) {
	const places = new Map<number, Place>();
	targets.forEach(({ provider, account }, position) => {
		const first = planned.filter(({ stops }) => stops[0]?.target === position);
		const batches = account.group(first.map(({ message }) => message));
		batches.forEach(({ messages }, request) => {
			const place = { provider: provider.id, request: request + 1, requests: batches.length };
			for (const { index } of messages) places.set(index, place);
		});
	});
	return places;
}

function tellDuplicates(ctx: IExecuteFunctions, entries: readonly Entry[]): void {
	const dropped = entries.reduce(
		(sum, entry) => sum + (isPlanned(entry) ? entry.duplicates : 0),
		0,
	);
	if (dropped === 0) return;
	ctx.addExecutionHints({
		message: `${dropped} repeated ${dropped === 1 ? 'recipient was' : 'recipients were'} left out: within an item, nobody gets the same text twice.`,
		location: 'outputPane',
	});
}

/** How the story of a message begins: with the providers that cannot take it at all. */
function passedOver({ unfit }: Planned): Attempt[] {
	const at = new Date().toISOString();
	return unfit.map(({ provider, failure }) => ({
		provider,
		at,
		outcome: 'notSent',
		failure,
		skipped: true,
	}));
}

/**
 * Sends what the drafts say and returns one item per message, in input order.
 *
 * @throws NodeOperationError | NodeApiError as in {@link toOutput}
 */
export async function send(
	ctx: IExecuteFunctions,
	{ targets, drafts, settings, simplify, order }: Sending,
): Promise<INodeExecutionData[]> {
	const planTargets = targets.map((target) => ({
		provider: providerOf(target),
		prepare: target.account.prepare?.bind(target.account),
	}));
	const entries = plan(drafts, planTargets, { now: new Date() }, order);
	tellDuplicates(ctx, entries);
	const outcomes = settings.dryRun
		? dryRun(targets, entries, settings)
		: await dispatchAll(ctx, entries, new Dispatcher(targets, settings, portsOf(ctx)), settings);
	tellLostReferences(ctx, drafts, outcomes, targets);
	return toOutput(ctx, outcomes, { simplify });
}

function dryRun(
	targets: readonly Target[],
	entries: readonly Entry[],
	{ requireAllValid }: RunSettings,
): Outcome[] {
	const allowed = applyPolicies(entries, requireAllValid);
	const places = placeInRequests(targets, allowed.filter(isPlanned));
	return allowed.map((entry): Outcome => {
		const place = places.get(entry.index);
		return isPlanned(entry) && place ? { entry, dryRun: place } : { entry };
	});
}

/** Dispatches what the ledger does not know as finished, and records every fate as it comes. */
async function dispatchAll(
	ctx: IExecuteFunctions,
	entries: readonly Entry[],
	dispatcher: Dispatcher,
	{ ifUnsure, requireAllValid }: RunSettings,
): Promise<Outcome[]> {
	const ledger = new Ledger(ctx);
	const earlier = new Map<number, Fate>();
	const done = new Map<number, Outcome>();
	for (const entry of entries) {
		const known = ledger.find(entry);
		if (!known) continue;
		earlier.set(entry.index, known);
		// Even if it could not be planned again: the time to send at may have passed meanwhile.
		if (isFinal(known, ifUnsure)) done.set(entry.index, { entry, fate: known });
	}
	const unfinished = entries.filter(({ index }) => !done.has(index));
	const allowed = applyPolicies(unfinished, requireAllValid);
	const open = new Map(allowed.filter(isPlanned).map((entry) => [entry.index, entry]));
	await dispatcher.run(
		[...open.values()].map((entry) => ({ stops: entry.stops, before: passedOver(entry) })),
		(message, latest) => {
			const entry = open.get(message.index);
			if (!entry) return;
			const fate = followUp(earlier.get(message.index), latest);
			done.set(message.index, { entry: { ...entry, message }, fate });
			ledger.record(entry, fate);
		},
	);
	const refused = new Map(allowed.map((entry) => [entry.index, entry]));
	return entries.map(
		(entry) => done.get(entry.index) ?? { entry: refused.get(entry.index) ?? entry },
	);
}
