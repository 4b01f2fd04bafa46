/** The lists behind "From List": templates, contact lists, senders of the account and the like. */
import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import type { ApiOutcome, ApiRequest } from '../../core/provider';
import { isObject } from '../../core/values';
import {
	chosenIn,
	dataOf,
	type ListSearch,
	listSearches,
	matching,
} from '../../n8n/operations/list-search';
import type { Answer } from '../../n8n/operations/operation';
import { onePage, rowsIn } from '../../n8n/operations/paging';
import { path } from '../../n8n/operations/path';
import { authenticationOf, client, connectClickSend, paging } from './client';
import { isEnvelope } from './errors';
import { connectMaton, matonClient } from './maton';
import { CONTACT_LIST_FIELD } from './operations/locators';

const connect = async (ctx: ILoadOptionsFunctions) =>
	await connectClickSend(ctx, authenticationOf(ctx));

const list = listSearches(connect, client);

export const searchTemplates = list({
	request: () => ({ method: 'GET', path: '/v3/sms/templates' }),
	toItem: (row) => ({ name: String(row.template_name), value: String(row.template_id) }),
});

export const searchContactLists = list({
	request: () => ({ method: 'GET', path: '/v3/lists' }),
	toItem: (row) => ({
		name: `${String(row.list_name)} (${Number(row._contacts_count ?? 0)})`,
		value: String(row.list_id),
	}),
});

/** Newest first. */
export const searchCampaigns = list({
	request: () => ({
		method: 'GET',
		path: '/v3/sms-campaigns',
		query: { order_by: 'date_added:desc' },
	}),
	toItem: (row) => ({
		name: `${String(row.name)} (${String(row.status)})`,
		value: String(row.sms_campaign_id),
	}),
});

/** A one-line label for a contact. */
function contactName(row: IDataObject): string {
	const name = [row.first_name, row.last_name].filter(Boolean).join(' ');
	const address = String(row.phone_number ?? row.email ?? row.fax_number ?? '');
	return name ? `${name} (${address})` : address;
}

/** The contacts of the list chosen in the same node. */
export const searchContacts = list({
	request(ctx) {
		const contactList = chosenIn(ctx, CONTACT_LIST_FIELD);
		return { method: 'GET', path: path`/v3/lists/${contactList}/contacts` };
	},
	toItem: (row) => ({ name: contactName(row), value: String(row.contact_id) }),
});

const matonList = listSearches(
	async (ctx) => await connectMaton(ctx, authenticationOf(ctx)),
	matonClient,
);

/** The connections of the Maton account. */
export const searchConnections = matonList({
	request: () => ({ method: 'GET', path: '/connections' }),
	toItem: ({ app, status, connection_id: id }) => ({
		name: `${String(app)} (${String(status)}, ${String(id)})`,
		value: String(id),
	}),
});

/** Some of ClickSend's lists have no envelope (docs/providers/clicksend.md §13). */
function readBare(outcome: ApiOutcome): Answer {
	const isBare = outcome.kind === 'response' && outcome.status === 200 && !isEnvelope(outcome.body);
	return isBare ? { ok: true, data: outcome.body } : client.read(outcome);
}

/** The languages for calls, with the voices of each; a single voice comes as a string. */
export const searchVoiceLanguages = list({
	request: () => ({ method: 'GET', path: '/v3/voice/lang' }),
	reader: { read: readBare, paging: onePage(rowsIn) },
	toItem: ({ code, country, gender }) => ({
		name: `${String(country)} (${[gender].flat().join(', ')})`,
		value: String(code),
	}),
});

const isApproved = ({ status }: IDataObject) => status === undefined || status === 'APPROVED';

/** Dedicated numbers, verified own numbers and alpha tags, in one list. */
export const searchSenders: ListSearch = async function (filter) {
	const api = await connect(this);
	const get = async (request: Omit<ApiRequest, 'method'>, name: string) => {
		const data = dataOf(this, readBare(await api.request({ method: 'GET', ...request })));
		return rowsIn(isObject(data) ? data[name] : undefined);
	};
	const all = { ...paging.query(0, paging.pageSize(Infinity)), q: 'type:sms' };
	const dedicated = await get({ path: '/v3/numbers', query: all }, 'data');
	const approved = { page_size: 500, 'filter[status][0]': 'APPROVED' };
	const own = await get({ path: '/v3/own-numbers', query: approved }, 'own_numbers');
	const tags = await get({ path: '/v3/alpha-tags', query: { page_size: 1000 } }, 'alpha_tags');
	const offers = [
		...dedicated.map(({ dedicated_number: value, country }) => ({
			value,
			what: `dedicated, ${String(country ?? '')}`,
		})),
		...own.filter(isApproved).map(({ phone_number: value, label }) => ({
			value,
			what: label ? `own, ${String(label)}` : 'own',
		})),
		...tags.filter(isApproved).map(({ alpha_tag: value }) => ({ value, what: 'alpha tag' })),
	];
	const items = offers.map(({ value, what }) => ({
		name: `${String(value)} (${what})`,
		value: String(value),
	}));
	return { results: matching(items, filter) };
};
