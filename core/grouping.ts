/** Splits lists into groups and parts. */

/** Groups items by key; groups, and the items in each, are in order of first appearance. */
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

/** Splits the list into parts of at most `size`, in order. */
export const chunk = <T>(list: readonly T[], size: number): T[][] =>
	Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
		list.slice(part * size, (part + 1) * size),
	);

/**
 * Splits the list into layers without repeated keys: the first layer has the first item of each key,
 * the second layer the second ones, and so on.
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
