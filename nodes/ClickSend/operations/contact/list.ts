/** Contact lists, which can be the recipient of a message (docs/providers/clicksend.md §12). */
import { type Field, noticeOf } from '../../../../n8n/parameters/fields';
import { deleted, requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { path } from '../../../../n8n/operations/path';
import { CONTACT_LIST_FIELD } from '../locators';

const LISTS = '/v3/lists';

const NAME_FIELD = {
	displayName: 'List Name',
	name: 'listName',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. On-call',
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
	fields: [],
	request: () => ({ method: 'GET', path: LISTS }),
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
	operations: [getAll, create, get, update, remove],
};
