import type { INodeProperties } from 'n8n-workflow';
import { type Field, type Fields, type Member, SIMPLIFY_FIELD } from '../../n8n/parameters/fields';
import { inboundFilters } from '../../n8n/receiving/fields';
import { MEDIA_OPTION } from '../../n8n/receiving/media';
import { toProperty } from '../../n8n/parameters/properties';
import type { InboxRegistration } from '../../n8n/registration';
import { authenticationFields } from '../authentication';
import { namesOf, providerField } from '../choices';
import { POLLED } from './providers';

const idsOf = (some: typeof POLLED): string[] => some.map(({ provider }) => provider.id);

const WITH_MARKS = POLLED.filter(({ inbox }) => inbox.hasMarks);
const WITH_MEDIA = POLLED.filter(({ inbox }) => inbox.hasMedia);

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

export const FILTERS = inboundFilters(
	'Which messages start the workflow; all filters must match. After a change, only messages that arrive from then on start it.',
);

/** The option to create the rule, for an inbox that needs one. */
export const ruleField = (rule: NonNullable<InboxRegistration['rule']>) =>
	({ ...rule, type: 'boolean', default: true }) as const satisfies Member;

const RULE_OPTIONS: Member[] = POLLED.flatMap(({ provider: { id }, inbox: { rule } }) =>
	rule ? [{ ...ruleField(rule), displayOptions: { show: { '/provider': [id] } } }] : [],
);

/** What Include History starts with at providers that do not offer everything. */
const EXCEPTIONS = POLLED.flatMap(({ provider, inbox: { history } }) =>
	history === undefined ? [] : [`${provider.displayName}: ${history}`],
).join('; ');

export const OPTIONS = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{ ...MEDIA_OPTION, displayOptions: { show: { '/provider': idsOf(WITH_MEDIA) } } },
		{
			displayName: 'Include History',
			name: 'includeHistory',
			type: 'boolean',
			default: true,
			description: `Whether to start the workflow also for the messages that already exist when it is published for the first time${EXCEPTIONS && ` (${EXCEPTIONS})`}, not only for those that arrive later`,
		},
		{
			displayName: 'Mark as Read',
			name: 'markAsRead',
			type: 'boolean',
			default: true,
			description: `Whether to mark messages as read in ${namesOf(WITH_MARKS)} once they have started the workflow. If you turn this off, the list of unread messages keeps growing, and a message can be lost if n8n is killed at the moment it receives the message.`,
			displayOptions: { show: { '/provider': idsOf(WITH_MARKS) } },
		},
	],
} as const satisfies Field;

export const triggerProperties: INodeProperties[] = [
	providerField(POLLED, 'The provider whose received messages start the workflow'),
	...authenticationFields(POLLED, 'provider'),
	...NOTICES,
	...SIMPLIFY_FIELD,
	FILTERS,
	{
		...OPTIONS,
		options: [...RULE_OPTIONS, ...OPTIONS.options].sort((a, b) =>
			a.displayName.localeCompare(b.displayName, 'en'),
		),
	},
].map((field: Field) => toProperty(field, {}));
