/** The lists behind "From List". Each one is a method of its node, which the editor calls with a filter. */
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

/** How a row is offered; `undefined` for one that cannot be chosen. */
type ToItem = (row: IDataObject) => INodeListSearchItems | undefined;

/**
 * What another locator of the node has chosen, on which this list depends.
 *
 * @throws NodeOperationError where nothing is chosen yet
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
	throw toError(ctx, answer.failure, { status: answer.status });
}

/** Those whose name contains the filter, in any case. */
export function matching(
	items: readonly INodeListSearchItems[],
	filter = '',
): INodeListSearchItems[] {
	const wanted = filter.toLowerCase();
	return items.filter(({ name }) => name.toLowerCase().includes(wanted));
}

/** Rows to ask for at once, where the provider lets us choose. */
const PAGE = 100;

type Reader = Pick<Client, 'read' | 'paging'>;

/** Which list, and how its rows are offered. */
export interface List {
	readonly toItem: ToItem;
	/** The request without what asks for a page. */
	request(ctx: ILoadOptionsFunctions): ApiRequest;
	/**
	 * The query parameter that the provider itself filters by: then its first rows are offered, and
	 * who looks for another one types more of it.
	 */
	readonly filterBy?: string;
	/** How its answers are read, where they differ from the provider's others. */
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
	if (!found.ok) throw toError(ctx, found.failure, { status: found.status });
	return found.rows;
}

/**
 * Makes the list searches of a provider. Without a filter of the provider's own, each call asks for
 * one page, and the editor asks for the next one while the user scrolls.
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
