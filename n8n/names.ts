const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Joins names for use in a sentence: `A, B and C`. */
export const listed = (names: readonly string[]): string => LIST.format(names);
