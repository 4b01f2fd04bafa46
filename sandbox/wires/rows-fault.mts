import { type RowsFault } from '../fault-spec.mts';

/** Whether a fault chooses the row at this index. @param names the ways to write its recipient */
export function isChosen(rows: RowsFault, names: readonly string[], index: number): boolean {
	if (rows.to !== undefined && !names.includes(rows.to)) return false;
	return rows.every === undefined || (index + 1) % rows.every === 0;
}

/** The rows of the answer after the fault was applied. */
export function answeredRows<T>(rows: RowsFault, all: T[]): T[] {
	const kept = rows.drop ? all.slice(0, -rows.drop) : all;
	if (!rows.shuffle) return kept;
	// Every second row first: with two or more rows this is never their original order.
	const half = (odd: number) => kept.filter((_, index) => index % 2 === odd);
	return [...half(1), ...half(0)];
}
