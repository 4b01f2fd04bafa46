/** Turns HTML into plain text. Every function here takes linear time, whatever the text. */

// Noncharacters, which no text contains.
const BREAK = '\uFDD0';
const BLOCK = '\uFDD1';
const CELL = '\uFDD2';
const MARKERS = /[\uFDD0-\uFDD2]/g;

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Elements that begin a new line. */
const BLOCKS = words(
	'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption ' +
		'figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary ' +
		'table tbody tfoot thead tr ul',
);
/** Where elements end whose content is not text. */
const HIDDEN: ReadonlyMap<string, RegExp> = new Map([
	['script', /<\/script\s*>/gi],
	['style', /<\/style\s*>/gi],
	['head', /<\/head\s*>/gi],
	['template', /<\/template\s*>/gi],
	['svg', /<\/svg\s*>/gi],
]);
/** Tags that need no closing tag and no attribute to be recognized. */
const ALONE = words('br hr wbr li tr td th dt dd p thead tbody tfoot html body');

const CLOSING = /<\/([a-z][\w:-]*)\s*>/gi;
// No `<` within quotes, so that each attempt ends at the next one.
const TAG =
	/<(\/?)([a-z][\w:-]*)((?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'|[^\s"'=<>`]+))?)*)\s*(\/?)>/iy;
const DECLARATION = /<(?:!doctype|\?xml|!\[(?:if|endif))[^<>]*>/iy;
/** `<https://…>`, and with a label as chat programs write it: `<https://…|label>`. */
const AUTOLINK = /<((?:https?:\/\/|mailto:|tel:)[^\s<>|]+)(?:\|([^<>\n]*))?>/iy;

const ALT = /(?<!\s)\s+alt\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i;
const HREF = /(?<!\s)\s+href\s*=\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i;

/** The value of an attribute; `undefined` if it is not there. */
function attribute(attributes: string, pattern: RegExp): string | undefined {
	const found = pattern.exec(attributes);
	return found ? (found[1] ?? found[2] ?? found[3]) : undefined;
}

const bare = (address: string): string =>
	address
		.trim()
		.toLowerCase()
		.replace(/^(?:https?:\/\/(?:www\.)?|mailto:|tel:)/, '')
		.replace(/\/$/, '');

/** A link as text: `label (address)`, or only one of them if the other says nothing more. */
export function linkText(label: string, address: string): string {
	const target = address.replace(/^(?:mailto|tel):/i, '');
	const text = label.trim();
	if (text === '') return target;
	return bare(text) === bare(address) ? text : `${text} (${target})`;
}

/** Whether an address leads somewhere from a phone, unlike `/path` or `#anchor`. */
export const isAddress = (address: string): boolean =>
	/^(?:https?:\/\/|mailto:|tel:|www\.)\S/i.test(address);

/** Lines and cells of what the tags left, without the white space between elements. */
function laidOut(text: string): string {
	const lines: string[] = [];
	let isItem = false;
	for (const block of text.split(BLOCK)) {
		const cells = block
			.split(CELL)
			.map((cell) => cell.trim())
			.filter((cell) => cell !== '');
		const line = cells
			.join(' ')
			.split(BREAK)
			.map((part) => part.trim())
			.join('\n');
		if (line === '') continue;
		// A paragraph within a list item belongs to its bullet.
		if (isItem) lines.push(`${lines.pop()} ${line}`);
		else lines.push(line);
		isItem = line === '-';
	}
	return lines.join('\n').trim();
}

class Reader {
	/** Whether there was any markup. */
	isChanged = false;
	private at = 0;
	private output: string[] = [];
	/** The position of the last closing tag, by name. */
	private readonly lastClosing = new Map<string, number>();
	private link: { readonly address: string; readonly from: number } | undefined;

	constructor(private readonly text: string) {
		for (const { 1: name = '', index } of text.matchAll(CLOSING)) {
			this.lastClosing.set(name.toLowerCase(), index);
		}
	}

	read(): string {
		const { text } = this;
		for (;;) {
			const next = text.indexOf('<', this.at);
			if (next < 0) break;
			this.output.push(text.slice(this.at, next));
			this.at = next;
			if (this.section('<!--', '-->') || this.section('<![CDATA[', ']]>', true) || this.markup()) {
				this.isChanged = true;
			} else {
				this.output.push('<');
				this.at++;
			}
		}
		return this.output.join('') + text.slice(this.at);
	}

	private match(pattern: RegExp): RegExpExecArray | undefined {
		pattern.lastIndex = this.at;
		return pattern.exec(this.text) ?? undefined;
	}

	private readonly unfinished = new Set<string>();

	/** Skips a section, or keeps its content as text. */
	private section(begin: string, end: string, isKept = false): boolean {
		if (this.unfinished.has(begin) || !this.text.startsWith(begin, this.at)) return false;
		const from = this.at + begin.length;
		const to = this.text.indexOf(end, from);
		if (to < 0) {
			this.unfinished.add(begin);
			return false;
		}
		if (isKept) this.output.push(this.text.slice(from, to));
		this.at = to + end.length;
		return true;
	}

	private markup(): boolean {
		const declaration = this.match(DECLARATION);
		if (declaration) {
			this.at += declaration[0].length;
			return true;
		}
		const auto = this.match(AUTOLINK);
		if (auto) {
			const [whole, address = '', label = ''] = auto;
			this.output.push(linkText(label, address));
			this.at += whole.length;
			return true;
		}
		return this.tag();
	}

	/**
	 * Only what is certainly a tag: it is closed somewhere, has an attribute with a value, or needs neither.
	 * `<host>` is a placeholder, and `a<b and c>d` a comparison.
	 */
	private tag(): boolean {
		const found = this.match(TAG);
		if (!found) return false;
		const [whole, slash, written = '', attributes = '', selfClosing] = found;
		const name = written.toLowerCase();
		const isClosing = slash === '/';
		const isClosed = (this.lastClosing.get(name) ?? -1) > this.at;
		const isCertain =
			isClosing ||
			isClosed ||
			selfClosing === '/' ||
			attributes.includes('=') ||
			(ALONE.has(name) && attributes === '' && (name !== 'p' || this.isParagraph()));
		if (!isCertain) return false;
		this.at += whole.length;
		if (isClosing) this.close(name);
		else this.open(name, attributes, isClosed);
		return true;
	}

	/** `x<p>y` is a comparison, unless it stands among other tags. */
	private isParagraph(): boolean {
		return this.isChanged || !/\w/.test(this.text.charAt(this.at - 1));
	}

	private open(name: string, attributes: string, isClosed: boolean): void {
		const end = isClosed ? HIDDEN.get(name) : undefined;
		if (end) {
			end.lastIndex = this.at;
			if (end.exec(this.text)) this.at = end.lastIndex;
		} else if (name === 'br') this.output.push(BREAK);
		else if (name === 'td' || name === 'th') this.output.push(CELL);
		else if (name === 'q') this.output.push('"');
		else if (name === 'img') this.output.push(attribute(attributes, ALT) ?? '');
		else if (BLOCKS.has(name)) this.output.push(name === 'li' ? `${BLOCK}- ` : BLOCK);
		else if (name === 'a') {
			const address = attribute(attributes, HREF)?.trim() ?? '';
			this.link = isAddress(address) ? { address, from: this.output.length } : undefined;
		}
	}

	private close(name: string): void {
		if (BLOCKS.has(name)) this.output.push(BLOCK);
		else if (name === 'q') this.output.push('"');
		else if (name === 'a' && this.link) {
			const { address, from } = this.link;
			this.link = undefined;
			const label = this.output.splice(from).join('');
			this.output.push(linkText(label, address));
		}
	}
}

/**
 * Removes comments, scripts, styles and tags. Block elements, rows and `<br>` become lines, list items get
 * a hyphen, links keep their address, and pictures their description. A text without tags is returned
 * unchanged.
 */
export function withoutTags(text: string): string {
	if (!text.includes('<')) return text;
	const reader = new Reader(text.replace(MARKERS, ''));
	const read = reader.read();
	return reader.isChanged ? laidOut(read) : text;
}
