/** The contacts of a list (docs/providers/clicksend.md §12). */
import { unixSeconds } from '../../../../core/unix-time';
import type { Fields, Params } from '../../../../n8n/parameters/fields';
import { deleted, requestOperation, type Resource } from '../../../../n8n/operations/operation';
import { path } from '../../../../n8n/operations/path';
import { DETAIL_FIELDS, PHONE_FIELD, simplify, toWire } from './fields';
import { fits, searchFor, type Wanted } from './find';
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

const exactly = (what: string) => `${what}; upper and lower case are the same`;

const FILTERS = [
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		default: '',
		placeholder: 'name@email.com',
		description: exactly('The whole email address'),
	},
	{
		displayName: 'First Name',
		name: 'firstName',
		type: 'string',
		default: '',
		description: exactly('The whole first name'),
	},
	{
		displayName: 'Last Name',
		name: 'lastName',
		type: 'string',
		default: '',
		description: exactly('The whole last name'),
	},
	{ ...PHONE_FIELD, description: 'In international format' },
	{
		displayName: 'Updated After',
		name: 'updatedAfter',
		type: 'dateTime',
		default: '',
		description: 'Only contacts that were changed after this time',
	},
] as const satisfies Fields;

const wantedOf = ({ email, firstName, lastName, phoneNumber }: Partial<Params<typeof FILTERS>>) =>
	({
		phone_number: phoneNumber,
		email,
		first_name: firstName,
		last_name: lastName,
	}) satisfies Wanted;

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contacts',
	description: 'Get the contacts of a list, or find some by phone number, email or name',
	list: true,
	fields: [
		CONTACT_LIST_FIELD,
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: FILTERS,
		},
	],
	request: ({ contactList, filters }) => ({
		method: 'GET',
		path: path`/v3/lists/${contactList}/contacts`,
		query: { q: searchFor(wantedOf(filters)), updated_after: unixSeconds(filters.updatedAfter) },
	}),
	keep: ({ filters }) => fits(wantedOf(filters)),
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
