/** Sends the planned messages of a run, except those that it or an earlier run has finished. */
import { type IExecuteFunctions, sleep } from 'n8n-workflow';
import { type Fate, followUp, isUnsure, isWithheld } from '../../core/outcome';
import { type Entry, isPlanned, type Planned } from '../../core/planning/plan';
import { Dispatcher } from '../../core/sending/dispatch';
import { Histories } from '../../core/sending/doubts';
import type { Limits, Ports } from '../../core/sending/pace';
import { settledOutcome } from './claims';
import type { Earlier } from './earlier';
import { Ledger, mustNotSendAgain } from './ledger';
import { applyPolicies, type PlannedPart, type RunSettings } from './parts';
import { RecipientQuota } from './recipient-limit';
import { Repeats } from './repeats';
import { hintEarlier, refusedLine, resultLines } from './results';
import type { Reporting } from './story';
import type { Line } from './summary';

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

/** In a Retry, as many messages are claimed and sent at a time; a crash leaves only these in doubt. */
const WAVE = 1000;

/**
 * How long to wait before the store is asked again about a message that another execution may be sending,
 * in milliseconds: most requests have ended by then.
 */
const SECOND_LOOKS = [250, 500, 1000, 2000];

/** The messages of one run, and what is known about each. */
class Delivery {
	private readonly ledger: Ledger;
	private readonly limits = new Map<string, Limits>();
	private readonly quota: RecipientQuota | undefined;
	private readonly repeats: Repeats | undefined;
	/** By the entry as it was planned; an entry that is held back keeps what is known about it. */
	private readonly known = new Map<Entry, Fate>();
	/** Messages with which another Retry goes on. */
	private readonly taken = new Set<Entry>();
	/** What the user should know about waiting for delivery. */
	private readonly hints = new Set<string>();
	/** What an earlier run may have done, as it was learnt. */
	private readonly inDoubt: Fate[] = [];

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly parts: readonly PlannedPart[],
		private readonly settings: RunSettings,
		private readonly reporting: Reporting,
		private readonly earlier: Earlier | undefined,
		private readonly ports: Ports,
	) {
		const { perRecipient } = settings;
		this.quota = perRecipient && new RecipientQuota(ctx, perRecipient, ports.now());
		const mayRepeat = parts.some(({ drafts }) => drafts.some(({ repeats }) => repeats));
		this.repeats = mayRepeat ? new Repeats(ctx, ports, parts) : undefined;
		this.ledger = new Ledger(ctx);
		for (const entry of parts.flatMap(({ entries }) => entries)) {
			const fate = this.ledger.find(entry);
			if (fate) this.known.set(entry, fate);
		}
	}

	private isDone(entry: Entry): boolean {
		const fate = this.known.get(entry);
		return fate !== undefined && mustNotSendAgain(fate, this.settings.ifUnsure);
	}

	async run(): Promise<Line[]> {
		const { ctx, earlier, inDoubt, parts } = this;
		const allowed = applyPolicies(parts, this.settings, (entry) => this.isDone(entry));
		const ends = await Promise.all(
			allowed.map(async (part, position) => {
				return await this.deliverPart(part, parts[position]?.entries ?? []);
			}),
		);
		await this.repeats?.end();
		await this.quota?.end();
		for (const message of this.hints) ctx.addExecutionHints({ message, location: 'outputPane' });
		if (earlier) hintEarlier(ctx, inDoubt, earlier);
		// A fault in one provider's code ends the run, but only after all requests in flight have finished.
		return ends.flat().flatMap((end) => {
			if (end.status === 'rejected') throw end.reason as Error;
			return end.value;
		});
	}

	/** @param planned the entries of the part before some of them were held back */
	private async deliverPart(
		{ targets, callers = [], entries }: PlannedPart,
		planned: readonly Entry[],
	) {
		const { earlier } = this;
		const ports = this.portsFor(entries);
		const accounts = [...targets, ...callers];
		const dispatcher = new Dispatcher(accounts, this.settings, ports, this.limits);
		const histories = earlier?.mayHaveSent ? new Histories(targets, this.ports) : undefined;
		const size = earlier?.isShared ? WAVE : Math.max(1, entries.length);
		const ends: Array<PromiseSettledResult<Line[]>> = [];
		for (let start = 0; start < entries.length; start += size) {
			const wave = entries.slice(start, start + size);
			const open = wave.filter((entry) => !this.isDone(entry)).filter(isPlanned);
			const sent = earlier?.isShared ? wave.filter((entry) => this.isOpen(entry, dispatcher)) : [];
			if (earlier && histories) await this.learn(earlier, open, histories);
			if (earlier && sent.length > 0) await this.claimSent(earlier, sent.filter(isPlanned));
			await this.askStore(open.filter((entry) => !this.isDone(entry)));
			const deliveries: Array<Promise<Line[]>> = [];
			for (const [position, entry] of wave.entries()) {
				deliveries.push(this.deliver(entry, planned[start + position] ?? entry, dispatcher));
			}
			ends.push(...(await Promise.allSettled(deliveries)));
			if (earlier?.isShared) await this.share(earlier, [...open, ...sent.filter(isPlanned)]);
		}
		for (const hint of dispatcher.hints()) this.hints.add(hint);
		return ends;
	}

	/** Suppress Repeats is asked about the messages of each request. */
	private portsFor(entries: readonly Entry[]): Ports {
		const { ports, repeats } = this;
		if (!repeats) return ports;
		const planned = new Map(entries.filter(isPlanned).map((entry) => [entry.index, entry]));
		return {
			...ports,
			admit: async (messages) =>
				await repeats.claim(messages.flatMap(({ index }) => planned.get(index) ?? [])),
		};
	}

	/** Asks about many messages at once what other executions have sent, before the first of them is sent. */
	private async askStore(wave: readonly Planned[]): Promise<void> {
		const { known, quota, repeats } = this;
		if (repeats) {
			for (const entry of wave) {
				const before = known.get(entry);
				if (before && isUnsure(before)) repeats.sentBefore(entry);
			}
			// A single message is only claimed, which is one question instead of two.
			const first = wave.filter((entry) => !repeats.find(entry));
			if (quota || first.length > 1) await repeats.look(first);
		}
		await quota?.take(repeats ? wave.filter((entry) => !repeats.find(entry)) : wave);
	}

	/** Adds to the known fates what an earlier run may have done that the ledger does not know. */
	private async learn(
		earlier: Earlier,
		wave: readonly Planned[],
		histories: Histories,
	): Promise<void> {
		const { known, ledger } = this;
		const doubts = new Map<Planned, Fate>();
		const claimed = await earlier.claim(
			wave.flatMap((entry) => ledger.keysOf(entry)),
			this.ports.sleep,
		);
		for (const entry of wave) {
			const fate =
				earlier.joint(ledger.keysOf(entry), claimed) ??
				(earlier.isInterrupted && !known.has(entry) ? earlier.interruptedFate : undefined);
			if (fate) doubts.set(entry, fate);
		}
		const found = await histories.find([...doubts.keys()], earlier.since);
		for (const [entry, doubt] of doubts) {
			const { index } = entry;
			const results = doubt.results.map((result) => ({ ...result, index }));
			const fate = found.get(index) ?? { ...doubt, results };
			const whole = followUp(known.get(entry), fate);
			known.set(entry, ledger.record(entry, whole));
			this.inDoubt.push(whole);
		}
	}

	/** Two Retries may go on with the same message at the same time; only one of them may send. */
	private async claimSent(earlier: Earlier, sent: readonly Planned[]): Promise<void> {
		const keysOf = (entry: Planned) => this.ledger.keysOf(entry);
		const claimed = await earlier.claim(sent.flatMap(keysOf), this.ports.sleep);
		for (const entry of sent) {
			if (keysOf(entry).some((key) => claimed.has(key))) this.taken.add(entry);
		}
	}

	/** Tells other Retries of this execution what became of the messages. */
	private async share(earlier: Earlier, sent: readonly Planned[]): Promise<void> {
		const outcomes = sent.flatMap((entry) => {
			const outcome = settledOutcome(this.known.get(entry));
			if (!outcome) return [];
			return this.ledger.keysOf(entry).map((key) => [key, outcome] as const);
		});
		await earlier.settle(new Map(outcomes));
	}

	private async deliver(one: Entry, planned: Entry, dispatcher: Dispatcher): Promise<Line[]> {
		const { quota, repeats, reporting } = this;
		const before = this.known.get(planned);
		// Even if it could not be planned again: its scheduled time may have passed meanwhile.
		if (before && this.isDone(planned)) {
			return resultLines(one, await this.resume(one, before, dispatcher), reporting);
		}
		const repeat = repeats?.find(one);
		const entry = repeat ? one : (quota?.check(one) ?? one);
		if (!isPlanned(entry)) {
			// A message that may have been sent earlier is not reported as not sent because of a new fault.
			const isInDoubt = before?.results.some(({ outcome }) => outcome === 'unknown');
			return before && isInDoubt
				? resultLines(entry, before, reporting)
				: [refusedLine(entry, reporting.story)];
		}
		const sent = repeat
			? { results: [repeat], attempts: [] }
			: await this.dispatch(entry, dispatcher, before);
		const fate = followUp(before, sent);
		// Another run asks again about what this one has not sent.
		if (!isWithheld(fate)) this.record(entry, fate);
		quota?.settled(entry, fate);
		repeats?.settled(entry, fate);
		return resultLines(entry, fate, reporting);
	}

	/** Sends a message; while another execution may be sending the same one, it is asked again for a while. */
	private dispatch(entry: Planned, dispatcher: Dispatcher, before?: Fate): Promise<Fate> {
		const progress = {
			before,
			accepted: (interim: Fate) => {
				this.record(entry, followUp(before, interim));
				this.repeats?.accepted(entry);
			},
		};
		if (!this.repeats) return dispatcher.deliver(entry, progress);
		return this.untilAdmitted(() => dispatcher.deliver(entry, progress));
	}

	private async untilAdmitted(send: () => Promise<Fate>): Promise<Fate> {
		let fate = await send();
		for (const wait of SECOND_LOOKS) {
			if (!isWithheld(fate) || this.ports.cancelled()) break;
			await this.ports.sleep(wait);
			fate = await send();
		}
		return fate;
	}

	private record(entry: Planned, fate: Fate): void {
		this.known.set(entry, this.ledger.record(entry, fate));
	}

	/** Whether something is left to do about a message that this execution has already sent. */
	private isOpen(entry: Entry, dispatcher: Dispatcher): boolean {
		const fate = this.known.get(entry);
		return (
			this.isDone(entry) && fate !== undefined && isPlanned(entry) && dispatcher.isOpen(fate, entry)
		);
	}

	/** Goes on with a message that this execution has already sent. */
	private async resume(entry: Entry, before: Fate, dispatcher: Dispatcher): Promise<Fate> {
		if (!isPlanned(entry) || !this.isOpen(entry, dispatcher)) return before;
		this.repeats?.goesOn(entry);
		const stops = entry.stops.filter(({ provider }) => provider === before.provider);
		const rest = this.taken.has(entry) ? { ...entry, stops, calls: [] } : entry;
		const fate = await dispatcher.resume(rest, before, (interim) => this.record(entry, interim));
		if (fate !== before) this.record(entry, fate);
		this.repeats?.settled(entry, fate);
		return fate;
	}
}

/**
 * Sends every message that neither the ledger nor an earlier run has finished, and records each fate as
 * it arrives.
 *
 * @param earlier what an earlier run of this execution may have done; absent if there can be none
 * @throws what a provider's code throws, after all requests in flight have finished
 */
export const deliverAll = async (
	ctx: IExecuteFunctions,
	parts: readonly PlannedPart[],
	settings: RunSettings,
	reporting: Reporting,
	earlier: Earlier | undefined,
	ports: Ports = portsOf(ctx),
): Promise<Line[]> => await new Delivery(ctx, parts, settings, reporting, earlier, ports).run();
