/** Finding lists and contacts by what they contain (docs/providers/clicksend.md §6, §12). */
import type { IDataObject } from 'n8n-workflow';
import { textOrNumber } from '../../../../core/values';

/** Values by ClickSend's names of the fields; those that are not set or empty are not wanted. */
export type Wanted = Readonly<Record<string, string | undefined>>;

const entriesOf = (wanted: Wanted): Array<[name: string, value: string]> =>
	Object.entries(wanted).flatMap(([name, value]): Array<[string, string]> =>
		value?.trim() ? [[name, value.trim()]] : [],
	);

/**
 * The query `q` that lets ClickSend find the rows. Its syntax has no way to write a comma or a colon:
 * values with these are compared by {@link fits} only.
 *
 * @returns `undefined` if there is nothing to search for
 */
export function searchFor(wanted: Wanted): string | undefined {
	const pairs = entriesOf(wanted).filter(([, value]) => !/[,:]/.test(value));
	return pairs.map(([name, value]) => `${name}:${value}`).join(',') || undefined;
}

/**
 * Tests whether a row has all wanted values, whatever ClickSend made of the query.
 *
 * @returns `undefined` if there is nothing to search for
 */
export function fits(wanted: Wanted): ((row: IDataObject) => boolean) | undefined {
	const entries = entriesOf(wanted);
	if (entries.length === 0) return undefined;
	return (row) =>
		entries.every(
			([name, value]) => textOrNumber(row[name])?.trim().toLowerCase() === value.toLowerCase(),
		);
}
