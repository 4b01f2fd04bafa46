/** The inbound filter of both triggers: its fields, and how they are read. */
import { NodeOperationError } from 'n8n-workflow';
import { type Filter, readFilter } from '../../core/receiving/filter';
import { maskText } from '../../core/message';
import type { Written } from '../../core/text/written';
import { errorNode } from '../errors';
import type { Field, Fields, Params } from '../parameters/fields';
import type { ParameterContext } from '../parameters/read';

/** In alphabetical order, as the editor shows them; all filters that are set must match. */
const FILTERS = [
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		many: 'numbers',
		default: '',
		placeholder: 'e.g. +61411111111, +852*',
		description:
			'Only messages from these senders: numbers with country code, or names, separated by commas. A * at the end matches any ending.',
	},
	{
		displayName: 'Keyword',
		name: 'keyword',
		type: 'string',
		many: true,
		default: '',
		placeholder: 'e.g. ACK, done',
		description:
			'Only messages that contain one of these words or phrases, separated by commas. Only whole words match; capital letters make no difference.',
	},
	{
		displayName: 'Regular Expression',
		name: 'pattern',
		type: 'string',
		default: '',
		placeholder: 'e.g. /^ack\\s+\\d+$/i',
		description:
			'Only messages that match this regular expression, written plainly or as /…/ with flags. The syntax is RE2: that of JavaScript without look-arounds and back-references, so that no text can stall n8n.',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		many: 'numbers',
		default: '',
		placeholder: 'e.g. +61422222222',
		description:
			'Only messages to these numbers or devices of yours, separated by commas. Messages for which the provider does not say to which number they were sent are left out.',
	},
] as const satisfies Fields;

/** @param description what the filters do in this trigger */
export const inboundFilters = (description: string) =>
	({
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		description,
		options: FILTERS,
	}) as const satisfies Field;

const refuse = (ctx: ParameterContext, message: string, description: string) =>
	new NodeOperationError(errorNode(ctx), message, { description });

/** The filter as the user wrote it, split into entries. */
export interface FilterText {
	readonly from: readonly string[];
	readonly to: readonly string[];
	readonly keyword: readonly string[];
	readonly pattern: string;
}

/**
 * Reads the user's filter, and its text, which tells it apart from other filters.
 *
 * @throws NodeOperationError that names the filter that cannot be used
 */
export function readInboundFilter(
	ctx: ParameterContext,
	filters: Partial<Params<typeof FILTERS>>,
): { readonly filter: Filter; readonly text: FilterText } {
	const entries = (displayName: string, written: readonly Written[] = []): string[] =>
		written.map((entry) => {
			if (typeof entry === 'string') return entry;
			throw refuse(
				ctx,
				`${displayName} under Filters contains ${entry.notText} instead of a word or a number`,
				'Check its expression: it must give words or numbers, one or a list.',
			);
		});
	const text: FilterText = {
		from: entries('From', filters.from),
		to: entries('To', filters.to),
		keyword: entries('Keyword', filters.keyword),
		pattern: (filters.pattern ?? '').trim(),
	};
	const filter = readFilter(text);
	if (typeof filter === 'function') return { filter, text };
	const { part, unusable } = filter;
	if (part !== 'Regular Expression') {
		throw refuse(
			ctx,
			`${part} under Filters can never match: "${maskText(unusable)}" is neither a number nor a name`,
			'Write numbers with + and country code, and names as they appear on the phone; a trailing * matches any ending.',
		);
	}
	throw refuse(
		ctx,
		`Regular Expression cannot be used: ${unusable}`,
		'Look-arounds and back-references are not supported. Correct it under Filters, or use Keyword.',
	);
}
