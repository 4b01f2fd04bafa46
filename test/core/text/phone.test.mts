import fc from 'fast-check';
import { type CountryCode, getExampleNumber } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { countries, isCountry, parsePhone, type PhoneProblem } from '../../../core/text/phone';

const E164 = /^\+[1-9]\d{4,14}$/;

/** A mobile number of every country that has one, from libphonenumber's own examples. */
const EXAMPLES = countries().flatMap((country) => {
	const number = getExampleNumber(country as CountryCode, examples);
	return number ? [{ country, number }] : [];
});

/** Region of the example's calling code, because some territories share one (GG and GB, AX and FI). */
const sharesCode = (a: string | undefined, b: string) =>
	EXAMPLES.find(({ country }) => country === a)?.number.countryCallingCode ===
	EXAMPLES.find(({ country }) => country === b)?.number.countryCallingCode;

const anyCountry = fc.option(fc.constantFrom(...countries()), { nil: undefined });

describe('accepted', () => {
	const cases: Array<[written: string, country: string | undefined, e164: string]> = [
		// ClickSend's test numbers.
		['+61411111111', undefined, '+61411111111'],
		['+14055555555', undefined, '+14055555555'],
		['+447777777777', undefined, '+447777777777'],
		['+8615555555555', undefined, '+8615555555555'],
		// Written as people write them, with their country.
		['+61 411 111 111', undefined, '+61411111111'],
		['+1 (405) 555-5555', undefined, '+14055555555'],
		['+1.405.555.5555', undefined, '+14055555555'],
		['+44 7777 777 777', undefined, '+447777777777'],
		['+44 (0)7777 777777', undefined, '+447777777777'],
		['+86 138 0013 8000', undefined, '+8613800138000'],
		['+49 151 23456789', undefined, '+4915123456789'],
		['+49 (0)30/123456', undefined, '+4930123456'],
		['+91 81234 56789', undefined, '+918123456789'],
		['+39 06 12345678', undefined, '+390612345678'],
		['+ 61 411 111 111', undefined, '+61411111111'],
		['  +61411111111\n', undefined, '+61411111111'],
		['+61411111111', 'US', '+61411111111'],
		['+61411111111', 'XX', '+61411111111'],
		// National, with the default country.
		['0411 111 111', 'AU', '+61411111111'],
		['411111111', 'AU', '+61411111111'],
		['0411 111 111', ' au ', '+61411111111'],
		['(405) 555-5555', 'US', '+14055555555'],
		['1 405 555 5555', 'US', '+14055555555'],
		['506 234 5678', 'CA', '+15062345678'],
		['07777 777777', 'GB', '+447777777777'],
		['138 0013 8000', 'CN', '+8613800138000'],
		['0151 23456789', 'DE', '+4915123456789'],
		['081234 56789', 'IN', '+918123456789'],
		['06 12345678', 'IT', '+390612345678'],
		// With the country code, but without the plus.
		['61411111111', 'AU', '+61411111111'],
		['447777777777', 'GB', '+447777777777'],
		['14055555555', 'US', '+14055555555'],
		// 00 where it is the international prefix and where it is not; the prefixes of AU and US.
		['0061411111111', undefined, '+61411111111'],
		['00 44 7777 777777', undefined, '+447777777777'],
		['0061 411 111 111', 'GB', '+61411111111'],
		['0061 411 111 111', 'AU', '+61411111111'],
		['0061 411 111 111', 'US', '+61411111111'],
		['0044 (0)7777 777777', 'AU', '+447777777777'],
		['0011 61 411 111 111', 'AU', '+61411111111'],
		['0011 44 7777 777777', 'AU', '+447777777777'],
		['011 61 411 111 111', 'US', '+61411111111'],
		// tel: links.
		['tel:+61411111111', undefined, '+61411111111'],
		['TEL:+1-405-555-5555', undefined, '+14055555555'],
		['tel:0411111111', 'AU', '+61411111111'],
		// Copied: embedding marks, zero-width space, soft hyphen, byte order mark, no-break space, dashes.
		['\u202A+61411111111\u202C', undefined, '+61411111111'],
		['\u2066+61 411 111 111\u2069', undefined, '+61411111111'],
		['\uFEFF+61\u200B411\u00AD111\u2060111', undefined, '+61411111111'],
		['+61\u00A0411\u2011111\u2013111', undefined, '+61411111111'],
		['+61 411 \u2212 111 \u2014 111', undefined, '+61411111111'],
		// Digits of other scripts: full-width, Arabic-Indic, Persian.
		['+６１４１１１１１１１１', undefined, '+61411111111'],
		['+٦١٤١١١١١١١١', undefined, '+61411111111'],
		['+۶۱۴۱۱۱۱۱۱۱۱', undefined, '+61411111111'],
		['٠٤١٢٣٤٥٦٧٨', 'AU', '+61412345678'],
		// Possible, though not assigned: the provider decides.
		['+61 999 999 999', undefined, '+61999999999'],
		['+1 555 555 5555', undefined, '+15555555555'],
		// Without a country: international freephone, satellite.
		['+800 1234 5678', undefined, '+80012345678'],
		['+881 612 345 678', undefined, '+881612345678'],
		// The shortest that exist (Niue).
		['+683 4000', undefined, '+6834000'],
	];

	it.each(cases)('%j with %s is %s', (written, country, e164) => {
		expect(parsePhone(written, country)).toMatchObject({ ok: true, e164 });
	});

	it.each([
		['+61411111111', 'AU'],
		['+14055555555', 'US'],
		['+15062345678', 'CA'],
		['+447777777777', 'GB'],
		['+8615555555555', 'CN'],
		['+4915123456789', 'DE'],
		['+918123456789', 'IN'],
	])('%s is in %s', (number, country) => {
		expect(parsePhone(number)).toEqual({ ok: true, e164: number, country });
	});

	it('has no country key if the number belongs to no country', () => {
		expect(parsePhone('+800 1234 5678')).toEqual({ ok: true, e164: '+80012345678' });
	});
});

describe('refused', () => {
	const cases: Array<[written: string, country: string | undefined, problem: PhoneProblem]> = [
		['', undefined, 'empty'],
		['', 'AU', 'empty'],
		[' \t\n ', 'AU', 'empty'],
		['\u200B\uFEFF', 'AU', 'empty'],
		['tel:', 'AU', 'empty'],
		['abc', 'AU', 'notANumber'],
		['+', 'AU', 'notANumber'],
		['()', 'AU', 'notANumber'],
		['+1-800-FLOWERS', undefined, 'notANumber'],
		['0411 11A 111', 'AU', 'notANumber'],
		['+61 411 111 111 and more', undefined, 'notANumber'],
		['call +61411111111', undefined, 'notANumber'],
		['+61411111111, +61422222222', undefined, 'notANumber'],
		['+61411111111 +61422222222', undefined, 'notANumber'],
		['++61411111111', undefined, 'notANumber'],
		['61+411111111', 'AU', 'notANumber'],
		['+61411111111\u0000', undefined, 'notANumber'],
		['1e+21', 'AU', 'notANumber'],
		['📱+61411111111', undefined, 'notANumber'],
		['name@example.com', 'AU', 'notANumber'],
		['[object Object]', 'AU', 'notANumber'],
		['0411 111 111', undefined, 'noCountry'],
		['61411111111', undefined, 'noCountry'],
		['0411 111 111', 'XX', 'noCountry'],
		['0411 111 111', '', 'noCountry'],
		['0411 111 111', '61', 'noCountry'],
		['+999123456', undefined, 'unknownCountry'],
		['+999123456', 'AU', 'unknownCountry'],
		['+210123456789', undefined, 'unknownCountry'],
		['00999123456', undefined, 'unknownCountry'],
		['+0061411111111', undefined, 'unknownCountry'],
		['+86', undefined, 'tooShort'],
		['+1', undefined, 'tooShort'],
		['+1405555555', undefined, 'tooShort'],
		['+61 41', undefined, 'tooShort'],
		['12', 'AU', 'tooShort'],
		['555-5555', 'US', 'tooShort'],
		['0', 'AU', 'tooShort'],
		['+14055555555555', undefined, 'tooLong'],
		['+1234567890123456', undefined, 'tooLong'],
		['0411 111 111 0422 222 222', 'AU', 'tooLong'],
		[`+61${'1'.repeat(400)}`, undefined, 'tooLong'],
		['447777777777', 'US', 'tooLong'],
		['+61411111111 x5', undefined, 'extension'],
		['+61411111111x5', undefined, 'extension'],
		['+61 411 111 111 ext. 12', undefined, 'extension'],
		['+61 411 111 111 EXT 12', undefined, 'extension'],
		['+61411111111#12', undefined, 'extension'],
		['tel:+61411111111;ext=12', undefined, 'extension'],
		['+64 21 12 345 678 901', undefined, 'tooLong'],
	];

	it.each(cases)('%j with %s: %s → %s', (written, country, problem) => {
		expect(parsePhone(written, country)).toEqual({ ok: false, problem });
	});

	it('distinguishes a length in a gap from one that is out of bounds', () => {
		// Iceland has numbers of 7 and 9 digits.
		expect(parsePhone('+354 1234 5678')).toEqual({ ok: false, problem: 'impossible' });
		expect(parsePhone('+354 123 4567')).toMatchObject({ ok: true });
	});
});

describe('countries', () => {
	it('knows the ISO 3166-1 codes with phone numbers, in any case', () => {
		expect(countries().length).toBeGreaterThan(230);
		expect(countries().every((code) => /^[A-Z]{2}$/.test(code) && isCountry(code))).toBe(true);
		for (const code of ['AU', 'au', ' Us ', 'GB', 'CN']) expect(isCountry(code)).toBe(true);
		for (const code of ['', 'XX', 'UK', 'AUS', '61', '+61', 'constructor', '__proto__']) {
			expect(isCountry(code)).toBe(false);
		}
	});

	it('has an example for nearly all countries', () => {
		expect(EXAMPLES.length).toBeGreaterThan(200);
	});

	it.each(EXAMPLES.map(({ country, number }) => [country, number] as const))(
		'%s: mobile number in every usual form',
		(country, number) => {
			const e164 = number.number;
			for (const written of [e164, number.formatInternational(), number.getURI()]) {
				const phone = parsePhone(written);
				expect(phone).toMatchObject({ ok: true, e164 });
				expect(phone.ok && sharesCode(phone.country, country)).toBe(true);
			}
			expect(parsePhone(number.formatNational(), country)).toMatchObject({ ok: true, e164 });
			expect(parsePhone(`00${e164.slice(1)}`)).toMatchObject({ ok: true, e164 });
			expect(parsePhone(`00 ${number.formatInternational().slice(1)}`, 'GB')).toMatchObject({
				ok: true,
				e164,
			});
		},
	);

	it.each(['GB', 'DE', 'NZ', 'IN', 'CN', 'SG', 'FR', 'ZA'])(
		'0011 from Australia reaches %s',
		(country) => {
			const { number } = EXAMPLES.find((example) => example.country === country) ?? {};
			const e164 = number?.number ?? '';
			expect(parsePhone(`0011 ${e164.slice(1)}`, 'AU')).toMatchObject({ ok: true, e164 });
			expect(parsePhone(`0011${e164.slice(1)}`, 'AU')).toMatchObject({ ok: true, e164 });
		},
	);
});

describe('properties', () => {
	/** Possible numbers: an example with other last digits. */
	const realNumber = fc
		.tuple(fc.constantFrom(...EXAMPLES), fc.stringMatching(/^\d{3}$/))
		.map(([{ number }, tail]) => number.number.slice(0, -3) + tail);
	const digits = (minLength: number, maxLength: number) =>
		fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength });
	const noise = fc.string({ unit: fc.constantFrom(' ', '-', '(', ')', '.', '\u00A0') });

	it('never throws, and returns E.164 for everything it accepts', () => {
		const anything = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.string({ unit: 'grapheme' }),
			fc.string({ unit: fc.constantFrom(...'+＋00123456789٠५９ ()-./x#;:telext=\u202A\u200B') }),
		);
		fc.assert(
			fc.property(anything, fc.option(fc.string(), { nil: undefined }), anyCountry, (a, b, c) => {
				for (const country of [b, c]) {
					const phone = parsePhone(a, country);
					if (phone.ok) expect(phone.e164).toMatch(E164);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('returns E.164 for any digits it accepts', () => {
		const written = fc.oneof(
			digits(1, 15).map((text) => `+${text}`),
			digits(1, 11),
		);
		fc.assert(
			fc.property(written, anyCountry, (text, country) => {
				const phone = parsePhone(text, country);
				if (phone.ok) expect(phone.e164).toMatch(E164);
				if (phone.ok && text.startsWith('+')) expect(phone.e164[1]).toBe(text[1]);
			}),
			{ numRuns: 2000 },
		);
	});

	it('leaves an E.164 number unchanged for every default country', () => {
		fc.assert(
			fc.property(realNumber, anyCountry, (number, country) => {
				expect(parsePhone(number, country)).toMatchObject({ ok: true, e164: number });
				expect(parsePhone(number, country)).toEqual(parsePhone(number));
			}),
			{ numRuns: 500 },
		);
	});

	it('ignores how the digits are grouped', () => {
		fc.assert(
			fc.property(realNumber, fc.array(noise, { minLength: 16, maxLength: 16 }), (number, gaps) => {
				const written = [...number.slice(1)].map((digit, at) => (gaps[at] ?? '') + digit).join('');
				fc.pre(written.length < 240);
				expect(parsePhone(`+${written}`)).toEqual(parsePhone(number));
			}),
			{ numRuns: 500 },
		);
	});

	it('ignores how the digits of a national number are grouped', () => {
		const national = digits(4, 12).filter((text) => !text.startsWith('0'));
		fc.assert(
			fc.property(
				national,
				anyCountry,
				fc.array(noise, { maxLength: 12 }),
				(text, country, gaps) => {
					const written = [...text].map((digit, at) => digit + (gaps[at] ?? '')).join('');
					fc.pre(written.length < 240);
					const read = parsePhone(written, country);
					// A dot in front of the last digits may be that of a decimal fraction.
					if (/\.\D*\d+\D*$/.test(written) && !read.ok && read.problem === 'fraction') return;
					expect(read).toEqual(parsePhone(text, country));
				},
			),
			{
				numRuns: 500,
				examples: [['60000000', undefined, ['', '', '', '', '', '', ').']]],
			},
		);
	});

	it('a dot behind a bracket separates groups of digits, not a fraction', () => {
		expect(parsePhone('6000000).0')).toEqual({ ok: false, problem: 'noCountry' });
		expect(parsePhone('6000000.5')).toEqual({ ok: false, problem: 'fraction' });
	});

	it('never accepts a number without a country unless it begins with 00', () => {
		fc.assert(
			fc.property(
				digits(1, 15).filter((text) => !text.startsWith('00')),
				(text) => {
					expect(parsePhone(text)).toEqual({ ok: false, problem: 'noCountry' });
				},
			),
			{ numRuns: 200 },
		);
	});
});
