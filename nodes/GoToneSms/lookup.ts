/**
 * Looks up messages whose outcome is unknown in GoTone's reports
 * (docs/providers/gotone.md §5, SMS).
 */
import type { IDataObject } from 'n8n-workflow';
import { clockOffsetMs } from '../../core/clock';
import { comparable } from '../../core/digests';
import { matchRows } from '../../core/sending/grouping';
import { type OutboundMessage, textOf } from '../../core/message';
import type { SendResult } from '../../core/outcome';
import type { Api, Lookup } from '../../core/provider';
import { isObject, textOrNumber } from '../../core/values';
import { paging, readAnswer } from './client';
import { isDelivered } from './sendAnswer';
import { digitsOf, MESSAGES, senderOf } from './wire';

/** Pages to read, 25 rows each: the newest come first, and the wanted messages are new. */
const MOST_PAGES = 12;

/**
 * When a row was created, in milliseconds. Rows have no time, but their ID comes from PHP's `uniqid`:
 * the seconds in hexadecimal and a fraction.
 */
function madeAt({ uid }: IDataObject): number | undefined {
	const [, seconds] = /^([0-9a-f]{8})[0-9a-f]{5}$/.exec(textOrNumber(uid) ?? '') ?? [];
	return seconds === undefined ? undefined : parseInt(seconds, 16) * 1000;
}

/** Returns the rows created since then; `undefined` if they could not be read. */
async function fetchRows(api: Api, since: Date): Promise<IDataObject[] | undefined> {
	const found: IDataObject[] = [];
	for (let page = 0; page < MOST_PAGES; page++) {
		const query = paging.query(page, paging.pageSize(Infinity));
		const outcome = await api.request({ method: 'GET', path: MESSAGES, query, brief: true });
		const answer = readAnswer(outcome);
		if (!answer.ok || outcome.kind !== 'response') return undefined;
		const offset = clockOffsetMs(outcome.headers, Date.now());
		const earliest = Math.floor((since.getTime() + offset) / 1000) * 1000;
		const { rows, more } = paging.read(answer.data);
		const fresh = rows.filter(isObject).filter((row) => (madeAt(row) ?? 0) >= earliest);
		for (const row of fresh) found.push(row);
		if (!more || fresh.length === 0) break;
	}
	return found;
}

const key = (to: string, words: string | undefined, from: string) =>
	comparable([to, words ?? '', from]);

const keyOfRow = (row: IDataObject) =>
	key(
		(textOrNumber(row.to) ?? '').replace(/\D/g, ''),
		textOrNumber(row.message),
		textOrNumber(row.from) ?? '',
	);

const keyOf = (message: OutboundMessage) =>
	key(digitsOf(message), textOf(message), senderOf(message));

/**
 * Finds messages that the reports list as sent since then with exactly this recipient, text and
 * sender. The match must be exact because the rows of other accounts may be among them
 * (docs/providers/gotone.md §5).
 *
 * @returns `undefined` if the reports could not be read
 */
export async function lookup(
	{ messages, since, taken }: Lookup,
	api: Api,
): Promise<SendResult[] | undefined> {
	const rows = await fetchRows(api, since);
	if (!rows) return undefined;
	const sent = rows.filter((row) => isDelivered(row) && !taken.has(textOrNumber(row.uid) ?? ''));
	const matched = matchRows(
		messages.map((message) => ({ to: keyOf(message) })),
		sent,
		(row) => ({ to: keyOfRow(row) }),
		() => 'in the reports',
	);
	return messages.flatMap((message, position): SendResult[] => {
		const messageId = textOrNumber(sent[matched[position] ?? -1]?.uid);
		return messageId === undefined
			? []
			: [{ index: message.index, outcome: 'accepted', messageId }];
	});
}
