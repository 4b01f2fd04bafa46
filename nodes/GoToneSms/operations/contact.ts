/** The contacts of a group (docs/providers/gotone.md §5, contacts). */
import { deleted, requestOperation, type Resource } from '../../../n8n/operations/operation';
import { path } from '../../../n8n/operations/path';
import {
	CUSTOM_FIELD,
	customOf,
	mergeCustom,
	NAME_FIELDS,
	PHONE_FIELD,
	readCustom,
	simplify,
	toWire,
	valuesOf,
	withPhoneText,
} from './contactFields';
import { CONTACT_FIELD, CONTACT_GROUP_FIELD } from './locators';

/** The answer if the contact is in another group, or was deleted. */
const ABSENT = 'There is no such contact in this group';

const create = requestOperation({
	name: 'Create',
	value: 'create',
	action: 'Create a contact',
	description: 'Add a contact to a group',
	fields: [
		CONTACT_GROUP_FIELD,
		{ ...PHONE_FIELD, required: true },
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [CUSTOM_FIELD, ...NAME_FIELDS],
		},
	],
	request: ({ contactGroup, phoneNumber, additionalFields }, env) => ({
		method: 'POST',
		path: path`/contacts/${contactGroup}/store`,
		body: toWire(
			{
				phoneNumber,
				...additionalFields,
				custom: readCustom(additionalFields.customValues, env),
			},
			env,
		),
	}),
	items: (row) => [withPhoneText(row)],
	simplify,
});

const search = (contactGroup: string, contact: string) => ({
	method: 'POST' as const,
	path: path`/contacts/${contactGroup}/search/${contact}`,
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a contact',
	fields: [CONTACT_GROUP_FIELD, CONTACT_FIELD],
	absent: ABSENT,
	request: ({ contactGroup, contact: id }) => search(contactGroup, id),
	items: (row) => [withPhoneText(row)],
	simplify,
});

const getAll = requestOperation({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many contacts',
	description: 'Get the contacts of a group',
	list: true,
	fields: [CONTACT_GROUP_FIELD],
	request: ({ contactGroup }) => ({
		method: 'POST',
		path: path`/contacts/${contactGroup}/all`,
	}),
	items: (row) => [withPhoneText(row)],
	simplify,
});

/** GoTone replaces the whole contact, so the fields that do not change are read first and sent again. */
const update = requestOperation({
	name: 'Update',
	value: 'update',
	action: 'Update a contact',
	fields: [
		CONTACT_GROUP_FIELD,
		CONTACT_FIELD,
		{
			displayName: 'Update Fields',
			name: 'updateFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [CUSTOM_FIELD, ...NAME_FIELDS, PHONE_FIELD],
		},
	],
	absent: ABSENT,
	before({ contactGroup, contact: id, updateFields }, env) {
		if (Object.keys(updateFields).length === 0) {
			throw env.refuse(
				'There is nothing to update',
				'Add the fields to change under Update Fields.',
			);
		}
		return search(contactGroup, id);
	},
	request: ({ contactGroup, contact: id, updateFields }, env, known = {}) => ({
		method: 'PATCH',
		path: path`/contacts/${contactGroup}/update/${id}`,
		body: toWire(
			{
				...valuesOf(known),
				...updateFields,
				custom: mergeCustom(customOf(known), readCustom(updateFields.customValues, env)),
			},
			env,
		),
	}),
	items: (row) => [withPhoneText(row)],
	simplify,
});

const remove = requestOperation({
	name: 'Delete',
	value: 'delete',
	action: 'Delete a contact',
	description: 'Delete a contact from a group',
	fields: [CONTACT_GROUP_FIELD, CONTACT_FIELD],
	request: ({ contactGroup, contact: id }) => ({
		method: 'DELETE',
		path: path`/contacts/${contactGroup}/delete/${id}`,
	}),
	items: (_, { contact: id }) => deleted(id),
});

export const contact: Resource = {
	name: 'Contact',
	value: 'contact',
	operations: [getAll, create, get, update, remove],
};
