/** A number of places: whoever finds none waits for one, in the order of asking. */
export class Slots {
	private free: number;
	private readonly waiting: Array<() => void> = [];

	/** @param count places; at least one, whatever is asked for */
	constructor(count: number) {
		this.free = Math.max(1, Math.floor(count) || 1);
	}

	/** Runs `work` as soon as there is a place. */
	async use<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.free++;
		}
	}
}

/** Runs `work` over `items`, at most `limit` at once, starting in order. */
export async function forEachBounded<T>(
	items: readonly T[],
	limit: number,
	work: (item: T, position: number) => Promise<void>,
): Promise<void> {
	const slots = new Slots(limit);
	await Promise.all(
		items.map(async (item, position) => await slots.use(async () => await work(item, position))),
	);
}
