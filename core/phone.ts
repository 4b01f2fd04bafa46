/**
 * Phone numbers to E.164 (ITU-T E.164) through libphonenumber's metadata. The only file that
 * imports the library: the build bundles it into this module.
 */
import {
	type CountryCode,
	getCountries,
	isSupportedCountry,
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
} from 'libphonenumber-js/min';

export type PhoneProblem =
	| 'empty'
	| 'notANumber'
	| 'noCountry'
	| 'unknownCountry'
	| 'tooShort'
	| 'tooLong'
	| 'extension'
	| 'impossible';

export type Phone =
	| { readonly ok: true; readonly e164: string; readonly country?: string }
	| { readonly ok: false; readonly problem: PhoneProblem };

// Marks that come along when a number is copied from a chat or a web page.
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g;
// Digits of any script and the punctuation people group them with.
const ALLOWED = /^[+＋]?[\p{Nd}\s().\-‐-―−/]+$/u;
const EXTENSION = /\p{Nd}\s*(?:;ext=|ext\.?|x|#)\s*\p{Nd}+$/iu;

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

const LENGTH_PROBLEMS: Readonly<Record<string, PhoneProblem>> = {
	INVALID_COUNTRY: 'unknownCountry',
	TOO_SHORT: 'tooShort',
	TOO_LONG: 'tooLong',
	NOT_A_NUMBER: 'notANumber',
};

function parse(written: string, defaultCountry: CountryCode | undefined) {
	return parsePhoneNumberFromString(written, {
		extract: false,
		...(defaultCountry ? { defaultCountry } : {}),
	});
}

/**
 * Reads a phone number as people write it and gives its E.164 form.
 *
 * Refuses only what cannot exist (no such country code, wrong length for its country): number
 * plans change faster than metadata, so a number that is merely not assigned goes out and the
 * provider decides.
 *
 * @param value          `+61 411 111 111`, `0061411111111`, `tel:+61411111111`, or
 *                       `0411 111 111` with a default country
 * @param defaultCountry ISO 3166-1 alpha-2, used for numbers written without a country
 */
export function parsePhone(value: string, defaultCountry?: string): Phone {
	const text = value.replace(INVISIBLE, '').trim().replace(/^tel:/i, '');
	if (text === '') return bad('empty');
	if (EXTENSION.test(text)) return bad('extension');
	if (!ALLOWED.test(text) || !/\p{Nd}/u.test(text)) return bad('notANumber');

	const country = defaultCountry === undefined ? undefined : countryCode(defaultCountry);
	// 00 is the international prefix of most of the world, but not of all (0011 in Australia, 011
	// in the US): it wins where the default country's own reading gives no number.
	const international = /^00/.test(text) ? `+${text.slice(2)}` : undefined;
	const isInternational = /^[+＋]/.test(text);
	if (!isInternational && !international && country === undefined) return bad('noCountry');

	let written = isInternational || country ? text : (international ?? text);
	let parsed = parse(written, country);
	if (international && written === text && !parsed?.isValid()) {
		const other = parse(international, undefined);
		if (other?.isPossible()) [written, parsed] = [international, other];
	}
	if (parsed?.isPossible()) {
		return { ok: true, e164: parsed.number, ...(parsed.country && { country: parsed.country }) };
	}
	const reason = validatePhoneNumberLength(written, country);
	return bad((reason && LENGTH_PROBLEMS[reason]) ?? 'impossible');
}
