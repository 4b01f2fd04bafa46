/** The contacts of a list (docs/providers/clicksend.md §12). */
import { unixSeconds } from '../../../../core/unix-time';
import { deleted, requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { path } from '../../../../n8n/operations/path';
import { DETAIL_FIELDS, PHONE_FIELD, simplify, toWire } from './fields';
import { copy, move } from './move';
import { CONTACT_FIELD, CONTACT_LIST_FIELD } from '../locators';

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a contact',
	description: 'Add a contact to a list',
	fields: [
		CONTACT_LIST_FIELD,
		PHONE_FIELD,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: DETAIL_FIELDS,
		},
	],
	request({ contactList, phoneNumber, additionalFields }, env) {
		if (!phoneNumber && !additionalFields.email && !additionalFields.faxNumber) {
			throw env.refuse(
				'The contact has no phone number, email or fax number',
				'Enter a phone number, or add an email or a fax number under Additional Fields.',
			);
		}
		return {
			method: 'POST',
			path: path`/v3/lists/${contactList}/contacts`,
			body: toWire({ ...(phoneNumber && { phoneNumber }), ...additionalFields }),
		};
	},
	simplify,
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a contact',
	fields: [CONTACT_LIST_FIELD, CONTACT_FIELD],
	request: ({ contactList, contact: id }) => ({
		method: 'GET',
		path: path`/v3/lists/${contactList}/contacts/${id}`,
	}),
	simplify,
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contacts',
	description: 'Get the contacts of a list',
	list: true,
	fields: [
		CONTACT_LIST_FIELD,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				{
					displayName: 'Updated After',
					name: 'updatedAfter',
					type: 'dateTime',
					default: '',
					description: 'Only contacts that were changed after this time',
				},
			],
		},
	],
	request: ({ contactList, filters }) => ({
		method: 'GET',
		path: path`/v3/lists/${contactList}/contacts`,
		query: { updated_after: unixSeconds(filters.updatedAfter) },
	}),
	simplify,
});

const update = requestOperation({
	name: 'Update',
	value: 'update',
	action: 'Update a contact',
	fields: [
		CONTACT_LIST_FIELD,
		CONTACT_FIELD,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [...DETAIL_FIELDS, PHONE_FIELD].sort((a, b) =>
				a.displayName.localeCompare(b.displayName, 'en'),
			),
		},
	],
	request({ contactList, contact: id, updateFields }, env) {
		const body = toWire(updateFields);
		if (Object.keys(body).length === 0) {
			throw env.refuse(
				'There is nothing to update',
				'Add the fields to change under Update Fields.',
			);
		}
		return { method: 'PUT', path: path`/v3/lists/${contactList}/contacts/${id}`, body };
	},
	simplify,
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a contact',
	description: 'Delete a contact from a list',
	fields: [CONTACT_LIST_FIELD, CONTACT_FIELD],
	request: ({ contactList, contact: id }) => ({
		method: 'DELETE',
		path: path`/v3/lists/${contactList}/contacts/${id}`,
	}),
	items: (_, { contact: id }) => deleted(id),
});

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: [getAll, create, get, update, remove, copy, move],
};
