/** The lists behind "From List". Each is a method of its node that the editor calls with a filter. */
import { TRY_AGAIN, whileReading } from '../../core/failures';
import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	NodeOperationError,
} from 'n8n-workflow';
import type { Api, ApiRequest } from '../../core/provider';
import { errorNode, toError } from '../errors';
import type { Field } from '../parameters/fields';
import type { Answer, Client } from './operation';
import { collect } from './paging';
import { readRunParams } from '../parameters/read';

/** A method of a node that searches a list. */
export type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
) => Promise<INodeListSearchResult>;

/** Converts a row to a list entry; `undefined` for a row that cannot be chosen. */
type ToItem = (row: IDataObject) => INodeListSearchItems | undefined;

/**
 * The value chosen in another locator of the node, on which this list depends.
 *
 * @throws NodeOperationError if nothing is chosen yet
 */
export function chosenIn(ctx: ILoadOptionsFunctions, locator: Field): string {
	const { [locator.name]: value } = readRunParams(ctx, [{ ...locator, required: false }]);
	if (typeof value === 'string' && value !== '') return value;
	const what = locator.displayName.toLowerCase();
	throw new NodeOperationError(errorNode(ctx), `Choose the ${what} first`);
}

/**
 * The data of an answer.
 *
 * @throws the error that n8n shows in the list
 */
export function dataOf(ctx: ILoadOptionsFunctions, answer: Answer): unknown {
	if (answer.ok) return answer.data;
	throw toError(ctx, whileReading(answer.failure, TRY_AGAIN), { status: answer.status });
}

/** The entries whose name contains the filter, ignoring case. */
export function matching(
	items: readonly INodeListSearchItems[],
	filter = '',
): INodeListSearchItems[] {
	const wanted = filter.toLowerCase();
	return items.filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** Page size, if the provider lets us choose it. */
const PAGE = 100;

type Reader = Pick<Client, 'read' | 'paging'>;

/** A list: how it is requested, and how its rows are shown. */
export interface List {
	readonly toItem: ToItem;
	/** The request without its paging parameters. */
	request(ctx: ILoadOptionsFunctions): ApiRequest;
	/**
	 * The query parameter that the provider itself filters by: then only its first rows are shown, and
	 * the user types more to find another one.
	 */
	readonly filterBy?: string;
	/** How its answers are read, if they differ from the provider's other answers. */
	readonly reader?: Reader;
}

/** The first rows that the provider finds. */
async function find(
	ctx: ILoadOptionsFunctions,
	api: Api,
	reader: Reader,
	request: ApiRequest,
): Promise<IDataObject[]> {
	const found = await collect(reader, api, request, PAGE);
	if (!found.ok)
		throw toError(ctx, whileReading(found.failure, TRY_AGAIN), { status: found.status });
	return found.rows;
}

/**
 * Creates the list searches of a provider. If the provider does not filter itself, each call requests
 * one page, and the editor requests the next one as the user scrolls.
 *
 * @param connect opens the account of the node's credential
 */
export function listSearches(
	connect: (ctx: ILoadOptionsFunctions) => Promise<Api>,
	usual: Reader,
): (list: List) => ListSearch {
	return ({ toItem, request, filterBy, reader = usual }) =>
		async function (this: ILoadOptionsFunctions, filter, token) {
			const asked = request(this);
			const api = await connect(this);
			const offer = (rows: readonly IDataObject[]) => rows.flatMap((row) => toItem(row) ?? []);
			if (filterBy !== undefined) {
				const query = { ...asked.query, [filterBy]: filter || undefined };
				return { results: offer(await find(this, api, reader, { ...asked, query })) };
			}
			const { read, paging } = reader;
			const page = Number(token ?? 0);
			const query = { ...asked.query, ...paging.query(page, paging.pageSize(PAGE)) };
			const data = dataOf(this, read(await api.request({ ...asked, query })));
			const { rows, more } = paging.read(data);
			return {
				results: matching(offer(rows), filter),
				...(more && { paginationToken: String(page + 1) }),
			};
		};
}
