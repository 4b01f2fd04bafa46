/** Decides which inbound messages a workflow wants. */
import type { InboundMessage } from './inbound';
import { compilePattern, type Pattern } from '../text/pattern';
import { splitList } from '../text/written';

/** A list, or a text whose entries are separated by commas, semicolons or new lines. */
type List = string | readonly string[];

/** The filter as the user wrote it. */
export interface WrittenFilter {
	readonly from?: List;
	readonly to?: List;
	readonly keyword?: List;
	readonly pattern?: string;
}

/** Whether a message is wanted. */
export type Filter = (message: Pick<InboundMessage, 'from' | 'to' | 'text'>) => boolean;

const listed = (written: List = ''): readonly string[] =>
	typeof written === 'string' ? splitList(written) : written;

/** Reduces a number to its digits, so that `+61 411…`, `0061411…` and `61411…` match; lowercases names. */
function plainAddress(written: string): string {
	const compact = written.replace(/[\s().-]/g, '');
	return /^\+?\d+$/.test(compact) ? compact.replace(/^(\+|00)/, '') : written.trim().toLowerCase();
}

/** Matches an address, or the beginning of one if the entry ends with `*`. */
function addressTest(entry: string): (address: string) => boolean {
	if (!entry.endsWith('*')) {
		const wanted = plainAddress(entry);
		return (address) => address === wanted;
	}
	const beginning = plainAddress(entry.slice(0, -1));
	return (address) => address.startsWith(beginning);
}

function addressFilter(written: List | undefined): (address: string | null) => boolean {
	const tests = listed(written).map(addressTest);
	if (tests.length === 0) return () => true;
	return (address) => address !== null && tests.some((test) => test(plainAddress(address)));
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase();

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

/** Whether the text contains `word` as a whole word: `end` is in "The end." and not in "send". */
function hasWord(text: string, word: string): boolean {
	for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
		const before = [...text.slice(0, at)].at(-1);
		const [after] = text.slice(at + word.length);
		const [first] = word;
		const last = [...word].at(-1);
		if (!goesOn(before, first) && !goesOn(last, after)) return true;
	}
	return false;
}

/**
 * Compiles a filter: all of its parts must match, and at least one entry of each list. Numbers are
 * compared by their digits, a trailing `*` matches any continuation, and keywords are whole words in
 * any case.
 *
 * @returns `{ unusable }` with the reason if the regular expression is not valid
 */
export function readFilter(written: WrittenFilter): Filter | { readonly unusable: string } {
	const from = addressFilter(written.from);
	const to = addressFilter(written.to);
	const keywords = listed(written.keyword).map(folded);
	let pattern: Pattern | undefined;
	if ((written.pattern ?? '').trim() !== '') {
		const compiled = compilePattern(written.pattern ?? '');
		if ('unusable' in compiled) return compiled;
		pattern = compiled;
	}
	return (message) =>
		from(message.from) &&
		to(message.to) &&
		(keywords.length === 0 || keywords.some((word) => hasWord(folded(message.text), word))) &&
		(pattern === undefined || pattern.matches(message.text));
}
