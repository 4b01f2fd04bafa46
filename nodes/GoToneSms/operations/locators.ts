/** Choices of one thing of the account: from its list, or by ID. */
import type { Field } from '../../../n8n/fields';

export const CONTACT_GROUP_FIELD = {
	displayName: 'Contact Group',
	name: 'contactGroup',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A contact group of the account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchContactGroups', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 6065ecdc9184a' },
	],
} as const satisfies Field;

export const CONTACT_FIELD = {
	displayName: 'Contact',
	name: 'contact',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A contact of the group',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchContacts', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 606732aec8705' },
	],
	typeOptions: { loadOptionsDependsOn: ['contactGroup.value'] },
} as const satisfies Field;

export const MESSAGE_ID_FIELD = {
	displayName: 'Message',
	name: 'messageId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A message of the account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchMessages', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 606812e63f78b',
			hint: 'Send returns it as messageId',
		},
	],
} as const satisfies Field;
