/** The way of every send, in every node: plan, ledger, dispatch, output (design §4). */
import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';
import { Dispatcher, type Fate, followUp, type IfUnsure, type Ports } from '../core/dispatch';
import type { Draft } from '../core/draft';
import { type Entry, holdBack, isPlanned, plan, type Planned } from '../core/plan';
import type { Api, SmsProvider } from '../core/provider';
import { attempt, failItems } from './errors';
import { isFinal, Ledger } from './ledger';
import { type Outcome, toOutput } from './results';
import type { RunSettings } from './send-options';
import { readTime } from './time';

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
	const connected = await attempt(sending.connect());
	if (!connected.ok) return failItems(ctx, connected.error);

	const zone = ctx.getTimezone();
	const entries = applyPolicies(
		plan(await sending.drafts(connected.value), {
			now: new Date(),
			capabilities: provider.capabilities,
			providerName: provider.displayName,
			readTime: (value) => readTime(value, zone),
		}),
		settings.requireAllValid,
	);
	tellDuplicates(ctx, entries);
	const planned = entries.filter(isPlanned);
	const output = { providerId: provider.id, simplify: sending.simplify };

	if (settings.dryRun) {
		const places = placeInRequests(provider, planned);
		const outcomes = entries.map((entry): Outcome => {
			if (!isPlanned(entry)) return { entry };
			return { entry, dryRun: places.get(entry.index) ?? { request: 0, requests: 0 } };
		});
		return toOutput(ctx, outcomes, output);
	}

	const dispatcher = new Dispatcher(provider, connected.value, settings, portsOf(ctx));
	const fates = await dispatchAll(ctx, planned, dispatcher, settings.ifUnsure);
	const outcomes = entries.map((entry): Outcome => {
		if (!isPlanned(entry)) return { entry };
		return { entry, fate: fates.get(entry.index) ?? { results: [], attempts: [] } };
	});
	return toOutput(ctx, outcomes, output);
}

/** Dispatches what the ledger does not know as finished, and records every fate as it comes. */
async function dispatchAll(
	ctx: IExecuteFunctions,
	planned: readonly Planned[],
	dispatcher: Dispatcher,
	ifUnsure: IfUnsure,
): Promise<Map<number, Fate>> {
	const ledger = new Ledger(ctx);
	const fates = new Map<number, Fate>();
	const earlier = new Map<number, Fate>();
	const open: Planned[] = [];
	for (const entry of planned) {
		const known = ledger.find(entry.item, entry.message);
		if (known && isFinal(known, ifUnsure)) fates.set(entry.index, known);
		else open.push(entry);
		if (known) earlier.set(entry.index, known);
	}
	const items = new Map(open.map(({ index, item }) => [index, item]));
	await dispatcher.run(
		open.map(({ message }) => message),
		(message, latest) => {
			const fate = followUp(earlier.get(message.index), latest);
			fates.set(message.index, fate);
			ledger.record(items.get(message.index) ?? 0, message, fate);
		},
	);
	return fates;
}
