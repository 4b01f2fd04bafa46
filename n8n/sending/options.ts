/** The fields and options that every send operation of every node has. */
import type { INodePropertyOptions } from 'n8n-workflow';
import { JOINED_SEGMENTS } from '../../core/planning/join';
import { countries } from '../../core/text/phone';
import {
	type Field,
	type Fields,
	type MessageParams,
	type RunParams,
	SIMPLIFY_FIELD,
} from '../parameters/fields';

const regionNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** `Tristan Da Cunha (TA)`: n8n wants Title Case in its lists. */
const countryName = (code: string) =>
	`${(regionNames.of(code) ?? code).replace(/ da /, ' Da ')} (${code})`;

const COUNTRIES: INodePropertyOptions[] = [
	{ name: '- None -', value: '', description: 'Every number must have its country code' },
	...countries()
		.map((code) => ({ name: countryName(code), value: code }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en')),
];

/** Recipients that a call of an AI agent reaches if the user sets no other limit. */
export const MOST_OF_A_TOOL = 5;

/** The recipient and message fields, the same in every node. */
export const TO_FIELD = {
	displayName: 'To',
	name: 'to',
	type: 'string',
	default: '',
	required: true,
	many: 'recipients',
	typeOptions: { rows: 2 },
	placeholder: 'e.g. +61411111111, +61422222222',
	description:
		'Phone numbers of the recipients with country code, separated by commas or new lines',
} as const satisfies Field;

export const MESSAGE_FIELD = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	isContent: true,
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. Server db1 is down',
	description: 'The text to send',
} as const satisfies Field;

export const TIMEOUT_OPTION = {
	displayName: 'Timeout',
	name: 'timeout',
	perRun: true,
	type: 'number',
	// n8n's timers end at once if they are set to more than 24 days.
	typeOptions: { minValue: 1, maxValue: 3_600_000, numberPrecision: 0 },
	default: 30000,
	description:
		'How many milliseconds to wait for an answer of the provider. If you do not add this option: 30 seconds for one message, 120 seconds for several.',
} as const satisfies Field;

/** In alphabetical order, as the editor shows them. */
export const SEND_OPTIONS = [
	{
		displayName: 'Allow Special Destinations',
		name: 'allowSpecialDestinations',
		type: 'boolean',
		default: false,
		description:
			'Whether to send to satellite phones, international networks (such as +882) and premium-rate numbers (such as +1 900), which can be expensive',
	},
	{
		displayName: 'Allowed Countries',
		name: 'allowedCountries',
		perRun: true,
		isFence: true,
		type: 'multiOptions',
		options: COUNTRIES.slice(1),
		default: [],
		description: 'Send only to numbers in these countries; leave empty to allow all',
	},
	{
		displayName: 'Allowed Recipients',
		name: 'allowedRecipients',
		perRun: true,
		isFence: true,
		many: 'numbers',
		type: 'string',
		default: '',
		placeholder: 'e.g. +61411111111, +6142*',
		description:
			'Send only to these recipients: numbers with country code, or beginnings of numbers such as +6142*, separated by commas; leave empty to allow all',
	},
	{
		displayName: 'Clean Up Text',
		name: 'cleanUpText',
		type: 'boolean',
		default: false,
		description:
			'Whether to turn HTML (tags, entities), Markdown (emphasis, links) and literal \\n or \\t in the text, or in the variables of a template, into plain text',
	},
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		perRun: true,
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
		default: 5,
		description: 'How many requests may run at the same time',
	},
	{
		displayName: 'Default Country',
		name: 'defaultCountry',
		type: 'options',
		options: COUNTRIES,
		country: true,
		default: '',
		description: 'The country to assume for numbers that are written without a country code',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		perRun: true,
		type: 'boolean',
		default: false,
		description:
			'Whether to check everything but send nothing. The output shows the number, encoding and segments of each message, which request it would be sent in, and its price if the provider tells prices in advance.',
	},
	{
		displayName: 'Limit per Recipient',
		name: 'limitPerRecipient',
		perRun: true,
		isFence: true,
		type: 'fixedCollection',
		placeholder: 'Add Limit',
		default: {},
		description:
			'How many messages each recipient may get from this node within a period, so that two automatic replies cannot answer each other forever. Executions of the same workflow and node are counted together; the period can be up to a twelfth longer than set.',
		options: [
			{
				name: 'limit',
				displayName: 'Limit',
				values: [
					{
						displayName: 'Messages',
						name: 'messages',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
						default: 1,
						description: 'How many messages each recipient may get in that time',
					},
					{
						displayName: 'Minutes',
						name: 'minutes',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 44640, numberPrecision: 0 },
						default: 60,
						description: 'Length of the period in minutes',
					},
				],
			},
		],
	},
	{
		displayName: 'Max Recipients per Item',
		name: 'maxRecipientsPerItem',
		perRun: true,
		isFence: true,
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: 'Refuse an item that has more recipients than this; 0 for no limit',
	},
	{
		displayName: 'Max Recipients per Run',
		name: 'maxRecipients',
		perRun: true,
		isFence: true,
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description: `Send nothing if all items together have more recipients than this; 0 for no limit. If you do not add this option, an AI agent that uses the node as a tool can reach ${MOST_OF_A_TOOL} recipients per call.`,
	},
	{
		displayName: 'If an Expression Gives Nothing',
		name: 'ifEmptyExpression',
		type: 'options',
		options: [
			{
				name: 'Refuse',
				value: 'refuse',
				description: 'Do not send the message, and report which expression is empty',
			},
			{
				name: 'Send Anyway',
				value: 'send',
				description: 'Send the text with the gap; a hint says which expression is empty',
			},
		],
		default: 'send',
		description:
			'What to do if an expression in the text, or in a variable of a template, has no value or returns an object, so that the text would have a gap or say "undefined"',
	},
	{
		displayName: 'If Too Long',
		name: 'ifTooLong',
		type: 'options',
		options: [
			{
				name: 'Refuse',
				value: 'refuse',
				description: 'Do not send the message, and report how many segments it needs',
			},
			{
				name: 'Send Anyway',
				value: 'send',
				description: 'Send the whole text; a hint says how many segments it has',
			},
			{
				name: 'Shorten',
				value: 'shorten',
				description: 'Send the beginning of the text, with dots at its end; a hint says so',
			},
		],
		default: 'refuse',
		description: 'What to do with a text that needs more segments than Max Segments allows',
	},
	{
		displayName: 'Max Requests per Second',
		name: 'maxRate',
		perRun: true,
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How many requests the node may start per second; 0 for no limit',
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		perRun: true,
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
		default: 3,
		description:
			'How many times to retry a request that certainly was not sent, for example because the provider refused the connection or limits the request rate',
	},
	{
		displayName: 'Max Segments',
		name: 'maxSegments',
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description:
			'The most segments that a message may have; 0 for no limit. If Too Long says what happens to longer ones; if you do not add that option, they are refused. A segment is a part of up to 160 characters, or 70 with characters such as emoji, and each one is billed.',
	},
	{
		displayName: 'Max Segments in Total',
		name: 'maxSegmentsInTotal',
		perRun: true,
		isFence: true,
		type: 'number',
		typeOptions: { minValue: 0, numberPrecision: 0 },
		default: 0,
		description:
			'Send nothing if all messages together need more segments than this; a stored template counts as one; 0 for no limit',
	},
	{
		displayName: 'One Text per Recipient',
		name: 'oneTextPerRecipient',
		perRun: true,
		type: 'boolean',
		default: false,
		description: `Whether the texts of all items to the same recipient become one, with a line for each. What does not fit into Max Segments (${JOINED_SEGMENTS} if that is not set) is counted: “+3 more”. Only items with the same sender, reference and time are joined, and stored templates never are.`,
	},
	{
		displayName: 'Output',
		name: 'output',
		perRun: true,
		type: 'options',
		options: [
			{
				name: 'One Item per Message',
				value: 'items',
				description: 'What became of each message',
			},
			{
				name: 'One Summary',
				value: 'summary',
				description:
					'How many messages were accepted and how many not, what they cost, and which ones failed',
			},
		],
		default: 'items',
		description: 'What the node returns when all messages are sent',
	},
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		placeholder: 'e.g. incident-4711',
		description:
			'Your own reference, passed to the provider unchanged and returned with the result',
	},
	{
		displayName: 'Require All Valid',
		name: 'requireAllValid',
		perRun: true,
		type: 'boolean',
		default: false,
		description:
			'Whether to send nothing unless every message is valid. Otherwise the valid messages are sent and the others fail.',
	},
	{
		displayName: 'Send At',
		name: 'sendAt',
		type: 'dateTime',
		default: '',
		description: 'When to send, in the time zone of the workflow unless the value names another',
	},
	{
		displayName: 'Smart Encoding',
		name: 'smartEncoding',
		type: 'boolean',
		default: false,
		description:
			'Whether to replace typographic quotes, dashes and similar characters with plain ones if the text then needs only the basic SMS alphabet (GSM-7), which fits more than twice as many characters into a segment',
	},
	{
		displayName: 'Suppress Repeats',
		name: 'suppressRepeats',
		isFence: true,
		type: 'fixedCollection',
		placeholder: 'Add Repeat',
		default: { repeat: {} },
		description:
			'Do not send a text again that this node has sent to the same recipient within a time, so that one incident is one text. Executions of the same workflow and node are looked at together, also those that you start in the editor. The time can be up to a quarter longer than set.',
		options: [
			{
				name: 'repeat',
				displayName: 'Repeat',
				values: [
					{
						displayName: 'Key',
						name: 'key',
						type: 'string',
						default: '',
						placeholder: 'e.g. {{ $json.incident }}',
						description:
							'What makes two texts to a recipient the same, for example the ID of an incident; leave empty for the text itself',
					},
					{
						displayName: 'Minutes',
						name: 'minutes',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 44640, numberPrecision: 0 },
						default: 60,
						description: 'How long a text with the same key is not sent again, in minutes',
					},
				],
			},
		],
	},
	TIMEOUT_OPTION,
	{
		displayName: 'Wait for Delivery',
		name: 'waitForDelivery',
		perRun: true,
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 300, numberPrecision: 0 },
		default: 60,
		description:
			'How many seconds to wait for the delivery of each message, from its acceptance; 0 not to wait. The provider is asked for the status until then. Meanwhile, the execution occupies its place in the concurrency and the queue of n8n.',
	},
] as const satisfies Fields;

export type SharedOption = (typeof SEND_OPTIONS)[number]['name'];

/** The shared options that govern the run, as far as they are set. */
export type SharedRunOptions = Partial<RunParams<typeof SEND_OPTIONS>>;
/** The shared options that concern the messages of one item, as far as they are set. */
export type SharedMessageOptions = Partial<MessageParams<typeof SEND_OPTIONS>>;

/** What a send operation says about its options. */
export interface OptionsOf<O extends Fields> {
	/** Its own options, in addition to the shared ones. */
	readonly options?: O;
	/** Shared options that do not apply. */
	readonly without?: readonly SharedOption[];
	/** Descriptions of shared options, where they differ from the default ones. */
	readonly descriptions?: Readonly<Partial<Record<SharedOption, string>>>;
}

const SIMPLIFY = { ...SIMPLIFY_FIELD[0], perRun: true } as const satisfies Field;

/** All fields of a send operation: its own, Simplify and Options, in the order that n8n requires. */
export const sendFields = (
	fields: Fields,
	{ options: own = [], without = [], descriptions = {} }: OptionsOf<Fields>,
) =>
	[
		...fields,
		SIMPLIFY,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			// Omitted options are never set, and the literal of the operation gives its own options their types.
			// n8n sorts options by name; the one that everybody with local numbers needs comes before them.
			options: [
				...SEND_OPTIONS.filter(({ name }) => !without.includes(name)).map((option) => ({
					...option,
					description: descriptions[option.name] ?? option.description,
				})),
				...own,
			].sort(
				(a, b) =>
					Number(b.name === 'defaultCountry') - Number(a.name === 'defaultCountry') ||
					a.displayName.localeCompare(b.displayName, 'en'),
			) as Fields as typeof SEND_OPTIONS,
		},
	] as const;

/** A template's variables by name; the last value of a repeated name wins. */
export const variablesOf = (
	rows: ReadonlyArray<{ readonly name: string; readonly value: string }> = [],
): Record<string, string> => Object.fromEntries(rows.map(({ name, value }) => [name, value]));
