/** The lists behind "From List": templates, contact lists, senders of the account and the like. */
import {
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import type { Api, ApiRequest } from '../../core/provider';
import { authenticationOf, client, connectClickSend, paging } from './client';
import { isEnvelope } from './errors';
import { connectMaton, matonClient } from './maton';
import { errorNode, toError } from '../../n8n/errors';
import { readRunParams } from '../../n8n/params';
import { path } from '../../n8n/path';
import { CONTACT_LIST_FIELD } from './operations/locators';

async function connect(ctx: ILoadOptionsFunctions): Promise<Api> {
	return await connectClickSend(ctx, authenticationOf(ctx));
}

/** The data of an answer. Some lists of ClickSend have no envelope (facts: clicksend §13). */
async function get(
	ctx: ILoadOptionsFunctions,
	api: Api,
	request: ApiRequest,
): Promise<IDataObject> {
	const outcome = await api.request(request);
	if (outcome.kind === 'response' && outcome.status === 200 && !isEnvelope(outcome.body)) {
		return (outcome.body ?? {}) as IDataObject;
	}
	const answer = client.read(outcome);
	if (answer.ok) return (answer.data ?? {}) as IDataObject;
	const { message, hint } = answer.failure;
	throw new NodeApiError(errorNode(ctx), { message }, { message, description: hint });
}

const asRows = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? (value as IDataObject[]) : [];

const PAGE = 100;

function contains(filter: string | undefined): (item: INodeListSearchItems) => boolean {
	const wanted = filter?.toLowerCase() ?? '';
	return ({ name }) => name.toLowerCase().includes(wanted);
}

/** One page per call: the editor asks for the next one while the user scrolls. */
async function searchPages(
	ctx: ILoadOptionsFunctions,
	listPath: string,
	toItem: (row: IDataObject) => INodeListSearchItems,
	filter: string | undefined,
	token: string | undefined,
): Promise<INodeListSearchResult> {
	const page = Number(token ?? 0);
	const query = paging.query(page, PAGE);
	const { rows, more } = paging.read(
		await get(ctx, await connect(ctx), { method: 'GET', path: listPath, query }),
	);
	return {
		results: rows.map(toItem).filter(contains(filter)),
		...(more && { paginationToken: String(page + 1) }),
	};
}

export async function searchTemplates(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const toItem = (row: IDataObject) => ({
		name: String(row.template_name),
		value: String(row.template_id),
	});
	return await searchPages(this, '/v3/sms/templates', toItem, filter, token);
}

export async function searchContactLists(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const toItem = (row: IDataObject) => ({
		name: `${String(row.list_name)} (${Number(row._contacts_count ?? 0)})`,
		value: String(row.list_id),
	});
	return await searchPages(this, '/v3/lists', toItem, filter, token);
}

/** Who a contact is, in one line. */
function contactName(row: IDataObject): string {
	const name = [row.first_name, row.last_name].filter(Boolean).join(' ');
	const address = String(row.phone_number ?? row.email ?? row.fax_number ?? '');
	return name ? `${name} (${address})` : address;
}

/** The contacts of the list that is chosen in the same node. */
export async function searchContacts(
	this: ILoadOptionsFunctions,
	filter?: string,
	token?: string,
): Promise<INodeListSearchResult> {
	const { contactList: list } = readRunParams(this, [{ ...CONTACT_LIST_FIELD, required: false }]);
	if (list === '') {
		throw new NodeOperationError(errorNode(this), 'Choose the contact list first');
	}
	const toItem = (row: IDataObject) => ({ name: contactName(row), value: String(row.contact_id) });
	return await searchPages(this, path`/v3/lists/${list}/contacts`, toItem, filter, token);
}

/** The connections of the Maton account. */
export async function searchConnections(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const api = await connectMaton(this, authenticationOf(this));
	const answer = matonClient.read(await api.request({ method: 'GET', path: '/connections' }));
	if (!answer.ok) throw toError(this, answer.failure, { status: answer.status });
	const { rows } = matonClient.paging.read(answer.data);
	const results = rows.map(({ app, status, connection_id: id }) => ({
		name: `${String(app)} (${String(status)}, ${String(id)})`,
		value: String(id),
	}));
	return { results: results.filter(contains(filter)) };
}

/** The languages that calls can be in, with the voices of each; one alone comes as a text. */
export async function searchVoiceLanguages(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const languages = await get(this, await connect(this), { method: 'GET', path: '/v3/voice/lang' });
	const results = asRows(languages).map(({ code, country, gender }) => ({
		name: `${String(country)} (${[gender].flat().join(', ')})`,
		value: String(code),
	}));
	return { results: results.filter(contains(filter)) };
}

/** Dedicated numbers, verified own numbers and alpha tags, in one list. */
export async function searchSenders(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const api = await connect(this);
	const dedicated = await get(this, api, {
		method: 'GET',
		path: '/v3/numbers',
		query: { ...paging.query(0, PAGE), q: 'type:sms' },
	});
	const own = await get(this, api, {
		method: 'GET',
		path: '/v3/own-numbers',
		query: { page_size: 500, 'filter[status][0]': 'APPROVED' },
	});
	const tags = await get(this, api, {
		method: 'GET',
		path: '/v3/alpha-tags',
		query: { page_size: 1000 },
	});
	const approved = ({ status }: IDataObject) => status === undefined || status === 'APPROVED';
	const results = [
		...asRows(dedicated.data).map(({ dedicated_number: value, country }) => ({
			name: `${String(value)} (dedicated, ${String(country ?? '')})`,
			value: String(value),
		})),
		...asRows(own.own_numbers)
			.filter(approved)
			.map(({ phone_number: value, label }) => ({
				name: `${String(value)} (own${label ? `, ${String(label)}` : ''})`,
				value: String(value),
			})),
		...asRows(tags.alpha_tags)
			.filter(approved)
			.map(({ alpha_tag: value }) => ({ name: `${String(value)} (name)`, value: String(value) })),
	];
	return { results: results.filter(contains(filter)) };
}
