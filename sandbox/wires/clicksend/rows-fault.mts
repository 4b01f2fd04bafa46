import { type RowsFault } from '../../fault-spec.mts';
import { type Fate } from './channel.mts';
import { type SendRow } from './shapes.mts';

/** The status that a fault gives to the row at this place; undefined leaves it alone. */
export function overruledStatus(rows: RowsFault, fate: Fate, index: number): string | undefined {
	if (rows.to !== undefined && rows.to !== (fate.number?.e164 ?? fate.message.to)) return undefined;
	if (rows.every !== undefined && (index + 1) % rows.every !== 0) return undefined;
	return rows.status;
}

/** The rows as the fault lets them be answered. */
export function answeredRows(rows: RowsFault, all: SendRow[]): SendRow[] {
	const kept = rows.drop ? all.slice(0, -rows.drop) : all;
	if (!rows.shuffle) return kept;
	// Every second row first: for two rows and more never the order they came in.
	const half = (odd: number) => kept.filter((_, index) => index % 2 === odd);
	return [...half(1), ...half(0)];
}
