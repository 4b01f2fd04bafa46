/** The log of messages sent through the API (docs/providers/smsmobileapi.md §4). */
import type { IDataObject } from 'n8n-workflow';
import type { ApiOutcome } from '../../core/provider';
import { isObject } from '../../core/values';
import type { Client } from '../../n8n/operations/operation';
import { messageRows, readAnswer } from './client';
import { errorOf, knownFailure } from './errors';

export const SENT_LOG = '/log/sent/sms/';

/** The GUID of a row. The name of the field is not published, only what a GUID looks like. */
export const guidOf = ({ guid_message, guid, id }: IDataObject): string | undefined =>
	[guid_message, guid, id].find(
		(value): value is string => typeof value === 'string' && /^[\w-]{16,}$/.test(value),
	);

/**
 * With no rows (yet), the log answers with an error, with or without an empty list (observed). That
 * counts as an empty answer, unless the error is about the key.
 */
function isWithoutRows(outcome: ApiOutcome): boolean {
	if (outcome.kind !== 'response' || outcome.status !== 200) return false;
	const { body } = outcome;
	if (!isObject(body) || !isObject(body.result) || !errorOf(body)) return false;
	return messageRows(body).length === 0 && !knownFailure(errorOf(body));
}

/** Newest first; the next page starts before the last row's GUID. The API sets the page size. */
export const sentLog: Pick<Client, 'read' | 'paging'> = {
	read: (outcome) => (isWithoutRows(outcome) ? { ok: true, data: {} } : readAnswer(outcome)),
	paging: {
		pageSize: (wanted) => wanted,
		query(page, _size, last): Record<string, string> {
			const guid = page > 0 && last ? guidOf(last) : undefined;
			return guid === undefined ? {} : { before: guid };
		},
		read(data) {
			const rows = messageRows(data);
			const last = rows.at(-1);
			// A single row is the answer to a request for one message.
			return { rows, more: rows.length > 1 && last !== undefined && guidOf(last) !== undefined };
		},
	},
};
