/**
 * Characters that are never seen: zero-width characters, joiners, direction marks, variation selectors
 * and fillers (Unicode's Default_Ignorable_Code_Point), and the marks of interlinear annotations.
 */
const MARKS = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;

/**
 * The text without invisible marks. For comparisons: in a text that people read, joiners, direction
 * marks and variation selectors matter (combined emoji, Persian, Arabic, Hebrew).
 */
export const withoutMarks = (text: string): string => text.replace(MARKS, '');
