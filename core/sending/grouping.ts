/**
 * Splits messages into requests, and matches the rows of a provider's answer to messages. Providers
 * answer in any order, leave rows out and alter texts; a wrong match would report a message as sent
 * that was not.
 */
import { comparable } from '../digests';

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

/** The traits that a row and a message are compared by. `undefined` fields are ignored. */
export interface Traits {
	readonly to: string;
	readonly text?: string;
	readonly reference?: string;
}

/** How precisely a row and a message must agree, from the most precise level to the least. */
const LEVELS: ReadonlyArray<(traits: Traits) => string> = [
	({ to, text, reference }) => comparable([to, text ?? '', reference ?? '']),
	({ to, reference }) => comparable([to, reference ?? '']),
	({ to }) => to,
];

/**
 * Assigns rows to messages as multisets of (to, text, reference), row order breaking ties among
 * identical ones. The rest is matched without the text (providers trim and shorten texts), then by
 * recipient alone, but only where no mistake is possible: as many rows as messages, and all rows
 * with the same fate.
 *
 * @param fate returns a key for the row's outcome (its status); rows with the same key are interchangeable
 * @returns    the index of the row for each message, or `undefined`; no row is used twice
 */
export function matchRows<Row>(
	messages: readonly Traits[],
	rows: readonly Row[],
	traits: (row: Row) => Traits,
	fate: (row: Row) => string,
): Array<number | undefined> {
	const rowTraits = rows.map(traits);
	// The usual case: each recipient once, and the rows in the order of the messages.
	const isInOrder =
		rows.length === messages.length && messages.every(({ to }, at) => rowTraits[at]!.to === to);
	if (isInOrder && new Set(messages.map(({ to }) => to)).size === messages.length) {
		return [...messages.keys()];
	}
	const matched = new Array<number | undefined>(messages.length).fill(undefined);
	const openMessages = new Set(messages.keys());
	const openRows = new Set(rows.keys());
	const fates = rows.map(fate);

	LEVELS.forEach((level, depth) => {
		const wanted = groupBy(openMessages, (index) => level(messages[index]!));
		const offered = groupBy(openRows, (index) => level(rowTraits[index]!));
		for (const [name, group] of wanted) {
			const candidates = offered.get(name) ?? [];
			const isUnanimous = new Set(candidates.map((row) => fates[row])).size <= 1;
			// Surplus rows belong to messages whose text was altered: nothing shows which row is whose.
			const isExact = depth === 0 && (candidates.length <= group.length || isUnanimous);
			const isSafe = candidates.length === group.length && (group.length === 1 || isUnanimous);
			if (!isExact && !isSafe) continue;
			group.slice(0, candidates.length).forEach((message, position) => {
				const row = candidates[position]!;
				matched[message] = row;
				openMessages.delete(message);
				openRows.delete(row);
			});
		}
	});
	return matched;
}
