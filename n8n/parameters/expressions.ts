/**
 * What an expression consists of, as far as text comes out of it: `Hello {{ $json.name }}` has one
 * value, and so has `{{ "Hello " + $json.name }}`. Only the written expression is read here.
 */
import { ExpressionParser } from 'n8n-workflow';

/** An operand whose value becomes part of a text. */
export interface Operand {
	readonly kind: 'operand';
	/** JavaScript, as written. */
	readonly code: string;
	/** The keys below `$json`, if it is only that. */
	readonly path?: readonly string[];
	/** It contains an empty text, so its author says what comes in place of a missing value. */
	readonly hasFallback: boolean;
}

/** `condition ? whenTrue : whenFalse`. */
export interface Choice {
	readonly kind: 'choice';
	readonly condition: string;
	readonly whenTrue: readonly Value[];
	readonly whenFalse: readonly Value[];
}

export type Value = Operand | Choice;

/** A parameter's text as stored, if it has expressions. */
export interface Template {
	/** Of all its expressions, in order. */
	readonly values: readonly Value[];
	/** The texts around its only expression, if that is one value. */
	readonly around?: readonly [before: string, after: string];
}

/** A token at the top level of some code; brackets and literals are one token each. */
interface Token {
	readonly kind: 'text' | 'template' | 'brackets' | 'name' | 'number' | 'mark';
	readonly text: string;
	readonly at: number;
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /\d[\w.]*/y;
const MARK = /\?\?|\?\.(?!\d)|\|\||&&|=>|\+\+|--|[=!]==?|[<>]=?|\*\*|[^\s]/y;
// What does not end goes on to the end of the code or line, so that each expression takes linear time.
const SPACE = /(?:\s|\/\/[^\n]*|\/\*[^*]*(?:\*(?!\/)[^*]*)*(?:\*\/)?)+/y;

function match(pattern: RegExp, code: string, at: number): string | undefined {
	pattern.lastIndex = at;
	return pattern.exec(code)?.[0];
}

/** How deep expressions are taken apart; nobody writes deeper ones. */
const DEEPEST = 20;

/** Where a literal ends that begins here. */
function endOfText(code: string, from: number, depth = DEEPEST): number {
	const quote = code.charAt(from);
	for (let at = from + 1; at < code.length; at++) {
		const character = code.charAt(at);
		if (character === '\\') at++;
		else if (character === quote) return at + 1;
		else if (quote === '`' && code.startsWith('${', at)) {
			if (depth === 0) return code.length;
			at = endOfBrackets(code, at + 1, depth - 1) - 1;
		}
	}
	return code.length;
}

const REGULAR_EXPRESSION = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\]?)+(?:\/[a-z]*)?/y;

/** Where brackets end that open here, or the end of the code. */
function endOfBrackets(code: string, from: number, depth = DEEPEST): number {
	const closing: string[] = [];
	let before = '';
	for (let at = from; at < code.length; at++) {
		const character = code.charAt(at);
		if ('"\'`'.includes(character)) at = endOfText(code, at, depth) - 1;
		else if (character === '/' && '([{,;=:?!&|+'.includes(before)) {
			at += (match(REGULAR_EXPRESSION, code, at) ?? ' ').length - 1;
		} else if (character in CLOSING) closing.push(CLOSING[character] ?? '');
		else if (character === closing.at(-1)) {
			closing.pop();
			if (closing.length === 0) return at + 1;
		}
		if (character.trim() !== '') before = character;
	}
	return code.length;
}

/** A slash after a value divides; elsewhere it begins a regular expression. */
const isAfterValue = (previous: Token | undefined): boolean =>
	previous !== undefined && previous.kind !== 'mark';

function tokensOf(code: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	const take = (kind: Token['kind'], end: number) => {
		tokens.push({ kind, text: code.slice(at, end), at });
		at = end;
	};
	while (at < code.length) {
		const space = match(SPACE, code, at);
		const character = code.charAt(at);
		if (space) at += space.length;
		else if (character === '"' || character === "'") take('text', endOfText(code, at));
		else if (character === '`') take('template', endOfText(code, at));
		else if (character in CLOSING) take('brackets', endOfBrackets(code, at));
		else {
			const name = match(NAME, code, at);
			const number = match(NUMBER, code, at);
			const pattern =
				character === '/' && !isAfterValue(tokens.at(-1))
					? match(REGULAR_EXPRESSION, code, at)
					: undefined;
			if (name) take('name', at + name.length);
			else if (number) take('number', at + number.length);
			else if (pattern) take('text', at + pattern.length);
			else take('mark', at + (match(MARK, code, at) ?? character).length);
		}
	}
	return tokens;
}

/** Code between two tokens. */
const between = (code: string, from: Token | undefined, to: Token | undefined): string =>
	code.slice(from ? from.at + from.text.length : 0, to?.at).trim();

/** The code between the separators. */
function split(
	code: string,
	tokens: readonly Token[],
	isSeparator: (token: Token, index: number) => boolean,
) {
	const separators = tokens.filter(isSeparator);
	return [undefined, ...separators].map((one, index) => between(code, one, separators[index]));
}

const isMark = (token: Token | undefined, ...marks: string[]): boolean =>
	token?.kind === 'mark' && marks.includes(token.text);

/** What binds less than `+`: such code is one value as a whole. */
const LOOSE = [
	'??',
	'||',
	'&&',
	'=>',
	'=',
	'==',
	'===',
	'!=',
	'!==',
	'<',
	'>',
	'<=',
	'>=',
	',',
	';',
	'?',
	':',
];
const LOOSE_WORDS: ReadonlySet<string> = new Set([
	'in',
	'instanceof',
	'function',
	'return',
	'await',
]);

const isLoose = (token: Token): boolean =>
	token.kind === 'name' ? LOOSE_WORDS.has(token.text) : isMark(token, ...LOOSE);

const SIMPLE_PATH =
	/^\$json(?:\??\.[\p{L}_$][\p{L}\p{N}_$]*|(?:\?\.)?\[(?:"[^"\\]*"|'[^'\\]*'|\d+)\])+$/u;
const KEY = /\.([\p{L}_$][\p{L}\p{N}_$]*)|\[(?:"([^"]*)"|'([^']*)'|(\d+))\]/gu;

function pathOf(code: string): string[] | undefined {
	if (!SIMPLE_PATH.test(code)) return undefined;
	return [...code.matchAll(KEY)].map(
		([, name, double, single, index]) => name ?? double ?? single ?? index ?? '',
	);
}

function operand(code: string): Operand {
	const path = pathOf(code);
	return { kind: 'operand', code, ...(path && { path }), hasFallback: /''|""|``/.test(code) };
}

/** The code within `${…}` of a template literal. */
function substitutionsOf(literal: string): string[] {
	const found: string[] = [];
	for (let at = 1; at < literal.length - 1; at++) {
		if (literal.charAt(at) === '\\') at++;
		else if (literal.startsWith('${', at)) {
			const end = endOfBrackets(literal, at + 1);
			found.push(literal.slice(at + 2, end - 1));
			at = end - 1;
		}
	}
	return found;
}

const listed = (brackets: string): string[] => {
	const inner = brackets.slice(1, -1);
	return split(inner, tokensOf(inner), (token) => isMark(token, ',')).filter((one) => one !== '');
};

/** Methods whose result contains their arguments, by the position of the first such argument. */
const PASSING: Readonly<Record<string, number>> = { concat: 0, replace: 1, replaceAll: 1 };
/** Methods that say something about a text instead of changing it. */
const ASKING =
	/^(?:is|has|includes|startsWith|endsWith|indexOf|lastIndexOf|match|test|search|split|length)/;

/** The values within a call of a method: `("a" + b).trim()`, `[a, b].join(" ")`, `"a".concat(b)`. */
function ofCall(code: string, tokens: readonly Token[], depth: number): Value[] | undefined {
	const [dot, method, call] = tokens.slice(-3);
	if (!isMark(dot, '.', '?.') || method?.kind !== 'name' || !call?.text.startsWith('(')) {
		const [name, given] = tokens;
		const isText = tokens.length === 2 && name?.text === 'String' && given?.text.startsWith('(');
		return isText ? listed(given?.text ?? '').flatMap((one) => valuesOf(one, depth)) : undefined;
	}
	const [first] = tokens;
	const receiver = code.slice(0, dot?.at).trim();
	if (method.text === 'join' && tokens.length === 4 && first?.text.startsWith('[')) {
		return listed(first.text).flatMap((one) => valuesOf(one, depth));
	}
	if (ASKING.test(method.text)) return undefined;
	const inner = valuesOf(receiver, depth);
	const passed = listed(call.text)
		.slice(PASSING[method.text] ?? Infinity)
		.filter((argument) => !/=>|\bfunction\b/.test(argument))
		.flatMap((one) => valuesOf(one, depth));
	const isWhole = inner.length === 1 && inner[0]?.kind === 'operand' && inner[0].code === receiver;
	if (!isWhole) return [...inner, ...passed];
	return passed.length > 0 ? [operand(code), ...passed] : undefined;
}

/** The values that some code joins into a text, without its literals. */
function valuesOf(code: string, depth = DEEPEST): Value[] {
	const tokens = tokensOf(code);
	const [first, second] = tokens;
	if (!first) return [];
	if (depth === 0) return [operand(code)];
	if (!second) {
		if (first.kind === 'text' || first.kind === 'number') return [];
		if (first.kind === 'template') {
			return substitutionsOf(first.text).flatMap((one) => valuesOf(one, depth - 1));
		}
		if (first.text.startsWith('(')) return valuesOf(first.text.slice(1, -1), depth - 1);
		return [operand(code)];
	}
	if (tokens.some(isLoose)) return ofChoice(code, tokens, depth) ?? [operand(code)];
	// A sign stands where no value came before.
	const isPlus = (token: Token, index: number) =>
		isMark(token, '+') && isAfterValue(tokens[index - 1]);
	if (tokens.some(isPlus)) {
		return split(code, tokens, isPlus).flatMap((one) => valuesOf(one, depth - 1));
	}
	return ofCall(code, tokens, depth - 1) ?? [operand(code)];
}

/** `a ? b : c`, and `"text " + a || b`, whose left side always has a value. */
function ofChoice(code: string, tokens: readonly Token[], depth: number): Value[] | undefined {
	const loose = tokens.filter(isLoose);
	if (loose.some((token) => isMark(token, ',', ';', '=>', '=') || token.kind === 'name'))
		return undefined;
	const question = loose.find((token) => isMark(token, '?'));
	if (question) {
		const from = tokens.indexOf(question);
		let open = 0;
		const colon = tokens.slice(from + 1).find((token) => {
			if (isMark(token, '?')) open++;
			return isMark(token, ':') && open-- === 0;
		});
		if (!colon) return undefined;
		return [
			{
				kind: 'choice',
				condition: code.slice(0, question.at).trim(),
				whenTrue: valuesOf(between(code, question, colon), depth - 1),
				whenFalse: valuesOf(between(code, colon, undefined), depth - 1),
			},
		];
	}
	const [fallback] = loose;
	if (!isMark(fallback, '??', '||')) return undefined;
	const left = code.slice(0, fallback?.at);
	const isText = tokensOf(left).some(({ kind, text }) => kind === 'text' && text.length > 2);
	const values = valuesOf(left, depth - 1);
	return isText && values.every(({ kind }) => kind === 'operand') ? values : undefined;
}

/**
 * The values of a stored parameter.
 *
 * @param stored as in the workflow; `undefined` is returned if it has no expression
 */
export function templateOf(stored: unknown): Template | undefined {
	if (typeof stored !== 'string' || !stored.startsWith('=')) return undefined;
	const chunks = ExpressionParser.splitExpression(stored.slice(1));
	const codes = chunks.filter(({ type }) => type === 'code');
	if (codes.length === 0) return undefined;
	const values = codes.flatMap(({ text }) => valuesOf(text.trim()));
	const [before, , after] = chunks;
	const [only] = values;
	const isWhole = only?.kind === 'operand' && only.code === codes[0]?.text.trim();
	return codes.length === 1 && before?.type === 'text' && isWhole
		? { values, around: [before.text, after?.text ?? ''] }
		: { values };
}
