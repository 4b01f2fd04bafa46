import { isWholeNumber } from './values.mts';

/** The values that a setting may have, and how an error describes them. */
export interface Check<T> {
	wanted: string;
	test: (value: unknown) => value is T;
}

export type Checks<T> = { [K in keyof T]: Check<T[K]> };

export function oneOf<const T extends string | number | boolean>(...values: T[]): Check<T> {
	const known: readonly unknown[] = values;
	return {
		wanted: `one of ${values.join(', ')}`,
		test: (value): value is T => known.includes(value),
	};
}

export const milliseconds: Check<number> = {
	wanted: 'a whole number of milliseconds',
	test: (value): value is number => isWholeNumber(value),
};
