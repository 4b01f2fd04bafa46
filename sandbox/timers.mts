/** What the sandbox means to do later; a reset and the end of the sandbox call all of it off. */
export class Timers {
	readonly #pending = new Set<NodeJS.Timeout>();

	later(ms: number, run: () => void): void {
		const timer = setTimeout(() => {
			this.#pending.delete(timer);
			run();
		}, ms);
		this.#pending.add(timer);
	}

	clear(): void {
		for (const timer of this.#pending) clearTimeout(timer);
		this.#pending.clear();
	}
}
