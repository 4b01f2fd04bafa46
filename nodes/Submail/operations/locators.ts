/** Choices of one thing of the app: from its list, or by ID. */
import type { Field } from '../../../n8n/fields';

export const TEMPLATE_FIELD = {
	displayName: 'Template',
	name: 'template',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'A template of the app',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchTemplates', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. ThJBE4' },
	],
} as const satisfies Field;

export const FROM_FIELD = {
	displayName: 'From',
	name: 'from',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	description:
		'The SMS signature in front of the text, with or without its brackets 【】; empty where the text or the template has its own',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			typeOptions: { searchListMethod: 'searchSigns', searchable: true },
		},
		{ displayName: 'By Value', name: 'value', type: 'string', placeholder: 'e.g. Acme' },
	],
} as const satisfies Field;
