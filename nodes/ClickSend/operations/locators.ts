/** Choices of one thing of the account: from its list, or by ID. */
import type { Field } from '../../../n8n/fields';

export const CONTACT_LIST_FIELD = {
	displayName: 'Contact List',
	name: 'contactList',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A contact list of the account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchContactLists', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 428' },
	],
} as const satisfies Field;

export const TEMPLATE_FIELD = {
	displayName: 'Template',
	name: 'template',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A template stored at ClickSend',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 632497' },
	],
} as const satisfies Field;

export const FROM_FIELD = {
	displayName: 'From',
	name: 'from',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description: 'The sender ID that the recipient sees; empty for a number that ClickSend shares',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchSenders', searchable: true },
		},
		{ displayName: 'By Value', name: 'value', type: 'string', placeholder: 'e.g. +61411111111' },
	],
} as const satisfies Field;

export const CONTACT_FIELD = {
	displayName: 'Contact',
	name: 'contact',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A contact of the list',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchContacts', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 552786' },
	],
	typeOptions: { loadOptionsDependsOn: ['contactList.value'] },
} as const satisfies Field;

export const CONNECTION_FIELD = {
	displayName: 'Connection',
	name: 'connection',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A connection of the Maton account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchConnections', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 37beee67-29f7-43b6-b0b2-5f0f7a5d6440',
		},
	],
} as const satisfies Field;
