/**
 * The status of messages in SUBMAIL's log (docs/providers/submail.md §7). The log answers one question
 * a minute, so all messages are asked for at once.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Failure } from '../../core/outcome';
import type { Endpoint } from '../../core/provider';
import {
	type DeliveryReport,
	deliveryReport,
	type DeliveryWords,
	statusIn,
} from '../../core/receiving/delivery';
import {
	sentBetween,
	type StatusAnswer,
	type StatusQuery,
	type StatusTerms,
	withoutReport,
} from '../../core/status';
import { isoTime } from '../../core/unix-time';
import { isObject, textOrNumber } from '../../core/values';
import { logPaging, readAnswer, type SubmailApi } from './client';

const LOG = '/sms/log.json';
const MOST_ROWS = 1000;
const DAY_S = 24 * 60 * 60;

/** The endpoints that asking for a status may call. */
export const STATUS_ENDPOINTS: readonly Endpoint[] = [{ method: 'POST', path: LOG }];

/** The log answers one question a minute. */
export const STATUS_TERMS: StatusTerms = { interval: () => 60_000 };

const WORDS: DeliveryWords = { pending: 'sent', delivered: 'delivered', dropped: 'failed' };

const FULL: Failure = {
	class: 'configuration',
	message: `SUBMAIL's log returned its first ${MOST_ROWS} messages of that time; others are missing`,
	hint: 'Ask for fewer messages, or for those of a shorter time. SUBMAIL answers once a minute.',
};

const idOf = (row: IDataObject): string => textOrNumber(row.sendID ?? row.send_id) ?? '';

function report(row: IDataObject, query: StatusQuery): DeliveryReport {
	const status = statusIn(WORDS, textOrNumber(row.status) ?? '');
	const failed = status === 'failed';
	return deliveryReport({
		provider: 'submail',
		messageId: query.messageId,
		to: query.to ?? null,
		status,
		reportedAt: isoTime(row.report_at),
		errorCode: failed ? (textOrNumber(row.report_state) ?? null) : null,
		errorText: failed ? (textOrNumber(row.dropped_reason) ?? null) : null,
		row,
	});
}

/** One request for all messages: by id for one, else by time, at most 1,000 rows. */
export async function status(
	wanted: readonly StatusQuery[],
	api: SubmailApi,
): Promise<StatusAnswer> {
	const byId = new Map(wanted.map((query) => [query.messageId, query]));
	const now = Math.floor(Date.now() / 1000);
	const { start, end } = sentBetween(wanted) ?? { start: now - DAY_S, end: now };
	const outcome = await api.request({
		method: 'POST',
		path: LOG,
		form: {
			start_date: String(start),
			end_date: String(end),
			send_id: byId.size === 1 ? wanted[0]?.messageId : undefined,
			rows: String(MOST_ROWS),
			offset: '0',
		},
	});
	const answer = readAnswer(outcome);
	if (!answer.ok) return { reports: [], failure: answer.failure };
	const { rows, more } = logPaging.read(answer.data);
	const reports = rows.flatMap((row) => {
		const query = isObject(row) && byId.get(idOf(row));
		return query ? [report(row, query)] : [];
	});
	const isIncomplete = more && withoutReport(wanted, reports).length > 0;
	return { reports, ...(isIncomplete && { failure: FULL }) };
}
