/** Delayed actions. A reset and the end of the sandbox cancel all of them. */
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
