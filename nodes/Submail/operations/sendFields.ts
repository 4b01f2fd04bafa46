import type { Field, Fields } from '../../../n8n/fields';
import { SIMPLIFY_FIELD } from '../../../n8n/properties';
import { MESSAGE_FIELD, sendOptions, TO_FIELD } from '../../../n8n/send-options';
import { FROM_FIELD, TEMPLATE_FIELD } from './locators';

const optionsField = (without: readonly string[]): Field => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: sendOptions().filter(({ name }) => !without.includes(name)),
});

/** SUBMAIL sends at once; what a template says is not ours to measure. */
const NO_SCHEDULE = ['sendAt'];
const NO_TEXT = [...NO_SCHEDULE, 'maxSegments', 'smartEncoding'];

export const SEND_FIELDS = [
	TO_FIELD,
	{
		...MESSAGE_FIELD,
		placeholder: 'e.g. 【Acme】Server db1 is down',
		description:
			'The text to send, at most 1000 characters (500 internationally). Within mainland China it begins with a signature such as 【Acme】, or From puts one there.',
	},
	FROM_FIELD,
	...SIMPLIFY_FIELD,
	optionsField(NO_SCHEDULE),
] as const satisfies Fields;

export const SEND_TEMPLATE_FIELDS = [
	TO_FIELD,
	TEMPLATE_FIELD,
	{
		displayName: 'Variables',
		name: 'variables',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Variable',
		description: 'What to write in place of @var(name) in the template',
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
						description: 'The name between the brackets of @var()',
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
	},
	FROM_FIELD,
	...SIMPLIFY_FIELD,
	optionsField(NO_TEXT),
] as const satisfies Fields;
