/** Reads untyped values: what arrives over a wire is `unknown` until it has been checked. */

export type Fields = Record<string, unknown>;

export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

/** The value as a PHP back end reads it: numbers count as text, anything else counts as absent. */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : '';
}

export function isTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

export const isWholeNumber = (value: unknown, least = 0): value is number =>
	Number.isSafeInteger(value) && Number(value) >= least;

export const messageOf = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);
