/** docs/operations.md: how it has to be, and how it is. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Options } from 'prettier';
// The whole of prettier loads itself in a way that jest cannot follow.
import * as markdown from 'prettier/plugins/markdown';
import { format } from 'prettier/standalone';
import { toMarkdown } from './markdown.mts';
import { describePack } from './model.mts';
import { loadPack, ROOT } from './pack.mts';

export const FILE = path.join(ROOT, 'docs/operations.md');

interface Settings extends Options {
	readonly overrides?: ReadonlyArray<{
		readonly files: readonly string[];
		readonly options: Options;
	}>;
}

function prettierOptions(): Options {
	const settings = readFileSync(path.join(ROOT, '.prettierrc.json'), 'utf8');
	const { overrides = [], ...options } = JSON.parse(settings) as Settings;
	const own = overrides.filter(({ files }) => files.includes('*.md'));
	return Object.assign({}, options, ...own.map((one) => one.options)) as Options;
}

/** The document, formatted as `npm run lint` wants it. */
export async function generate(): Promise<string> {
	const text = toMarkdown(await describePack(await loadPack()));
	return await format(text, { ...prettierOptions(), parser: 'markdown', plugins: [markdown] });
}

/** The document as it stands in the repository; empty if there is none. */
export function written(): string {
	try {
		return readFileSync(FILE, 'utf8');
	} catch {
		return '';
	}
}
