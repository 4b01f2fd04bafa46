/** The steps of every send operation in every node: plan, ledger, dispatch, output. */
import { type IExecuteFunctions, type INodeExecutionData, sleep } from 'n8n-workflow';
import { Dispatcher } from '../../core/sending/dispatch';
import { type Draft, given } from '../../core/planning/draft';
import { followUp } from '../../core/sending/fate';
import type { Recipient } from '../../core/message';
import type { Ports } from '../../core/sending/pace';
import { type Entry, holdBack, isPlanned, plan } from '../../core/planning/plan';
import { type ProviderAccount, providerOf } from '../../core/provider';
import { settle } from '../errors';
import { Ledger, mustNotSendAgain } from './ledger';
import { listed } from '../names';
import { dryRunLine, type Place, refusedLine, resultLines, toOutput } from './results';
import type { RunSettings } from './options';
import type { Line } from './summary';

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

/** A reference that a provider does not carry does not stop the send; a hint tells the user. */
function tellLostReferences(
	ctx: IExecuteFunctions,
	lines: readonly Line[],
	{ drafts, targets }: Sending,
): void {
	const asked = new Set(
		drafts.flatMap(({ item, reference }) => (given(reference) === undefined ? [] : item)),
	);
	if (asked.size === 0) return;
	const lost = new Set(
		lines.flatMap(({ item, json }) =>
			asked.has(item) && json.reference === null ? json.provider : [],
		),
	);
	const names = targets.flatMap(({ provider }) =>
		lost.has(provider.id) ? provider.displayName : [],
	);
	if (names.length === 0) return;
	ctx.addExecutionHints({
		message: `Reference was not passed on: ${listed(names)} ${names.length === 1 ? 'carries' : 'carry'} none.`,
		location: 'outputPane',
	});
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
	const targets = chosen.targets.map((one) => ({ ...one, provider: providerOf(one) }));
	const sending = { ...chosen, targets };
	const { drafts, settings, order } = sending;
	const entries = plan(drafts, targets, { now: new Date() }, order);
	tellDuplicates(ctx, entries);
	const lines = settings.dryRun
		? dryRun(entries, sending)
		: await deliverAll(ctx, entries, sending);
	tellLostReferences(ctx, lines, sending);
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
	const ends = await Promise.all(allowed.map(async (entry) => await settle(deliver(entry))));
	return ends.flatMap((end) => {
		if (!end.ok) throw end.error;
		return end.value;
	});
}
