import type { Fields } from '../../../n8n/parameters/fields';
import { MESSAGE_FIELD, TO_FIELD } from '../../../n8n/sending/options';
import { FROM_FIELD, TEMPLATE_FIELD } from './locators';

export const SEND_FIELDS = [
	TO_FIELD,
	{
		...MESSAGE_FIELD,
		placeholder: 'e.g. 【Acme】Server db1 is down',
		description:
			'The text to send, at most 1000 characters (500 internationally). Within mainland China it must begin with a signature such as 【Acme】, unless From adds one.',
	},
	FROM_FIELD,
] as const satisfies Fields;

export const SEND_TEMPLATE_FIELDS = [
	TO_FIELD,
	TEMPLATE_FIELD,
	{
		displayName: 'Variables',
		name: 'variables',
		isContent: true,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Variable',
		description: 'Values for @var(name) in the template',
		options: [
			{
				displayName: 'Variable',
				name: 'variable',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. code',
						description: 'The name in the parentheses of @var()',
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	},
	FROM_FIELD,
] as const satisfies Fields;
