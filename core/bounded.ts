/** Runs `work` over `items`, at most `limit` at once, starting in order. */
export async function forEachBounded<T>(
	items: readonly T[],
	limit: number,
	work: (item: T, position: number) => Promise<void>,
): Promise<void> {
	const queue = items.entries();
	const worker = async () => {
		for (const [position, item] of queue) await work(item, position);
	};
	const workers = Math.max(1, Math.min(Math.floor(limit) || 1, items.length));
	await Promise.all(Array.from({ length: workers }, worker));
}
