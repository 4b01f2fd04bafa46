/** What became of messages whose outcome is unknown, from ClickSend's history (facts: clicksend §7). */
import { clockOffset } from '../../core/clock';
import { matchRows } from '../../core/match';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import type { SendResult } from '../../core/outcome';
import type { Api, Lookup } from '../../core/provider';
import { paging, readAnswer } from './client';
import { isObject } from './errors';

/** Pages to look at, 100 rows each: the newest come first, and what we look for is new. */
const MOST_PAGES = 12;

interface Row {
	readonly [name: string]: unknown;
}

interface Found {
	readonly rows: readonly Row[];
	readonly offsetMs: number;
}

async function fetchRows(api: Api, since: Date): Promise<Found | undefined> {
	const rows: Row[] = [];
	let offsetMs = 0;
	for (let page = 0; page < MOST_PAGES; page++) {
		const outcome = await api.request({
			method: 'GET',
			path: '/v3/sms/history',
			query: {
				// A minute early, for clocks differ; what is too old is left out below.
				date_from: Math.floor(since.getTime() / 1000) - 60,
				order_by: 'date:desc',
				...paging.query(page, paging.pageSize(Infinity)),
			},
			brief: true,
		});
		const answer = readAnswer(outcome);
		if (!answer.ok || outcome.kind !== 'response') return undefined;
		offsetMs = clockOffset(outcome.headers, Date.now());
		const { rows: found, more } = paging.read(answer.data);
		rows.push(...found.filter(isObject));
		if (!more || found.length === 0) break;
	}
	return { rows, offsetMs };
}

const words = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function match(messages: readonly OutboundMessage[], rows: readonly Row[]): SendResult[] {
	const key = (to: string, text = '', reference = '') => JSON.stringify([to, text, reference]);
	const wanted = new Set(
		messages.map((one) => key(recipientText(one.to), textOf(one), one.reference)),
	);
	const same = rows.filter((row) =>
		wanted.has(key(words(row.to) ?? '', words(row.body), words(row.custom_string))),
	);
	const matched = matchRows(
		messages.map((one) => ({
			to: recipientText(one.to),
			text: textOf(one),
			reference: one.reference,
		})),
		same,
		(row) => ({
			to: words(row.to) ?? '',
			text: words(row.body),
			reference: words(row.custom_string) || undefined,
		}),
		() => 'in the history',
	);
	return messages.flatMap((message, position): SendResult[] => {
		const row = same[matched[position] ?? -1];
		const messageId = words(row?.message_id);
		return row && messageId !== undefined
			? [{ index: message.index, outcome: 'accepted', messageId }]
			: [];
	});
}

/**
 * Messages that stand in the history since then, with exactly this recipient, text and reference.
 * What is not there may still come: absence says nothing.
 *
 * @returns `undefined` if the history could not be read
 */
export async function lookup(
	{ messages, since, taken }: Lookup,
	api: Api,
): Promise<SendResult[] | undefined> {
	const found = await fetchRows(api, since);
	if (!found) return undefined;
	// Their times are whole seconds.
	const earliest = Math.floor((since.getTime() + found.offsetMs) / 1000);
	const rows = found.rows.filter(
		(row) => Number(row.date) >= earliest && !taken.has(words(row.message_id) ?? ''),
	);
	return match(messages, rows);
}
