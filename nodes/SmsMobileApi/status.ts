/**
 * The status of messages in SMSMobileAPI's log (docs/providers/smsmobileapi.md §4): whether the phone
 * has sent them. It does not know whether they reached the other phone.
 */
import type { IDataObject } from 'n8n-workflow';
import { forEachBounded } from '../../core/bounded';
import type { Failure } from '../../core/outcome';
import type { Api, ApiRequest, Endpoint } from '../../core/provider';
import {
	type DeliveryReport,
	deliveryReport,
	type DeliveryStatus,
} from '../../core/receiving/delivery';
import {
	type StatusAnswer,
	type StatusQuery,
	type StatusTerms,
	tooMany,
	withoutReport,
} from '../../core/status';
import { textOrNumber } from '../../core/values';
import { guidOf, SENT_LOG, sentLog } from './sentLog';

/** The endpoints that asking for a status may call. */
export const STATUS_ENDPOINTS: readonly Endpoint[] = [{ method: 'GET', path: SENT_LOG }];

/** Up to this many messages are asked for one by one. */
const FEW = 10;
const MOST_SINGLE = 100;
const MOST_PAGES = 40;
const AT_ONCE = 5;
/** Rows of the log per answer; its limits are not published. */
const PAGE = 50;
const REQUEST_MS = 200;

/** What happens on the other phone is never reported. */
export const STATUS_TERMS: StatusTerms = {
	interval: (messages) => REQUEST_MS * (messages > FEW ? Math.ceil(messages / PAGE) : messages),
	best: 'sent',
};

const isSet = (value: unknown): boolean => !['', '0', 'false'].includes(textOrNumber(value) ?? '');

function statusOf(row: IDataObject): DeliveryStatus {
	if (isSet(row.error_api) || isSet(row.send_from_mobile_erreur)) return 'failed';
	return isSet(row.send_from_mobile) ? 'sent' : 'queued';
}

function report(row: IDataObject, messageId: string): DeliveryReport {
	const status = statusOf(row);
	const reason = isSet(row.error_api) ? row.error_api : row.send_from_mobile_erreur;
	return deliveryReport({
		provider: 'smsMobileApi',
		messageId,
		status,
		errorText: status === 'failed' ? (textOrNumber(reason) ?? null) : null,
		row,
	});
}

/** Up to 10 messages: a request each; more: pages of the log, newest first, then a request each. */
export async function status(wanted: readonly StatusQuery[], api: Api): Promise<StatusAnswer> {
	const ids = new Set(wanted.map(({ messageId }) => messageId));
	const reports = new Map<string, DeliveryReport>();
	let failure: Failure | undefined;

	const ask = async (request: ApiRequest) => {
		const answer = sentLog.read(await api.request(request));
		if (!answer.ok) failure ??= answer.failure;
		return answer.ok ? sentLog.paging.read(answer.data) : undefined;
	};
	const take = (row: IDataObject, messageId: string) => {
		if (ids.has(messageId)) reports.set(messageId, report(row, messageId));
	};

	let last: IDataObject | undefined;
	for (let page = 0; wanted.length > FEW && page < MOST_PAGES && reports.size < ids.size; page++) {
		const query = sentLog.paging.query(page, FEW, last);
		const found = await ask({ method: 'GET', path: SENT_LOG, query });
		for (const row of found?.rows ?? []) take(row, guidOf(row) ?? '');
		last = found?.rows.at(-1);
		if (!found?.more) break;
	}
	const single = failure ? [] : withoutReport(wanted, reports.values());
	await forEachBounded(single.slice(0, MOST_SINGLE), AT_ONCE, async ({ messageId }) => {
		if (failure) return;
		const query = { guid_message: messageId };
		const found = await ask({ method: 'GET', path: SENT_LOG, query });
		// The name of a row's GUID is not published, so a single row counts as the one that was asked for.
		const [row, ...others] = found?.rows ?? [];
		if (row && others.length === 0) take(row, messageId);
	});
	if (single.length > MOST_SINGLE) failure ??= tooMany('SMSMobileAPI', MOST_SINGLE);
	return { reports: [...reports.values()], failure };
}
