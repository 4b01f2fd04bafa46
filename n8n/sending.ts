/** The way of every send, in every node: plan, ledger, dispatch, output (design §4). */
import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';
import { type Fate, followUp } from '../core/fate';
import { Dispatcher, type Ports } from '../core/dispatch';
import type { Draft } from '../core/draft';
import { type Entry, holdBack, isPlanned, type Planned } from '../core/plan';
import type { Api, SmsProvider } from '../core/provider';
import { isFinal, Ledger } from './ledger';
import { planOf } from './planning';
import { type Outcome, toOutput } from './results';
import type { RunSettings } from './send-options';

export interface Sending {
	readonly provider: SmsProvider;
	/** Opens the provider's account. Rejects with a NodeOperationError where there is no credential. */
	connect(): Promise<Api>;
	/** The parameters of all items, in order; the account is there for what has to be looked up. */
	drafts(api: Api): Promise<Draft[]>;
	readonly settings: RunSettings;
	readonly simplify: boolean;
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
			for (let left = ms; left > 0 && !cancelled(); left = end - Date.now()) {
				await sleep(Math.min(left, SLICE_MS));
			}
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

/** Which of how many requests each message would travel in. */
function placeInRequests(provider: SmsProvider, planned: readonly Planned[]) {
	const batches = provider.group(planned.map(({ message }) => message));
	return new Map(
		batches.flatMap(({ messages }, position) =>
			messages.map(({ index }) => [index, { request: position + 1, requests: batches.length }]),
		),
	);
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

/**
 * Sends what the drafts say and returns one item per message, in input order.
 *
 * @throws NodeOperationError | NodeApiError as in {@link toOutput}, or if there is no credential
 */
export async function send(
	ctx: IExecuteFunctions,
	sending: Sending,
): Promise<INodeExecutionData[]> {
	const { provider, settings } = sending;
	const api = await sending.connect();
	const entries = planOf(ctx, await sending.drafts(api), provider);
	tellDuplicates(ctx, entries);
	const output = { providerId: provider.id, simplify: sending.simplify };
	if (settings.dryRun) return toOutput(ctx, dryRun(provider, entries, settings), output);

	const dispatcher = new Dispatcher(provider, api, settings, portsOf(ctx));
	return toOutput(ctx, await dispatchAll(ctx, entries, dispatcher, settings), output);
}

function dryRun(
	provider: SmsProvider,
	entries: readonly Entry[],
	{ requireAllValid }: RunSettings,
): Outcome[] {
	const allowed = applyPolicies(entries, requireAllValid);
	const places = placeInRequests(provider, allowed.filter(isPlanned));
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
	const fates = new Map<number, Fate>();
	for (const entry of entries) {
		const known = ledger.find(entry);
		if (!known) continue;
		earlier.set(entry.index, known);
		// Even if it could not be planned again: the time to send at may have passed meanwhile.
		if (isFinal(known, ifUnsure)) fates.set(entry.index, known);
	}
	const unfinished = entries.filter(({ index }) => !fates.has(index));
	const allowed = applyPolicies(unfinished, requireAllValid);
	const open = new Map(allowed.filter(isPlanned).map((entry) => [entry.index, entry]));
	await dispatcher.run(
		[...open.values()].map(({ message }) => message),
		({ index }, latest) => {
			const fate = followUp(earlier.get(index), latest);
			const entry = open.get(index);
			fates.set(index, fate);
			if (entry) ledger.record(entry, fate);
		},
	);
	const refused = new Map(allowed.map((entry) => [entry.index, entry]));
	return entries.map((entry): Outcome => {
		const fate = fates.get(entry.index);
		return fate ? { entry, fate } : { entry: refused.get(entry.index) ?? entry };
	});
}
