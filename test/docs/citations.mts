/**
 * References in the files of the repository: to pages under docs/ with sections and headings, links in
 * Markdown, and source files. `unresolved` finds those whose target does not exist.
 */
import path from 'node:path';

/** A file: its path from the root of the repository, with slashes. */
export interface Source {
	readonly file: string;
	readonly text: string;
}

/** The files of the repository, and which paths exist. */
export interface Repository {
	readonly sources: readonly Source[];
	/** Whether there is such a file or folder. */
	readonly exists: (file: string) => boolean;
}

interface Page {
	/** Numbers of its headings, such as 3 and 3.2. */
	readonly sections: ReadonlySet<string>;
	readonly titles: ReadonlySet<string>;
	/** As GitHub derives them from headings. */
	readonly anchors: ReadonlySet<string>;
}

/** References to documents that are not in this repository. */
const ELSEWHERE =
	/\b[Ff]acts:\s|\bfacts \(\w+ §|\b[Ff]act sheets?\b|\b[Dd]esign §|\(design: |\/work\/shared\b|\.\.\/shared\/(facts|seeds|specs|reference|[\w-]+\.md)/g;
const CITATION =
	/(?<![\w./-])(docs\/[\w./-]+\.md)((?:(?:,| +to| +and)? +§\d+(?:\.\d+)*)*)(?:, +"([^"]+)")?/g;
const SECTION = /§(\d+(?:\.\d+)*)/g;
const LINK = /\]\(([^)\s]+)(?: "[^"]*")?\)/g;
const SOURCE_PATH =
	/`((?:core|n8n|nodes|credentials|sandbox|test|demo|bench|scripts|docs|examples)\/[\w./-]+)`/g;

/** Folders whose comments are about one provider: there, a section needs its page. */
const ONE_WIRE = /^(nodes|credentials|sandbox\/wires)\//;

const isMarkdown = (file: string) => file.endsWith('.md');

/** Blanks fenced blocks, which are examples; the length stays the same. */
const withoutFences = (text: string) =>
	text.replace(/^```[^]*?^```$/gm, (block) => block.replace(/[^\n]/g, ' '));

/** Comments as running text of the same length: a citation may span lines. */
const running = (text: string) =>
	text.replace(/\n[ \t]*(?:\*(?!\/)|\/\/)?/g, (gap) => ' '.repeat(gap.length));

/** The anchors of headings at GitHub; a second heading with the same text gets the suffix -1. */
function anchorsOf(titles: readonly string[]): Set<string> {
	const anchors = new Set<string>();
	for (const title of titles) {
		const words = title
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.trim()
			.replace(/\s/g, '-');
		let anchor = words;
		for (let again = 1; anchors.has(anchor); again++) anchor = `${words}-${again}`;
		anchors.add(anchor);
	}
	return anchors;
}

function readPage(text: string): Page {
	const titles = [...withoutFences(text).matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(
		([, title = '']) => title,
	);
	const numbers = titles.flatMap((title) => /^(\d+(?:\.\d+)*)\.? /.exec(title)?.[1] ?? []);
	return { sections: new Set(numbers), titles: new Set(titles), anchors: anchorsOf(titles) };
}

/**
 * Every reference whose target does not exist, as `file:line: what is wrong`.
 *
 * Checks pages named by their path (`docs/a.md`), sections of them (`docs/a.md §3, §4.1`), headings
 * (`docs/a.md, "Title"`), links and paths of source files in Markdown, and citations of documents
 * outside the repository.
 */
export function unresolved({ sources, exists }: Repository): string[] {
	const pages = new Map(
		sources.filter(({ file }) => isMarkdown(file)).map(({ file, text }) => [file, readPage(text)]),
	);
	const problems: string[] = [];

	for (const { file, text } of sources) {
		const said = running(text);
		const tell = (index: number, what: string) => {
			problems.push(`${file}:${text.slice(0, index).split('\n').length}: ${what}`);
		};

		for (const { 0: words, index } of said.matchAll(ELSEWHERE)) {
			tell(index, `"${words.trim()}" is not in this repository`);
		}

		const cited = new Set<number>();
		for (const { 0: all, 1: page = '', 2: sections = '', 3: title, index } of said.matchAll(
			CITATION,
		)) {
			const known = pages.get(page);
			for (const section of sections.matchAll(SECTION)) {
				cited.add(index + page.length + section.index);
				if (known && !known.sections.has(section[1]!))
					tell(index, `${page} has no §${section[1]!}`);
			}
			if (!known && !exists(page)) tell(index, `there is no ${page}`);
			const heading = title?.replace(/ +/g, ' ');
			if (known && heading && !known.titles.has(heading)) {
				tell(index, `${page} has no heading "${heading}": ${all.replace(/ +/g, ' ')}`);
			}
		}

		const own = file.startsWith('docs/providers/') ? pages.get(file) : undefined;
		if (own || ONE_WIRE.test(file)) {
			for (const { 0: words, 1: section = '', index } of said.matchAll(SECTION)) {
				if (cited.has(index) || own?.sections.has(section)) continue;
				tell(index, own ? `this page has no ${words}` : `${words} of which page?`);
			}
		}

		if (!isMarkdown(file)) continue;
		const prose = withoutFences(text);
		for (const { 1: target = '', index } of prose.matchAll(LINK)) {
			if (/^[a-z]+:/i.test(target)) continue;
			const [place = '', anchor] = target.split('#');
			const linked = place === '' ? file : path.posix.join(path.posix.dirname(file), place);
			if (!pages.has(linked) && !exists(linked)) tell(index, `there is no ${linked}`);
			else if (anchor && !pages.get(linked)?.anchors.has(anchor)) {
				tell(index, `${linked} has no heading for #${anchor}`);
			}
		}
		for (const { 1: source = '', index } of prose.matchAll(SOURCE_PATH)) {
			if (!exists(source)) tell(index, `there is no ${source}`);
		}
	}
	return problems;
}
