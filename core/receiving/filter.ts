/** Decides which inbound messages a workflow wants. */
import type { InboundMessage } from './inbound';
import { folded, toAscii, withoutInvisible } from '../text/normalise';
import { compilePattern, LONGEST_TEXT, type Pattern } from '../text/pattern';
import { parsePhone } from '../text/phone';
import { readSpelling } from '../text/spelling';
import { readNumbers, splitList } from '../text/written';

/** A list, or a text whose entries are separated by commas, semicolons or new lines. */
type List = string | readonly string[];

/** The filter as the user wrote it. */
export interface WrittenFilter {
	readonly from?: List;
	readonly to?: List;
	readonly keyword?: List;
	readonly pattern?: string;
}

/** A part of a filter that can never match or cannot be compiled: its label, and the entry or reason. */
export interface UnusableFilter {
	readonly part: 'From' | 'To' | 'Regular Expression';
	readonly unusable: string;
}

/** Whether a message is wanted. */
export type Filter = (message: Pick<InboundMessage, 'from' | 'to' | 'text'>) => boolean;

const words = (written: List = ''): readonly string[] =>
	typeof written === 'string' ? splitList(written) : written;

const addresses = (written: List = ''): readonly string[] =>
	typeof written === 'string'
		? readNumbers(written).filter((entry) => typeof entry === 'string')
		: written;

const digitsOf = (text: string): string => text.replace(/\D/g, '').replace(/^00/, '');

/** A number in E.164 without its plus, or else its digits as written; names in lower case. */
function plainAddress(written: string): string {
	const spelling = readSpelling(written);
	if ('problem' in spelling) return folded(written).trim();
	const digits = digitsOf(spelling.text);
	const phone = parsePhone(`+${digits}`);
	return phone.ok ? phone.e164.slice(1) : digits;
}

/** The beginning of a number, without the (0) that is never dialled from abroad (but in Italy). */
function plainBeginning(written: string): string {
	const ascii = toAscii(written).replace(/^((?:\+|00) ?(?!39|378)\d{1,3} ?)\( ?0 ?\)/, '$1');
	const spelling = readSpelling(ascii);
	return 'problem' in spelling ? folded(written).trim() : digitsOf(spelling.text);
}

const STAR = /[*＊]$/;

/** An address in the forms that entries are compared with. */
interface Address {
	readonly whole: string;
	/** As the provider writes it: E.164 has no 1 of Mexico's old mobile numbers. */
	readonly written: string;
}

/** Matches an address, or the beginning of one if the entry ends with `*`. */
function addressTest(entry: string): (address: Address) => boolean {
	const visible = withoutInvisible(entry).trim();
	if (!STAR.test(visible)) {
		const wanted = plainAddress(visible);
		return ({ whole }) => whole === wanted;
	}
	const beginning = plainBeginning(visible.replace(STAR, ''));
	return ({ whole, written }) => whole.startsWith(beginning) || written.startsWith(beginning);
}

/** Whether an entry is neither a number nor a name, so that no address can ever match it. */
function isHopeless(entry: string): boolean {
	const visible = withoutInvisible(entry).trim();
	const stem = visible.replace(STAR, '');
	if (stem === '' && visible !== '') return false;
	if (!/[\p{L}\p{N}]/u.test(stem)) return true;
	const spelling = readSpelling(stem);
	if (!('problem' in spelling)) return false;
	// Names may look like numbers with an extension, but have fewer digits.
	return spelling.problem === 'scientific'
		? /[.,+]/.test(stem)
		: spelling.problem !== 'notANumber' && digitsOf(stem).length >= 7;
}

/** Longer than any number or name, in characters. */
const LONGEST_ADDRESS = 200;

function addressFilter(list: readonly string[]): (address: string | null) => boolean {
	const tests = list.map(addressTest);
	if (tests.length === 0) return () => true;
	return (address) => {
		if (address === null) return false;
		const written = address.slice(0, LONGEST_ADDRESS);
		const forms = { whole: plainAddress(written), written: plainBeginning(written) };
		return tests.some((test) => test(forms));
	};
}

/** Scripts that write words without spaces between them. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const IN_WORD = /[\p{L}\p{N}\p{M}]/u;

/** Whether a word continues across the boundary between two characters. */
const goesOn = (left: string | undefined, right: string | undefined): boolean =>
	left !== undefined &&
	right !== undefined &&
	IN_WORD.test(left) &&
	IN_WORD.test(right) &&
	!UNSPACED.test(left) &&
	!UNSPACED.test(right);

/** The character that ends in front of a position. */
function characterBefore(text: string, at: number): string | undefined {
	const isPair = at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff;
	return at > 0 ? text.slice(at - (isPair ? 2 : 1), at) : undefined;
}

function characterAt(text: string, at: number): string | undefined {
	const code = text.codePointAt(at);
	return code === undefined ? undefined : String.fromCodePoint(code);
}

/** Whether the text contains `word` as a whole word: `end` is in "The end." and not in "send". */
function hasWord(text: string, word: string): boolean {
	const first = characterAt(word, 0);
	const last = characterBefore(word, word.length);
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		const isWhole =
			!goesOn(characterBefore(text, at), first) &&
			!goesOn(last, characterAt(text, at + word.length));
		if (isWhole) return true;
	}
	return false;
}

/**
 * Compiles a filter: all of its parts must match, and at least one entry of each list. Numbers are
 * compared by their digits, a trailing `*` matches any continuation, and keywords are whole words in
 * any case.
 *
 * @returns the part that cannot be used, by its label, with the reason
 */
export function readFilter(written: WrittenFilter): Filter | UnusableFilter {
	const lists = { From: addresses(written.from), To: addresses(written.to) };
	for (const part of ['From', 'To'] as const) {
		const hopeless = lists[part].find(isHopeless);
		if (hopeless !== undefined) return { part, unusable: hopeless };
	}
	const from = addressFilter(lists.From);
	const to = addressFilter(lists.To);
	const keywords = words(written.keyword).map(folded);
	let pattern: Pattern | undefined;
	if ((written.pattern ?? '').trim() !== '') {
		const compiled = compilePattern(written.pattern ?? '');
		if ('unusable' in compiled) return { part: 'Regular Expression', ...compiled };
		pattern = compiled;
	}
	const hasKeyword = (message: string): boolean => {
		const text = folded(message.slice(0, LONGEST_TEXT));
		return keywords.some((word) => hasWord(text, word));
	};
	return (message) =>
		from(message.from) &&
		to(message.to) &&
		(keywords.length === 0 || hasKeyword(message.text)) &&
		(pattern === undefined || pattern.matches(message.text));
}
