/**
 * Runs `work` over `items`, at most `limit` at once, starting in order. `work` must not throw: items
 * after the one that threw may then not be worked on.
 *
 * @param limit values below 1 count as 1
 */
export async function forEachBounded<T>(
	items: readonly T[],
	limit: number,
	work: (item: T, position: number) => Promise<void>,
): Promise<void> {
	const rest = items.entries();
	const workers = Math.min(items.length, Math.max(1, Math.floor(limit) || 1));
	// All workers take their items from the same iterator.
	const worker = async () => {
		for (const [position, item] of rest) await work(item, position);
	};
	await Promise.all(Array.from({ length: workers }, worker));
}
