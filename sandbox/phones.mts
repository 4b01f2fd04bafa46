import { randomUUID } from 'node:crypto';
import { Bounded } from './bounded.mts';
import { readCall, readReply } from './reply.mts';
import {
	type MessageState,
	type MissedCall,
	type PhoneMessage,
	type Reply,
	type SandboxEvent,
} from './types.mts';

const limit = 20_000;

export type NewMessage = Omit<PhoneMessage, 'acceptedAt' | 'state'>;

/** States of messages that are not with the carrier. */
const beforeCarrier: readonly MessageState[] = ['scheduled', 'cancelled'];

/** The phones: accepted messages, their delivery status, and replies. */
export class Phones {
	readonly #messages = new Map<string, PhoneMessage>();
	readonly #scheduled = new Set<PhoneMessage>();
	readonly #replies = new Bounded<Reply>(limit);
	readonly #owners = new Map<string, string>();
	readonly #listeners = new Set<(event: SandboxEvent) => void>();

	accept(message: NewMessage): PhoneMessage {
		const accepted: PhoneMessage = {
			...message,
			state: message.scheduledAt ? 'scheduled' : 'sent',
			acceptedAt: new Date().toISOString(),
		};
		this.#messages.set(accepted.id, accepted);
		if (accepted.scheduledAt) this.#scheduled.add(accepted);
		this.#forgetOldest();
		this.#tell({ type: 'message', message: accepted });
		return accepted;
	}

	list(): PhoneMessage[] {
		this.releaseDue();
		return [...this.#messages.values()].map((message) => ({ ...message }));
	}

	find(id: string): PhoneMessage | undefined {
		this.releaseDue();
		return this.#messages.get(id);
	}

	/**
	 * Sets the delivery status that the carrier reports for a message that left the provider.
	 *
	 * @throws Error when the message is unknown or not with the carrier
	 */
	carry(id: string, state: 'delivered' | 'undelivered', errorCode?: string): PhoneMessage {
		const message = this.find(id);
		if (!message) throw new Error(`No provider accepted a message "${id}".`);
		if (beforeCarrier.includes(message.state)) {
			throw new Error(`Message "${id}" is ${message.state}: it is not with the carrier.`);
		}
		delete message.errorCode;
		if (state === 'undelivered' && errorCode) message.errorCode = errorCode;
		return this.#move(message, state);
	}

	/** Cancels a scheduled message; returns false when the message is not scheduled. */
	cancel(id: string): boolean {
		const message = this.find(id);
		if (message?.state !== 'scheduled') return false;
		this.#scheduled.delete(message);
		this.#move(message, 'cancelled');
		return true;
	}

	/** Sends what is due. Called by a timer, and by every read so that no read sees an old state. */
	releaseDue(now = new Date().toISOString()): void {
		for (const message of this.#scheduled) {
			if ((message.scheduledAt ?? '') > now) continue;
			this.#scheduled.delete(message);
			this.#move(message, 'sent');
		}
	}

	/** Registers numbers and names of a provider: replies to them reach this provider. */
	own(provider: string, senders: readonly string[]): void {
		for (const sender of senders) this.#owners.set(sender, provider);
	}

	/** Keeps a reply. `value` comes from the page or from a test. */
	reply(value: unknown): Reply {
		const { provider, ...given } = readReply(value);
		const reply = { id: randomUUID(), ...given, ...this.#destination(given, provider) };
		this.#replies.push(reply);
		this.#tell({ type: 'reply', reply });
		return reply;
	}

	/** Calls a phone of a provider, where nobody answers. `value` comes from a test. */
	call(value: unknown): MissedCall {
		const call = readCall(value);
		this.#tell({ type: 'call', call });
		return call;
	}

	replies(): Reply[] {
		return this.#replies.newest();
	}

	/** Returns the function that ends the subscription. */
	subscribe(listener: (event: SandboxEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	clear(): void {
		this.#messages.clear();
		this.#scheduled.clear();
		this.#replies.clear();
		this.#tell({ type: 'reset' });
	}

	/**
	 * Which provider a reply reaches: the chosen one, else the one that sent to this phone from `to`,
	 * else the one that owns `to`, else the one that sent last (a reply to a name or a shared number
	 * reaches that one).
	 *
	 * @throws Error when the chosen provider neither sent to this phone nor has a number
	 */
	#destination(
		{ from, to }: { from: string; to: string },
		chosen?: string,
	): { provider?: string; messageId?: string } {
		this.releaseDue();
		const had = [...this.#messages.values()].filter(
			(message) => message.to === from && !beforeCarrier.includes(message.state),
		);
		const fits = (message: PhoneMessage) => !chosen || message.provider === chosen;
		const thread = had.findLast((message) => message.from === to && fits(message));
		const provider = chosen ?? thread?.provider ?? this.#owners.get(to) ?? had.at(-1)?.provider;
		const message = thread ?? had.findLast((one) => one.provider === provider);
		if (chosen && !message && ![...this.#owners.values()].includes(chosen)) {
			throw new Error(`"${chosen}" has sent nothing to ${from}, so no reply can reach it.`);
		}
		return { ...(provider && { provider }), ...(message && { messageId: message.id }) };
	}

	#move(message: PhoneMessage, state: MessageState): PhoneMessage {
		message.state = state;
		this.#tell({ type: 'state', message });
		return message;
	}

	#tell(event: SandboxEvent): void {
		for (const listener of this.#listeners) listener(event);
	}

	#forgetOldest(): void {
		for (const message of this.#messages.values()) {
			if (this.#messages.size <= limit) return;
			this.#messages.delete(message.id);
			this.#scheduled.delete(message);
		}
	}
}
