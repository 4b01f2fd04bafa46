/** Line breaks and other characters that were written as escapes, and paths, which look like them. */

/** Where a path of Windows begins, and `DOMAIN\user` after a word that announces it. */
const PATH_START =
	/(?<![A-Za-z0-9])[A-Za-z]:\\|(?<![\\\w])\\\\(?=[\w.$-])|(?<![\w.])\.{1,2}\\|~\\|%\w+%\\|\$env:\w+\\|\bHK[A-Z_]{2,}:?\\|(?<=\b(?:user|account|login|logon|owner|by|for)\b[:=]?\s)[A-Z][\w-]*\\(?=[a-z]{3})/gi;
/**
 * A space belongs to a path if a backslash follows within a few words, unless that is surely a line break:
 * `C:\Program Files\nginx`, but not `C:\ is full\nHost: db1`.
 */
const PATH_REST =
	/(?:[^\s"'<>|*?;,]|(?<!\\) (?=(?:[\w()&-]{1,30} ){0,2}[\w()&-]{1,30}\\(?![nrt](?![a-z]))))*/y;
/** A path that ends with a file is over: what follows is a line break. */
const FILE =
	/\.(?:bak|bat|cfg|cmd|conf|csv|dll|docx?|exe|ini|js|json|ldf|log|mdf|msi|pdf|php|pptx?|ps1|py|sh|sql|txt|xlsx?|xml|ya?ml|zip)$/i;

/** The ranges of a text that are paths, in order. */
export function pathsIn(text: string): Array<readonly [from: number, to: number]> {
	if (!text.includes('\\')) return [];
	const paths: Array<readonly [number, number]> = [];
	let end = 0;
	for (const { 0: start, index } of text.matchAll(PATH_START)) {
		if (index < end) continue;
		PATH_REST.lastIndex = index + start.length;
		const rest = PATH_REST.exec(text)?.[0] ?? '';
		end = index + start.length + rest.length;
		paths.push([index, end]);
	}
	return paths;
}

/** `\n` and the like, also escaped twice; `\u00e9` and `\"` as JSON writes them. */
const ESCAPE = /\\{1,2}(?:r\\{1,2}n|[nrt]|u([0-9a-f]{4})|")/gi;

/**
 * Replaces literal `\n`, `\r\n` and `\t` (a space: a tab would make the text UCS-2), and the other escapes
 * of JSON. Those in paths such as `C:\new\table` stay.
 */
export function unescaped(text: string): string {
	if (!text.includes('\\')) return text;
	const paths = pathsIn(text);
	let next = 0;
	return text.replace(ESCAPE, (escape, code: string | undefined, at: number) => {
		while ((paths[next]?.[1] ?? Infinity) <= at) next++;
		const [from, to] = paths[next] ?? [Infinity, Infinity];
		const isPath = from <= at && at < to && !FILE.test(text.slice(Math.max(from, at - 6), at));
		const letter = escape.replace(/^\\+/, '').charAt(0);
		if (isPath || /[NRTU]/.test(letter)) return escape;
		if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
		if (letter === '"') return '"';
		return letter === 't' ? ' ' : '\n';
	});
}
