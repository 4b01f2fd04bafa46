/** Reads the rows of an inbox without holding the event loop: a list can have tens of thousands. */
import { sleep } from 'n8n-workflow';
import type { InboxRow } from '../../core/receiving/inbox';

/** Takes a few milliseconds. */
const ROWS_AT_ONCE = 500;

/** Reads every row, and lets others run in between. */
export async function inboxRows<Row>(
	rows: readonly Row[],
	read: (row: Row) => InboxRow,
): Promise<InboxRow[]> {
	const found: InboxRow[] = [];
	for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
		if (at > 0) await sleep(0);
		for (const row of rows.slice(at, at + ROWS_AT_ONCE)) found.push(read(row));
	}
	return found;
}
