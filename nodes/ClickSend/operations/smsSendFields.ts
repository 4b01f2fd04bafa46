import type { Fields } from '../../../n8n/fields';
import { SIMPLIFY_FIELD } from '../../../n8n/properties';
import { MESSAGE_FIELD, sendOptions, TO_FIELD } from '../../../n8n/send-options';
import { CONTACT_LIST_FIELD, FROM_FIELD, TEMPLATE_FIELD } from './locators';

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
		...CONTACT_LIST_FIELD,
		description: 'The list whose contacts get the text, at most 1000',
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
	{ ...TEMPLATE_FIELD, when: { contentType: ['template'] } },
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
	FROM_FIELD,
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
