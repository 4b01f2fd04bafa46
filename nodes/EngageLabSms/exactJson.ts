/** A string or a whole number token: digits inside of either are no numbers of their own. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** An integer of more digits than a double holds for sure. */
const LARGE_INTEGER = /^-?\d{16,}$/;

/**
 * JSON whose ids stay exact: integers of 16 digits and more come out as text, and so does every
 * `…_id`, so that ids are of one type whatever their size. EngageLab writes int64 without quotes
 * (docs/providers/engagelab.md §3.1, §5). `undefined` where the text is no JSON.
 */
export function parseExact(text: string): unknown {
	try {
		// First as it is: over text that is no JSON, a string without an end, looking for tokens takes
		// quadratic time, and webhooks bring text from anybody.
		JSON.parse(text);
	} catch {
		return undefined;
	}
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
