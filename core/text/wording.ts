/** Reads short texts as known words and phrases, as people write them in any language. */
import { normalised, withoutInvisible } from './normalise';

/** Reduces a text to words: without case, width, accents, invisible marks, emoji and punctuation. */
export const plainWords = (text: string): string =>
	withoutInvisible(normalised(normalised(text, 'NFKC').toLowerCase(), 'NFD'))
		.replace(/\p{M}+/gu, '')
		.normalize('NFC')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

/** Lines that mail programs add below a text. */
const SIGNATURE =
	/^(?:--\s*$|sent from |get outlook for |envoyé de|gesendet von |von meinem |enviado d)/i;

/** The text without the signature of a mail program. */
export function withoutSignature(text: string): string {
	if (!text.includes('\n')) return text;
	const lines = text.split('\n');
	const end = lines.findIndex((line, position) => position > 0 && SIGNATURE.test(line.trim()));
	return end < 0 ? text : lines.slice(0, end).join('\n');
}

/** Scripts that write words, or their endings, without spaces between them. */
const UNSPACED =
	/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}ー]+/gu;
const LONGEST_UNSPACED = 20;
/** Words in the longest phrase. */
const MOST_WORDS = 5;

export interface Phrase<M> {
	readonly text: string;
	readonly meaning: M;
}

/** Phrases and what they mean. */
export class Vocabulary<M> {
	private readonly meanings: ReadonlyMap<string, M>;

	/** @param tables meanings by phrases that are separated by `|`; of equal phrases, the last counts */
	constructor(tables: ReadonlyArray<readonly [phrases: string, meaning: M]>) {
		this.meanings = new Map(
			tables.flatMap(([phrases, meaning]) =>
				phrases.split('|').map((phrase): [string, M] => [plainWords(phrase), meaning]),
			),
		);
	}

	meaningOf(text: string): M | undefined {
		return this.meanings.get(text);
	}

	/** The meaning of the phrase with which a plain text begins. */
	firstMeaning(plain: string): M | undefined {
		const words = this.wordsOf(plain).slice(0, MOST_WORDS);
		for (let length = words.length; length > 0; length--) {
			const meaning = this.meanings.get(words.slice(0, length).join(' '));
			if (meaning !== undefined) return meaning;
		}
		return undefined;
	}

	/** The words of a plain text; runs of unspaced scripts are split into known words. */
	wordsOf(plain: string): string[] {
		return plain
			.replace(UNSPACED, (run) => this.knownWords(run))
			.trim()
			.split(/\s+/);
	}

	/** What is not known stays together. */
	private knownWords(run: string): string {
		const words: string[] = [];
		for (let at = 0; at < run.length;) {
			let end = Math.min(run.length, at + LONGEST_UNSPACED);
			while (end > at && !this.meanings.has(run.slice(at, end))) end--;
			if (end === at) return ` ${run} `;
			words.push(run.slice(at, end));
			at = end;
		}
		return ` ${words.join(' ')} `;
	}

	/**
	 * All phrases of a text, in order; `undefined` if a word has no meaning here.
	 *
	 * @param own meanings that come before those of the vocabulary
	 */
	phrasesOf(
		words: readonly string[],
		own: (text: string) => M | undefined = () => undefined,
	): Array<Phrase<M>> | undefined {
		const phrases: Array<Phrase<M>> = [];
		for (let at = 0; at < words.length;) {
			let length = Math.min(MOST_WORDS, words.length - at);
			let meaning: M | undefined;
			let text = '';
			for (; length > 0; length--) {
				text = words.slice(at, at + length).join(' ');
				meaning = own(text) ?? this.meanings.get(text);
				if (meaning !== undefined) break;
			}
			if (meaning === undefined) return undefined;
			phrases.push({ text, meaning });
			at += length;
		}
		return phrases;
	}
}
