/** A limited number of slots: work that finds none free waits for one, first come, first served. */
export class Slots {
	private free: number;
	private readonly waiting: Array<() => void> = [];

	/** @param count number of slots; values below 1 count as 1 */
	constructor(count: number) {
		this.free = Math.max(1, Math.floor(count) || 1);
	}

	/** Runs `work` as soon as a slot is free. */
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
