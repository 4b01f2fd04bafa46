import { isFields } from './values.mts';

/** What somebody writes back. */
export interface NewReply {
	from: string;
	/** May be empty: the reply then goes to whoever wrote last. */
	to: string;
	text: string;
	/** ISO 8601, for one that the provider had earlier than it shows it. Absent: now. */
	at?: string;
}

function readTime(value: unknown): string {
	if (value === undefined) return new Date().toISOString();
	const isIso = typeof value === 'string' && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/.test(value);
	const ms = isIso ? Date.parse(value) : NaN;
	if (Number.isNaN(ms)) throw new Error('The time of a reply (at) must be ISO 8601 with its zone.');
	return new Date(ms).toISOString();
}

/** A reply as it comes from the page or from a test; throws a sentence about what is wrong. */
export function readReply(value: unknown): Required<NewReply> {
	if (!isFields(value)) throw new Error('A reply needs from, to and text.');
	const { from, to, text } = value;
	if (typeof from !== 'string' || typeof to !== 'string' || typeof text !== 'string') {
		throw new Error('A reply needs from, to and text.');
	}
	if (from === '' || text.trim() === '') throw new Error('A reply needs a sender and a text.');
	return { from, to, text, at: readTime(value.at) };
}
