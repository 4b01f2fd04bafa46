/** Reads numbers, names and words as users and expressions write them: one, or a list. */
import type { Quoting } from '../message';
import { isObject } from '../values';
import { isAscii, toAscii, withoutInvisible } from './normalise';

/** What was found instead of an entry. */
export interface NotText {
	/** As part of a sentence: `an object`. */
	readonly notText: string;
	/** What to say instead of that, and the way out. */
	readonly problem?: readonly [message: string | Quoting, hint: string];
}

/** One entry of a list as written, or what was found in its place. */
export type Written = string | NotText;

/** Describes a value for use within a sentence: `a list`, `an object`, `true`. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'function') return 'a function';
	return isObject(value) ? 'an object' : String(value);
}

const COMMAS = ',，、､﹐﹑،︐︑';
const SEMICOLONS = ';；؛﹔︔';
/** Separators that are never part of an entry: ends of lines, tabs and bars. */
const ALWAYS = '|｜\\n\\r\\t\\v\\f\\u0085\\u2028\\u2029';
const ANY_SEPARATOR = new RegExp(`[${COMMAS}${SEMICOLONS}${ALWAYS}]+`);

/** A character that can be seen. */
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]/u;

/** The parts without blanks around them, and without those that show nothing; in the given array. */
function entries(parts: string[]): string[] {
	// In place: half a million parts are 1 MiB of text, and a second array takes as long as all the rest.
	let kept = 0;
	for (const part of parts) {
		const entry = part.trim();
		if (VISIBLE.test(entry)) parts[kept++] = entry;
	}
	parts.length = kept;
	return parts;
}

/** Splits a list of words at commas, semicolons, tabs, bars and new lines of all kinds. */
export const splitList = (text: string): string[] => entries(text.split(ANY_SEPARATOR));

// RFC 3966: parameters follow a number after semicolons, which otherwise separate numbers.
const NUMBER_SEPARATOR = new RegExp(
	`[${ALWAYS}]+|[${COMMAS}]{3,}|[${SEMICOLONS}]+(?!\\s*(?:[a-z][a-z\\d-]{0,40}\\s*=|npdi\\b))`,
	'i',
);
const COMMA = new RegExp(`[${COMMAS}]`);
/** A country code in a column of its own, which is no entry: its number follows. */
const ALONE = new RegExp(
	// Groups of digits with commas between them are one number, see below.
	`([+＋]\\p{Nd}{1,3})["']?(?:[${SEMICOLONS}|｜\\t]|[${COMMAS}](?! ?\\p{Nd}{1,4}[${COMMAS}])) ?["']?(?=\\(?\\p{Nd})`,
	'gu',
);
const BEFORE_PLUS =
	/(?<=[\p{Nd})"'.\p{Default_Ignorable_Code_Point}])\s+(?=["'(\p{Default_Ignorable_Code_Point}]*[+＋])/u;
/** What follows the number in a link that starts a message: it belongs to no recipient. */
const LINK = /\b(?:smsto|sms|mmsto|mms):/i;
const LINK_BODY = /[?&][^\n\r]*?(?=[\n\r]|\b(?:smsto|sms|mmsto|mms|tel):|$)/gi;

/** Grouped so far, as `61,411` or `="+61` of a spreadsheet. */
const GROUPED = /^[="']*\+?\(?\d{1,4}\)?(?:,\d{2,4})*$/;
const GROUP = /^\d{2,4}(?:\.\d+)?["']*$/;
const LONG = /\d{7}$|\d[\d .-]{7,60}\d$/;

/** More than one number with its groups, in characters. */
const LONGEST = 60;
const MOST_GROUPS = 12;
/** Entries of one text: more than any account sends to at once. */
const MOST_ENTRIES = 100_000;
const SEPARATORS: ReadonlySet<string> = new Set(
	`${COMMAS}${SEMICOLONS}|｜\n\r\t\v\f\u0085\u2028\u2029`,
);

/** Whether a text has more entries than {@link MOST_ENTRIES}. */
function hasTooMany(text: string): boolean {
	if (text.length < 2 * MOST_ENTRIES) return false;
	let entries = 0;
	let wasSeparator = true;
	for (let at = 0; at < text.length && entries <= MOST_ENTRIES; at++) {
		const isSeparator = SEPARATORS.has(text.charAt(at));
		if (wasSeparator && !isSeparator) entries++;
		wasSeparator = isSeparator;
	}
	return entries > MOST_ENTRIES;
}

/** Whether a part after a comma belongs to the number in front of it. */
function goesOn(before: string, part: string): boolean {
	if (/\s$/.test(before) || /^\s/.test(part)) return false;
	const [left, right] = [toAscii(before), toAscii(part)];
	return (
		// 61,411,111,111
		(GROUPED.test(left) && GROUP.test(right)) ||
		// 61411111111,00
		(/\d$/.test(left) && LONG.test(left.replace(/[,.]/g, '')) && /^0+["']*$/.test(right)) ||
		// 4,36641E+11
		(/^[="']*\+?\d{1,3}$/.test(left) && /^\d+E\+?\d+["']*$/i.test(right)) ||
		// +14155552671,,123456#
		(/\d,$/.test(left) && LONG.test(left.slice(0, -1)) && /^\d{1,6}#?$/.test(right))
	);
}

/** How a part begins that may belong to the number in front of it, in ASCII. */
const MAY_GO_ON = /^\s*\d/;
/** Too many digits for a group, and no zeros of a spreadsheet. */
const WHOLE = /^\s*[1-9]\d{6,}\s*$/;

/** Whether a part after a comma belongs to an entry of `groups` parts in front of it. */
function isJoined(before: string, groups: number, part: string, next: string): boolean {
	if (
		part.length > LONGEST ||
		(part !== '' && isAscii(part) && (!MAY_GO_ON.test(part) || WHOLE.test(part)))
	)
		return false;
	// No number has more groups, but its end must not become a number of its own.
	if (groups > MOST_GROUPS) return GROUP.test(toAscii(part));
	if (before.length > LONGEST) return false;
	if (part !== '') return goesOn(before, part);
	return /^\d{1,6}#?$/.test(next) && LONG.test(toAscii(before));
}

/** Splits at commas, but not at those that group the digits of one number. */
function splitCommas(text: string): string[] {
	if (!COMMA.test(text)) return [text];
	const found: string[] = [];
	let entry = '';
	let groups = 0;
	const parts = text.split(COMMA);
	for (const [position, part] of parts.entries()) {
		if (groups > 0 && isJoined(entry, groups, part, parts[position + 1] ?? '')) {
			entry += `,${part}`;
			groups++;
		} else {
			if (entry !== '') found.push(entry);
			entry = part;
			groups = 1;
		}
	}
	found.push(entry);
	return found;
}

/** Whether there is room for a number and a blank in front of the last plus. */
const mayHaveTwo = (part: string): boolean =>
	Math.max(part.lastIndexOf('+'), part.lastIndexOf('＋')) > 1;

/**
 * Splits a list of numbers. Commas within a number (`61,411,111,111`), the parameters of RFC 3966
 * (`;ext=5`) and the text of an `sms:` link do not separate; blanks do in front of a plus.
 */
function splitNumbers(text: string): string[] {
	return (LINK.test(text) ? text.replace(LINK_BODY, '') : text)
		.replace(ALONE, '$1 ')
		.split(NUMBER_SEPARATOR)
		.flatMap(splitCommas)
		.flatMap((part) => (mayHaveTwo(part) ? part.split(BEFORE_PLUS) : part));
}

const DEEPEST = 20;
/** Deeper than any list of numbers. Parsing a million nested lists would take 0.15 s. */
const TOO_DEEP = new RegExp(`(?:\\[\\s*){${2 * DEEPEST}}`);

/** A list as JSON (a string that does not end goes on to the end of the text: linear time); its numbers become texts, because `6.14E+10` has lost digits that parsing hides. */
function fromJson(text: string): unknown {
	const quoted = text.replace(/"(?:[^"\\]|\\.)*"?|-?\d[\d.]*(?:[eE][+-]?\d+)?/g, (token) =>
		token.startsWith('"') ? token : `"${token}"`,
	);
	if (TOO_DEEP.test(quoted)) return undefined;
	try {
		return JSON.parse(quoted) as unknown;
	} catch {
		return undefined;
	}
}

function flat(value: unknown, read: (single: unknown) => Written[], depth = 0): Written[] {
	if (!Array.isArray(value)) return read(value);
	if (depth === DEEPEST) return [{ notText: 'a list in too many lists' }];
	return value.flatMap((one) => flat(one, read, depth + 1));
}

/**
 * All entries of a value: a text, a number, or a list of these. A value that is not a text keeps its
 * place, so that it alone is refused and not the other entries.
 */
export const readWritten = (value: unknown): Written[] =>
	flat(value, (single) => {
		if (typeof single === 'string') return splitList(single);
		if (typeof single === 'number' && Number.isFinite(single)) return [String(single)];
		return [{ notText: kindOf(single) }];
	});

const TOO_MANY = `a list of more than ${MOST_ENTRIES.toLocaleString('en')} entries`;

/** Whether a text begins like JSON, as far as it can be seen. */
const BRACKET_FIRST = /^[\s\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]*[[{]/u;

function readNumber(single: unknown): Written[] {
	if (typeof single === 'number' && Number.isFinite(single)) {
		if (Number.isSafeInteger(single)) return [String(single)];
		const what = Number.isInteger(single) ? 'too large to be exact' : 'with a fraction';
		return [{ notText: `a number ${what}` }];
	}
	if (typeof single !== 'string') return [{ notText: kindOf(single) }];
	if (/^\+?\d+$/.test(single)) return [single];
	if (hasTooMany(single)) return [{ notText: TOO_MANY }];
	if (!BRACKET_FIRST.test(single)) return entries(splitNumbers(single));
	const text = withoutInvisible(single).trim();
	const parsed = fromJson(text);
	if (Array.isArray(parsed)) return flat(parsed, readNumber, 1);
	if (isObject(parsed)) return [{ notText: 'an object' }];
	// As Python writes a list: ['+61411111111', '+61422222222'].
	return entries(splitNumbers(text.replace(/^\[|\]$/g, '')));
}

/**
 * All entries of a value that holds phone numbers (or names): a text with one or many, a number, a list
 * as JSON, or a list of these. What cannot be a number, because digits are lost, keeps its place.
 */
export const readNumbers = (value: unknown): Written[] => flat(value, readNumber);
