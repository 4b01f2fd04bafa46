import type { INodeProperties } from 'n8n-workflow';
import type { Field, Fields } from '../../n8n/fields';
import { inboundFilters } from '../../n8n/inbound-fields';
import { SIMPLIFY_FIELD, toProperty } from '../../n8n/properties';
import { authenticationFields } from '../authentication';
import { choicesOf, firstOf, namesOf } from '../choices';
import { POLLED } from './providers';

const idsOf = (some: typeof POLLED): string[] => some.map(({ provider }) => provider.id);

const WITH_MARKS = POLLED.filter(({ inbox }) => inbox.hasMarks);

const PROVIDER = {
	displayName: 'Provider',
	name: 'provider',
	type: 'options',
	noDataExpression: true,
	options: choicesOf(POLLED),
	default: firstOf(POLLED),
	description: 'Whose received messages start the workflow',
} as const satisfies Field;

const NOTICES: Fields = POLLED.flatMap(({ provider: { id }, inbox: { notice } }) =>
	notice === undefined
		? []
		: [
				{
					displayName: notice,
					name: `${id}Notice`,
					type: 'notice',
					default: '',
					when: { provider: [id] },
				},
			],
);

const FILTERS = inboundFilters(
	'Which messages start the workflow; all of them have to fit. A change begins anew: what is there already is left out.',
);

/** The options that create the rules of inboxes that have one, each shown for its provider. */
const RULE_OPTIONS: INodeProperties[] = POLLED.flatMap(({ provider: { id }, inbox: { rule } }) =>
	rule === undefined
		? []
		: [
				{
					...rule,
					type: 'boolean',
					default: true,
					displayOptions: { show: { '/provider': [id] } },
				},
			],
);

/** What Include History begins with at providers that do not have everything. */
const exceptions = POLLED.flatMap(({ provider, inbox: { history } }) =>
	history === undefined ? [] : [`${provider.displayName}: ${history}`],
).join('; ');

const OPTIONS: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		...RULE_OPTIONS,
		{
			displayName: 'Include History',
			name: 'includeHistory',
			type: 'boolean',
			default: true,
			description: `Whether to begin with the messages that are there when the workflow is switched on for the first time${exceptions && ` (${exceptions})`}, rather than with those that come from then on`,
		},
		{
			displayName: 'Mark as Read',
			name: 'markAsRead',
			type: 'boolean',
			default: true,
			description: `Whether to mark messages as read in ${namesOf(WITH_MARKS)} once they have started the workflow. Without it nothing is marked, the list grows, and a message can be lost if n8n is killed at the moment it takes the message over.`,
			displayOptions: { show: { '/provider': idsOf(WITH_MARKS) } },
		},
	],
};

export const triggerProperties: INodeProperties[] = [
	...[
		PROVIDER,
		...authenticationFields(POLLED, 'provider'),
		...NOTICES,
		...SIMPLIFY_FIELD,
		FILTERS,
	].map((field) => toProperty(field, {})),
	OPTIONS,
];
