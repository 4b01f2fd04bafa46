import type { IDataObject } from 'n8n-workflow';
import { comparable, fingerprint } from '../../core/digests';
import type { Failure } from '../../core/outcome';
import { MOST_ROWS } from '../../core/receiving/inbox';
import type { Api, ApiOutcome, ApiRequest } from '../../core/provider';
import { isObject } from '../../core/values';
import type { Answer, Client, Paging } from './operation';

/** A list that is returned as a whole, without pages. */
export const onePage = (rowsOf: (data: unknown) => readonly IDataObject[]): Paging => ({
	pageSize: (wanted) => wanted,
	query: () => ({}),
	read: (data) => ({ rows: rowsOf(data), more: false }),
});

/** A value as rows; empty if it is not a list. */
export const rowsIn = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? (value.filter(isObject) as IDataObject[]) : [];

/** Reads a page in Laravel's format, which several providers use: `{ data, current_page, last_page }`. */
export function laravelPage(data: unknown) {
	const { data: rows, current_page: current, last_page: last } = isObject(data) ? data : {};
	return { rows: rowsIn(rows), more: Number(current) < Number(last) };
}

/** Rows of a page by which it is known again. */
const MOST_COMPARED = 200;
/** Pages of one list: 100,000 rows where a page has 100. */
const MOST_PAGES = 1_000;
/** Characters of one list. */
const MOST_TEXT = 256 * 1024 * 1024;
/** Some providers answer only once a minute, so the pages of a list may take long. */
const LONGEST_MS = 60 * 60_000;

const endless = (code: string, message: string): Failure => ({
	class: 'providerDown',
	code,
	message,
	hint: 'Set a Limit, or use filters so that the list is shorter.',
});

const REPEATED = endless(
	'REPEATED_PAGE',
	'The list does not end: the provider returned the same page twice',
);
const TOO_MANY = endless(
	'TOO_MANY_PAGES',
	`The list does not end: after ${MOST_PAGES.toLocaleString('en')} pages the provider says that there are more`,
);
const TOO_LARGE = endless(
	'LIST_TOO_LARGE',
	`The list is too large: its pages have more than ${MOST_TEXT / 1024 / 1024} MiB`,
);
/** For lists that one poll reads as a whole. */
export const TOO_MANY_ROWS: Failure = {
	class: 'providerDown',
	code: 'TOO_MANY_ROWS',
	message: `The list of received messages has more than ${MOST_ROWS.toLocaleString('en')} rows, which are not read`,
	hint: 'Delete old messages at the provider, or ask its support why the list is so long.',
};
const TOO_LONG = endless(
	'LIST_TOO_SLOW',
	`The list takes too long: ${LONGEST_MS / 60_000} minutes were not enough to read it`,
);

/** Watches the pages of one list. */
export interface PageWatch {
	/** The failure if these rows were a page of this list before. */
	repeated(rows: readonly unknown[]): Failure | undefined;
	/** Why no other page may be requested after this answer. */
	full(outcome: ApiOutcome): Failure | undefined;
}

/**
 * Starts to watch a list, so that it ends whatever the provider answers.
 *
 * @param most pages
 */
export function watchPages(most = MOST_PAGES): PageWatch {
	const until = Date.now() + LONGEST_MS;
	// Hashes: the rows themselves would keep the whole list in memory a second time.
	const known = new Set<string>();
	let pages = 0;
	let text = 0;
	return {
		repeated(rows) {
			// A longer page is known by its beginning: the first rows of two pages are never the same.
			const page = fingerprint(comparable([rows.length, rows.slice(0, MOST_COMPARED)]), 22);
			if (rows.length > 0 && known.has(page)) return REPEATED;
			known.add(page);
			return undefined;
		},
		full(outcome) {
			pages++;
			text += outcome.kind === 'response' ? outcome.text.length : 0;
			if (pages >= most) return TOO_MANY;
			if (text > MOST_TEXT) return TOO_LARGE;
			return Date.now() > until ? TOO_LONG : undefined;
		},
	};
}

type Rows =
	{ readonly ok: true; readonly rows: IDataObject[] } | Extract<Answer, { readonly ok: false }>;

/**
 * Collects the rows of a list, requesting no more pages than needed. A list that does not end is a
 * failure.
 *
 * @param limit rows wanted; `Infinity` for all
 */
export async function collect(
	client: Pick<Client, 'read' | 'paging'>,
	api: Api,
	request: ApiRequest,
	limit: number,
): Promise<Rows> {
	const { paging } = client;
	const rows: IDataObject[] = [];
	// All pages of a list must have the same size, or they overlap.
	const size = paging.pageSize(limit);
	const watch = watchPages();
	for (let number = 0; rows.length < limit; number++) {
		const query = { ...request.query, ...paging.query(number, size, rows.at(-1)) };
		const outcome = await api.request({ ...request, query });
		const answer = client.read(outcome);
		if (!answer.ok) return answer;
		const { rows: found, more } = paging.read(answer.data);
		const repeated = watch.repeated(found);
		if (repeated && paging.endsByRepeating) break;
		if (repeated) return { ok: false, failure: repeated };
		for (const row of found) rows.push(row);
		if (!more || found.length === 0 || rows.length >= limit) break;
		const failure = watch.full(outcome);
		if (failure) return { ok: false, failure };
	}
	return { ok: true, rows: rows.slice(0, limit) };
}
