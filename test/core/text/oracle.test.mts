/**
 * The example numbers of all countries that libphonenumber has, each in the disguises in which people
 * and programs write numbers: the result is that number or a refusal, never another number.
 */
import fc from 'fast-check';
import { type CountryCode, getExampleNumber, type PhoneNumber } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { readRecipients } from '../../../core/planning/draft';
import { countries, parsePhone } from '../../../core/text/phone';
import { readNumbers } from '../../../core/text/written';

interface Example {
	readonly country: string;
	readonly number: PhoneNumber;
}

const EXAMPLES: Example[] = countries().flatMap((country) => {
	const number = getExampleNumber(country as CountryCode, examples);
	return number ? [{ country, number }] : [];
});

/** Who gets a text that is written like this; what is refused is left out. */
function recipients(to: unknown, defaultCountry?: string): string[] {
	return readRecipients({ item: 0, to: readNumbers(to), defaultCountry }).flatMap((one) => {
		if (one.to?.kind === 'number') return [one.to.e164];
		return one.to?.kind === 'shortCode' ? [one.to.digits] : [];
	});
}

/**
 * What is not the example, and still right: a 0 that belongs to a number in use as it is written (a
 * landline in Italy), and Gabon's number before it got its 0, which a JSON number cannot have.
 */
const AS_WRITTEN: Readonly<Record<string, string>> = {
	AC: '+247040123',
	IT: '+3903123456789',
	VA: '+3903123456789',
	GA: '+2416031234',
};

const wide = (text: string) =>
	text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
const arabic = (text: string) =>
	text.replace(/\d/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0x0630));
const keycaps = (text: string) => text.replace(/\d/g, '$&\uFE0F\u20E3');
const marked = (text: string) => `\u202A${[...text].join('\u2060')}\uFE0F\u202C`;
const grouped = (digits: string, by: string) =>
	digits.replace(/\d(?=(?:\d{3})+$)/g, (digit) => digit + by);
const scientific = (digits: string, places: number) =>
	`${digits[0]}.${digits.slice(1, places + 1)}E+${digits.length - 1}`;

type Disguise = (example: { e164: string; bare: string; code: string; rest: string }) => unknown;

/** Without any doubt about the digits: accepted for every country. */
const CERTAIN: Record<string, Disguise> = {
	'E.164': ({ e164 }) => e164,
	'with 00': ({ bare }) => `00${bare}`,
	'with blanks': ({ code, rest }) => `+${code} ${rest}`,
	'in brackets': ({ code, rest }) => `(+${code}) ${rest}`,
	full_width: ({ e164 }) => wide(e164),
	'Arabic digits': ({ e164 }) => arabic(e164),
	keycaps: ({ e164 }) => keycaps(e164),
	'invisible marks': ({ e164 }) => marked(e164),
	'U+206A, U+180E, U+115F, U+E0001': ({ e164 }) => `\u206A\u180E\u115F${e164}\u{E0001}`,
	'tel: link': ({ e164 }) => `tel:${e164}`,
	'TEL: link, encoded': ({ bare }) => `TEL:%2B${bare}`,
	'tel: link with parameters': ({ e164 }) => `tel:${e164};phone-context=example.com;a-b=c`,
	'sms: link with a text': ({ e164 }) => `sms:${e164}?body=Hi, call 0422222222`,
	'apostrophe in front': ({ e164 }) => `'${e164}`,
	'quotation marks': ({ e164 }) => `"${e164}"`,
	'formula of a spreadsheet': ({ e164 }) => `="${e164}"`,
	'full stop behind': ({ e164 }) => `${e164}.`,
	'comma behind': ({ e164 }) => `${e164},`,
	'list as JSON': ({ e164 }) => JSON.stringify([[e164]]),
};

/** Refused where the digits may mean something else. */
const DOUBTFUL: Record<string, Disguise> = {
	'.0': ({ e164 }) => `${e164}.0`,
	'.00 behind blanks': ({ code, rest }) => `+${code} ${rest} .00`,
	',0': ({ e164 }) => `${e164},0`,
	'.000': ({ e164 }) => `${e164}.000`,
	'.5': ({ e164 }) => `${e164}.5`,
	'commas between digits': ({ bare }) => `+${grouped(bare, ',')}`,
	'full-width commas between digits': ({ bare }) => `+${grouped(bare, '，')}`,
	'dots between digits': ({ bare }) => `+${grouped(bare, '.')}`,
	'commas and .0': ({ bare }) => `+${grouped(bare, ',')}.0`,
	'dots and ,00': ({ bare }) => `+${grouped(bare, '.')},00`,
	'two groups': ({ code, rest }) => `+${code},${rest}`,
	'two columns': ({ code, rest }) => `+${code}\t${rest}`,
	'two columns of a file': ({ code, rest }) => `"+${code}";"${rest}"`,
	'(0)': ({ code, rest }) => `+${code} (0) ${rest}`,
	'(0) without blanks': ({ code, rest }) => `+${code}(0)${rest}`,
	'00 and (0)': ({ code, rest }) => `00${code} (0)${rest}`,
	'trunk 0': ({ code, rest }) => `+${code}0${rest}`,
	'scientific, all digits': ({ bare }) => `+${scientific(bare, bare.length)}`,
	'scientific, digits lost': ({ bare }) => scientific(bare, 4),
	'scientific with a comma': ({ bare }) => scientific(bare, 5).replace('.', ','),
	extension: ({ e164 }) => `${e164};ext=123`,
	'extension in words': ({ e164 }) => `${e164} ext. 12`,
	'extension with a pause': ({ e164 }) => `${e164},,1234#`,
	'two numbers with a word between': ({ e164 }) => `${e164} or ${e164}`,
	'second line': ({ e164 }) => `${e164}/2`,
};

/** With the Default Country. */
const NATIONAL: Record<string, Disguise> = {
	'without its plus': ({ bare }) => bare,
	'as a number': ({ bare }) => Number(bare),
	'without its plus, .0': ({ bare }) => `${bare}.0`,
	'without its plus, commas': ({ bare }) => grouped(bare, ','),
	'without its plus, dots': ({ bare }) => grouped(bare, '.'),
	'without its plus, scientific': ({ bare }) => scientific(bare, bare.length),
	'without its plus, digits lost': ({ bare }) => scientific(bare, 3),
	'without its country': ({ rest }) => rest,
	'without its country, .0': ({ rest }) => `${rest}.0`,
	'without its country, as a number': ({ rest }) => Number(rest),
	'with a trunk 0': ({ rest }) => rest.replace(/^(?!0)/, '0'),
	'with a trunk 0, .0': ({ rest }) => `${rest.replace(/^(?!0)/, '0')}.0`,
	'with a (0)': ({ rest }) => `(0)${rest.replace(/^0/, '')}`,
	'with code and (0)': ({ code, rest }) => `${code} (0) ${rest}`,
	'phone-context': ({ code, rest }) => `tel:${rest};phone-context=+${code}`,
	'phone-context with a trunk 0': ({ code, rest }) => `tel:0${rest};phone-context=+${code}`,
	'phone-context of a domain': ({ rest }) => `tel:${rest};phone-context=example.com`,
};

const formsOf = ({ number }: Example) => {
	const e164: string = number.number;
	const code: string = number.countryCallingCode;
	return { e164, bare: e164.slice(1), code, rest: e164.slice(code.length + 1) };
};

const each = (disguises: Record<string, Disguise>) => Object.entries(disguises);

describe.each(each(CERTAIN))('%s', (_, disguise) => {
	test('is the number', () => {
		for (const example of EXAMPLES) {
			const forms = formsOf(example);
			expect([example.country, recipients(disguise(forms))]).toEqual([
				example.country,
				[forms.e164],
			]);
		}
	});
});

describe.each([...each(DOUBTFUL), ...each(NATIONAL), ...each(CERTAIN)])('%s', (name, disguise) => {
	test('is never another number', () => {
		const wrong: string[] = [];
		for (const example of EXAMPLES) {
			const forms = formsOf(example);
			const { country } = example;
			for (const defaultCountry of [undefined, country]) {
				const found = recipients(disguise(forms), defaultCountry);
				// Few digits may be a short code, which is then what was written.
				const meant = [forms.e164, forms.bare, forms.rest, String(Number(forms.rest))];
				if (!name.includes('(0)')) meant.push(AS_WRITTEN[country] ?? '');
				const others = found.filter((one) => !meant.includes(one));
				if (others.length > 0) wrong.push(`${country} ${defaultCountry}: ${others.join()}`);
			}
		}
		expect(wrong).toEqual([]);
	});
});

/**
 * What was read before this reader existed, with the Default Country, and the countries where it was not:
 * measured with that version, so that nothing that was right then is refused now.
 */
const BEFORE: Array<[name: string, form: (number: PhoneNumber) => string, refused: string]> = [
	['E.164', ({ number }) => number, ''],
	['international', (number) => number.formatInternational(), ''],
	['with hyphens', (number) => number.formatInternational().replace(/ /g, '-'), ''],
	['with dots', (number) => number.formatInternational().replace(/ /g, '.'), ''],
	['URI', (number) => number.getURI(), ''],
	['00', ({ number }) => `00${number.slice(1)}`, 'CO ID'],
	['without plus', ({ number }) => number.slice(1), 'DE ID XK'],
	['national', (number) => number.formatNational(), ''],
	['national, digits', (number) => number.formatNational().replace(/\D/g, ''), ''],
	[
		'national, dots',
		(number) =>
			number
				.formatNational()
				.replace(/(?<=\d)\D+/g, '.')
				.replace(/^\D+/, ''),
		'',
	],
	['national, slash', (number) => number.formatNational().replace(' ', '/'), 'DE'],
	['without trunk prefix', ({ nationalNumber }) => nationalNumber, ''],
];

test.each(BEFORE)('%s: read as before', (_, form, refused) => {
	const now = EXAMPLES.filter(({ country, number }) => {
		const [first, ...others] = recipients(form(number), country);
		return first !== number.number || others.length > 0;
	});
	expect(now.map(({ country }) => country).join(' ')).toBe(refused);
});

describe('properties', () => {
	const example = fc.constantFrom(...EXAMPLES);
	const country = fc.option(fc.constantFrom(...countries()), { nil: undefined });

	test('a list of disguised numbers has these numbers and no others', () => {
		const disguise = fc.constantFrom(
			...Object.values(CERTAIN).slice(0, -4),
			...Object.values(DOUBTFUL).slice(0, 12),
		);
		const separator = fc.constantFrom(
			', ',
			'; ',
			'\n',
			'\r\n',
			'\u2028',
			'\t',
			' | ',
			'，',
			'、',
			'；',
			'،',
			'؛',
		);
		fc.assert(
			fc.property(
				fc.array(fc.tuple(example, disguise), { minLength: 1, maxLength: 6 }),
				separator,
				country,
				(list, by, other) => {
					const numbers = list.map(([one]) => String(one.number.number));
					const text = list.map(([one, hide]) => hide(formsOf(one))).join(by);
					for (const to of recipients(text, other)) expect(numbers).toContain(to);
				},
			),
			{ numRuns: 300 },
		);
	});

	test('a short number behind its country code in a column of its own', () => {
		expect(recipients('+690\t7290, +24740123')).toEqual(['+6907290', '+24740123']);
		expect(recipients('+690;7290, +24740123')).toEqual(['+6907290', '+24740123']);
		expect(recipients('+61,411,111,111, +24740123')).toEqual(['+61411111111', '+24740123']);
	});

	test('any text takes bounded work and gives E.164 or nothing', () => {
		const piece = fc.constantFrom(
			'+61411111111',
			'411',
			',',
			';',
			'.',
			' ',
			'\t',
			'"',
			'[',
			']',
			'(0)',
			'?',
			'sms:',
			';ext=',
			'E+10',
			'\u200B',
			'0',
			'/',
			'#',
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 40 }), country, (parts, other) => {
				for (const entry of readNumbers(parts.join(''))) {
					const phone = typeof entry === 'string' ? parsePhone(entry, other) : undefined;
					if (phone?.ok) expect(phone.e164).toMatch(/^\+[1-9]\d{4,14}$/);
				}
			}),
			{ numRuns: 500 },
		);
	});

	// One that takes time in the square of the length would need hours.
	test.each([
		['blanks', ' '],
		['digits', '1'],
		['groups', '411,'],
		['dots', '.'],
		['quotation marks', '"'],
		['brackets', '['],
		['parameters', ';a='],
		['links', 'sms:?'],
		['numbers', '+61411111111 '],
		['marks', '\u200B+'],
	])('100,000 %s', (_, unit) => {
		expect(() => {
			for (const entry of readNumbers(`1${unit.repeat(100_000)}x`)) {
				if (typeof entry === 'string') parsePhone(entry, 'AU');
				if (entry !== '+61411111111') break;
			}
		}).not.toThrow();
	});
});

test('the short way of plain mobile numbers gives what the library gives', () => {
	const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 8 });
	const numbers = fc.tuple(fc.constantFrom(...EXAMPLES), fc.nat({ max: 8 }), digits).map(
		([
			{
				number: { countryCallingCode, nationalNumber },
			},
			kept,
			rest,
		]) => {
			const length = nationalNumber.length + (kept % 3) - 1;
			const national = (nationalNumber.slice(0, kept) + rest + nationalNumber).slice(0, length);
			return { code: countryCallingCode, national };
		},
	);
	fc.assert(
		fc.property(numbers, ({ code, national }) => {
			// With a blank, only the library reads it.
			expect(parsePhone(`+${code}${national}`)).toEqual(parsePhone(`+${code} ${national}`));
		}),
		{ numRuns: 20_000 },
	);
});
