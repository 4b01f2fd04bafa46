/**
 * The option Suppress Repeats: a text that was sent, or may have been sent, is not sent again within a
 * time, across executions. Each message is claimed (claims.ts) right before its first request.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Failed, Fate, SendResult, Skipped } from '../../core/outcome';
import type { Entry, Planned } from '../../core/planning/plan';
import { type RepeatKey, repeatedIn, repeatKeys } from '../../core/planning/repeats';
import { chunk } from '../../core/sending/grouping';
import type { Ports } from '../../core/sending/pace';
import { settle } from '../../core/values';
import { KeyStore, periodsOf } from '../store';
import { type Claim, keysOf, settledOutcome, stateOf } from './claims';
import type { PlannedPart } from './parts';

/** A text blocks its key for the rest of its period and four more: for its time, or a quarter longer. */
const PERIODS = 4;
/** Messages per question to the store before the first request. */
const AT_ONCE = 500;

const skipped = (index: number, reason: string): Skipped => ({ index, outcome: 'skipped', reason });

/** The result of a message that repeats an earlier one of its run. */
export const skippedInRun = ({ index }: Entry): Skipped =>
	skipped(index, 'An earlier message of this run has the same key and recipient');

const minutesText = (minutes: number) => `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;

const skippedFor = (index: number, minutes: number): Skipped =>
	skipped(
		index,
		`A text with the same key was sent to this recipient within the last ${minutesText(minutes)}`,
	);

const withheld = (index: number, minutes: number): Failed => ({
	index,
	outcome: 'unknown',
	withheld: true,
	failure: {
		class: 'unknownOutcome',
		code: 'REPEAT_IN_DOUBT',
		message: `Not sent, because a text with the same key may have been sent to this recipient within the last ${minutesText(minutes)}`,
		hint: 'Another execution is sending it, was interrupted, or does not know its outcome. Look for the text at the provider. If it is not there, send it with another Key under Suppress Repeats.',
	},
});

interface Wanted {
	readonly entry: Planned;
	readonly key: RepeatKey;
	readonly claim: Claim;
}

/** What a claim has recorded. */
interface Made {
	/** The newest one first. */
	readonly held: string[];
	/** Keys of earlier periods, recorded because that is how the store is asked. */
	readonly asked: readonly string[];
	readonly open: string;
}

/** Messages that ask at the same moment, and keys that are to be recorded or forgotten with them. */
interface Round {
	readonly entries: Planned[];
	readonly record: string[];
	readonly done: Promise<ReadonlyMap<Entry, SendResult>>;
}

export class Repeats {
	/** Those of the messages that repeat an earlier one of this run. */
	readonly inRun: ReadonlySet<Entry>;
	private readonly keys: ReadonlyMap<Entry, RepeatKey>;
	private readonly store: KeyStore;
	private readonly made = new Map<Entry, Made>();
	/** What the store said before the first request: these were sent. */
	private readonly known = new Map<Entry, SendResult>();
	/** Sent by an earlier run of this execution, with an unknown outcome. */
	private readonly own = new Set<Entry>();
	/** Accepted in an earlier run of this execution, which goes on with them. */
	private readonly continued = new Set<Entry>();
	/** Keys to be forgotten. */
	private over: string[] = [];
	private next: Round | undefined;
	private latest: Promise<unknown> = Promise.resolve();
	private skips = 0;
	private failed = false;

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly ports: Pick<Ports, 'now' | 'sleep'>,
		parts: readonly PlannedPart[],
	) {
		this.store = new KeyStore(ctx);
		this.keys = repeatKeys(parts);
		this.inRun = repeatedIn(this.keys);
	}

	private claimOf({ id, minutes }: RepeatKey): Claim {
		const [first, ...others] = periodsOf(this.ports.now(), minutes, PERIODS).map(
			(period) => `repeat:${id}:${period}`,
		);
		return { held: [first ?? '', ...others], open: `repeat?${id}` };
	}

	/** When at the earliest the text was sent that a claim has found, in minutes ago. */
	private minutesSince(
		{ held }: Claim,
		{ minutes }: RepeatKey,
		fresh: ReadonlySet<string>,
	): number {
		const back = held.findIndex((key) => !fresh.has(key));
		const periodMs = (minutes * 60_000) / PERIODS;
		const since = (Math.floor(this.ports.now() / periodMs) - back) * periodMs;
		return Math.max(1, Math.ceil((this.ports.now() - since) / 60_000));
	}

	/** The message was sent by an earlier run of this execution, whose claim must not hold it back. */
	sentBefore(entry: Entry): void {
		this.own.add(entry);
	}

	/** It was accepted in an earlier run of this execution, which goes on with it: it is no repeat of itself. */
	goesOn(entry: Entry): void {
		this.continued.add(entry);
	}

	/** A provider has accepted it, and its delivery is waited for: other executions need not wait. */
	accepted(entry: Entry): void {
		const made = this.made.get(entry);
		if (!made) return;
		this.renew(entry, this.join());
		this.over.push(made.open);
	}

	/** The result of a message that must not be sent, as far as that is known without asking. */
	find(entry: Entry): SendResult | undefined {
		return this.inRun.has(entry) ? skippedInRun(entry) : this.known.get(entry);
	}

	/** Looks for messages that were sent, and claims none: with few questions, before the first request. */
	async look(entries: readonly Planned[]): Promise<void> {
		for (const some of chunk(entries, AT_ONCE)) {
			const wanted = this.claimsOf(some);
			const record = wanted.flatMap(({ claim }) => keysOf(claim));
			const asked = await this.exchange(
				() => ({ record }),
				(fresh) => {
					for (const { entry, claim, key } of wanted) {
						if (stateOf(claim, fresh) !== 'accepted') continue;
						const minutes = this.minutesSince(claim, key, fresh);
						this.known.set(entry, skippedFor(entry.index, minutes));
					}
					return [...fresh];
				},
			);
			// What is still recorded must not hold back the messages of this run.
			if (asked !== 'done') this.failed = true;
			if (this.failed) return;
		}
	}

	/** Claims messages before a request; returns the results of those that must not be sent. */
	async claim(entries: readonly Planned[]): Promise<ReadonlyMap<number, SendResult>> {
		const results = new Map<number, SendResult>();
		const wanted = this.failed ? [] : entries.filter((entry) => this.isUnclaimed(entry));
		const stale = entries.filter((entry) => this.renewal(entry) !== undefined);
		if (wanted.length + stale.length === 0) return results;
		const round = this.join();
		for (const entry of wanted) round.entries.push(entry);
		for (const entry of stale) this.renew(entry, round);
		const found = await round.done;
		for (const entry of wanted) {
			const result = found.get(entry);
			if (result) results.set(entry.index, result);
		}
		return results;
	}

	private isUnclaimed(entry: Entry): boolean {
		return this.keys.has(entry) && !this.made.has(entry);
	}

	/** The claim of a message as it would be made now; undefined if that is the same one, or none. */
	private renewal(entry: Entry): Claim | undefined {
		const [made, key] = [this.made.get(entry), this.keys.get(entry)];
		const now = made && key && this.claimOf(key);
		return now?.held[0] === made?.held[0] ? undefined : now;
	}

	/** The time counts from the last request and its answer: both may come long after the claim. */
	private renew(entry: Entry, round: Round): void {
		const made = this.made.get(entry);
		const now = this.renewal(entry);
		if (!made || !now) return;
		round.record.push(now.held[0]);
		made.held.unshift(now.held[0]);
	}

	/** Remembers what became of a message: what was not sent is free again. */
	settled(entry: Entry, fate: Fate): void {
		if (fate.results.some(({ outcome }) => outcome === 'skipped')) this.skips++;
		const made = this.made.get(entry);
		if (!made) return;
		const round = this.join();
		const outcome = settledOutcome(fate);
		this.over.push(...made.asked, ...(outcome ? [made.open] : []));
		// With what an execution has left that was killed while it asked about this message.
		if (outcome === 'notSent') this.over.push(...made.held, ...(this.renewal(entry)?.held ?? []));
		else this.renew(entry, round);
		this.made.delete(entry);
	}

	/** The round that the next question to the store is about. */
	private join(): Round {
		if (this.next) return this.next;
		const entries: Planned[] = [];
		const record: string[] = [];
		// Other messages that ask or end at this moment join.
		const done = this.ports.sleep(0).then(async () => await this.hold(entries, record));
		this.latest = done;
		return (this.next = { entries, record, done });
	}

	private async hold(
		entries: readonly Planned[],
		more: readonly string[],
	): Promise<ReadonlyMap<Entry, SendResult>> {
		const found = new Map<Entry, SendResult>();
		let claims: readonly Wanted[] = [];
		const asked = await this.exchange(
			() => {
				this.next = undefined;
				claims = this.claimsOf(entries);
				return { record: [...more, ...claims.flatMap(({ claim }) => keysOf(claim))] };
			},
			(fresh) => claims.flatMap((one) => this.judge(one, fresh, found)),
		);
		if (asked === 'failed' && entries.length > 0) this.failed = true;
		return found;
	}

	/**
	 * Records keys, and forgets those that are over.
	 *
	 * @param judge reads the answer, and returns the keys that are forgotten again
	 * @returns `answered`: only the last part failed; the keys are forgotten with the next ones
	 */
	private async exchange(
		start: () => { readonly record: readonly string[] },
		judge: (fresh: ReadonlySet<string>) => readonly string[],
	): Promise<'done' | 'answered' | 'failed'> {
		let left: readonly string[] = [];
		let isAnswered = false;
		const asked = await settle(
			this.store.exchange(() => {
				left = this.over;
				this.over = [];
				const surplus = (fresh: ReadonlySet<string>) => {
					isAnswered = true;
					return (left = judge(fresh));
				};
				return { forget: left, ...start(), surplus };
			}),
		);
		if (asked.ok) return 'done';
		this.over.push(...left);
		return isAnswered ? 'answered' : 'failed';
	}

	/** Keeps a claim, or says why the message must not be sent; returns the keys that are forgotten again. */
	private judge(
		{ entry, claim, key }: Wanted,
		fresh: ReadonlySet<string>,
		found: Map<Entry, SendResult>,
	): string[] {
		const state = stateOf(claim, fresh);
		const isOwn = this.continued.has(entry) || (state === 'inDoubt' && this.own.has(entry));
		if (state === 'mine' || isOwn) {
			const [first, ...asked] = claim.held;
			this.made.set(entry, { held: [first], asked, open: claim.open });
			return [];
		}
		const minutes = this.minutesSince(claim, key, fresh);
		const result = state === 'accepted' ? skippedFor : withheld;
		found.set(entry, result(entry.index, minutes));
		return keysOf(claim).filter((one) => fresh.has(one));
	}

	private claimsOf(entries: readonly Planned[]): Wanted[] {
		return entries.flatMap((entry) => {
			const key = this.keys.get(entry);
			return key ? [{ entry, key, claim: this.claimOf(key) }] : [];
		});
	}

	/** Waits until the store knows what became of the messages, and tells the user what was not sent or checked. */
	async end(): Promise<void> {
		await this.latest;
		// What could not be forgotten is tried once more.
		if (this.over.length > 0) await this.join().done;
		const hint = (message: string) =>
			this.ctx.addExecutionHints({ message, location: 'outputPane' });
		if (this.failed) {
			hint(
				'Suppress Repeats could not be checked, because n8n’s store did not answer. The messages were sent.',
			);
		}
		if (this.skips > 0) {
			const count = `${this.skips} ${this.skips === 1 ? 'message was' : 'messages were'}`;
			hint(`${count} skipped by Suppress Repeats: see “reason” in the output.`);
		}
	}
}
