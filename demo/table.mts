/** The texts as a list, grouped by phone. */
export function table(texts: readonly { to: string; text: string }[]): string {
	if (texts.length === 0) return '  (no text arrived)';
	const phones = [...new Set(texts.map(({ to }) => to))].sort();
	return phones
		.map((phone) => {
			const mine = texts.filter(({ to }) => to === phone).map(({ text }) => text);
			return `  ${phone}\n${list(mine)}`;
		})
		.join('\n');
}

export function list(lines: readonly string[]): string {
	return lines.map((line) => `    · ${line}`).join('\n');
}
