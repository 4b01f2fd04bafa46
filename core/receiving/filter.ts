/** Which inbound messages a workflow is for. */
import type { InboundMessage } from './inbound';
import { compilePattern, type Pattern } from '../text/pattern';
import { splitList } from '../text/written';

/** A list, or a text with commas, semicolons or new lines between its entries. */
type List = string | readonly string[];

/** What the user wrote. */
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

/** A number by its digits, so that `+61 411…`, `0061411…` and `61411…` are the same; a name in lower case. */
function plainAddress(written: string): string {
	const compact = written.replace(/[\s().-]/g, '');
	return /^\+?\d+$/.test(compact) ? compact.replace(/^(\+|00)/, '') : written.trim().toLowerCase();
}

/** An address, or the beginning of one where a `*` follows. */
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

/** Whether a word goes on across the border between two characters. */
const goesOn = (left: string | undefined, right: string | undefined): boolean =>
	left !== undefined &&
	right !== undefined &&
	IN_WORD.test(left) &&
	IN_WORD.test(right) &&
	!UNSPACED.test(left) &&
	!UNSPACED.test(right);

/** Whether `word` stands in the text as a word of its own: `end` is in "The end." and not in "send". */
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
 * The filter that somebody wrote: all of its parts have to fit, and of each list one entry.
 * Numbers are compared by their digits, a `*` at the end stands for any continuation, keywords are
 * whole words in any case.
 *
 * @returns `{ unusable }` with the reason where the regular expression is none
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
