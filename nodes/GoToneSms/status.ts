/**
 * The status of messages in GoTone's reports (docs/providers/gotone.md §5, §6). `Delivered` is all
 * that its documentation lists, and what the gateway behind it means by that is its own.
 */
import type { IDataObject } from 'n8n-workflow';
import { forEachBounded } from '../../core/bounded';
import type { Failure } from '../../core/outcome';
import type { Api, ApiRequest, Endpoint } from '../../core/provider';
import { type DeliveryReport, deliveryReport } from '../../core/receiving/delivery';
import {
	type StatusAnswer,
	type StatusQuery,
	type StatusTerms,
	tooMany,
	withoutReport,
} from '../../core/status';
import { isObject, textOrNumber } from '../../core/values';
import { path } from '../../n8n/operations/path';
import { paging, readAnswer } from './client';
import { isMissing } from './errors';
import { isDelivered, statusOf } from './sendAnswer';
import { MESSAGES } from './wire';

/** The endpoints that asking for a status may call. */
export const STATUS_ENDPOINTS: readonly Endpoint[] = [
	{ method: 'GET', path: '/sms/{uid}' },
	{ method: 'GET', path: MESSAGES, where: 'there are many messages' },
];

/** A page has 25 rows: up to this many messages are asked for one by one. */
const FEW = 25;
const MOST_SINGLE = 100;
const MOST_PAGES = 40;
const AT_ONCE = 5;
/** 600 requests a minute may be the limit (docs/providers/gotone.md §4); half of them are for status. */
const REQUEST_MS = 200;

export const STATUS_TERMS: StatusTerms = {
	interval: (messages) => REQUEST_MS * (messages > FEW ? Math.ceil(messages / FEW) : messages),
};

function report(row: IDataObject, messageId: string): DeliveryReport {
	const delivered = isDelivered(row);
	const to = (textOrNumber(row.to) ?? '').replace(/\D/g, '');
	return deliveryReport({
		provider: 'goToneSms',
		messageId,
		to: to === '' ? null : `+${to}`,
		status: delivered ? 'delivered' : 'unknown',
		errorText: delivered ? null : (statusOf(row) ?? null),
		row,
	});
}

/**
 * Up to 25 messages: a request each; more: pages of 25 rows, newest first, and a request for each one
 * that is not on them.
 */
export async function status(wanted: readonly StatusQuery[], api: Api): Promise<StatusAnswer> {
	const ids = new Set(wanted.map(({ messageId }) => messageId));
	const reports = new Map<string, DeliveryReport>();
	let failure: Failure | undefined;

	const take = (row: unknown, messageId: string) => {
		if (isObject(row) && ids.has(messageId)) reports.set(messageId, report(row, messageId));
	};
	const ask = async (request: ApiRequest): Promise<unknown> => {
		const answer = readAnswer(await api.request(request));
		if (answer.ok) return answer.data;
		if (!isMissing(answer.failure)) failure ??= answer.failure;
		return undefined;
	};

	if (wanted.length > FEW) {
		for (let page = 0; page < MOST_PAGES && reports.size < ids.size; page++) {
			const query = paging.query(page, FEW);
			const data = await ask({ method: 'GET', path: MESSAGES, query });
			if (data === undefined) break;
			const { rows, more } = paging.read(data);
			for (const row of rows) take(row, textOrNumber(row.uid) ?? '');
			if (!more) break;
		}
	}
	const single = failure ? [] : withoutReport(wanted, reports.values());
	await forEachBounded(single.slice(0, MOST_SINGLE), AT_ONCE, async ({ messageId }) => {
		if (!failure) take(await ask({ method: 'GET', path: path`/sms/${messageId}` }), messageId);
	});
	if (single.length > MOST_SINGLE) failure ??= tooMany('GoTone SMS', MOST_SINGLE);
	return { reports: [...reports.values()], failure };
}
