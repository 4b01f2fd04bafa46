/** Choices of one thing of the account: from its list, or by ID. */
import type { Field } from '../../../n8n/fields';

export const SIGN_FIELD = {
	displayName: 'Sign',
	name: 'sign',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A sign (sender name) of the account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchSigns', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1972488990548348928',
		},
	],
} as const satisfies Field;

export const TEMPLATE_FIELD = {
	displayName: 'Template',
	name: 'template',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A template of the account',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 1972488990548348928',
		},
	],
} as const satisfies Field;
