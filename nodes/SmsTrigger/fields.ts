import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Fields } from '../../n8n/fields';
import { inboundFilters } from '../../n8n/inbound-fields';
import { SIMPLIFY_FIELD, toProperty } from '../../n8n/properties';
import { authenticationFields } from '../authentication';
import { POLLED } from './settings';

const idsOf = (fits: (one: (typeof POLLED)[number]) => boolean): string[] =>
	POLLED.filter(fits).map(({ provider }) => provider.id);

export const PROVIDER_CHOICES: INodePropertyOptions[] = POLLED.map(({ provider }) => ({
	name: provider.displayName,
	value: provider.id,
}));

const NOTICES = [
	{
		displayName:
			'ClickSend keeps received messages for this trigger only while the account has an inbound rule with the action POLL; see Create POLL Rule under Options. What was handed over is marked as read there, so workflows on the same account should not want the same messages.',
		name: 'clickSendNotice',
		type: 'notice',
		default: '',
		when: { provider: ['clickSend'] },
	},
	{
		displayName:
			'SMSMobileAPI has no read marks: if n8n is killed in the moment in which it takes over a message, that message can be lost',
		name: 'smsMobileNotice',
		type: 'notice',
		default: '',
		when: { provider: ['smsMobileApi'] },
	},
	{
		displayName:
			'SUBMAIL answers one program a minute, for domestic apps only. It has no read marks: if n8n is killed in the moment in which it takes over a message, that message can be lost.',
		name: 'submailNotice',
		type: 'notice',
		default: '',
		when: { provider: ['submail'] },
	},
] as const satisfies Fields;

const FILTERS = inboundFilters(
	'Which messages start the workflow; all of them have to fit. A change begins anew: what is there already is left out.',
);

const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Create POLL Rule',
			name: 'createPollRule',
			type: 'boolean',
			default: true,
			description:
				'Whether to create the inbound rule with the action POLL in ClickSend where the account has none. It stays there when the workflow is switched off.',
			displayOptions: { show: { '/provider': idsOf(({ inbox }) => inbox.hasRule) } },
		},
		{
			displayName: 'Include History',
			name: 'includeHistory',
			type: 'boolean',
			default: true,
			description:
				'Whether to begin with the messages that are there when the workflow is switched on for the first time (SUBMAIL: those of the last 25 hours), rather than with what comes from then on',
		},
		{
			displayName: 'Mark as Read',
			name: 'markAsRead',
			type: 'boolean',
			default: true,
			description:
				'Whether to mark messages as read in ClickSend once they were handed over. Without it nothing is marked, the list grows, and a message can be lost if n8n is killed in the moment in which it takes it over.',
			displayOptions: { show: { '/provider': idsOf(({ inbox }) => inbox.hasMarks) } },
		},
	],
};

/** Everything below Provider, which stands in the node's own description. */
export const triggerProperties: INodeProperties[] = [
	...[
		...authenticationFields(
			POLLED.map(({ provider }) => provider),
			'provider',
		),
		...NOTICES,
		...SIMPLIFY_FIELD,
		FILTERS,
	].map((field) => toProperty(field, {})),
	OPTIONS,
];
