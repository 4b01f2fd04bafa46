const LIST = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Names as a part of a sentence: `A, B and C`. */
export const listed = (names: readonly string[]): string => LIST.format(names);
