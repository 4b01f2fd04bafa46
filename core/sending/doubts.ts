/** Looks up messages whose outcome is unknown in the provider's history. */
import type { OutboundMessage } from '../message';
import type { SendResult } from '../outcome';
import type { Ports } from './pace';
import type { SmsAccount } from '../provider';

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
