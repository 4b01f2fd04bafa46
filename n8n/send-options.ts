/** The options that every send of every node has, and how they are read. */
import type { IExecuteFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { DispatchSettings, IfUnsure } from '../core/dispatch';
import { countries } from '../core/phone';
import type { Draft, Fault } from '../core/draft';
import type { Field, Fields } from './fields';

const regionNames = new Intl.DisplayNames(['en'], { type: 'region' });

/** `Tristan Da Cunha (TA)`: n8n wants Title Case in its lists. */
const countryName = (code: string) =>
	`${(regionNames.of(code) ?? code).replace(/ da /, ' Da ')} (${code})`;

const COUNTRIES: INodePropertyOptions[] = [
	{ name: '- None -', value: '', description: 'Every number has to have its country code' },
	...countries()
		.map((code) => ({ name: countryName(code), value: code }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en')),
];

/** Recipients and text, the same in every node. */
export const TO_FIELD = {
	displayName: 'To',
	name: 'to',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. +61411111111, +61422222222',
	description: 'Phone numbers of the recipients, separated by commas or new lines',
} as const satisfies Field;

export const MESSAGE_FIELD = {
	displayName: 'Message',
	name: 'message',
	type: 'string',
	typeOptions: { rows: 4 },
	default: '',
	required: true,
	placeholder: 'e.g. Server db1 is down',
	description: 'The text to send',
} as const satisfies Field;

/** In alphabetical order, as the editor shows them. */
export const SEND_OPTIONS = [
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 20 },
		default: 5,
		description: 'How many requests may be under way at once. Taken from the first item.',
	},
	{
		displayName: 'Default Country',
		name: 'defaultCountry',
		type: 'options',
		options: COUNTRIES,
		default: '',
		description: 'The country of numbers that are written without a country code',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: false,
		description:
			'Whether to do everything but the sending: the output shows number, encoding, segments and the request that each message would travel in. Taken from the first item.',
	},
	{
		displayName: 'Max Requests per Second',
		name: 'maxRate',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How many requests may start per second; 0 for no limit. Taken from the first item.',
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 10 },
		default: 3,
		description:
			'How often a request is tried again that was certainly not sent: connection refused, or too many requests. Taken from the first item.',
	},
	{
		displayName: 'Max Segments',
		name: 'maxSegments',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How many segments a message may need, because each one is billed; 0 for no limit',
	},
	{
		displayName: 'Reference',
		name: 'reference',
		type: 'string',
		default: '',
		placeholder: 'e.g. incident-4711',
		description:
			'Your own reference, passed to the provider unaltered and returned with the result',
	},
	{
		displayName: 'Require All Valid',
		name: 'requireAllValid',
		type: 'boolean',
		default: false,
		description:
			'Whether to send nothing at all unless every message is valid. Otherwise the valid ones go out and the others fail. Taken from the first item.',
	},
	{
		displayName: 'Send At',
		name: 'sendAt',
		type: 'dateTime',
		default: '',
		description: 'When to send, in the time zone of the workflow unless it says another',
	},
	{
		displayName: 'Smart Encoding',
		name: 'smartEncoding',
		type: 'boolean',
		default: false,
		description:
			'Whether to replace typographic quotes, dashes and the like by plain ones where that more than doubles what fits into a segment',
	},
	{
		displayName: 'Timeout',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 30000,
		description:
			'How many milliseconds to wait for an answer. Without it 30 seconds for one message and 120 for many. Taken from the first item.',
	},
] as const satisfies Fields;

/** The shared options together with a node's own, in the order that the editor wants. */
export function sendOptions(own: Fields = []): Field[] {
	return [...SEND_OPTIONS, ...own].sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
}

/** Settings of a whole run. */
export interface RunSettings extends DispatchSettings {
	readonly timeoutMs?: number;
	readonly requireAllValid: boolean;
	readonly dryRun: boolean;
}

type Options = Record<string, unknown>;

const positive = (value: unknown): number | undefined =>
	Number.isFinite(Number(value)) && Number(value) > 0 ? Number(value) : undefined;

/** The run's settings: from the first item, because they cannot differ between items. */
export function readRunSettings(ctx: IExecuteFunctions, ifUnsure: IfUnsure): RunSettings {
	// One by one, so that an expression of another option that fails concerns its own item only.
	const option = (name: string): unknown => ctx.getNodeParameter(`options.${name}`, 0, null);
	const retries = Number(option('maxRetries') ?? 3);
	return {
		ifUnsure,
		concurrency: Math.min(20, positive(option('concurrency')) ?? 5),
		maxRetries: Number.isFinite(retries) ? Math.min(10, Math.max(0, Math.floor(retries))) : 3,
		maxRate: positive(option('maxRate')),
		timeoutMs: positive(option('timeout')),
		requireAllValid: option('requireAllValid') === true,
		dryRun: option('dryRun') === true,
	};
}

type DraftOptions = Pick<
	Draft,
	'reference' | 'sendAt' | 'source' | 'defaultCountry' | 'maxSegments' | 'smartEncoding'
>;

/** What the options say about the messages of one item. */
export function readDraftOptions(options: Options): DraftOptions {
	const { reference, sendAt, source, defaultCountry } = options;
	const country = typeof defaultCountry === 'string' ? defaultCountry.trim() : '';
	return {
		reference,
		sendAt,
		source,
		maxSegments: positive(options.maxSegments),
		smartEncoding: options.smartEncoding === true,
		...(country !== '' && { defaultCountry: country }),
	};
}

/** An expression that cannot be evaluated concerns its own item; the others go out. */
export function readDraft(item: number, read: () => Omit<Draft, 'item'>): Draft {
	try {
		return { item, ...read() };
	} catch (error) {
		const fault: Fault = {
			parameter: 'Parameters',
			failure: {
				class: 'content',
				code: 'EXPRESSION',
				message: `A parameter could not be read: ${(error as Error).message}`,
				hint: 'Check the expressions of this node for this item.',
			},
		};
		return { item, text: undefined, fault };
	}
}
