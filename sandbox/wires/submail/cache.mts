/**
 * log and mo look once a minute: whoever asks sooner has the previous answer again, whatever the
 * filter or the page (facts: submail §7).
 */
export class QueryCache {
	readonly #answers = new Map<string, { at: number; answer: object }>();

	/** @param key app and call: what the answers of one do not say about the other */
	answer(key: string, minuteMs: number, look: () => object): object {
		const last = this.#answers.get(key);
		if (last && Date.now() - last.at < minuteMs) return last.answer;
		const answer = look();
		this.#answers.set(key, { at: Date.now(), answer });
		return answer;
	}

	clear(): void {
		this.#answers.clear();
	}
}
