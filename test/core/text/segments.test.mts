import fc from 'fast-check';
import { type Encoding, isWellFormed, segment, toGsm7 } from '../../../core/text/segments';

// 3GPP TS 23.038 §6.2.1, from the code chart, by row; written independently of the source.
const BASIC: readonly number[] = [
	...[
		0x40, 0xa3, 0x24, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2, 0xc7, 0x0a, 0xd8, 0xf8, 0x0d, 0xc5, 0xe5,
	],
	...[0x394, 0x5f, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e], // then ESC
	...[0xc6, 0xe6, 0xdf, 0xc9],
	...[
		0x20, 0x21, 0x22, 0x23, 0xa4, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f,
	],
	...[
		0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f,
	],
	...[
		0xa1, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4c, 0x4d, 0x4e, 0x4f,
	],
	...[
		0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0xc4, 0xd6, 0xd1, 0xdc, 0xa7,
	],
	...[
		0xbf, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f,
	],
	...[
		0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0xe4, 0xf6, 0xf1, 0xfc, 0xe0,
	],
];
// TS 23.038 §6.2.1.1: form feed ^ { } \ [ ~ ] | and the euro sign.
const EXTENSION: readonly number[] = [0x0c, 0x5e, 0x7b, 0x7d, 0x5c, 0x5b, 0x7e, 0x5d, 0x7c, 0x20ac];
const COST: ReadonlyMap<string, number> = new Map([
	...BASIC.map((code): [string, number] => [String.fromCodePoint(code), 1]),
	...EXTENSION.map((code): [string, number] => [String.fromCodePoint(code), 2]),
]);
const SINGLE: Readonly<Record<Encoding, number>> = { 'GSM-7': 160, 'UCS-2': 70 };
const PART: Readonly<Record<Encoding, number>> = { 'GSM-7': 153, 'UCS-2': 67 };

const isGsm7 = (text: string) => [...text].every((character) => COST.has(character));
const lengthIn = (text: string, encoding: Encoding) =>
	encoding === 'UCS-2'
		? text.length
		: [...text].reduce((sum, character) => sum + (COST.get(character) ?? NaN), 0);

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** What must stay together: characters in GSM-7, grapheme clusters that fit into a part in UCS-2. */
const atoms = (text: string, encoding: Encoding): string[] =>
	encoding === 'GSM-7'
		? [...text]
		: [...graphemes.segment(text)].flatMap(({ segment: cluster }) =>
				cluster.length > PART['UCS-2'] ? [...cluster] : [cluster],
			);

const FAMILY = '👨\u200D👩\u200D👧\u200D👦'; // 11 units
const FLAG = '🇦🇺'; // 4 units
const ACCENTED = 'e\u0301'; // 2 units

describe('GSM 03.38', () => {
	it('has 127 basic and 10 extension characters', () => {
		expect(new Set(BASIC).size).toBe(127);
		expect(new Set(EXTENSION).size).toBe(10);
	});

	it.each(BASIC.map((code) => [code.toString(16), String.fromCodePoint(code)]))(
		'U+%s costs one septet',
		(_, character) => {
			expect(segment(character)).toEqual({
				encoding: 'GSM-7',
				units: 1,
				parts: [character],
				segments: 1,
			});
		},
	);

	it.each(EXTENSION.map((code) => [code.toString(16), String.fromCodePoint(code)]))(
		'U+%s costs two septets',
		(_, character) => {
			expect(segment(character)).toEqual({
				encoding: 'GSM-7',
				units: 2,
				parts: [character],
				segments: 1,
			});
			expect(segment(character.repeat(80)).segments).toBe(1);
			expect(segment(character.repeat(81)).segments).toBe(2);
		},
	);

	it('contains no other character of the Basic Multilingual Plane', () => {
		const wrong: string[] = [];
		for (let code = 0; code <= 0xffff; code++) {
			const character = String.fromCharCode(code);
			const expected = COST.has(character) ? 'GSM-7' : 'UCS-2';
			if (segment(character).encoding !== expected) wrong.push(code.toString(16));
		}
		expect(wrong).toEqual([]);
	});

	it('does not treat look-alikes or ESC as GSM characters', () => {
		for (const text of [
			'\u001B',
			'ç',
			'`',
			'\t',
			'Α',
			'А',
			'\u2126',
			'\u00B5',
			'’',
			'–',
			'Ω\u0301',
		]) {
			expect(segment(`Hello ${text}`).encoding).toBe('UCS-2');
		}
	});
});

describe('lengths', () => {
	const a = (count: number) => 'a'.repeat(count);
	const cases: Array<[name: string, text: string, encoding: Encoding, lengths: number[]]> = [
		['nothing', '', 'GSM-7', []],
		['one letter', 'a', 'GSM-7', [1]],
		['160 septets', a(160), 'GSM-7', [160]],
		['161 septets', a(161), 'GSM-7', [153, 8]],
		['306 septets', a(306), 'GSM-7', [153, 153]],
		['307 septets', a(307), 'GSM-7', [153, 153, 1]],
		['459 septets', a(459), 'GSM-7', [153, 153, 153]],
		['460 septets', a(460), 'GSM-7', [153, 153, 153, 1]],
		['158 and € fit into 160', `${a(158)}€`, 'GSM-7', [160]],
		['159 and € do not', `${a(159)}€`, 'GSM-7', [153, 8]],
		['€ that ends at 153', `${a(151)}€${a(10)}`, 'GSM-7', [153, 10]],
		['€ that would cross 153 moves to the next part', `${a(152)}€${a(10)}`, 'GSM-7', [152, 12]],
		['a wasted septet can cost a part', `${a(152)}€${a(152)}`, 'GSM-7', [152, 153, 1]],
		['only €', '€'.repeat(154), 'GSM-7', [152, 152, 4]],
		['70 units', 'я'.repeat(70), 'UCS-2', [70]],
		['71 units', 'я'.repeat(71), 'UCS-2', [67, 4]],
		['134 units', 'я'.repeat(134), 'UCS-2', [67, 67]],
		['135 units', 'я'.repeat(135), 'UCS-2', [67, 67, 1]],
		['one letter turns 160 into UCS-2', `${a(159)}ç`, 'UCS-2', [67, 67, 26]],
		['an escape pair is one unit in UCS-2', `€${'я'.repeat(69)}`, 'UCS-2', [70]],
		['35 emoji', '😀'.repeat(35), 'UCS-2', [70]],
		['36 emoji', '😀'.repeat(36), 'UCS-2', [66, 6]],
		['emoji that ends at 67', `${a(65)}😀${a(5)}`, 'UCS-2', [67, 5]],
		['emoji that would cross 67 moves to the next part', `${a(66)}😀${a(5)}`, 'UCS-2', [66, 7]],
		['family that ends at 67', `${a(56)}${FAMILY}${a(9)}`, 'UCS-2', [67, 9]],
		[
			'family that would cross 67 moves to the next part',
			`${a(57)}${FAMILY}${a(9)}`,
			'UCS-2',
			[57, 20],
		],
		['flag that ends at 67', `${a(63)}${FLAG}${a(9)}`, 'UCS-2', [67, 9]],
		[
			'flag that would cross 67 moves to the next part',
			`${a(64)}${FLAG}${a(9)}`,
			'UCS-2',
			[64, 13],
		],
		['flags in a row stay paired', FLAG.repeat(18), 'UCS-2', [64, 8]],
		['accent stays with its letter', `${a(66)}${ACCENTED}${a(9)}`, 'UCS-2', [66, 11]],
		['skin tone stays with its hand', `${a(65)}👍🏽${a(9)}`, 'UCS-2', [65, 13]],
		['CR LF counts as two', `${'\r\n'.repeat(80)}`, 'GSM-7', [160]],
		['CR LF is not cut in UCS-2', `я${a(65)}\r\n${a(9)}`, 'UCS-2', [66, 11]],
		// Longer than any part: cut, but between code points.
		['a letter with 70 accents', `e${'\u0301'.repeat(70)}`, 'UCS-2', [67, 4]],
		['30 joined women', '👩\u200D'.repeat(30), 'UCS-2', [66, 24]],
		['66 and a letter with 70 accents', `${a(66)}e${'\u0301'.repeat(70)}`, 'UCS-2', [67, 67, 3]],
	];

	it.each(cases)('%s', (_, text, encoding, lengths) => {
		const result = segment(text);
		expect(result.encoding).toBe(encoding);
		expect(result.parts.map((part) => lengthIn(part, encoding))).toEqual(lengths);
		expect(result.parts.join('')).toBe(text);
		expect(result.units).toBe(lengthIn(text, encoding));
		expect(result.segments).toBe(lengths.length);
	});

	it.each([
		'\uD83D',
		'\uDE00',
		'a\uD83Db',
		'\uDE00\uD83D',
		`${'a'.repeat(66)}\uD83D${'a'.repeat(9)}`,
	])('keeps the text even if it is not well-formed: %j', (text) => {
		expect(segment(text).parts.join('')).toBe(text);
	});
});

describe('isWellFormed', () => {
	it.each([
		['', true],
		['abc', true],
		['😀', true],
		['a😀😀b', true],
		['\uD83D', false],
		['\uDE00', false],
		['a\uD83D', false],
		['\uD83Da', false],
		['\uDE00\uD83D', false],
		['\uD83D\uD83D\uDE00', false],
		['\uD83D\uDE00\uDE00', false],
	])('%j: %s', (text, expected) => {
		expect(isWellFormed(text)).toBe(expected);
	});

	it('agrees with JavaScript’s own isWellFormed', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: fc.constantFrom('a', '\uD83D', '\uDE00', '\uDBFF', '\uDC00', '\uE000') }),
				(text) => {
					let expected = true;
					try {
						encodeURIComponent(text);
					} catch {
						expected = false;
					}
					expect(isWellFormed(text)).toBe(expected);
				},
			),
			{ numRuns: 300 },
		);
	});
});

describe('segment, for any text', () => {
	const gsmUnit = fc.constantFrom(...COST.keys());
	const clusters = [FAMILY, FLAG, ACCENTED, '👍🏽', '😀', '\r\n', 'я', 'ç', '한', 'ก็', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'];
	const long = { minLength: 0, maxLength: 400, size: 'max' } as const;
	const text = fc.oneof(
		fc.string({ unit: gsmUnit, ...long }),
		fc.string({ unit: fc.constantFrom('a', '€'), ...long }),
		fc.string({ unit: fc.constantFrom(...clusters), ...long }),
		fc.string({ unit: fc.oneof(gsmUnit, fc.constantFrom(...clusters)), ...long }),
		fc.string({ unit: fc.constantFrom('👩\u200D', '👩\u200D', '👩\u200D', 'a'), ...long }),
		fc.string({ unit: fc.constantFrom('e', '\u0301', '\u200D', '😀', '🇦', 'a'), ...long }),
		fc.string({ unit: 'grapheme', ...long }),
		fc.string({ unit: 'binary', ...long }),
		fc
			.tuple(fc.nat(70), fc.constantFrom(...clusters), fc.nat(70))
			.map(([before, cluster, after]) => 'я'.repeat(before) + cluster + 'a'.repeat(after)),
	);
	const check = (predicate: (text: string) => void) =>
		fc.assert(fc.property(text, predicate), { numRuns: 250 });

	it('uses GSM-7 exactly if every character is in the alphabet', () => {
		check((value) => {
			const { encoding, units } = segment(value);
			expect(encoding).toBe(isGsm7(value) ? 'GSM-7' : 'UCS-2');
			expect(units).toBe(lengthIn(value, encoding));
		});
	});

	it('loses nothing, and no part is empty or longer than its room', () => {
		check((value) => {
			const { parts, segments, encoding } = segment(value);
			expect(parts.join('')).toBe(value);
			expect(segments).toBe(parts.length);
			const room = parts.length === 1 ? SINGLE[encoding] : PART[encoding];
			const lengths = parts.map((part) => lengthIn(part, encoding));
			expect(lengths.filter((length) => length < 1 || length > room)).toEqual([]);
		});
	});

	it('cuts no surrogate pair', () => {
		check((value) => {
			const half = /^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/;
			expect(segment(value).parts.filter((part) => half.test(part))).toEqual([]);
		});
	});

	it('cuts no grapheme cluster that fits into a part', () => {
		check((value) => {
			const { parts, encoding } = segment(value);
			if (encoding === 'GSM-7') return;
			const ends: number[] = [];
			for (const part of parts) ends.push((ends.at(-1) ?? 0) + part.length);
			const clusters = graphemes.segment(value);
			const cut = ends.filter((end) => {
				const cluster = clusters.containing(end);
				return cluster && cluster.index < end && cluster.segment.length <= PART['UCS-2'];
			});
			expect(cut).toEqual([]);
		});
	});

	it('is as short as the unbreakable pieces allow', () => {
		check((value) => {
			const { parts, segments, units, encoding } = segment(value);
			if (units <= SINGLE[encoding]) {
				expect(segments).toBe(units === 0 ? 0 : 1);
				return;
			}
			// No part had room for the first piece of the next one. Filling every part as far as
			// possible gives the fewest parts that keep the order.
			const pieces = atoms(value, encoding);
			let next = 0;
			for (const part of parts.slice(0, -1)) {
				for (let taken = 0; taken < part.length; next++) taken += pieces[next]?.length ?? NaN;
				const following = pieces[next] ?? '';
				expect(lengthIn(part + following, encoding)).toBeGreaterThan(PART[encoding]);
			}
			expect(segments).toBeGreaterThanOrEqual(Math.ceil(units / PART[encoding]));
			// A GSM-7 part can waste one septet before an escape pair.
			if (encoding === 'GSM-7') expect(segments).toBeLessThanOrEqual(Math.ceil(units / 152));
		});
	});
});

describe('toGsm7', () => {
	it.each([
		['“Hello” – it’s…', '"Hello" - it\'s...'],
		['‘a’ ‚b‛ ′ ´ ` ʼ', "'a' 'b' ' ' ' '"],
		['„a” ‟ ″ «b»', '"a" " " "b"'],
		['a‐b‑c‒d–e—f―g−h', 'a-b-c-d-e-f-g-h'],
		['• one · two ● three', '* one * two * three'],
		['a\u00A0b\u2003c\u202Fd\u3000e\tf', 'a b c d e f'],
		['a\u200Bb\u00ADc\uFEFFd\u2060e\u200Cf', 'abcdef'],
		['Acme™ © 2030 ®', 'Acme(TM) (c) 2030 (R)'],
	])('%j becomes %j', (written, plain) => {
		expect(toGsm7(written)).toBe(plain);
		expect(segment(plain).encoding).toBe('GSM-7');
	});

	it.each([
		// NFC first: the same letters in two parts.
		['Gru\u0308ße', 'Grüße'],
		['sen\u0303or A\u030Angstro\u0308m', 'señor Ångström'],
		['\u212B \u2126 \u212A', 'Å Ω K'],
		// Invisible marks that nobody would miss.
		['a\u200Db\u2063c\u202Ad\u202Ce\u061Cf\uFE0Fg\u180Eh\u2066i\u2069', 'abcdefghi'],
		['CPU 40\u202F% \u2192 95\u2009%', 'CPU 40 % -> 95 %'],
		['load \u2265 5 \u00D7 normal', 'load >= 5 x normal'],
		['\uFF21\uFF22\uFF1A\uFF11\uFF0C\uFF12', 'AB:1,2'],
		['\uFB01ne of\uFB02ine', 'fine offline'],
		['one\u2028two\u2029three', 'one\ntwo\nthree'],
	])('%j becomes %j', (written, plain) => {
		expect(toGsm7(written)).toBe(plain);
		expect(segment(plain).encoding).toBe('GSM-7');
	});

	it('keeps composed letters if only they save a segment', () => {
		const text = 'Gru\u0308ße и ещё ' + 'ы'.repeat(58);
		expect([segment(text).segments, segment(toGsm7(text)).segments]).toEqual([2, 1]);
		expect(toGsm7(text)).toBe(text.normalize('NFC'));
		// Nothing gained, nothing changed.
		expect(toGsm7('Gru\u0308ße и\u200B')).toBe('Gru\u0308ße и\u200B');
		expect(toGsm7('می\u200Cخواهم')).toBe('می\u200Cخواهم');
	});

	it.each(['', 'plain {text} for 5 €', 'line\r\nline', 'Grüße, señor Ångström'])(
		'leaves %j, which is already GSM-7',
		(text) => {
			expect(toGsm7(text)).toBe(text);
		},
	);

	it.each(['“Привет”', '’😀', 'façade’s', '👨\u200D👩…', '\uD83D’'])(
		'leaves %j, which cannot become GSM-7',
		(text) => {
			expect(toGsm7(text)).toBe(text);
		},
	);

	const unit = fc.oneof(
		fc.constantFrom(...'abc €{ñ\n'),
		fc.constantFrom(...'‘’“”«»–—−…•·™©®\u00A0\u200B\u00AD\t`´'),
		fc.constantFrom('😀', 'я', 'ç', '\u200D'),
	);

	it('changes a text only if it becomes GSM-7, and is idempotent', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string({ unit }), fc.string({ unit: 'grapheme' })), (text) => {
				const result = toGsm7(text);
				expect(toGsm7(result)).toBe(result);
				if (result !== text) {
					expect(isGsm7(text)).toBe(false);
					expect(isGsm7(result)).toBe(true);
				}
				// A GSM-7 text never becomes UCS-2, and a text that can become GSM-7 does.
				if (isGsm7(text)) expect(result).toBe(text);
				if (!/[😀яç\u200D]/u.test(text) && /^[ -~‘’“”–—…]*$/.test(text)) {
					expect(segment(result).encoding).toBe('GSM-7');
				}
			}),
			{ numRuns: 500 },
		);
	});
});
