/**
 * Every regular expression of the shipped code takes linear time: each is applied to long texts that are
 * made of its own characters. A quadratic one takes at least ten times as long as the bound.
 */
import path from 'node:path';
import { expectShort } from '../support/effort.mts';
import {
	applyEverywhere,
	type Found,
	inTexts,
	literalsIn,
	madeBy,
	pathological,
	sources,
} from '../support/regular-expressions.mts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LENGTH = 20_000;
const MOST_MS = 40;

/**
 * Files whose texts are never longer, in characters, because they are refused or cut first. Expressions
 * elsewhere must be linear: add an entry only together with the check that bounds the text.
 */
const BOUNDED: Readonly<Record<string, number>> = {
	'core/text/spelling.ts': 500,
	'n8n/parameters/time.ts': 200,
};

const files = sources();
const read = files.map((file) => ({ file, ...literalsIn(file) }));

test('expressions are made at the top of a file only, so that this test finds them', () => {
	expect(read.filter((one) => one.madeInFunctions > 0).map(({ file }) => file)).toEqual([
		// Patterns of the numbering plans, for at most 17 digits.
		'core/text/phone.ts',
	]);
});

/** Those of n8n's expressions within credentials. */
async function inCredentials(): Promise<Found[]> {
	const found: Found[] = [];
	for (const file of files.filter((one) => one.startsWith('credentials/'))) {
		const module = (await import(path.join(ROOT, file))) as Record<string, new () => object>;
		for (const Credential of Object.values(module)) {
			found.push(...inTexts(new Credential()).map((expression) => ({ file, expression })));
		}
	}
	return found;
}

async function everyExpression(): Promise<Found[]> {
	const all = [...read.flatMap(({ found }) => found), ...(await inCredentials())];
	for (const { file, made } of read) {
		if (made === 0) continue;
		const found = await madeBy(file);
		expect(found).toHaveLength(made);
		all.push(...found);
	}
	return all;
}

/** The message of the first text on which an expression is slow. */
async function slowness({ file, expression }: Found): Promise<string | undefined> {
	for (const text of pathological(expression, BOUNDED[file] ?? LENGTH)) {
		const name = `${file}: ${String(expression)} on ${JSON.stringify(text.slice(0, 20))}…`;
		const work = () => applyEverywhere(expression, text);
		const problem = await expectShort(name, MOST_MS, work).catch((error: Error) => error.message);
		if (problem) return problem;
	}
	return undefined;
}

test('every expression takes linear time', async () => {
	const all = await everyExpression();
	expect(all.length).toBeGreaterThan(150);
	expect(all.filter(({ file }) => file.startsWith('credentials/')).length).toBeGreaterThan(2);
	const slow: string[] = [];
	for (const one of all)
		slow.push(...[await slowness(one)].filter((problem) => problem !== undefined));
	expect(slow).toEqual([]);
}, 300_000);

test.each([/\/+$/, /\s+$/, /(\/v1)?\/*$/])('%s is found to be slow', async (expression) => {
	expect(await slowness({ file: 'x', expression })).toContain('ms, at most');
});
