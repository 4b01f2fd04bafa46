/** Asks a provider's history what became of messages whose outcome is unknown. */
import type { OutboundMessage } from '../message';
import type { SendResult } from '../outcome';
import type { Ports } from './pace';
import type { SmsAccount } from '../provider';

export class Doubts {
	/** Ids of messages whose outcome is known: no other message can have one of them. */
	private readonly taken = new Set<string>();
	/** Lookups take turns, so that no row of the history is taken for two messages. */
	private turn: Promise<unknown> = Promise.resolve();
	private canLookUp: boolean;

	constructor(
		private readonly account: Pick<SmsAccount, 'lookup'>,
		private readonly ports: Pick<Ports, 'cancelled'>,
	) {
		this.canLookUp = account.lookup !== undefined;
	}

	/** Remembers the ids that an answer, or the history, gave to messages whose outcome it knows. */
	learn(results: readonly SendResult[]): void {
		for (const { outcome, messageId } of results) {
			if (outcome !== 'unknown' && messageId !== undefined) this.taken.add(messageId);
		}
	}

	/**
	 * What the history says about messages; nothing about those that it does not have. Never throws.
	 *
	 * @param since when their request started, in milliseconds by the clock of this machine
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
			// As if it had not answered.
		}
		// A history that does not answer now would only cost time again.
		if (!found) this.canLookUp = false;
		for (const { messageId } of found ?? []) {
			if (messageId !== undefined) this.taken.add(messageId);
		}
		return found ?? [];
	}
}
