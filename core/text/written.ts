/** Reads numbers, names and words as users and expressions write them: one, or a list. */
import { isObject } from '../values';

/** One entry of a list as written, or what was found instead of a text: `an object`. */
export type Written = string | { readonly notText: string };

/** Describes a value for use within a sentence: `a list`, `an object`, `true`. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'function') return 'a function';
	return isObject(value) ? 'an object' : String(value);
}

/** Splits a list at commas, semicolons and new lines, without empty entries. */
export const splitList = (text: string): string[] =>
	text
		.split(/[,;\n\r]+/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

/**
 * All entries of a value: a text, a number, or a list of these, nested to any depth. A value that is not
 * a text keeps its place, so that it alone is refused and not the other entries.
 */
export function readWritten(value: unknown): Written[] {
	if (Array.isArray(value)) return value.flatMap(readWritten);
	if (typeof value === 'string') return splitList(value);
	if (typeof value === 'number' && Number.isFinite(value)) return [String(value)];
	return [{ notText: kindOf(value) }];
}
