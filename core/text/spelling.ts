/**
 * What surrounds the digits of a phone number: what spreadsheets add to them or take from them, links
 * (RFC 3966), extensions. It decides which digits were meant, or that this is not certain.
 */
import { toAscii } from './normalise';

/** Why a text is not one number with certain digits. */
export type Damage =
	| 'empty'
	| 'notANumber'
	| 'several'
	| 'extension'
	/** A spreadsheet shows it as `6.1411E+10`: digits are lost. */
	| 'scientific'
	| 'fraction'
	/** Commas between digits that do not give a number in use: it may as well be a list. */
	| 'grouped'
	/** Valid only within its phone-context. */
	| 'local';

/** The number as people write it, without its surroundings. */
export interface Spelling {
	readonly text: string;
	/** The problem to report unless the text gives a number that is in use. */
	readonly unless?: Damage;
	/** The same with zeros that a spreadsheet may have added: `.00`. */
	readonly longer?: string;
	/** So many zeros that they may as well be digits of the number: `411 111.000`. */
	readonly isOpen?: boolean;
}

type Problem = { readonly problem: Damage };

/** Far more than any number with its surroundings; the expressions below need not be fast beyond it. */
const LONGEST = 500;

/** Plus or digits, grouped as people group them. Nobody writes a number with a leading hyphen. */
const WRITTEN = /^(?:\+[ .()-]*)?[\d(][\d .()/-]*$/;
const EXTENSION =
	/\d[\s)]*(?:(?:extension|extn|ext|x|anexo|ramal|interno|int|poste|durchwahl|dw|доб|вн|转|轉|分机|分機|内线|內線|내선)[.:]? ?|#|\*|,,)\d+#?$/i;
const SEVERAL =
	/\d[\s)]*(?:\/\s*\+|(?:&|or|and|oder|und|ou|et|y|o|e|или|и|或|和|及|と)\s*[+(]?\d)/i;
const SCIENTIFIC = /^(\+?)(\d+)(?:[.,](\d+))?e\+?(\d{1,2})$/i;

const MOST_DIGITS = 15;

/** The digits of `6.1411111111E+10`; `undefined` if some of them are lost. */
function allDigits(whole: string, fraction: string, exponent: number): string | undefined {
	const digits = fraction.slice(0, exponent);
	const isWhole = digits.length === exponent && /^0*$/.test(fraction.slice(exponent));
	return isWhole && whole !== '0' ? whole + digits : undefined;
}

/** Removes what a link or an export puts around a number. */
function bare(text: string): string {
	const inner = text.replace(/^[=\s"'`]+/, '').replace(/[\s"'`.,;]+$/, '');
	const [link, scheme] = /^(tel|callto|smsto|sms|mmsto|mms) ?: ?(?:\/\/)?/i.exec(inner) ?? [];
	if (link === undefined || scheme === undefined) return inner;
	const address = inner.slice(link.length);
	return (/^[sm]ms/i.test(scheme) ? address.replace(/[?&].*$/, '') : address)
		.replace(/%(2[0-9b-e])/gi, (code) => decodeURIComponent(code))
		.trim();
}

const PARAMETER = /^([a-z][a-z\d-]*) ?(?:= ?(.*))?$/i;

/** Applies the parameters of RFC 3966 to their number. */
function applyParameters(written: string): Spelling | Problem {
	const [number = '', ...rest] = written.split(';').map((part) => part.trim());
	let context: string | undefined;
	for (const parameter of rest) {
		if (parameter === '') continue;
		const [, name, value = ''] = PARAMETER.exec(parameter) ?? [];
		if (name === undefined) return { problem: 'notANumber' };
		if (/^(?:ext|isub|postd)$/i.test(name)) return { problem: 'extension' };
		if (/^phone-context$/i.test(name)) context = value;
	}
	if (context === undefined || number.startsWith('+')) return { text: number };
	if (!/^\+[\d.()-]*\d[\d.()-]*$/.test(context)) return { problem: 'local' };
	return { text: `${context} ${number}`, unless: 'local' };
}

const NUMBER = String.raw`\+?\d(?:[\d ()/-]*\d)? ?`;
/** Digits and `.0`, also where commas or dots group the digits in front. */
const ZEROS = /^(\+?\d[\d ()/,-]*\d) ?\. ?(0+)$|^(\+?\d[\d ()/.-]*\d) ?, ?(0+)$/;
const FRACTION = new RegExp(`^(?:${NUMBER}[.,]\\d{1,2}|\\+?\\d{10,}[.,]\\d+)$`);
const GROUPED = /^\+?\(?\d{1,4}\)?(?:,\d{2,4})+$/;
const digitsIn = (text: string): number => text.replace(/\D/g, '').length;
/** Shorter numbers before a dot are the first group of a number. */
const LEAST_WHOLE = 7;

/** Whether these digits in front of `.0` are a whole number, and not a group of digits. */
const isWhole = (head: string): boolean => digitsIn(head) >= LEAST_WHOLE || /^\d{3,}$/.test(head);

function ungroup(text: string): Spelling | Problem {
	const [, beforeDot, dotZeros, beforeComma, commaZeros] = ZEROS.exec(text) ?? [];
	const head = beforeDot ?? beforeComma;
	const zeros = dotZeros ?? commaZeros;
	if (head !== undefined && zeros !== undefined && isWhole(head)) {
		const rest = ungroup(head);
		if ('problem' in rest) return rest;
		return { ...rest, longer: `${rest.text}${zeros}`, isOpen: zeros.length > 2 };
	}
	if (FRACTION.test(text) && digitsIn(text.replace(/[.,]\d+$/, '')) >= LEAST_WHOLE) {
		return { problem: 'fraction' };
	}
	return GROUPED.test(text) ? { text: text.replace(/,/g, ''), unless: 'grouped' } : { text };
}

/** A single (0) in a number that is otherwise plain, and what is in front of it. */
const TRUNK = /^([\d+ .-]*)\( ?0 ?\)[\d .-]*$/;

/** Whether a (0) stands where nobody writes a trunk prefix: behind more than a country code. */
function hasOddTrunk(text: string): boolean {
	const [, before] = TRUNK.exec(text) ?? [];
	if (before === undefined || /[ .-]{2}/.test(text)) return false;
	const code = before.replace(/[ .-]/g, '').replace(/^(?:\+|0011|00|011|010)/, '');
	return code.length > 3;
}

/**
 * Finds the number in what was written.
 *
 * @returns its digits with at most a plus, brackets, blanks, dots, hyphens and slashes, or the problem
 */
export function readSpelling(value: string): Spelling | Problem {
	if (value.length > LONGEST) return { problem: 'notANumber' };
	const text = bare(toAscii(value));
	if (text === '') return { problem: 'empty' };
	const [, plus = '', whole, fraction = '', exponent] =
		SCIENTIFIC.exec(text.replace(/ /g, '')) ?? [];
	if (whole !== undefined) {
		if (Number(exponent) > MOST_DIGITS) return { problem: 'notANumber' };
		const digits = allDigits(whole, fraction, Number(exponent));
		return digits === undefined ? { problem: 'scientific' } : { text: `${plus}${digits}` };
	}
	const spelling = text.includes(';') ? applyParameters(text) : ungroup(text);
	if ('problem' in spelling) return spelling;
	if (EXTENSION.test(spelling.text)) return { problem: 'extension' };
	if (SEVERAL.test(spelling.text)) return { problem: 'several' };
	const plain = spelling.text.replace(/^\( ?(\+|00)(\d*) ?\)/, '$1$2 ');
	if (!WRITTEN.test(plain) || !/\d/.test(plain) || hasOddTrunk(plain)) {
		return { problem: 'notANumber' };
	}
	return { ...spelling, text: plain };
}
