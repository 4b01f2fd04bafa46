/** The regular expressions of the shipped code, and texts on which slow ones become slow. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Where an expression stands, and the expression. */
export interface Found {
	/** `core/text/phone.ts` */
	readonly file: string;
	readonly expression: RegExp;
}

export const sources = (): string[] =>
	['core', 'n8n', 'nodes', 'credentials'].flatMap((folder) =>
		readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => `${folder}/${file}`),
	);

/** `/a+/g` as an expression. */
function parsed(literal: string): RegExp {
	const end = literal.lastIndexOf('/');
	return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

/** An expression within an expression of n8n, where a method, a bracket or an operator is in front. */
const IN_TEXT = /(?<=[(=,>?:] ?)\/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[\n])+\/[gimsuy]*(?=[.,)])/g;

/** What a file has: its literals, and how often it makes an expression in another way, and where. */
export function literalsIn(file: string): {
	readonly found: Found[];
	readonly made: number;
	readonly madeInFunctions: number;
} {
	const source = ts.createSourceFile(
		file,
		readFileSync(path.join(ROOT, file), 'utf8'),
		ts.ScriptTarget.Latest,
		true,
	);
	const found: Found[] = [];
	let made = 0;
	let madeInFunctions = 0;
	const visit = (node: ts.Node, isInFunction: boolean): void => {
		if (ts.isRegularExpressionLiteral(node)) found.push({ file, expression: parsed(node.text) });
		if (
			(ts.isNewExpression(node) || ts.isCallExpression(node)) &&
			node.expression.getText(source) === 'RegExp'
		) {
			if (isInFunction) madeInFunctions++;
			else made++;
		}
		ts.forEachChild(node, (child) => visit(child, isInFunction || ts.isFunctionLike(node)));
	};
	visit(source, false);
	return { found, made, madeInFunctions };
}

/** The expressions that a file makes with `new RegExp` while it is loaded. */
export async function madeBy(file: string): Promise<Found[]> {
	const made: Found[] = [];
	const Original = globalThis.RegExp;
	globalThis.RegExp = new Proxy(Original, {
		construct(target, given, heir) {
			const expression = Reflect.construct(target, given, heir) as RegExp;
			// Libraries make some too.
			if (new Error().stack?.split('\n')[2]?.includes(file)) made.push({ file, expression });
			return expression;
		},
	});
	try {
		await import(path.join(ROOT, file));
	} finally {
		globalThis.RegExp = Original;
	}
	return made;
}

/** Expressions in texts, which are code of n8n: the expressions of credentials. */
export function inTexts(value: unknown): RegExp[] {
	if (typeof value === 'string') {
		return value.includes('{{') ? [...value.matchAll(IN_TEXT)].map(([one]) => parsed(one)) : [];
	}
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(inTexts) : [];
}

/** Characters of all kinds, to find some that a class of an expression takes. */
const POOL = [
	...Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at)),
	...'\n\t\r\\é退２\u0301\u200B\u0661\uD83D\uDC69\u{1F469}【】＋，',
];

const TOKEN =
	/\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[\dA-Fa-f]{4}|\\x[\dA-Fa-f]{2}|\\.|\[(?:\\.|[^\]\\])*\]|\(\?<?[=!:]|\(\?<\w+>|[()|^$]|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gsu;
const NO_CHARACTER = /^(?:[()|^$]|\(\?|[*+?]\??$|\{\d+(?:,\d*)?\}|\\[bB])/;

/** Up to two characters for each place of an expression that takes one, in order. */
function atomsOf({ source, flags }: RegExp): string[][] {
	const plain = flags.replace(/[gy]/g, '');
	return [...source.matchAll(TOKEN)].flatMap(([token]): string[][] => {
		if (NO_CHARACTER.test(token)) return [];
		let one: RegExp;
		try {
			one = new RegExp(`^${token}$`, plain);
		} catch {
			return [];
		}
		const taken = POOL.filter((character) => one.test(character));
		const [first] = taken;
		return first === undefined ? [] : [[...new Set([first, taken.at(-1)!])]];
	});
}

/** Longer expressions are long words, whose letters are no danger. */
const MOST_ATOMS = 40;

/**
 * Texts of about `length` characters: each unit of one to three neighbouring characters of the
 * expression, over and over, alone and behind what precedes it, with and without an end that cannot match.
 */
export function* pathological(expression: RegExp, length: number): Generator<string> {
	const atoms = atomsOf(expression).slice(0, MOST_ATOMS);
	const units = new Map<string, string>();
	const add = (unit: string, prefix: string) => units.set(`${unit}\0${prefix}`, prefix);
	for (const [at] of atoms.entries()) {
		const prefix = atoms
			.slice(0, at)
			.map(([first]) => first)
			.join('');
		for (const size of [1, 2, 3]) {
			const window = atoms.slice(at, at + size);
			if (window.length < size) continue;
			for (const pick of [0, -1]) {
				const unit = window.map((one) => one.at(pick)).join('');
				for (const before of ['', prefix]) add(unit, before);
			}
		}
	}
	// Two that are no neighbours, such as the first and the last one of a group.
	const singles = [...new Set(atoms.flat())].slice(0, 12);
	for (const one of singles) for (const other of singles) add(one + other, '');
	for (const one of POOL.slice(-16)) add(one, '');
	for (const [key, prefix] of units) {
		const unit = key.slice(0, key.indexOf('\0'));
		const text = prefix + unit.repeat(Math.ceil(length / unit.length));
		yield text;
		yield `${text}\u0001`;
	}
}

/** Applies an expression everywhere in a text, as `replace`, `split` and `matchAll` do. */
export function applyEverywhere(expression: RegExp, text: string): void {
	if (!expression.sticky) {
		text.replace(expression, '');
		return;
	}
	for (let at = 0; at < text.length;) {
		expression.lastIndex = at;
		const [found = ''] = expression.exec(text) ?? [];
		at += Math.max(1, found.length);
	}
}
