/** Lists into groups and parts. */

/** Items by what they have in common; groups, and the items in each, in order of first appearance. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
	const groups = new Map<K, T[]>();
	for (const item of items) {
		const key = keyOf(item);
		const group = groups.get(key);
		if (group) group.push(item);
		else groups.set(key, [item]);
	}
	return groups;
}

/** The list in parts of at most `size`, in order. */
export const chunk = <T>(list: readonly T[], size: number): T[][] =>
	Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
		list.slice(part * size, (part + 1) * size),
	);

/**
 * The list in layers, none of which has the same key twice: the first layer has the first item of
 * each key, the second layer the second ones, and so on.
 */
export function layers<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
	const times = new Map<string, number>();
	const found: T[][] = [];
	for (const item of items) {
		const key = keyOf(item);
		const layer = times.get(key) ?? 0;
		times.set(key, layer + 1);
		(found[layer] ??= []).push(item);
	}
	return found;
}
