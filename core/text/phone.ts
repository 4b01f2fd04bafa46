/**
 * Converts phone numbers to E.164 (ITU-T E.164) with libphonenumber's metadata. The only file that
 * imports the library: the build bundles it into this module.
 */
import {
	type CountryCode,
	getCountries,
	isSupportedCountry,
	parsePhoneNumberFromString,
	type PhoneNumber,
	validatePhoneNumberLength,
} from 'libphonenumber-js/min';

export type PhoneProblem =
	| 'empty'
	| 'notANumber'
	| 'noCountry'
	| 'ambiguous'
	| 'unknownCountry'
	| 'tooShort'
	| 'tooLong'
	| 'extension'
	| 'impossible';

export type Phone =
	| { readonly ok: true; readonly e164: string; readonly country?: string }
	| { readonly ok: false; readonly problem: PhoneProblem };

const E164 = /^\+[1-9]\d{4,14}$/;
/** Plus or digits, grouped as people group them. Nobody writes a number with a leading hyphen. */
const WRITTEN = /^(?:\+[ .()-]*)?[\d(][\d .()/-]*$/;
const EXTENSION = /\d\s*(?:;ext=|ext\.?|x|#)\s*\d+$/i;
const bad = (problem: PhoneProblem): Phone => ({ ok: false, problem });

/** ISO 3166-1 alpha-2 in the library's form, or `undefined` if it does not know the code. */
function countryCode(code: string): CountryCode | undefined {
	const upper = code.trim().toUpperCase();
	return isSupportedCountry(upper) ? upper : undefined;
}

/** All ISO 3166-1 alpha-2 codes that have phone numbers. */
export function countries(): string[] {
	return getCountries();
}

/** Whether libphonenumber knows this ISO 3166-1 alpha-2 code. Case does not matter. */
export function isCountry(code: string): boolean {
	return countryCode(code) !== undefined;
}

/** The ASCII form of a digit of any script: each script's ten digits are consecutive, starting at zero. */
function asciiDigit(digit: string): string {
	const code = digit.codePointAt(0) ?? 0;
	for (let value = 0; value < 10; value++) {
		if (!/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) return String(value);
	}
	return digit;
}

/** Converts a number to ASCII: copied text has marks, spaces, hyphens and digits of all kinds. */
function toAscii(value: string): string {
	return value
		.replace(/[\u00AD\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '')
		.replace(/[+＋﹢⁺]/g, '+')
		.replace(/[‐-―−－﹣]/g, '-')
		.replace(/[（）]/g, (bracket) => (bracket === '（' ? '(' : ')'))
		.replace(/．/g, '.')
		.replace(/／/g, '/')
		.replace(/(?![0-9])\p{Nd}/gu, asciiDigit)
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^tel: ?/i, '')
		.replace(/^\( ?(\+|00)(\d*) ?\)/, '$1$2 ');
}

const LENGTH_PROBLEMS: Readonly<Record<string, PhoneProblem>> = {
	INVALID_COUNTRY: 'unknownCountry',
	TOO_SHORT: 'tooShort',
	TOO_LONG: 'tooLong',
	NOT_A_NUMBER: 'notANumber',
};

/** One reading of a number; `undefined` if it gives no number that could exist. */
function parse(written: string, country?: CountryCode): PhoneNumber | undefined {
	// No area code of the North American plan starts with 0 or 1: "+11…" comes from a dialled 0011.
	if (/^\+1[01]/.test(written.replace(/[^\d+]/g, ''))) return undefined;
	const parsed = parsePhoneNumberFromString(written, {
		extract: false,
		...(country ? { defaultCountry: country } : {}),
	});
	if (!parsed?.isPossible() || !E164.test(parsed.number)) return undefined;
	if (parsed.number === written) return parsed;
	// A number that does not parse back to itself has surplus digits in front.
	const again = parsePhoneNumberFromString(parsed.number, { extract: false });
	return again?.number === parsed.number ? parsed : undefined;
}

function problemOf(written: string, country?: CountryCode): Phone {
	const reason = validatePhoneNumberLength(written, country);
	return bad((reason && LENGTH_PROBLEMS[reason]) ?? 'impossible');
}

const accept = ({ number, country }: PhoneNumber): Phone => ({
	ok: true,
	e164: number,
	...(country && { country }),
});

/**
 * Chooses between two readings of one number. The wrong one would text a stranger, so if both are
 * numbers in use, the user must say which is meant.
 *
 * @param first used if neither is known to be in use
 */
function choose(
	first: PhoneNumber | undefined,
	second: PhoneNumber | undefined,
): Phone | undefined {
	if (first && second && first.number !== second.number && first.isValid() && second.isValid()) {
		return bad('ambiguous');
	}
	if (first?.isValid()) return accept(first);
	if (second?.isValid()) return accept(second);
	return first && accept(first);
}

/**
 * Parses a phone number as people write it and returns its E.164 form.
 *
 * Refuses only numbers that cannot exist (no such country code, wrong length for the country) and
 * ambiguous ones. Number plans change faster than metadata, so a number that is merely unassigned is
 * accepted and the provider decides.
 *
 * @param value          `+61 411 111 111`, `0061411111111`, `tel:+61411111111`, or
 *                       `0411 111 111` with a default country
 * @param defaultCountry ISO 3166-1 alpha-2, used for numbers written without a country
 */
export function parsePhone(value: string, defaultCountry?: string): Phone {
	const text = E164.test(value) ? value : toAscii(value);
	if (text === '') return bad('empty');
	if (EXTENSION.test(text)) return bad('extension');
	if (!WRITTEN.test(text) || !/\d/.test(text)) return bad('notANumber');
	const country = defaultCountry === undefined ? undefined : countryCode(defaultCountry);
	// `…/2` after a valid number denotes a second line and is not part of the number.
	const [, head] = /^(.+)\/[^/]*$/.exec(text) ?? [];
	if (head && parse(head, country)?.isValid()) return bad('notANumber');

	if (text.startsWith('+')) {
		const parsed = parse(text);
		return parsed ? accept(parsed) : problemOf(text);
	}
	const digits = text.replace(/\D/g, '');
	if (digits.startsWith('00')) {
		// 00 is the international prefix of most of the world, but not of all (0011 in Australia, 009
		// in Colombia), and some countries read a part of the country code as a carrier.
		const international = `+${digits.slice(2)}`;
		const national = country && parse(text, country);
		return choose(parse(international), national) ?? problemOf(international);
	}
	if (!country) return bad('noCountry');
	// With the country code but without the plus, as databases often store numbers.
	const bare = parse(`+${digits}`);
	const own = bare?.country === country && bare.isValid() ? bare : undefined;
	return choose(parse(text, country), own) ?? problemOf(text, country);
}
