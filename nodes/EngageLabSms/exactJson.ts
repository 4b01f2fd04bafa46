import { parseJson } from '../../core/values';

/** A string, or a complete number: digits inside either are not separate numbers. */
const TOKEN = /"(?:[^"\\]|\\.)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Digits in a row that may be an integer of the next kind; most answers have none. */
const MANY_DIGITS = /\d{16}/;

/** An integer with more digits than a double can always hold exactly. */
const LARGE_INTEGER = /^-?\d{16,}$/;

/** Turns every number named `…_id` into text, at any depth. */
function idsAsText(value: unknown): void {
	if (typeof value !== 'object' || value === null) return;
	if (Array.isArray(value)) {
		for (const one of value) idsAsText(one);
		return;
	}
	const fields = value as Record<string, unknown>;
	for (const name of Object.keys(fields)) {
		const one = fields[name];
		if (typeof one === 'object') idsAsText(one);
		else if (typeof one === 'number' && name.endsWith('_id')) fields[name] = String(one);
	}
}

/**
 * Parses JSON and keeps ids exact: integers of 16 or more digits become text, and so does every
 * `…_id`, so that ids have one type regardless of their size. EngageLab writes int64 without quotes
 * (docs/providers/engagelab.md §3.1, §5). Returns `undefined` if the text is not JSON.
 */
export function parseExact(text: string): unknown {
	// Parse it unchanged first: with quotes, a text that is not JSON could become one.
	const plain = parseJson(text);
	if (plain === undefined) return undefined;
	const exact = MANY_DIGITS.test(text)
		? parseJson(text.replace(TOKEN, (token) => (LARGE_INTEGER.test(token) ? `"${token}"` : token)))
		: plain;
	idsAsText(exact);
	return exact;
}
