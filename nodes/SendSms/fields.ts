import { type Field, type Fields, noticeOf } from '../../n8n/parameters/fields';
import { MESSAGE_FIELD, TO_FIELD } from '../../n8n/sending/options';
import { authenticationFields } from '../authentication';
import { choicesOf, firstOf, namesOf, notesOn, notWith, onlyWith, thatCan } from '../choices';
import { PROVIDERS } from '../providers';

const WITH_TEMPLATES = thatCan('template');
const WITH_SENDERS = thatCan('sender');
/** The ids of all providers. */
export const IDS = choicesOf(PROVIDERS).map(({ value }) => value);

/** What a chosen provider does with a kind of content that it cannot send. */
const CONTENT_NOTICES: readonly Field[] = (['text', 'template'] as const).flatMap((contentType) =>
	PROVIDERS.filter(({ provider }) => !provider.capabilities[contentType]).map(
		({ provider: { id, displayName } }) => ({
			...noticeOf(
				contentType === 'text'
					? `${displayName} sends only stored templates: while Content is Text, it is passed over.`
					: `${displayName} has no templates in this node: it sends Message.`,
				`${id}Notice`,
			),
			when: { providers: [id], contentType: [contentType] },
		}),
	),
);

export const PROVIDERS_FIELD = {
	displayName: 'Providers',
	name: 'providers',
	type: 'multiOptions',
	noDataExpression: true,
	required: true,
	options: choicesOf(PROVIDERS),
	default: [firstOf(PROVIDERS)],
	perRun: true,
	description:
		'The providers that send the texts, tried in the order in which you select them: if one is down, out of credit or not permitted to send, the next one sends. To change the order, remove a provider and add it again at the end.',
} as const satisfies Field;

/** For each provider with several ways to authenticate, the choice between them. */
export const AUTHENTICATION_FIELDS: Fields = authenticationFields(PROVIDERS, PROVIDERS_FIELD.name);

export const TO = {
	...TO_FIELD,
	description: `${TO_FIELD.description}${onlyWith('shortCodes', '; short codes ')}`,
} as const satisfies Field;

export const FROM_FIELD = {
	displayName: 'From',
	name: 'from',
	type: 'string',
	default: '',
	placeholder: 'e.g. +61411111111',
	description: `The sender ID that the recipient sees${notWith('sender', ', ')}; leave empty for the provider’s default. If the providers need different ones, add Senders under Options.`,
} as const satisfies Field;

export const IF_UNSURE_FIELD = {
	displayName: 'If Unsure',
	name: 'ifUnsure',
	type: 'options',
	options: [
		{
			name: 'Make Sure It Arrives',
			value: 'makeSure',
			description: `Send it through the next provider, or again if there is none: a text may arrive twice, but it arrives${notesOn('makeSure')}`,
		},
		{
			name: 'Never Send Twice',
			value: 'neverTwice',
			description:
				'Do not send it again, and report it: a text may be missing, but it never arrives twice',
		},
	],
	default: 'neverTwice',
	perRun: true,
	description:
		'What to do when it is unclear whether a text was sent, for example because the connection broke before the answer. If the provider has a history, it is checked first.',
} as const satisfies Field;

/** The message as text, or beside the templates of the providers that have one. */
export const MESSAGE_FIELDS = [
	{ ...MESSAGE_FIELD, when: { contentType: ['text'] } },
	{
		displayName: 'Message',
		name: 'message',
		type: 'string',
		isContent: true,
		typeOptions: MESSAGE_FIELD.typeOptions,
		default: '',
		placeholder: MESSAGE_FIELD.placeholder,
		description:
			'The text for the providers that have no template below; leave empty if all have one',
		when: { contentType: ['template'] },
	},
] as const satisfies Fields;

/** Text or template. */
export const CONTENT_FIELD = {
	displayName: 'Content',
	name: 'contentType',
	type: 'options',
	options: [
		{
			name: 'Template',
			value: 'template',
			description: `A template stored at the provider${onlyWith('template', '; ')}`,
		},
		{
			name: 'Text',
			value: 'text',
			description: `Text as you write it${notWith('text', '; ')}`,
		},
	],
	default: 'text',
	description: 'Whether to send text, or a template that is stored at the provider',
} as const satisfies Field;

/** The templates, and their variables. */
export const TEMPLATE_FIELDS = [
	{
		displayName: 'Templates',
		name: 'templates',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Template',
		description: 'The template to use with each provider',
		options: [
			{
				displayName: 'Template',
				name: 'template',
				values: [
					{
						displayName: 'Provider',
						name: 'provider',
						type: 'options',
						options: choicesOf(WITH_TEMPLATES),
						alsoTakes: IDS,
						default: firstOf(WITH_TEMPLATES),
					},
					{
						displayName: 'Template ID',
						name: 'templateId',
						type: 'string',
						default: '',
						placeholder: 'e.g. ThJBE4',
						description: 'The ID of the template at this provider',
					},
				],
			},
		],
		when: { contentType: ['template'] },
	},
	{
		displayName: 'Variables',
		name: 'variables',
		type: 'fixedCollection',
		isContent: true,
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Variable',
		description: 'Values for the variables of the templates',
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
						placeholder: 'e.g. host',
					},
					{ displayName: 'Value', name: 'value', type: 'string', default: '' },
				],
			},
		],
		when: { contentType: ['template'] },
	},
] as const satisfies Fields;

export const FIELDS = [
	PROVIDERS_FIELD,
	// Their names depend on the providers, so they have no types.
	...(AUTHENTICATION_FIELDS as readonly []),
	TO,
	...MESSAGE_FIELDS,
	FROM_FIELD,
	CONTENT_FIELD,
	...(CONTENT_NOTICES as readonly []),
	...TEMPLATE_FIELDS,
	IF_UNSURE_FIELD,
] as const satisfies Fields;

const WITH_CALLS = PROVIDERS.filter(({ calls }) => calls !== undefined);

/** The languages of all providers that call, by name; each provider has only some of them. */
const LANGUAGES = [
	...new Map(
		WITH_CALLS.flatMap(({ calls }) => calls?.languages ?? []).map(({ name, value }) => [
			value,
			name,
		]),
	),
]
	.map(([value, name]) => ({ name, value }))
	.sort((a, b) => a.name.localeCompare(b.name, 'en'));

export const SENDERS_OPTION = {
	displayName: 'Senders',
	name: 'senders',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Sender',
	description: 'Senders for the providers for which From is not right',
	options: [
		{
			displayName: 'Sender',
			name: 'sender',
			values: [
				{
					displayName: 'From',
					name: 'from',
					type: 'string',
					default: '',
					placeholder: 'e.g. Acme',
				},
				{
					displayName: 'Provider',
					name: 'provider',
					type: 'options',
					options: choicesOf(WITH_SENDERS),
					alsoTakes: IDS,
					default: firstOf(WITH_SENDERS),
				},
			],
		},
	],
} as const satisfies Field;

/** The options of a question, too. */
export const ROUTING_OPTIONS = [
	{
		displayName: 'Routes',
		name: 'routes',
		perRun: true,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Route',
		description:
			'Which provider to try first for which recipients; the others follow in the order of Providers',
		options: [
			{
				displayName: 'Route',
				name: 'route',
				values: [
					{
						displayName: 'Countries or Prefixes',
						name: 'destinations',
						type: 'string',
						default: '',
						placeholder: 'e.g. CN, +852',
						description:
							'Two-letter country codes or the beginnings of numbers, separated by commas',
					},
					{
						displayName: 'Provider',
						name: 'provider',
						type: 'options',
						options: choicesOf(PROVIDERS),
						default: firstOf(PROVIDERS),
					},
				],
			},
		],
	},
	SENDERS_OPTION,
] as const satisfies Fields;

export const OPTIONS = [
	{
		displayName: 'Call as Last Resort',
		name: 'callAsLastResort',
		perRun: true,
		type: 'fixedCollection',
		default: { call: { language: 'en-us', voice: 'female' } },
		placeholder: 'Add Call',
		description: `Call who got no text, and read the text aloud: if no provider has accepted it, if it is unknown whether it was sent, or if Wait for Delivery has found that it was not delivered. The first of Providers that can call does it: ${namesOf(WITH_CALLS)}.`,
		options: [
			{
				displayName: 'Call',
				name: 'call',
				values: [
					{
						displayName: 'Language',
						name: 'language',
						type: 'options',
						options: LANGUAGES,
						default: 'en-us',
						description: 'The language of the text',
					},
					{
						displayName: 'Voice',
						name: 'voice',
						type: 'options',
						options: [
							{ name: 'Female', value: 'female' },
							{ name: 'Male', value: 'male' },
						],
						default: 'female',
						description: 'The voice that reads the text aloud, where the language has both',
					},
				],
			},
		],
	},
	{
		displayName: 'If Not Delivered',
		name: 'ifNotDelivered',
		perRun: true,
		type: 'options',
		options: [
			{
				name: 'Report',
				value: 'report',
				description: 'Say so in the output, in delivery',
			},
			{
				name: 'Try the Next Provider',
				value: 'next',
				description:
					'Send it through the next provider if the provider reports that it failed; with Make Sure It Arrives also if there is no report by the end of the wait. A text may then arrive twice, because a report can be late.',
			},
		],
		default: 'report',
		description:
			'What to do with a text that was accepted and not delivered. It needs Wait for Delivery.',
	},
	...ROUTING_OPTIONS,
] as const satisfies Fields;

/** Descriptions of the shared options that not every provider supports. */
export const DESCRIPTIONS = {
	reference: `Your own reference, passed to the provider unchanged and returned with its delivery reports${onlyWith('reference', '; ')}`,
	sendAt: `When to send, in the time zone of the workflow unless the value names another${notesOn('sendAt')}${notWith('schedule', '; ')}`,
};
