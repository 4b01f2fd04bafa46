import type { Fields } from '../../../../n8n/parameters/fields';
import { MESSAGE_FIELD } from '../../../../n8n/sending/options';
import { FROM_FIELD, TEMPLATE_FIELD } from '../locators';
import { OPTIONS, RECIPIENT_FIELDS, RECIPIENT_TYPE_FIELD } from '../sendFields';

export const SEND_FIELDS = [
	...RECIPIENT_FIELDS,
	{ ...MESSAGE_FIELD, when: { contentType: ['text'] } },
	FROM_FIELD,
	RECIPIENT_TYPE_FIELD,
	{
		displayName: 'Content',
		name: 'contentType',
		type: 'options',
		options: [
			{ name: 'Template', value: 'template', description: 'A template stored in ClickSend' },
			{ name: 'Text', value: 'text', description: 'The text in Message' },
		],
		default: 'text',
		description: 'Whether to send text or a template stored in ClickSend',
	},
	{ ...TEMPLATE_FIELD, when: { contentType: ['template'] } },
	{
		displayName: 'Template Values',
		name: 'templateValues',
		isContent: true,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Value',
		description: 'Values for the {placeholders} in the template',
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
] as const satisfies Fields;

export const SHORTEN_FIELD = {
	displayName: 'Shorten URLs',
	name: 'shortenUrls',
	type: 'boolean',
	default: false,
	description:
		'Whether ClickSend replaces the web addresses in the text by short ones. Segments are counted for the text as written. If the outcome of such a text is unknown, the node cannot find it in the history.',
} as const;

/** It is a field of the request, so it is the same for all items. */
export const SMS_OPTIONS = [
	...OPTIONS,
	{ ...SHORTEN_FIELD, perRun: true },
] as const satisfies Fields;
