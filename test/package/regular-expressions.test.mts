/**
 * Every regular expression of the shipped code takes linear time: each is applied to long texts that are
 * made of its own characters. A quadratic one takes at least ten times as long as the bound.
 */
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

test('every expression takes linear time', async () => {
	const all: Found[] = read.flatMap(({ found }) => found);
	for (const { file, made } of read) {
		if (made === 0) continue;
		const found = await madeBy(file);
		expect(found).toHaveLength(made);
		all.push(...found);
	}
	expect(all.length).toBeGreaterThan(150);
	const slow: string[] = [];
	for (const { file, expression } of all) {
		const from = performance.now();
		let n = 0;
		for (const text of pathological(expression, BOUNDED[file] ?? LENGTH)) {
			n++;
			try {
				await expectShort(
					`${file}: ${String(expression)} on ${JSON.stringify(text.slice(0, 20))}…`,
					MOST_MS,
					() => applyEverywhere(expression, text),
				);
			} catch (error) {
				slow.push((error as Error).message);
				break;
			}
		}
		const ms = performance.now() - from;
		if (ms > 300) console.log(file, String(expression).slice(0, 100), n, Math.round(ms));
	}
	expect(slow).toEqual([]);
});
