/** Turns what other systems put into texts (HTML, Markdown, escapes) into plain text. */
import { decodeEntities } from './entities';
import { unescaped } from './escapes';
import { withoutTags } from './html';
import { withoutMarkdown } from './markdown';

/** Longer texts are left as they are; no provider sends them anyway. */
const LONGEST = 100_000;
const CANDIDATE = /[\\&<*_~`[#>]/;
/** Blanks of other widths would make the text UCS-2. */
const BLANK = /&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);/gi;

const decoded = (text: string): string =>
	text.includes('&') ? decodeEntities(text.replace(BLANK, ' ')) : text;

/**
 * The text without HTML, Markdown and literal escapes. Ordinary text stays as it is, also where it
 * contains the same characters: `2 * 3 * 4`, `a < b`, `snake_case`, `C:\new`, `<bob@example.com>`.
 */
export function cleanUp(text: string): string {
	if (text.length > LONGEST || !CANDIDATE.test(text)) return text;
	let plain = decoded(withoutTags(unescaped(text)));
	// Feeds contain HTML that is escaped as a whole, and texts that were escaped twice.
	plain = decoded(withoutTags(plain));
	return withoutMarkdown(plain);
}
