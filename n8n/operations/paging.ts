import type { IDataObject } from 'n8n-workflow';
import type { Api, ApiRequest } from '../../core/provider';
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

type Rows =
	{ readonly ok: true; readonly rows: IDataObject[] } | Extract<Answer, { readonly ok: false }>;

/**
 * Collects the rows of a list, requesting no more pages than needed.
 *
 * @param limit rows wanted; `Infinity` for all
 */
export async function collect(
	client: Pick<Client, 'read' | 'paging'>,
	api: Api,
	request: ApiRequest,
	limit: number,
): Promise<Rows> {
	const rows: IDataObject[] = [];
	// All pages of a list must have the same size, or they overlap.
	const size = client.paging.pageSize(limit);
	let previous = '';
	for (let number = 0; rows.length < limit; number++) {
		const query = { ...request.query, ...client.paging.query(number, size, rows.at(-1)) };
		const answer = client.read(await api.request({ ...request, query }));
		if (!answer.ok) return answer;
		const { rows: found, more } = client.paging.read(answer.data);
		// A server that ignores paging would return the same page forever.
		const page = JSON.stringify(found);
		if (page === previous) break;
		previous = page;
		rows.push(...found);
		if (!more || found.length === 0) break;
	}
	return { ok: true, rows: rows.slice(0, limit) };
}
