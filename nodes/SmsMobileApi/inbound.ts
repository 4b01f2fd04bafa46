/**
 * Messages that the account's phones received (docs/providers/smsmobileapi.md §4). The list has no
 * pages and no reliable read marks: it is requested by time, and messages are identified by their
 * GUIDs.
 */
import type { IDataObject } from 'n8n-workflow';
import { inboundMessage } from '../../core/receiving/inbound';
import { type Inbox, type InboxRow, MOST_ROWS } from '../../core/receiving/inbox';
import type { Api } from '../../core/provider';
import { timeText } from '../../core/unix-time';
import { textOrNumber } from '../../core/values';
import { TOO_MANY_ROWS } from '../../n8n/operations/paging';
import { inboxRows } from '../../n8n/receiving/inbox-rows';
import { messageRows, readAnswer } from './client';

/** The latest time that has a date. */
const LATEST_MS = 8.64e15;

/** In milliseconds, 0 if unknown. Rows have Unix seconds; older ones only milliseconds (observed). */
export function receivedMs({ timestamp_unix: seconds, time_received: time }: IDataObject): number {
	const written = Number(timeText(seconds)) * 1000;
	if (written > 0) return written < LATEST_MS ? written : 0;
	return /^\d{13}$/.test(timeText(time)) ? Number(time) : 0;
}

/** ISO 8601 in UTC; `null` if the row has no readable time. */
export function receivedAt(row: IDataObject): string | null {
	const time = receivedMs(row);
	return time > 0 ? new Date(time).toISOString() : null;
}

function inboxRow(row: IDataObject): InboxRow {
	const id = textOrNumber(row.guid) || textOrNumber(row.id) || '';
	const from = textOrNumber(row.number) ?? '';
	const text = textOrNumber(row.message) ?? '';
	const time = receivedMs(row);
	const message = inboundMessage({
		provider: 'smsMobileApi',
		id,
		from,
		to: textOrNumber(row.sIdentifiantPhone) || null,
		text,
		receivedAt: receivedAt(row),
		row,
	});
	return {
		message,
		...(id === '' ? { key: JSON.stringify([from, text, time]), isCounted: true } : { key: id }),
		at: time > 0 ? time / 1000 : undefined,
	};
}

/** The inbox of an account's phones. There is nothing to acknowledge. */
export function smsMobileInbox(api: Api): Inbox<never> {
	return {
		// With an unknown key the inbox looks empty, so this requests the phones first.
		async check() {
			const request = { method: 'GET', path: '/gateway/mobile/list/' } as const;
			const answer = readAnswer(await api.request(request));
			return answer.ok ? undefined : answer;
		},
		async list({ floor }) {
			const answer = readAnswer(
				await api.request({
					method: 'GET',
					path: '/getsms/',
					// "After" excludes the second itself.
					query: { after_timestamp_unix: floor > 0 ? floor - 1 : undefined },
				}),
			);
			if (!answer.ok) {
				return { rows: [], isComplete: false, failure: answer.failure, status: answer.status };
			}
			const listed = messageRows(answer.data);
			if (listed.length > MOST_ROWS) {
				return { rows: [], isComplete: false, failure: TOO_MANY_ROWS };
			}
			return { rows: await inboxRows(listed, inboxRow), isComplete: true };
		},
	};
}
