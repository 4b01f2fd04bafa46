import type { OutboundMessage } from '../../core/message';
import { type Channel, traitsOf } from './channel';

/**
 * Messages of a run that differ only in what their requests share: two pictures with the same words.
 * The history does not show that, so it cannot say which of them it has.
 */
export class Twins {
	private readonly shares = new Map<string, Set<string>>();

	constructor(private readonly channel: Channel) {}

	/** To be called with all messages of a run before the first is looked up. */
	note(messages: readonly OutboundMessage[]): void {
		const { sharedBy } = this.channel;
		if (!sharedBy) return;
		for (const message of messages) {
			const key = this.key(message);
			const known = this.shares.get(key) ?? new Set<string>();
			this.shares.set(key, known.add(sharedBy(message)));
		}
	}

	has(message: OutboundMessage): boolean {
		return (this.shares.get(this.key(message))?.size ?? 0) > 1;
	}

	private key(message: OutboundMessage): string {
		return JSON.stringify(traitsOf(this.channel, message));
	}
}
