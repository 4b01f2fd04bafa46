/**
 * Finds messages whose outcome is unknown in the channel's history
 * (docs/providers/clicksend.md §7, §12).
 */
import type { IDataObject } from 'n8n-workflow';
import { clockOffsetMs } from '../../core/clock';
import { comparable } from '../../core/digests';
import { matchRows, type Traits } from '../../core/sending/grouping';
import type { OutboundMessage } from '../../core/message';
import type { SendResult } from '../../core/outcome';
import type { Api, Lookup } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';
import { type Channel, rowTraitsOf, traitsOf } from './channel';
import { paging, readAnswer } from './client';

/** Pages to read, 100 rows each: the messages are recent, and come first where the order can be set. */
const MOST_PAGES = 12;

interface Found {
	readonly rows: readonly IDataObject[];
	readonly offsetMs: number;
}

async function fetchRows(
	api: Api,
	{ name, newestFirst }: Channel,
	since: Date,
): Promise<Found | undefined> {
	const rows: IDataObject[] = [];
	let offsetMs = 0;
	for (let page = 0; page < MOST_PAGES; page++) {
		const outcome = await api.request({
			method: 'GET',
			path: `/v3/${name}/history`,
			query: {
				// A minute early because clocks differ; rows that are too old are dropped below.
				date_from: Math.floor(since.getTime() / 1000) - 60,
				order_by: newestFirst,
				...paging.query(page, paging.pageSize(Infinity)),
			},
			brief: true,
		});
		const answer = readAnswer(outcome);
		if (!answer.ok || outcome.kind !== 'response') return undefined;
		offsetMs = clockOffsetMs(outcome.headers, Date.now());
		const { rows: found, more } = paging.read(answer.data);
		for (const row of found) if (isObject(row)) rows.push(row);
		if (!more || found.length === 0) break;
	}
	return { rows, offsetMs };
}

function match(
	channel: Channel,
	messages: readonly OutboundMessage[],
	rows: readonly IDataObject[],
): SendResult[] {
	const wanted = messages.map((message) => traitsOf(channel, message));
	const key = ({ to, text = '', reference = '' }: Traits) => comparable([to, text, reference]);
	const keys = new Set(wanted.map(key));
	const same = rows.filter((row) => keys.has(key(rowTraitsOf(channel, row))));
	const matched = matchRows(
		wanted,
		same,
		(row) => rowTraitsOf(channel, row),
		() => 'in the history',
	);
	return messages.flatMap((message, position): SendResult[] => {
		const row = same[matched[position] ?? -1];
		const messageId = textOrNumber(row?.message_id);
		return row && messageId !== undefined
			? [{ index: message.index, outcome: 'accepted', messageId }]
			: [];
	});
}

/**
 * Finds messages in the history since then, by exact recipient, content and reference. A message
 * that is not there may still appear: absence proves nothing.
 *
 * @returns `undefined` if the history could not be read
 */
export async function lookup(
	{ messages, since, taken }: Lookup,
	api: Api,
	channel: Channel,
): Promise<SendResult[] | undefined> {
	const found = await fetchRows(api, channel, since);
	if (!found) return undefined;
	// The history has times in whole seconds.
	const earliest = Math.floor((since.getTime() + found.offsetMs) / 1000);
	const rows = found.rows.filter(
		(row) =>
			Number(row.date ?? row.date_added) >= earliest &&
			!taken.has(textOrNumber(row.message_id) ?? ''),
	);
	return match(channel, messages, rows);
}
