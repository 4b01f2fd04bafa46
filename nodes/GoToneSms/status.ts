/**
 * The status of messages in GoTone's reports (docs/providers/gotone.md §5, §6). `Delivered` is all
 * that its documentation lists, and what the gateway behind it means by that is its own.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Api, ApiRequest, Endpoint } from '../../core/provider';
import { type DeliveryReport, deliveryReport } from '../../core/receiving/delivery';
import { search, type StatusAnswer, type StatusQuery, type StatusTerms } from '../../core/status';
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
	const ask = async (request: ApiRequest) => {
		const answer = readAnswer(await api.request(request));
		if (answer.ok) return { data: answer.data };
		return isMissing(answer.failure) ? {} : { failure: answer.failure };
	};
	return await search(wanted, {
		name: 'GoTone SMS',
		few: FEW,
		async page(page) {
			const { data, failure } = await ask({
				method: 'GET',
				path: MESSAGES,
				query: paging.query(page, FEW),
			});
			if (data === undefined) return { reports: [], failure };
			const { rows, more } = paging.read(data);
			return { reports: rows.map((row) => report(row, textOrNumber(row.uid) ?? '')), more };
		},
		async one(messageId) {
			const { data, failure } = await ask({ method: 'GET', path: path`/sms/${messageId}` });
			return { reports: isObject(data) ? [report(data, messageId)] : [], failure };
		},
	});
}
