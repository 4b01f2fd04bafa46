/** Sending from templates (docs/providers/engagelab.md §2.4, §3.1). */
import type { Fields } from '../../../n8n/parameters/fields';
import { type Resource, sendOperation } from '../../../n8n/operations/operation';
import { TO_FIELD, variablesOf } from '../../../n8n/sending/options';
import { connectEngageLab } from '../client';
import { ENGAGELAB_ENDPOINTS, engageLabAccount, engageLabSms } from '../send';
import { TEMPLATE_FIELD } from './locators';
import { getStatistics } from './statistics';

const VARIABLES_FIELD = {
	displayName: 'Variables',
	name: 'variables',
	isContent: true,
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Variable',
	description:
		'Values for the variables of the template. A variable without a value is delivered unchanged, including its braces.',
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
					description: 'The name without braces or percent signs',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '' },
			],
		},
	],
} as const;

const OWN_OPTIONS = [
	{
		displayName: 'Check Template',
		name: 'checkTemplate',
		perRun: true,
		type: 'boolean',
		default: true,
		description:
			'Whether to read the template first, and refuse messages that lack a value for a variable or whose template is not approved. A template that cannot be read is sent unchecked.',
	},
	{
		displayName: 'Send as One Batch',
		name: 'sendAsOneBatch',
		perRun: true,
		type: 'boolean',
		default: false,
		description:
			'Whether to put recipients that get the same template with the same variables into one request. EngageLab then reports only how many it accepted, not which ones.',
	},
] as const satisfies Fields;

const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS from a template',
	description: 'Send an SMS from a stored template to one or more recipients',
	fields: [TO_FIELD, TEMPLATE_FIELD, VARIABLES_FIELD],
	options: OWN_OPTIONS,
	// The text is in the template: there is nothing to measure or replace.
	without: ['maxSegments', 'ifTooLong', 'oneTextPerRecipient', 'waitForDelivery', 'smartEncoding'],
	endpoints: ENGAGELAB_ENDPOINTS,
	async open(ctx, { options: { timeout, sendAsOneBatch, checkTemplate } }) {
		const engageLab = await connectEngageLab(ctx, timeout);
		const account = engageLabAccount(engageLab, sendAsOneBatch, checkTemplate);
		return { targets: [{ provider: engageLabSms, account }] };
	},
	read: ({ to, template, variables }) => ({
		to,
		template: { id: template, variables: variablesOf(variables.variable) },
	}),
});

export const message: Resource = {
	name: 'Message',
	value: 'message',
	operations: [send, getStatistics],
};
