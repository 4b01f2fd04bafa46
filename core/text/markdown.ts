/** Turns Markdown into plain text. Every function here takes linear time, whatever the text. */
import { pathsIn } from './escapes';
import { isAddress, linkText } from './html';

const URL_TEXT = /(?:https?:\/\/|www\.)[^\s<>"`\\]+/iy;
// Labels have an end, because every bracket of a text may begin one.
const LINK =
	/!?\[((?:[^[\]\\\n]|\\.){0,300})\]\(\s*<?((?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)/y;
/** What may follow a backslash to be taken literally. */
const ESCAPABLE = /[*_`~#[\]]/;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const isWord = (character: string): boolean =>
	/[\p{L}\p{N}_]/u.test(character) && !UNSPACED.test(character);

/** A run of `*`, `_` or `~` that may begin or end an emphasis. */
interface Mark {
	readonly key: string;
	readonly canOpen: boolean;
	readonly canClose: boolean;
	isGone: boolean;
	readonly text: string;
}

/** The position of the next character that is no mark itself: marks may be nested, a few at a time. */
function nextTo(line: string, at: number, step: 1 | -1): number {
	let position = at;
	for (let left = 6; left > 0 && '*_~'.includes(line.charAt(position) || ' '); left--) {
		position += step;
	}
	return position;
}

type Piece = string | Mark;

/**
 * Whether a run begins or ends an emphasis: only where it touches a word on one side alone, so that
 * `2 * 3 * 4`, `snake_case_name`, `*.log`, `__init__.py` and `**kwargs` stay.
 */
function markAt(line: string, at: number, text: string): Mark {
	const from = nextTo(line, at - 1, -1);
	const to = nextTo(line, at + text.length, 1);
	const before = line.charAt(from);
	const after = line.charAt(to);
	const canOpen = /[^\s.,;:!?)\]}/\\%=|>]/.test(after) && !isWord(before);
	// Within `a.b` or `a-b` only two asterisks or tildes are surely meant.
	const goesOn = /[^\s]/.test(after) && isWord(line.charAt(to + 1) || ' ');
	const isDouble = text.length > 1 && !text.startsWith('_');
	const canClose = /[^\s([{,/\\=|<]/.test(before) && !isWord(after) && (isDouble || !goesOn);
	const isKnown = text.startsWith('~') ? text.length === 2 : text.length <= 3;
	return {
		...{ key: text, text, isGone: false },
		canOpen: isKnown && canOpen,
		canClose: isKnown && canClose,
	};
}

/** Marks the runs that belong together as gone. */
function pairUp(pieces: readonly Piece[]): void {
	const open = new Map<string, Mark>();
	for (const piece of pieces) {
		if (typeof piece === 'string') continue;
		const opener = piece.canClose ? open.get(piece.key) : undefined;
		// `***` also ends a `**` and a `*` that began one after the other.
		const parts = [piece.text.slice(0, 2), piece.text.slice(2)].map((key) => open.get(key));
		if (opener) {
			opener.isGone = true;
			piece.isGone = true;
			open.delete(piece.key);
		} else if (piece.canClose && piece.text.length === 3 && parts[0] && parts[1]) {
			for (const part of parts) if (part) part.isGone = true;
			piece.isGone = true;
			open.clear();
		} else if (piece.canOpen) open.set(piece.key, piece);
	}
}

/** An address without the punctuation that follows it. */
function urlAt(line: string, at: number): string | undefined {
	if (isWord(line.charAt(at - 1)) || !/[hw]/i.test(line.charAt(at))) return undefined;
	URL_TEXT.lastIndex = at;
	const [found] = URL_TEXT.exec(line) ?? [];
	if (found === undefined) return undefined;
	const after = `*~.,;:!?)]'"${line.charAt(at - 1) === '_' ? '_' : ''}`;
	let end = found.length;
	while (end > 0 && after.includes(found.charAt(end - 1))) end--;
	return found.slice(0, end);
}

function linkAt(line: string, at: number): { text: string; length: number } | undefined {
	LINK.lastIndex = at;
	const [whole = '', label = '', address = ''] = LINK.exec(line) ?? [];
	if (!isAddress(address)) return undefined;
	return { text: linkText(inline(label), address), length: whole.length };
}

/** The text of one line, without emphasis, code marks and links. */
function inline(line: string): string {
	if (!/[*_~`[\\]/.test(line)) return line;
	const pieces: Piece[] = [];
	const paths = pathsIn(line);
	let path = 0;
	const isInPath = (at: number) => {
		while ((paths[path]?.[1] ?? Infinity) <= at) path++;
		return (paths[path]?.[0] ?? Infinity) <= at;
	};
	const unclosed = new Set<number>();
	let plain = 0;
	let at = 0;
	/** Takes `length` characters and puts `piece` in their place. */
	const put = (piece: Piece, length: number) => {
		pieces.push(line.slice(plain, at), piece);
		at += length;
		plain = at;
	};
	while (at < line.length) {
		const character = line.charAt(at);
		const url = character === 'h' || character === 'w' ? urlAt(line, at) : undefined;
		if (url) {
			put(url, url.length);
		} else if (character === '\\' && ESCAPABLE.test(line.charAt(at + 1)) && !isInPath(at)) {
			put(line.charAt(at + 1), 2);
		} else if (character === '`') {
			const run = runAt(line, at);
			const end = unclosed.has(run.length) ? -1 : line.indexOf(run, at + run.length);
			if (end < 0) unclosed.add(run.length);
			if (end > at + run.length) {
				put(line.slice(at + run.length, end).trim(), end + run.length - at);
			} else at += run.length;
		} else if (character === '[' || (character === '!' && line.charAt(at + 1) === '[')) {
			const link = linkAt(line, at);
			if (link) put(link.text, link.length);
			else at++;
		} else if (character === '*' || character === '_' || character === '~') {
			const run = runAt(line, at);
			if (isInPath(at)) at += run.length;
			else put(markAt(line, at, run), run.length);
		} else at++;
	}
	pieces.push(line.slice(plain));
	pairUp(pieces);
	return pieces
		.map((piece) => (typeof piece === 'string' ? piece : piece.isGone ? '' : piece.text))
		.join('');
}

/** The same character over and over. */
function runAt(line: string, at: number): string {
	let end = at + 1;
	while (line.charAt(end) === line.charAt(at)) end++;
	return line.slice(at, end);
}

const FENCE = /^[ \t]*(```|~~~)[\w+-]*[ \t]*$/;
/** `# of hosts` is a number, not a heading. */
const HEADING = /^ {0,3}#{1,6}[ \t]+(?=\S)(?!of\b)/;
/** `> 90 %` is a comparison, not a quotation. */
const QUOTE = /^ {0,3}(?:>[ \t]?)+(?=[^\s\d=.>])/;

function heading(line: string): string {
	const text = line.replace(HEADING, '');
	if (text === line || !text.endsWith('#')) return text;
	let end = text.length;
	while (text.charAt(end - 1) === '#') end--;
	return /\s/.test(text.charAt(end - 1)) ? text.slice(0, end).trimEnd() : text;
}

/** The lines that begin and end blocks of code. */
function fencesOf(lines: readonly string[]): Set<number> {
	const fences = new Set<number>();
	let open: { readonly at: number; readonly kind: string } | undefined;
	lines.forEach((line, at) => {
		const kind = FENCE.exec(line)?.[1];
		if (kind === undefined) return;
		if (!open) open = { at, kind };
		else if (open.kind === kind) {
			fences.add(open.at).add(at);
			open = undefined;
		}
	});
	return fences;
}

/**
 * Removes emphasis, headings, quotation marks, code marks and fences; links and pictures become
 * `text (address)`. Lists stay as they are.
 */
export function withoutMarkdown(text: string): string {
	if (!/[*_~`[#>\\]/.test(text)) return text;
	const lines = text.split('\n');
	const fences = fencesOf(lines);
	let isCode = false;
	return lines
		.flatMap((line, at) => {
			if (fences.has(at)) {
				isCode = !isCode;
				return [];
			}
			return isCode ? line : inline(heading(line.replace(QUOTE, '')));
		})
		.join('\n');
}
