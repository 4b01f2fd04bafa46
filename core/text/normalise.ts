/** Text as people paste it: marks that nobody sees, full-width forms, digits of other scripts. */

/**
 * Characters without a visible form: Unicode's Default_Ignorable_Code_Point (zero-width characters, marks
 * of direction, variation selectors, tags) and interlinear annotations.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/gu;
const NOT_ASCII = /[^\0-\x7F]/;

/** Whether a text has only characters of ASCII, so that there is nothing to normalise. */
export const isAscii = (text: string): boolean => !NOT_ASCII.test(text);

/** The text without invisible characters; joined emoji fall into their parts. */
export const withoutInvisible = (text: string): string =>
	isAscii(text) ? text : text.replace(INVISIBLE, '');

/** Marks on one letter that count: Unicode's Stream-Safe Text Format (UAX #15) allows as many. */
const STACKED = /(\p{M}{30})\p{M}+/gu;

/**
 * A normal form of Unicode. Of many marks on one letter only the first 30 are kept: sorting them takes
 * quadratic time, and 100,000 of them 6 s.
 */
export const normalised = (text: string, form: 'NFC' | 'NFD' | 'NFKC'): string =>
	text.replace(STACKED, '$1').normalize(form);

/** For comparisons of words and names: visible characters only, compatible forms as one, lower case. */
export const folded = (text: string): string =>
	withoutInvisible(isAscii(text) ? text : normalised(text, 'NFKC')).toLowerCase();

/** The ASCII form of a digit of any script: each script's ten digits are consecutive, starting at zero. */
function asciiDigit(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	for (let value = 0; value < 10; value++) {
		if (!/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) return String(value);
	}
	return digit;
}

/** From ASCII's `!` to its full-width form. */
const FULL_WIDTH = 0xfee0;

/** A number in ASCII: pasted text has marks, spaces, hyphens and digits of all kinds. */
export function toAscii(text: string): string {
	const ascii = isAscii(text)
		? text
		: withoutInvisible(text)
				// The box around the digits of emoji such as 1️⃣.
				.replace(/\u20E3/g, '')
				.replace(/[！-～]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - FULL_WIDTH))
				.replace(/[﹢⁺]/g, '+')
				.replace(/[‐-―−﹣]/g, '-')
				.replace(/[，、､﹐﹑،٬︐︑]/g, ',')
				.replace(/[؛﹔︔]/g, ';')
				.replace(/[。｡]/g, '.')
				.replace(/[‘’‚‛“”„‟«»]/g, '"')
				.replace(/(?![0-9])\p{Nd}/gu, asciiDigit);
	return ascii.replace(/\s+/g, ' ').trim();
}
