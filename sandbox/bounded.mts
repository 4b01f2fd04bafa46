/** Keeps only the newest items, because a sandbox may run for days. */
export class Bounded<T> {
	#items: T[] = [];
	readonly #limit: number;

	constructor(limit: number) {
		this.#limit = limit;
	}

	push(item: T): void {
		this.#items.push(item);
		// Dropping a tenth at once, instead of one item at a time, keeps this cheap.
		if (this.#items.length > this.#limit * 1.1) this.#items = this.#items.slice(-this.#limit);
	}

	newest(): T[] {
		return this.#items.slice(-this.#limit);
	}

	clear(): void {
		this.#items = [];
	}
}
