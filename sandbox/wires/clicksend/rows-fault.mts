import { type RowsFault } from '../../fault-spec.mts';
import { isChosen } from '../rows-fault.mts';
import { type Fate } from './channel.mts';

/** The status that a fault gives to the row at this place; undefined leaves it alone. */
export function overruledStatus(rows: RowsFault, fate: Fate, index: number): string | undefined {
	const chosen = isChosen(rows, [fate.number?.e164 ?? fate.message.to], index);
	return chosen ? rows.status : undefined;
}
