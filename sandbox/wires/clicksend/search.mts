import { readNumber } from '../../numbers.mts';
import { textOf } from '../../values.mts';
import { badRequest } from './envelope.mts';
import { type Query } from './paging.mts';

/**
 * `q=field:value,field2:value2`, `operator=AND|OR` (docs/providers/clicksend.md §6). An unencoded `+`
 * arrives as a space, and finds nothing. [unsure] Values are compared as a whole, ignoring case.
 */
export function searched<Row extends object>(
	rows: Row[],
	query: Query,
	searchable: readonly string[],
): Row[] {
	if (!query.q) return rows;
	const wanted = query.q.split(',').map((pair) => {
		const [field = '', ...rest] = pair.split(':');
		if (!searchable.includes(field)) throw badRequest(`The rows cannot be searched by ${field}.`);
		return { field, value: rest.join(':').toLowerCase() };
	});
	const fits =
		(row: Row) =>
		({ field, value }: (typeof wanted)[number]) =>
			value === '' || textOf((row as Record<string, unknown>)[field]).toLowerCase() === value;
	const any = query.operator?.toUpperCase() === 'OR';
	return rows.filter((row) => (any ? wanted.some(fits(row)) : wanted.every(fits(row))));
}

/** [unsure] The search of contacts and lists: a part of a name, an email or a number. */
export function contains(values: ReadonlyArray<string | null>, q: string): boolean {
	const wanted = (readNumber(q)?.e164 ?? q).toLowerCase();
	return values.some((value) => value?.toLowerCase().includes(wanted));
}
