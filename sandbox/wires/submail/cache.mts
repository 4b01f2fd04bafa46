/**
 * log and mo query once a minute: within it they repeat the previous answer, whatever the filter or
 * the page (docs/providers/submail.md §7).
 */
export class QueryCache {
	readonly #answers = new Map<string, { at: number; answer: object }>();

	/** @param key app and call, which have separate answers */
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
