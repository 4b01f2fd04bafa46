/** Texts are cut between grapheme clusters, although ICU only ever sees a few hundred characters at once. */
import fc from 'fast-check';
import { segment } from '../../../core/text/segments';

const ROOM = 67;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** The parts by ICU's own view of the whole text. */
function naiveParts(text: string): string[] {
	const parts = [''];
	for (const { segment: cluster } of graphemes.segment(text)) {
		const pieces = cluster.length <= ROOM ? [cluster] : [...cluster];
		for (const piece of pieces) {
			if (parts.at(-1)!.length + piece.length > ROOM) parts.push('');
			parts[parts.length - 1] += piece;
		}
	}
	return parts;
}

const FLAG = '\u{1F1E6}\u{1F1FA}';
const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
const UNITS = [
	...['\u{1F1E6}', FLAG, FAMILY, '\u{1F469}\u200D', '\u{1F44D}\u{1F3FD}', '1\uFE0F\u20E3'],
	...['\u0301', 'e\u0301', '\u0915\u094D\u0937', '\u1100\u1161\u11A8', '\u0661', '退', '\r\n', 'a'],
];
const LENGTHS = [71, 73, 500, 511, 512, 513, 514, 1023, 1025, 1600, 5000];

it.each(UNITS.map((unit) => [JSON.stringify(unit), unit]))('%s over and over', (_, unit) => {
	for (const length of LENGTHS) {
		for (const before of ['\u00A0', '\u00A0a', '\u00A0\u{1F1E6}']) {
			const text = before + unit.repeat(Math.ceil(length / unit.length));
			expect(segment(text).parts).toEqual(naiveParts(text));
		}
	}
});

it('any mixture of them', () => {
	const run = fc.tuple(fc.constantFrom(...UNITS), fc.integer({ min: 1, max: 700 }));
	fc.assert(
		fc.property(fc.array(run, { minLength: 1, maxLength: 5 }), (runs) => {
			const text = `退${runs.map(([unit, times]) => unit.repeat(times)).join('')}`;
			fc.pre(text.length > 70);
			const { parts } = segment(text);
			expect(parts.join('')).toBe(text);
			expect(parts).toEqual(naiveParts(text));
		}),
		{ numRuns: 60 },
	);
});
