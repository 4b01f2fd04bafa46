/**
 * The status of messages in SMSMobileAPI's log (docs/providers/smsmobileapi.md §4): whether the phone
 * has sent them. It does not know whether they reached the other phone.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Api, ApiRequest, Endpoint } from '../../core/provider';
import {
	type DeliveryReport,
	deliveryReport,
	type DeliveryStatus,
} from '../../core/receiving/delivery';
import { search, type StatusAnswer, type StatusQuery, type StatusTerms } from '../../core/status';
import { textOrNumber } from '../../core/values';
import { guidOf, SENT_LOG, sentLog } from './sentLog';

/** The endpoints that asking for a status may call. */
export const STATUS_ENDPOINTS: readonly Endpoint[] = [{ method: 'GET', path: SENT_LOG }];

/** Up to this many messages are asked for one by one. */
const FEW = 10;
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
	const ask = async (query: ApiRequest['query']) => {
		const request = { method: 'GET', path: SENT_LOG, query } as const;
		const answer = sentLog.read(await api.request(request));
		if (!answer.ok) return { rows: [], more: false, failure: answer.failure };
		return { ...sentLog.paging.read(answer.data), failure: undefined };
	};
	let last: IDataObject | undefined;
	return await search(wanted, {
		name: 'SMSMobileAPI',
		few: FEW,
		async page(page) {
			const { rows, more, failure } = await ask(sentLog.paging.query(page, PAGE, last));
			last = rows.at(-1);
			return { reports: rows.map((row) => report(row, guidOf(row) ?? '')), more, failure };
		},
		async one(messageId) {
			const { rows, failure } = await ask({ guid_message: messageId });
			// The name of a row's GUID is not published, so a single row counts as the one that was asked for.
			const [row, ...others] = rows;
			return { reports: row && others.length === 0 ? [report(row, messageId)] : [], failure };
		},
	});
}
