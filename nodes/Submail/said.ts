/**
 * SUBMAIL's own text of an error (`msg`, docs/providers/submail.md §4), made fit to be shown: it may
 * repeat anything of the request, and another server may answer with anything.
 */
import { maskText } from '../../core/message';
import type { ApiOutcome, ApiRequest } from '../../core/provider';
import { isObject, parseJson } from '../../core/values';

const LONGEST = 120;
/** Characters of a message that are read at all. */
const READ = 400;
/** A run of characters in common with what was sent is taken for a repetition of it. */
const COMMON_RUN = 8;
/** The same for scripts without blanks, where a few characters are a phrase. */
const COMMON_WIDE_RUN = 4;
/** Values of fewer characters say nothing. */
const SHORTEST_VALUE = 3;
/** Different messages that are read of one answer; a server may send any number of rows. */
const MOST_MESSAGES = 200;
const GAP = '…';

/** Fields that name things of the account: they may be repeated. Numbers are masked everywhere. */
const NAMES: ReadonlySet<string> = new Set([
	'to',
	'project',
	'template_id',
	'sms_signature',
	'tag',
	'target',
]);

const WORD = /[\p{L}\p{N}]/u;
const CODE = /[A-Za-z0-9+/=_-]{16,}/g;
const CODE_OR_NUMBER = /\p{Nd}{3,}/u;
const WIDE = /^\P{ASCII}+$/u;
const SIGNATURE = /^\s*【[^【】]*】/;

/**
 * A text on one line and in one spelling, for comparisons. Positions are those of a text's units, so
 * that characters of two units are left out.
 */
const plain = (text: string): string =>
	text
		.normalize('NFC')
		.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
		.replace(/[\u{10000}-\u{10FFFF}]/gu, GAP)
		.trim();

/** Every text in a value, also those in JSON that is a text. */
function textsIn(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') {
		const isJson = depth < 2 && /^\s*[[{]/.test(value);
		const parsed = isJson ? parseJson(value) : undefined;
		return parsed === undefined ? [value] : textsIn(parsed, depth + 1);
	}
	if (Array.isArray(value)) return value.flatMap((inner) => textsIn(inner, depth + 1));
	if (!isObject(value)) return [];
	return Object.entries(value)
		.filter(([name]) => !NAMES.has(name))
		.flatMap(([, inner]) => textsIn(inner, depth + 1));
}

/** What a request sent, as far as an error must not repeat it; in lower case. */
interface Sent {
	/** It was a send, so the text that the message may repeat is known. */
	readonly isKnown: boolean;
	readonly runs: ReadonlySet<string>;
	readonly values: readonly string[];
}

function runsOf(text: string): string[] {
	const letters = [...text];
	return letters.flatMap((_, at) => {
		const wide = letters.slice(at, at + COMMON_WIDE_RUN).join('');
		const isWide = at + COMMON_WIDE_RUN <= letters.length && WIDE.test(wide);
		const isLong = at + COMMON_RUN <= letters.length;
		return [
			...(isLong ? [letters.slice(at, at + COMMON_RUN).join('')] : []),
			...(isWide ? [wide] : []),
		];
	});
}

function sentIn({ path, form, query }: ApiRequest): Sent {
	const written = textsIn({ ...query, ...form }).map((text) =>
		plain(text.replace(SIGNATURE, '')).toLowerCase(),
	);
	const texts = [...new Set(written)];
	const codes = texts.flatMap((text) => text.match(/\p{Nd}{4,}/gu) ?? []);
	const values = [...new Set([...texts, ...codes])];
	return {
		isKnown: /send(\.json)?$/.test(path),
		runs: new Set(texts.flatMap(runsOf)),
		values: values.filter(({ length }) => length >= SHORTEST_VALUE && length <= READ),
	};
}

/** Marks where a value stands in a message as words of its own. */
function markValue(hidden: boolean[], message: string, value: string): void {
	const isWord = (letter: string | undefined) => letter !== undefined && WORD.test(letter);
	for (let at = message.indexOf(value); at >= 0; at = message.indexOf(value, at + 1)) {
		const end = at + value.length;
		const isInside =
			!WIDE.test(value) &&
			((isWord(message[at - 1]) && isWord(value[0])) ||
				(isWord(message[end]) && isWord(value.at(-1))));
		if (!isInside) hidden.fill(true, at, end);
	}
}

/** Marks the characters of a message that repeat what was sent. */
function repeated(message: string, { runs, values }: Sent): boolean[] {
	const hidden = Array.from(message, () => false);
	const letters = [...message];
	for (const size of [COMMON_RUN, COMMON_WIDE_RUN]) {
		for (let at = 0; at + size <= letters.length; at++) {
			if (runs.has(letters.slice(at, at + size).join(''))) hidden.fill(true, at, at + size);
		}
	}
	for (const value of values) markValue(hidden, message, value);
	return hidden;
}

/**
 * A message without keys, numbers and what it repeats of the request, on one line.
 *
 * @returns `undefined` if nothing is left to show
 */
function fit(message: unknown, sent: Sent, secrets: readonly string[]): string | undefined {
	if (typeof message !== 'string') return undefined;
	// It may be about a text or a code that an earlier request sent.
	if (!sent.isKnown && CODE_OR_NUMBER.test(message.slice(0, READ))) return undefined;
	const line = plain(
		secrets.reduce((text, secret) => text.replaceAll(secret, GAP), message.slice(0, 10 * READ)),
	).slice(0, READ);
	// Lower case may have another length, which would shift the positions.
	const lower = line.toLowerCase();
	const hidden = repeated(lower.length === line.length ? lower : line, sent);
	const shown = Array.from(line, (letter, at) => (hidden[at] ? GAP : letter))
		.join('')
		.replace(CODE, (code) => (/\d/.test(code) ? GAP : code))
		.replace(/…(?:\s*…)+/g, GAP);
	const words = maskText(shown, LONGEST);
	return WORD.test(words) ? words : undefined;
}

const isError = (row: unknown): row is Readonly<Record<string, unknown>> =>
	isObject(row) && row.status === 'error' && 'msg' in row;

/**
 * The answer with messages that may be shown: in the answer itself and in each of its rows. A message
 * that may not is removed.
 *
 * @param secrets texts that must never be shown
 */
export function withFitMessages(
	outcome: ApiOutcome,
	request: ApiRequest,
	secrets: readonly string[],
): ApiOutcome {
	if (outcome.kind !== 'response') return outcome;
	const { body } = outcome;
	const rows = isObject(body) ? body.responses : body;
	const hasRows = Array.isArray(rows) && rows.some(isError);
	if (!hasRows && !isError(body)) return outcome;
	const sent = sentIn(request);
	const known = new Map<unknown, string | undefined>();
	const mended = <T>(row: T): T => {
		if (!isError(row)) return row;
		const { msg, ...others } = row;
		if (!known.has(msg) && known.size < MOST_MESSAGES) known.set(msg, fit(msg, sent, secrets));
		const words = known.get(msg);
		return { ...others, ...(words !== undefined && { msg: words }) } as T;
	};
	const fitRows = hasRows ? (rows as unknown[]).map(mended) : rows;
	if (!isObject(body)) return { ...outcome, body: fitRows };
	return { ...outcome, body: { ...mended(body), ...(hasRows && { responses: fitRows }) } };
}
