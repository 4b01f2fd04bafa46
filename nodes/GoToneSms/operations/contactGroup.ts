/** Groups of contacts (docs/providers/gotone.md §5, groups). */
import { type Field, noticeOf } from '../../../n8n/parameters/fields';
import { deleted, requestOperation, type Resource } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import { CONTACT_GROUP_FIELD } from './locators';

export const GROUPS = '/contacts';

const ABSENT = 'There is no such contact group';

const NAME_FIELD = {
	displayName: 'Group Name',
	name: 'groupName',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. On-call',
	description: 'Name of the group at GoTone; must be unique',
} as const satisfies Field;

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a contact group',
	fields: [NAME_FIELD],
	request: ({ groupName }) => ({ method: 'POST', path: GROUPS, body: { name: groupName } }),
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a contact group',
	fields: [CONTACT_GROUP_FIELD],
	absent: ABSENT,
	request: ({ contactGroup: id }) => ({ method: 'POST', path: path`/contacts/${id}/show` }),
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contact groups',
	list: true,
	fields: [],
	request: () => ({ method: 'GET', path: GROUPS }),
});

const update = requestOperation({
	name: 'Update',
	value: 'update',
	action: 'Update a contact group',
	description: 'Rename a contact group',
	fields: [CONTACT_GROUP_FIELD, NAME_FIELD],
	request: ({ contactGroup: id, groupName }) => ({
		method: 'PATCH',
		path: path`/contacts/${id}`,
		body: { name: groupName },
	}),
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a contact group',
	description: 'Delete a contact group; its contacts may be deleted with it',
	fields: [
		noticeOf(
			'This cannot be undone. GoTone does not document what happens to the contacts in the group: expect that they are deleted too.',
		),
		CONTACT_GROUP_FIELD,
	],
	request: ({ contactGroup: id }) => ({ method: 'DELETE', path: path`/contacts/${id}` }),
	items: (_, { contactGroup: id }) => deleted(id),
});

export const contactGroup: Resource = {
	name: 'Contact Group',
	value: 'contactGroup',
	operations: [getAll, create, get, update, remove],
};
