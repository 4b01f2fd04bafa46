/** Looks up messages whose outcome is unknown in the provider's history. */
import type { OutboundMessage } from '../message';
import type { Fate, SendResult } from '../outcome';
import type { Planned } from '../planning/plan';
import type { Ports } from './pace';
import type { ProviderAccount, SmsAccount } from '../provider';

export class Doubts {
	/** Lookups run one after another, so that no row of the history is matched to two messages. */
	private turn: Promise<unknown> = Promise.resolve();
	private canLookUp: boolean;

	/** @param taken ids of messages whose outcome is known; those that lookups find are added */
	constructor(
		private readonly account: Pick<SmsAccount, 'lookup'>,
		private readonly ports: Pick<Ports, 'cancelled'>,
		private readonly taken: Set<string>,
	) {
		this.canLookUp = account.lookup !== undefined;
	}

	/**
	 * Returns a result for each message that the history has, and none for the others. Never throws.
	 *
	 * @param since when their request started, in milliseconds by this machine's clock
	 */
	async lookUp(messages: readonly OutboundMessage[], since: number): Promise<SendResult[]> {
		if (messages.length === 0 || !this.canLookUp) return [];
		const found = this.turn.then(async () => await this.ask(messages, new Date(since)));
		this.turn = found;
		return await found;
	}

	private async ask(messages: readonly OutboundMessage[], since: Date): Promise<SendResult[]> {
		if (!this.canLookUp || this.ports.cancelled()) return [];
		let found: SendResult[] | undefined;
		try {
			found = await this.account.lookup?.({ messages, since, taken: this.taken });
		} catch {
			// Treated as if the history had not answered.
		}
		// A history that fails once is not asked again: it would only cost more time.
		if (!found) this.canLookUp = false;
		for (const { messageId } of found ?? []) {
			if (messageId !== undefined) this.taken.add(messageId);
		}
		return found ?? [];
	}
}

/** The histories of all providers of a run, for messages that an earlier run may have sent. */
export class Histories {
	private readonly all: ReadonlyMap<string, Doubts>;

	constructor(
		targets: readonly ProviderAccount[],
		private readonly ports: Pick<Ports, 'cancelled' | 'now'>,
	) {
		// Ids are unique at one provider only.
		this.all = new Map(
			targets.map(({ provider, account }) => [
				provider.id,
				new Doubts(account, ports, new Set<string>()),
			]),
		);
	}

	/**
	 * Asks every provider that can have sent a message, because the history of one says nothing about the
	 * others. Never throws.
	 *
	 * @param since the earliest time at which they can have been sent, in milliseconds by this machine's clock
	 * @returns the fates of the messages that were found, by `index`
	 */
	async find(planned: readonly Planned[], since: number): Promise<Map<number, Fate>> {
		const found = new Map<number, Fate>();
		for (const [provider, doubts] of this.all) {
			const messages = planned.flatMap(({ index, stops }) => {
				const stop = found.has(index) ? undefined : stops.find((one) => one.provider === provider);
				return stop?.message ?? [];
			});
			for (const result of await doubts.lookUp(messages, since)) {
				const { index, outcome, messageId } = result;
				const at = new Date(this.ports.now()).toISOString();
				const attempt = { provider, at, outcome, messageId, lookedUp: true as const };
				found.set(index, { provider, results: [result], attempts: [attempt] });
			}
		}
		return found;
	}
}
