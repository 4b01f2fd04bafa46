/** Numbers, names and words as users and expressions write them: one, or a list. */
import { isObject } from '../values';

/** One entry of a list as it was written, or what stands there instead of a text: `an object`. */
export type Written = string | { readonly notText: string };

/** What a value is, in the middle of a sentence: `a list`, `an object`, `true`. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'function') return 'a function';
	return isObject(value) ? 'an object' : String(value);
}

/** The entries of a list with commas, semicolons or new lines between them, without empty ones. */
export const splitList = (text: string): string[] =>
	text
		.split(/[,;\n\r]+/)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');

/**
 * All entries of a value: of a text, of a number, or of a list of these, however deep it is. What is
 * no text stays in its place, so that it is refused there and the other entries are not.
 */
export function readWritten(value: unknown): Written[] {
	if (Array.isArray(value)) return value.flatMap(readWritten);
	if (typeof value === 'string') return splitList(value);
	if (typeof value === 'number' && Number.isFinite(value)) return [String(value)];
	return [{ notText: kindOf(value) }];
}
