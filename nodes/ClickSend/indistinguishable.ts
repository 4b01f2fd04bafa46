/**
 * Messages of a run that the history cannot tell apart: they differ only in what is set per request,
 * for example two pictures with the same text, and the history does not show that.
 */
import type { OutboundMessage } from '../../core/message';
import { type Channel, traitsOf } from './channel';

export class Indistinguishable {
	/** What is set per request, keyed by what the history shows. */
	private readonly shared = new Map<string, Set<string>>();

	constructor(private readonly channel: Channel) {}

	/** Must be called with all messages of a run before the first lookup. */
	note(messages: readonly OutboundMessage[]): void {
		const { sharedBy } = this.channel;
		if (!sharedBy) return;
		for (const message of messages) {
			const key = this.key(message);
			const known = this.shared.get(key) ?? new Set<string>();
			this.shared.set(key, known.add(sharedBy(message)));
		}
	}

	has(message: OutboundMessage): boolean {
		return (this.shared.get(this.key(message))?.size ?? 0) > 1;
	}

	private key(message: OutboundMessage): string {
		return JSON.stringify(traitsOf(this.channel, message));
	}
}
