import { type RowsFault } from '../../fault-spec.mts';
import { isChosen } from '../rows-fault.mts';
import { type Fate } from './channel.mts';

/** The status that a fault sets for the row at this index; undefined leaves it unchanged. */
export function overruledStatus(rows: RowsFault, fate: Fate, index: number): string | undefined {
	const chosen = isChosen(rows, [fate.number?.e164 ?? fate.message.to], index);
	return chosen ? rows.status : undefined;
}
