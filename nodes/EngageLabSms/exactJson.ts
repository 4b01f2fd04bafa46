import { parseJson } from '../../core/values';

/** A string or a complete number token: digits inside either are not separate numbers. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** An integer with more digits than a double can always hold exactly. */
const LARGE_INTEGER = /^-?\d{16,}$/;

/**
 * Parses JSON and keeps ids exact: integers of 16 or more digits become text, and so does every
 * `…_id`, so that ids have one type regardless of their size. EngageLab writes int64 without quotes
 * (docs/providers/engagelab.md §3.1, §5). Returns `undefined` if the text is not JSON.
 */
export function parseExact(text: string): unknown {
	// Parse it unchanged first: in text that is not JSON (an unterminated string), the token search takes
	// quadratic time, and webhooks accept text from anyone.
	if (parseJson(text) === undefined) return undefined;
	try {
		const quoted = text.replace(TOKEN, (token) =>
			LARGE_INTEGER.test(token) ? `"${token}"` : token,
		);
		return JSON.parse(quoted, (key, value: unknown) =>
			typeof value === 'number' && key.endsWith('_id') ? String(value) : value,
		);
	} catch {
		return undefined;
	}
}
