/** Looks at what came from outside. */

/** Whether a value has named fields. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any value as text; nothing where it has none (an object without a prototype). */
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
