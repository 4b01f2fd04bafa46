/**
 * Encoding and segmentation of SMS texts: 3GPP TS 23.038 (GSM 7-bit default alphabet with its
 * extension table, UCS-2) and TS 23.040 §9.2.3.24 (6 octets of user data header per part).
 */

import { normalised, withoutInvisible } from './normalise';

export type Encoding = 'GSM-7' | 'UCS-2';

export interface Segmentation {
	readonly encoding: Encoding;
	/** Length of the whole text in septets (GSM-7) or 16-bit code units (UCS-2). */
	readonly units: number;
	/** The text of each part of a concatenated message; `[text]` if it fits into one. */
	readonly parts: readonly string[];
	/** `parts.length`. An empty text has no segment. */
	readonly segments: number;
}

// TS 23.038 §6.2.1, in code order, without ESC (0x1B).
const BASIC =
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
	'¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
// TS 23.038 §6.2.1.1: each costs two septets, ESC and the character.
const EXTENSION = '\f^{}\\[~]|€';

const SEPTETS: ReadonlyMap<string, number> = new Map([
	...[...BASIC].map((character): [string, number] => [character, 1]),
	...[...EXTENSION].map((character): [string, number] => [character, 2]),
]);

/** Room in a single message and in each part of a long one, in units of its encoding. */
export interface Room {
	readonly single: number;
	readonly part: number;
}

export const ROOM: Readonly<Record<Encoding, Room>> = {
	'GSM-7': { single: 160, part: 153 },
	'UCS-2': { single: 70, part: 67 },
};

/** Septets of a GSM-7 text, or `undefined` if a character is not in the alphabet. */
export function septets(text: string): number | undefined {
	let total = 0;
	for (const character of text) {
		const cost = SEPTETS.get(character);
		if (cost === undefined) return undefined;
		total += cost;
	}
	return total;
}

/** Whether the text is well-formed UTF-16, without lone surrogates. */
export function isWellFormed(text: string): boolean {
	return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters that are looked at together; longer clusters get more. */
const WINDOW = 512;

/**
 * The grapheme clusters of a text. ICU takes quadratic time for rows of flags (200 s for 250,000 halves),
 * so it sees a few hundred characters at a time, from the beginning of a cluster on.
 */
export function* clusters(text: string): Generator<string> {
	let size = WINDOW;
	for (let from = 0; from < text.length;) {
		const isInPair = (text.codePointAt(from + size - 1) ?? 0) > 0xffff;
		const to = from + size + (isInPair ? 1 : 0);
		const found = [...graphemes.segment(text.slice(from, to))];
		// The last cluster may go on behind the window.
		const isLast = to >= text.length;
		const last = isLast ? undefined : found.pop();
		for (const { segment } of found) yield segment;
		size = found.length > 0 ? WINDOW : 2 * size;
		from += isLast ? text.length : (last?.index ?? 0);
	}
}

/** The pieces that must not be cut, each with its cost. */
function* pieces(text: string, encoding: Encoding, room: number): Generator<[string, number]> {
	if (encoding === 'GSM-7') {
		// Carriage return and line feed are one line break.
		for (const [piece] of text.matchAll(/\r\n|./gsu)) yield [piece, septets(piece) ?? piece.length];
		return;
	}
	for (const segment of clusters(text)) {
		// A "character" longer than a whole part (stacked accents) can only be cut between code points.
		if (segment.length <= room) yield [segment, segment.length];
		else for (const codePoint of segment) yield [codePoint, codePoint.length];
	}
}

function cut(text: string, encoding: Encoding, room: number): string[] {
	const parts: string[] = [];
	let part = '';
	let used = 0;
	for (const [piece, cost] of pieces(text, encoding, room)) {
		if (used + cost > room) {
			parts.push(part);
			part = '';
			used = 0;
		}
		part += piece;
		used += cost;
	}
	parts.push(part);
	return parts;
}

/**
 * Cuts a text as it will be transmitted: GSM-7 if every character is in the alphabet, else UCS-2; never
 * inside an escape pair, a surrogate pair or a grapheme cluster (combined emoji).
 *
 * @param text well-formed UTF-16 (see {@link isWellFormed})
 */
export function segment(text: string): Segmentation {
	const gsm = septets(text);
	const encoding: Encoding = gsm === undefined ? 'UCS-2' : 'GSM-7';
	const units = gsm ?? text.length;
	const room = ROOM[encoding];
	const parts = units === 0 ? [] : units <= room.single ? [text] : cut(text, encoding, room.part);
	return { encoding, units, parts, segments: parts.length };
}

/** Groups of characters that word processors and dashboards insert, with their GSM-7 equivalents. */
const LOOKALIKES: Readonly<Record<string, string>> = {
	'\u2018\u2019\u201A\u201B\u2032\u2035\u2039\u203A\u00B4\u0060\u02B9\u02BB\u02BC\u02BD': "'",
	'\u201C\u201D\u201E\u201F\u2033\u2036\u00AB\u00BB\u301D\u301E\u301F': '"',
	'\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\uFE58\uFE63': '-',
	'\u2026': '...',
	'\u2022\u00B7\u2023\u2219\u22C5\u25AA\u25AB\u25CF\u25E6\u2217': '*',
	// Spaces of all widths; line and paragraph separators.
	'\t\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000':
		' ',
	'\u2028\u2029\u0085\v': '\n',
	'\u2044\u2215': '/',
	'\u02DC\u223C\u301C\u2248': '~',
	'\u3001': ',',
	'\u3002': '.',
	'\u2122': '(TM)',
	'\u00A9': '(c)',
	'\u00AE': '(R)',
	'\u00D7': 'x',
	'\u2190': '<-',
	'\u2192': '->',
	'\u2194': '<->',
	'\u21D2': '=>',
	'\u2260': '!=',
	'\u2264': '<=',
	'\u2265': '>=',
	'\u00B1': '+/-',
};

const EQUIVALENTS: ReadonlyMap<string, string> = new Map([
	...Object.entries(LOOKALIKES).flatMap(([characters, plain]) =>
		[...characters].map((one): [string, string] => [one, plain]),
	),
	// Full-width forms of ASCII, and ligatures as they come out of PDF files.
	...[...'\uFB00\uFB01\uFB02\uFB03\uFB04\uFB05\uFB06'].map((one): [string, string] => [
		one,
		one.normalize('NFKC'),
	]),
	...Array.from({ length: 94 }, (_, at): [string, string] => [
		String.fromCharCode(0xff01 + at),
		String.fromCharCode(0x21 + at),
	]),
]);

/** The text with GSM-7 equivalents, as far as there are any. */
export const plainText = (text: string): string =>
	withoutInvisible(text).replace(/[^\n\r -_a-z]/g, (one) => EQUIVALENTS.get(one) ?? one);

/**
 * Replaces typographic characters with GSM-7 equivalents and drops invisible ones, but only if that
 * makes the whole text GSM-7 and needs no more segments: otherwise nothing is gained and the text keeps
 * its typography. Letters in two parts (`u` and a diaeresis) are composed first, which is also kept
 * by itself if it saves segments.
 */
export function toGsm7(text: string): string {
	if (septets(text) !== undefined) return text;
	const composed = normalised(text, 'NFC');
	const plain = plainText(composed);
	const before = segment(text).segments;
	if (septets(plain) !== undefined && segment(plain).segments <= before) return plain;
	return composed !== text && segment(composed).segments < before ? composed : text;
}
