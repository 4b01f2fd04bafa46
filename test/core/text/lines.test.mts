/** Several texts as one: whole lines as far as they fit, and the number of the others. */
import fc from 'fast-check';
import { joinLines, type Line, linesOf } from '../../../core/text/lines';
import { segment } from '../../../core/text/segments';

const once = (...texts: string[]): Line[] => texts.map((text) => ({ text, times: 1 }));

describe('linesOf', () => {
	it('has each text once, in the order of its first appearance', () => {
		expect(linesOf(['Disk full', 'Down', ' Disk full\n', 'Down', 'Disk full'])).toEqual([
			{ text: 'Disk full', times: 3 },
			{ text: 'Down', times: 2 },
		]);
	});
});

describe('joinLines', () => {
	it('joins what fits', () => {
		expect(joinLines(once('Disk full', 'Down'), 1)).toEqual({ text: 'Disk full\nDown', left: 0 });
		expect(joinLines([{ text: 'Disk full', times: 40 }], 1)).toEqual({
			text: 'Disk full (40x)',
			left: 0,
		});
	});

	it('counts the items whose lines do not fit, and keeps the others whole', () => {
		const lines = Array.from({ length: 40 }, (_, n) => ({
			text: `Alert ${n} `.padEnd(30, 'x'),
			times: 2,
		}));
		const joined = joinLines(lines, 1);
		expect(joined?.text.split('\n')).toEqual([
			...lines.slice(0, 4).map(({ text }) => `${text} (2x)`),
			'+72 more',
		]);
		expect(joined?.left).toBe(72);
	});

	it('shortens the first line if not even that fits', () => {
		expect(joinLines(once('x'.repeat(200), 'Down', 'Up'), 1)).toEqual({
			text: `${'x'.repeat(160 - 3 - 8)}...\n+2 more`,
			left: 2,
			tooLong: 'shortened',
		});
		const twice = joinLines([{ text: 'я'.repeat(90), times: 12 }], 1);
		expect(twice).toMatchObject({ text: `${'я'.repeat(70 - 1 - 6)}… (12x)`, left: 0 });
		expect(joinLines(once(`e${'\u0301'.repeat(90)}`, 'Down'), 1)).toBeUndefined();
	});

	it('leaves room for a signature', () => {
		const joined = joinLines(once('a'.repeat(79), 'b'.repeat(80)), 1, { before: '[X]' });
		expect(joined?.text).toBe(`${'a'.repeat(79)}\n+1 more`);
	});

	const text = fc.oneof(
		fc.string({ unit: fc.constantFrom(...'abc €{'), minLength: 1, maxLength: 90 }),
		fc.string({
			unit: fc.constantFrom('я', '👨\u200D👩', '🇦🇺', 'e\u0301', 'a'),
			minLength: 1,
			maxLength: 40,
		}),
	);

	it('of any lines: within the limit, whole lines in order, as many as fit, and no item is lost', () => {
		fc.assert(
			fc.property(
				fc.array(text, { minLength: 1, maxLength: 60 }),
				fc.integer({ min: 1, max: 6 }),
				(texts, most) => {
					const lines = linesOf(texts);
					const joined = joinLines(lines, most);
					if (!joined) return;
					const { text: whole, left, tooLong } = joined;
					expect(segment(whole).segments).toBeLessThanOrEqual(most);
					const shown = lines.map(({ text: one, times }) =>
						times > 1 ? `${one} (${times}x)` : one,
					);
					const first = (count: number) => {
						const rest = lines.slice(count).reduce((sum, { times }) => sum + times, 0);
						return {
							text: shown.slice(0, count).join('\n') + (rest > 0 ? `\n+${rest} more` : ''),
							left: rest,
						};
					};
					const counts = lines.map((_, at) => at + 1);
					const fitting = counts.filter((one) => segment(first(one).text).segments <= most);
					if (tooLong) {
						expect(fitting).toEqual([]);
						expect(left).toBe(texts.length - lines[0]!.times);
					} else {
						expect({ text: whole, left }).toEqual(first(Math.max(...fitting)));
					}
				},
			),
			{ numRuns: 200 },
		);
	});
});
