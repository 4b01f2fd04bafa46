/** Reads values of unknown type from outside, and results of promises; copies our own values for storage. */

/** Named values, assignable to n8n's data objects. */
export type DataObject = Record<string, string | number | boolean | object | null | undefined>;

/** Whether a value has named fields. */
export const isObject = (value: unknown): value is DataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any value as text; empty if it has no text form (an object without a prototype). */
export function anyText(value: unknown): string {
	try {
		return String(value);
	} catch {
		return '';
	}
}

/** A text or a number as text; `undefined` for everything else. */
export const textOrNumber = (value: unknown): string | undefined =>
	typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

/** The same, trimmed; `null` if nothing is left. */
export const textIn = (value: unknown): string | null => textOrNumber(value)?.trim() || null;

type Values = Readonly<Record<string, unknown>>;

/** The first of these fields that holds a text or a number, as {@link textIn}; `null` if none does. */
export const firstText = (fields: Values, ...names: readonly string[]): string | null =>
	names.map((name) => textIn(fields[name])).find((text) => text !== null) ?? null;

/** A table's own entry; `undefined` for keys that every object inherits, such as `constructor`. */
export const entryOf = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
	Object.hasOwn(table, key) ? table[key] : undefined;

/** Deeper than any answer; code that walks a value would overflow the stack. */
const DEEPEST = 100;

/**
 * More values than any answer has, fields included: some 30,000 rows. Parsing and reading millions of
 * them, as they fit into 16 MiB, would hold the event loop for seconds.
 */
export const MOST_VALUES = 500_000;

/** Where a string ends that begins in front of `from`: at its quote, or at the end of the text. */
function endOfString(text: string, from: number): number {
	for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
		let before = at;
		while (before > from && text.charCodeAt(before - 1) === 0x5c) before--;
		if ((at - before) % 2 === 0) return at;
	}
	return text.length;
}

/** Whether JSON has brackets that are nested too deep (`deep`), or too many values (`many`). */
export function excessOf(text: string): 'deep' | 'many' | undefined {
	let depth = 0;
	let values = 0;
	for (let at = 0; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code === 0x22) at = endOfString(text, at + 1);
		else if (code === 0x2c) values++;
		else if (code === 0x5b || code === 0x7b) {
			values++;
			if (++depth > DEEPEST) return 'deep';
		} else if (code === 0x5d || code === 0x7d) depth--;
		if (values > MOST_VALUES) return 'many';
	}
	return undefined;
}

/**
 * Parses JSON; `undefined` if the text is not valid JSON, nested deeper than {@link DEEPEST}, or has more
 * than {@link MOST_VALUES} values.
 */
export function parseJson(text: string): unknown {
	try {
		return excessOf(text) ? undefined : JSON.parse(text);
	} catch {
		return undefined;
	}
}

function plainValue(value: unknown): unknown {
	if (typeof value === 'string') return value;
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	if (Array.isArray(value)) return value.map((one) => plainValue(one) ?? null);
	if (typeof value === 'number') return Number.isFinite(value) ? value : null;
	return typeof value === 'object' && value !== null ? plain(value) : value;
}

/**
 * Copies one of our objects in the form in which n8n stores it: the same as a JSON round trip, without
 * the string in between. Dates become ISO 8601 strings, and undefined fields are omitted.
 */
export function plain(value: object): DataObject {
	const copy: DataObject = {};
	for (const name of Object.keys(value)) {
		const copied = plainValue((value as DataObject)[name]);
		if (copied !== undefined) copy[name] = copied;
	}
	return copy;
}

export type Settled<T> =
	{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Error };

/** Returns how a promise settled as a value, so that the caller can turn an error into an item. */
export async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
	return await promise.then(
		(value): Settled<T> => ({ ok: true, value }),
		(error: Error): Settled<T> => ({ ok: false, error }),
	);
}
