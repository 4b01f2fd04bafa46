/**
 * Which row of a provider's answer speaks of which message. Providers answer in any order, leave
 * rows out and alter texts; a wrong guess here would report a text as sent that was not.
 */

import { groupBy } from '../grouping';

/** What a row and a message have in common. `undefined` fields do not take part. */
export interface Traits {
	readonly to: string;
	readonly text?: string;
	readonly reference?: string;
}

/** How precisely two sides must agree; tried from the most precise to the least. */
const LEVELS: ReadonlyArray<(traits: Traits) => string> = [
	({ to, text, reference }) => JSON.stringify([to, text ?? '', reference ?? '']),
	({ to, reference }) => JSON.stringify([to, reference ?? '']),
	({ to }) => to,
];

/**
 * Assigns rows to messages as multisets of (to, text, reference), row order breaking ties among
 * identical ones. What is left is matched without the text (providers trim and shorten texts),
 * then by recipient alone, but there only where no mistake is possible: as many rows as messages
 * and all with the same fate.
 *
 * @param fate a word for what the row says (its status); rows with the same word are interchangeable
 * @returns    for every message the index of its row, or `undefined`; no row is used twice
 */
export function matchRows<Row>(
	messages: readonly Traits[],
	rows: readonly Row[],
	traits: (row: Row) => Traits,
	fate: (row: Row) => string,
): Array<number | undefined> {
	const matched = new Array<number | undefined>(messages.length).fill(undefined);
	const openMessages = new Set(messages.keys());
	const openRows = new Set(rows.keys());
	const rowTraits = rows.map(traits);
	const fates = rows.map(fate);

	LEVELS.forEach((level, depth) => {
		const wanted = groupBy(openMessages, (index) => level(messages[index]!));
		const offered = groupBy(openRows, (index) => level(rowTraits[index]!));
		for (const [name, group] of wanted) {
			const candidates = offered.get(name) ?? [];
			const isUnanimous = new Set(candidates.map((row) => fates[row])).size <= 1;
			// Rows too many belong to messages whose text was altered: which is which is not said.
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
