/**
 * Users' regular expressions, applied to texts from strangers: matched in linear time (RE2), so that no
 * expression and no text can hang the server. The only module that imports re2js, so that the build can
 * bundle it here.
 */
import { RE2JS, RE2JSException } from 're2js';

/** A compiled expression. */
export interface Pattern {
	/** Whether it matches anywhere in the text; only the first {@link LONGEST_TEXT} characters count. */
	matches(text: string): boolean;
}

/** Why an expression cannot be used, in one sentence without a full stop. */
export interface Unusable {
	readonly unusable: string;
}

const LONGEST_EXPRESSION = 1_000;
/** Longer than any text that a phone can send. */
export const LONGEST_TEXT = 10_000;

const FLAGS: Readonly<Record<string, number>> = {
	i: RE2JS.CASE_INSENSITIVE,
	m: RE2JS.MULTILINE,
	s: RE2JS.DOTALL,
	// Always on, or irrelevant to whether there is a match.
	g: 0,
	u: 0,
};

/** Splits `/stop|end/i` into its two parts; anything else is an expression without flags. */
function split(written: string): { expression: string; flags: string } {
	const [, expression, flags] = /^\/(.+)\/([a-z]*)$/s.exec(written) ?? [];
	return expression === undefined
		? { expression: written, flags: '' }
		: { expression, flags: flags ?? '' };
}

/**
 * Compiles an expression, written plainly or between slashes with flags (`i`, `m`, `s`). Syntax:
 * RE2, which is JavaScript's without look-arounds and back-references.
 */
export function compilePattern(written: string): Pattern | Unusable {
	const { expression, flags } = split(written.trim());
	if (expression.length > LONGEST_EXPRESSION) {
		return { unusable: `it is longer than ${LONGEST_EXPRESSION} characters` };
	}
	const unknown = [...flags].find((flag) => FLAGS[flag] === undefined);
	if (unknown !== undefined) return { unusable: `there is no flag "${unknown}"` };
	const mask = [...flags].reduce((sum, flag) => sum | (FLAGS[flag] ?? 0), 0);
	try {
		const compiled = RE2JS.compile(expression, mask);
		return { matches: (text) => compiled.matcher(text.slice(0, LONGEST_TEXT)).find() };
	} catch (error) {
		const reason = error instanceof RE2JSException ? error.message : 'it cannot be parsed';
		return { unusable: reason.replace(/^error parsing regexp: /, '').replace(/\.$/, '') };
	}
}
