import { type SendRow } from './shapes.mts';

const limit = 20_000;

export interface Sent {
	row: SendRow;
	acceptedAt: number;
}

/** The messages that one channel of the account sent; bounded like the phones. */
export class SentLog {
	/** Accepted rows by message id, in order of acceptance. */
	readonly #rows = new Map<string, Sent>();
	/** When a text was last sent to a number, for THROTTLED. */
	readonly #lastSent = new Map<string, number>();

	add(row: SendRow): void {
		const now = Date.now();
		this.#rows.set(row.message_id, { row, acceptedAt: now });
		this.#lastSent.set(`${row.to}\n${row.body}`, now);
		forgetOldest(this.#rows);
		forgetOldest(this.#lastSent);
	}

	get(messageId: string): Sent | undefined {
		return this.#rows.get(messageId);
	}

	list(): Sent[] {
		return [...this.#rows.values()];
	}

	/** Milliseconds since the same text was sent to the same number. */
	sinceSent(to: string, body: string): number {
		return Date.now() - (this.#lastSent.get(`${to}\n${body}`) ?? -Infinity);
	}

	clear(): void {
		this.#rows.clear();
		this.#lastSent.clear();
	}
}

function forgetOldest(memory: Map<string, unknown>): void {
	const [oldest] = memory.keys();
	if (memory.size > limit && oldest !== undefined) memory.delete(oldest);
}
