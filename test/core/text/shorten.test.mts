/** A shortened text never exceeds its limit, is cut between characters, and keeps its encoding. */
import fc from 'fast-check';
import { whyUcs2 } from '../../../core/text/culprit';
import { isWellFormed, segment } from '../../../core/text/segments';
import { segmentsOf, shorten } from '../../../core/text/shorten';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const FAMILY = '👨\u200D👩\u200D👧\u200D👦';
const FLAG = '🇦🇺';
const a = (count: number) => 'a'.repeat(count);

describe('shorten', () => {
	const cases: Array<[name: string, text: string, most: number, expected: string]> = [
		['161 letters', a(161), 1, `${a(157)}...`],
		['307 letters, to two segments', a(307), 2, `${a(303)}...`],
		['€ that would not fit whole', `${a(156)}€${a(9)}`, 1, `${a(156)}...`],
		['€ that just fits', `${a(155)}€${a(9)}`, 1, `${a(155)}€...`],
		['only €', '€'.repeat(100), 1, `${'€'.repeat(78)}...`],
		['Cyrillic', 'я'.repeat(71), 1, `${'я'.repeat(69)}…`],
		['Cyrillic, to two segments', 'я'.repeat(200), 2, `${'я'.repeat(133)}…`],
		['an emoji that would be cut', `я${a(67)}😀${a(9)}`, 1, `я${a(67)}…`],
		['an emoji that just fits', `я${a(66)}😀${a(9)}`, 1, `я${a(66)}😀…`],
		['a family', `${a(60)}${FAMILY}${a(9)}`, 1, `${a(60)}...`],
		['a flag', `${a(64)}${FLAG.repeat(2)}`, 1, `${a(64)}${FLAG}…`],
		['an accent', `я${a(67)}e\u0301${a(9)}`, 1, `я${a(67)}…`],
		// Without the emoji far behind, the beginning is GSM-7 and has more room.
		['an emoji behind the cut', `${a(158)}😀${a(9)}`, 1, `${a(157)}...`],
		['an emoji in the middle', `${a(40)}😀${a(90)}`, 1, `${a(40)}😀${a(27)}…`],
		['CR LF', `${a(156)}\r\n${a(9)}`, 1, `${a(156)}...`],
	];
	it.each(cases)('%s', (_, text, most, expected) => {
		expect(shorten(text, most)).toBe(expected);
		expect(segment(expected).segments).toBeLessThanOrEqual(most);
	});

	it('leaves room for what is around it', () => {
		const before = '【Sandbox】';
		const cut = shorten('я'.repeat(80), 1, { before, after: '\n+12 more' });
		expect(cut).toBe(`${'я'.repeat(70 - 9 - 1 - 9)}…`);
		expect(shorten(a(200), 1, { before: '[Sandbox]' })).toBe(`${a(160 - 11 - 3)}...`);
		// In GSM-7 brackets that are none, the text is UCS-2 from the beginning.
		expect(shorten(a(200), 1, { before })).toBe(`${a(60)}…`);
		// 140 and 132 characters, as some providers count.
		const room = { single: 140, part: 132 };
		expect(shorten(a(200), 1, { room })).toBe(`${a(137)}...`);
		expect(shorten('€'.repeat(300), 2, { room })).toBe(`${'€'.repeat(261)}...`);
	});

	it('gives nothing if not even one character fits', () => {
		expect(shorten(`e${'\u0301'.repeat(200)}`, 1)).toBeUndefined();
		expect(shorten('яя', 1, { before: 'я'.repeat(69) })).toBeUndefined();
	});

	const clusters = [
		FAMILY,
		FLAG,
		'e\u0301',
		'👍🏽',
		'😀',
		'\r\n',
		'я',
		'ç',
		'한',
		'ก็',
		'1️⃣',
		'\u0600',
	];
	const long = { minLength: 0, maxLength: 600, size: 'max' } as const;
	const gsm = fc.constantFrom(...'abc €{[~ñΔ\n');
	const texts = fc.oneof(
		fc.string({ unit: gsm, ...long }),
		fc.string({ unit: fc.constantFrom('a', '€'), ...long }),
		fc.string({ unit: fc.constantFrom(...clusters), ...long }),
		fc.string({
			unit: fc.oneof({ weight: 60, arbitrary: gsm }, fc.constantFrom(...clusters)),
			...long,
		}),
		fc.string({ unit: fc.constantFrom('e', '\u0301', '\u200D', '😀', '🇦', 'a'), ...long }),
		fc.string({ unit: 'grapheme', ...long }),
	);
	const around = fc.record({
		before: fc.constantFrom('', '[Acme]', '【Acme】', 'я'),
		after: fc.constantFrom('', ' (3x)', '\n+41 more'),
		room: fc.constantFrom(undefined, { single: 140, part: 132 }),
	});

	it('of any text: within the limit, a beginning between characters, and as long as possible', () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 1, max: 5 }), around, (text, most, beside) => {
				const { before, after, room } = beside;
				fc.pre(isWellFormed(text));
				fc.pre(segmentsOf(before + text + after, room) > most);
				const shortened = shorten(text, most, beside);
				const fits = (one: string) => segmentsOf(before + one + after, room) <= most;
				// The ends of all characters, as ICU sees the whole text.
				const ends = [...graphemes.segment(text)].map(({ index }) => index).slice(1);
				const dotted = (end: number) => {
					const one = text.slice(0, end);
					const isGsm = segment(before + one).encoding === 'GSM-7';
					return `${one}${isGsm ? '...' : '…'}`;
				};
				const at = ends.findIndex((end) => dotted(end) === shortened);
				expect(at >= 0).toBe(shortened !== undefined);
				// Nor would a few characters more fit.
				const longer = ends.slice(at + 1, at + 8).map(dotted);
				expect(longer.filter(fits)).toEqual([]);
				if (shortened === undefined) return;
				expect(fits(shortened)).toBe(true);
				expect(isWellFormed(shortened)).toBe(true);
				if (segment(before + text + after).encoding === 'GSM-7') {
					expect(segment(before + shortened + after).encoding).toBe('GSM-7');
				}
			}),
			{ numRuns: 200 },
		);
	});
});

describe('whyUcs2', () => {
	it.each([
		['plain €', undefined],
		[
			'It’s down',
			'“’” (U+2019) at character 3 makes the text UCS-2, so that a segment has room for 70 characters instead of 160. Smart Encoding, under Options, would replace it: the text then needs 1 segment.',
		],
		[
			'😀 it’s up',
			'“😀” (U+1F600) at character 1 makes the text UCS-2, so that a segment has room for 70 characters instead of 160.',
		],
		[
			'It’s up 😀',
			'“’” (U+2019) at character 3 makes the text UCS-2, so that a segment has room for 70 characters instead of 160, and so does “😀” (U+1F600) at character 9.',
		],
		[
			'a\u200Bb',
			'U+200B at character 2 makes the text UCS-2, so that a segment has room for 70 characters instead of 160. Smart Encoding, under Options, would replace it: the text then needs 1 segment.',
		],
		// Counted in code points: the emoji in front is one.
		[
			'😀ç',
			'“😀” (U+1F600) at character 1 makes the text UCS-2, so that a segment has room for 70 characters instead of 160.',
		],
	])('%j', (text, says) => {
		expect(whyUcs2(text)).toBe(says);
	});

	it('with Smart Encoding on, names what it cannot replace', () => {
		expect(whyUcs2('It’s up 😀', true)).toBe(
			'“’” (U+2019) at character 3 makes the text UCS-2, so that a segment has room for 70 characters instead of 160; Smart Encoding cannot replace “😀” (U+1F600) at character 9.',
		);
		expect(whyUcs2('退', true)).not.toContain('Smart');
	});

	it('names the first character outside the alphabet, at its place, whatever the text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
				const says = whyUcs2(text);
				const all = [...text];
				const at = all.findIndex((one) => segment(one).encoding === 'UCS-2');
				if (at < 0) {
					expect(says).toBeUndefined();
					return;
				}
				const code = all[at]!.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
				expect(says).toContain(`U+${code}`);
				expect(says).toContain(`at character ${at + 1} makes`);
			}),
		);
	});
});
