/** What both triggers ask the user about inbound messages. */
import type { Field, Fields } from './fields';

/** In alphabetical order, as the editor shows them; all of them have to fit. */
const FILTERS = [
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '',
		placeholder: 'e.g. +61411111111, +852*',
		description:
			'Only messages of these senders: numbers with their country code, or names, separated by commas; * stands for any continuation',
	},
	{
		displayName: 'Keyword',
		name: 'keyword',
		type: 'string',
		default: '',
		placeholder: 'e.g. ACK, done',
		description:
			'Only messages that contain one of these words or phrases, separated by commas; whole words, in any case',
	},
	{
		displayName: 'Regular Expression',
		name: 'pattern',
		type: 'string',
		default: '',
		placeholder: 'e.g. /^ack\\s+\\d+$/i',
		description:
			'Only messages that match. Written plainly or as /…/ with flags; RE2 syntax, which is that of JavaScript without look-arounds and back-references, so that no text can stall n8n.',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'string',
		default: '',
		placeholder: 'e.g. +61422222222',
		description:
			'Only messages to these numbers or devices, separated by commas; messages for which the provider does not name the receiver are left out',
	},
] as const satisfies Fields;

/** @param description what they are for in this trigger */
export const inboundFilters = (description: string): Field => ({
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	description,
	options: [...FILTERS],
});
