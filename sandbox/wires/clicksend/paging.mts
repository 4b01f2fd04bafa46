import { badRequest } from './envelope.mts';

export type Query = Record<string, string | undefined>;

function whole(query: Query, name: string, fallback: number, least: number, most: number): number {
	const text = query[name];
	if (text === undefined || text === '') return fallback;
	const value = Number(text);
	if (!/^\d+$/.test(text) || value < least || value > most) {
		const range = most === Infinity ? `at least ${least}` : `between ${least} and ${most}`;
		throw badRequest(`The ${name} must be ${range}.`);
	}
	return value;
}

export interface Page {
	total: number;
	per_page: number;
	current_page: number;
	last_page: number;
	next_page_url: string | null;
	prev_page_url: string | null;
	from: number | null;
	to: number | null;
	data: unknown[];
}

/** The host in these addresses is the old one, as in the examples: docs/providers/clicksend.md §1. */
const oldHost = 'https://api.clicksend.com';

/**
 * One page of a list: `limit` from 15 to 100, default 15; an empty list has last_page 0
 * (docs/providers/clicksend.md §6).
 */
export function pageOf(rows: readonly unknown[], query: Query, path: string): Page {
	const page = whole(query, 'page', 1, 1, Infinity);
	const limit = whole(query, 'limit', 15, 15, 100);
	const start = (page - 1) * limit;
	const data = rows.slice(start, start + limit);
	const last = Math.ceil(rows.length / limit);
	const address = (number: number) => `${oldHost}${path}?page=${number}`;
	return {
		total: rows.length,
		per_page: limit,
		current_page: page,
		last_page: last,
		next_page_url: page < last ? address(page + 1) : null,
		prev_page_url: page > 1 ? address(page - 1) : null,
		from: data.length > 0 ? start + 1 : null,
		to: data.length > 0 ? start + data.length : null,
		data,
	};
}

/** The page of an endpoint whose answer has more links than the others (docs/providers/clicksend.md §6). */
export function linkedPageOf(rows: readonly unknown[], query: Query, path: string) {
	const page = pageOf(rows, query, path);
	const address = (number: number) => `${oldHost}${path}?page=${number}`;
	return {
		...page,
		first_page_url: address(1),
		last_page_url: address(Math.max(page.last_page, 1)),
		path: `${oldHost}${path}`,
		links: Array.from({ length: page.last_page }, (_, index) => ({
			url: address(index + 1),
			label: String(index + 1),
			page: index + 1,
			active: index + 1 === page.current_page,
		})),
	};
}

/**
 * The other paging style of ClickSend, without envelope: `page_size` and an opaque offset
 * (docs/providers/clicksend.md §13).
 */
export function offsetPageOf<T extends { id: string }>(
	rows: readonly T[],
	query: Query,
	path: string,
	mostPerPage: number,
) {
	const size = whole(query, 'page_size', 10, 1, mostPerPage);
	const direction = query.sort_direction ?? 'asc';
	if (direction !== 'asc' && direction !== 'desc') {
		throw badRequest('The sort_direction must be asc or desc.');
	}
	const sorted = direction === 'asc' ? rows : rows.toReversed();
	const after = query.offset ? sorted.findIndex(({ id }) => id === query.offset) + 1 : 0;
	if (query.offset && after === 0) throw badRequest('The offset is unknown.');
	const data = sorted.slice(after, after + size);
	const address = (offset?: string) =>
		`https://rest.clicksend.com${path}?${offset ? `offset=${offset}&` : ''}page_size=${size}`;
	const more = after + size < sorted.length;
	return {
		data,
		_metadata: {
			pagination: {
				self: address(query.offset),
				next: more ? address(data.at(-1)?.id) : null,
				page_size: size,
			},
		},
	};
}
