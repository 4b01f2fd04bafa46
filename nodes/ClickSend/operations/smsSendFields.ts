import type { Fields } from '../../../n8n/fields';
import { SIMPLIFY_FIELD } from '../../../n8n/properties';
import { MESSAGE_FIELD, sendOptions, TO_FIELD } from '../../../n8n/send-options';

export const SEND_FIELDS = [
	{
		displayName: 'Send To',
		name: 'recipientType',
		type: 'options',
		options: [
			{ name: 'Contact List', value: 'contactList' },
			{ name: 'Numbers', value: 'numbers' },
		],
		default: 'numbers',
	},
	{ ...TO_FIELD, when: { recipientType: ['numbers'] } },
	{
		displayName: 'Contact List',
		name: 'contactList',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'The list whose contacts get the text, at most 1000',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchContactLists', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 428' },
		],
		when: { recipientType: ['contactList'] },
	},
	{
		displayName: 'Content',
		name: 'contentType',
		type: 'options',
		options: [
			{ name: 'Template', value: 'template' },
			{ name: 'Text', value: 'text' },
		],
		default: 'text',
	},
	{ ...MESSAGE_FIELD, when: { contentType: ['text'] } },
	{
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
		when: { contentType: ['template'] },
	},
	{
		displayName: 'Template Values',
		name: 'templateValues',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Value',
		description: 'What to write in place of the {placeholders} of the template',
		options: [
			{
				displayName: 'Value',
				name: 'value',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. name',
						description: 'The name between the braces',
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
		when: { contentType: ['template'] },
	},
	{
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
	},
	...SIMPLIFY_FIELD,
] as const satisfies Fields;

const OWN_OPTIONS = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'string',
		default: 'n8n',
		description: 'How ClickSend’s reports name the origin of the message',
	},
] as const satisfies Fields;

export const OPTIONS_FIELD = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: sendOptions(OWN_OPTIONS),
} as const;
