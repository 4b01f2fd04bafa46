/** Contact lists, which can be the recipient of a message (docs/providers/clicksend.md §12). */
import type { IDataObject } from 'n8n-workflow';
import { type Field, noticeOf } from '../../../../n8n/parameters/fields';
import { deleted, requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { path } from '../../../../n8n/operations/path';
import { CONTACT_LIST_FIELD } from '../locators';
import { fits, searchFor, type Wanted } from './find';
import { removeDuplicates, removeOptedOut } from './clean';

const LISTS = '/v3/lists';

const FILTER_FIELD = {
	displayName: 'List Name',
	name: 'listName',
	type: 'string',
	default: '',
	placeholder: 'e.g. On-call',
	description: 'The whole name of the list; upper and lower case are the same',
} as const satisfies Field;

const NAME_FIELD = {
	...FILTER_FIELD,
	required: true,
	description: 'Name of the list in ClickSend',
} as const satisfies Field;

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a contact list',
	fields: [NAME_FIELD],
	request: ({ listName }) => ({ method: 'POST', path: LISTS, body: { list_name: listName } }),
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a contact list',
	fields: [CONTACT_LIST_FIELD],
	request: ({ contactList }) => ({ method: 'GET', path: path`/v3/lists/${contactList}` }),
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contact lists',
	list: true,
	fields: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [FILTER_FIELD],
		},
	],
	request: ({ filters }) => ({
		method: 'GET',
		path: LISTS,
		query: { q: searchFor(byName(filters)) },
	}),
	keep: ({ filters }) => fits(byName(filters)),
});

const byName = ({ listName }: { readonly listName?: string }): Wanted => ({ list_name: listName });

/** What a row of the search is: a list, or a contact that does not say in which list it is. */
const found = (row: IDataObject): IDataObject => ({
	id: row.id ?? null,
	type: row.type ?? null,
	name: row.name ?? null,
	address: row.contact ?? null,
	contacts: row.contacts_count ?? null,
});

const search = requestOperation({
	name: 'Search',
	value: 'search',
	action: 'Search contacts and contact lists',
	description:
		'Search the contacts and the lists of the account. How ClickSend compares, and which types the rows have, is not documented; Contact: Get Many finds the contacts of one list by their exact phone number, email or name.',
	list: true,
	fields: [
		{
			displayName: 'Search For',
			name: 'query',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. On-call',
			description: 'A phone number, an email or a name, or a part of one',
		},
	],
	request: ({ query }) => ({
		method: 'GET',
		path: '/v3/search/contacts-lists',
		query: { q: query.trim() },
	}),
	simplify: found,
});

const update = requestOperation({
	name: 'Update',
	value: 'update',
	action: 'Update a contact list',
	description: 'Rename a contact list',
	fields: [CONTACT_LIST_FIELD, NAME_FIELD],
	request: ({ contactList, listName }) => ({
		method: 'PUT',
		path: path`/v3/lists/${contactList}`,
		body: { list_name: listName },
	}),
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a contact list',
	description: 'Delete a contact list and the contacts in it',
	fields: [
		noticeOf('This also deletes all contacts in the list. It cannot be undone.'),
		CONTACT_LIST_FIELD,
	],
	request: ({ contactList }) => ({ method: 'DELETE', path: path`/v3/lists/${contactList}` }),
	items: (_, { contactList }) => deleted(contactList),
});

export const contactList: Resource = {
	name: 'Contact List',
	value: 'contactList',
	operations: [getAll, create, get, search, update, removeDuplicates, removeOptedOut, remove],
};
