/** Laravel's paginator with a fixed page size (docs/providers/gotone.md §4, §5). */

export type Query = Record<string, string | undefined>;

const perPage = 25;

const host = 'https://app.gotonesms.net';

/** @param path the path that the paginator's URLs show */
export function pageOf(rows: readonly unknown[], query: Query, path: string) {
	const asked = Number(query.page);
	const page = Number.isInteger(asked) && asked > 0 ? asked : 1;
	const start = (page - 1) * perPage;
	const data = rows.slice(start, start + perPage);
	const last = Math.max(1, Math.ceil(rows.length / perPage));
	const address = (number: number) =>
		number < 1 || number > last ? null : `${host}${path}?page=${number}`;
	const numbers = Array.from({ length: last }, (_, index) => index + 1);
	return {
		current_page: page,
		data,
		first_page_url: address(1),
		from: data.length > 0 ? start + 1 : null,
		last_page: last,
		last_page_url: address(last),
		links: [
			{ url: address(page - 1), label: '&laquo; Previous', active: false },
			...numbers.map((number) => ({
				url: address(number),
				label: String(number),
				active: number === page,
			})),
			{ url: address(page + 1), label: 'Next &raquo;', active: false },
		],
		next_page_url: address(page + 1),
		path: `${host}${path}`,
		per_page: perPage,
		prev_page_url: address(page - 1),
		to: data.length > 0 ? start + data.length : null,
		total: rows.length,
	};
}
