/**
 * The option Limit per Recipient: at most so many messages to a recipient within a time, across
 * executions. Otherwise two automatic replies would answer each other for ever.
 */
import type { IExecuteFunctions } from 'n8n-workflow';
import { contentId } from '../../core/digests';
import { type OutboundMessage, recipientText } from '../../core/message';
import type { Fate } from '../../core/outcome';
import { fault } from '../../core/planning/draft';
import { type Entry, isPlanned, type Planned, refusedAs } from '../../core/planning/plan';
import { chunk, groupBy } from '../../core/sending/grouping';
import { settle } from '../../core/values';
import { KeyStore, periodsOf } from '../store';
import { settledOutcome } from './claims';

export interface RecipientLimit {
	readonly messages: number;
	readonly minutes: number;
}

/**
 * The time is divided into periods, because the store knows no times. A message blocks its slot for the
 * rest of its period and this many more, so for at least the whole time and at most a twelfth longer.
 */
const PERIODS = 12;
/** Recipients per question to the store, which then searches for up to some thousands of keys. */
const AT_ONCE = 50;

const PARAMETER = 'Limit per Recipient';

/** The messages to one recipient, and the keys of each of its slots. */
interface Group {
	readonly group: readonly Planned[];
	readonly slots: ReadonlyArray<readonly string[]>;
}

export class RecipientQuota {
	private readonly store: KeyStore;
	/** The slot that each message has taken. */
	private readonly taken = new Map<Entry, string>();
	private readonly unsent: Entry[] = [];
	private failed = false;

	constructor(
		private readonly ctx: IExecuteFunctions,
		private readonly limit: RecipientLimit,
		private readonly now: number,
	) {
		this.store = new KeyStore(ctx);
	}

	/** The keys of one recipient: for each slot, those of the current period and of the ones before. */
	private slots({ to }: OutboundMessage): string[][] {
		const { messages, minutes } = this.limit;
		const periods = periodsOf(this.now, minutes, PERIODS);
		return Array.from({ length: messages }, (_, slot) =>
			periods.map((period) => contentId('limit', recipientText(to), minutes, slot, period)),
		);
	}

	/** Takes a slot for each message; those that find none are left out. */
	async take(entries: readonly Planned[]): Promise<void> {
		const byRecipient = groupBy(entries, ({ message }) => recipientText(message.to));
		for (const some of chunk([...byRecipient.values()], AT_ONCE)) {
			const groups = some.map((group) => ({ group, slots: this.slots(group[0]!.message) }));
			const keys = groups.flatMap(({ slots }) => slots.flat());
			const surplus = (fresh: ReadonlySet<string>) => {
				const kept = this.takeSlots(groups, fresh);
				return [...fresh].filter((key) => !kept.has(key));
			};
			const asked = await settle(this.store.exchange(() => ({ record: keys, surplus })));
			if (!asked.ok) this.failed = true;
		}
	}

	/** Takes the slots that are free; only their keys may stay in the store, which has recorded all. */
	private takeSlots(groups: readonly Group[], fresh: ReadonlySet<string>): Set<string> {
		const kept = new Set<string>();
		for (const { group, slots } of groups) {
			const free = slots.filter((keys) => keys.every((key) => fresh.has(key)));
			group.forEach((entry, position) => {
				const [current] = free[position] ?? [];
				if (current === undefined) return;
				this.taken.set(entry, current);
				kept.add(current);
			});
		}
		return kept;
	}

	/** The entry itself, or its refusal if its recipient has had enough. */
	check(entry: Entry): Entry {
		if (this.failed || !isPlanned(entry) || this.taken.has(entry)) return entry;
		const { messages, minutes } = this.limit;
		const most = `${messages} ${messages === 1 ? 'message' : 'messages'} in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;
		const refused = fault(
			PARAMETER,
			'notAllowed',
			`The recipient has already had ${most}`,
			`Wait, or raise ${PARAMETER} under Options.`,
		);
		return refusedAs(entry, refused);
	}

	/** Remembers what became of a message. */
	settled(entry: Entry, fate: Fate): void {
		if (settledOutcome(fate) === 'notSent') this.unsent.push(entry);
	}

	/** Gives the slots of messages back that did not go out, and tells the user if the store failed. */
	async end(): Promise<void> {
		await settle(this.store.release(this.unsent.flatMap((entry) => this.taken.get(entry) ?? [])));
		if (!this.failed) return;
		this.ctx.addExecutionHints({
			message: `${PARAMETER} could not be checked, because n8n's store did not answer. The messages were sent.`,
			location: 'outputPane',
		});
	}
}
