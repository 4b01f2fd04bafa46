/**
 * Converts phone numbers to E.164 (ITU-T E.164) with libphonenumber's metadata. The only file that
 * imports the library: the build bundles it into this module.
 */
import {
	type CountryCode,
	getCountries,
	getCountryCallingCode,
	isSupportedCountry,
	parsePhoneNumberFromString,
	type PhoneNumber,
	validatePhoneNumberLength,
} from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/max/metadata';
import { withoutInvisible } from './normalise';
import { type Damage, readSpelling, type Spelling } from './spelling';

export type PhoneProblem =
	| Damage
	| 'noCountry'
	| 'ambiguous'
	| 'unknownCountry'
	| 'tooShort'
	| 'tooLong'
	| 'shortCode'
	| 'impossible';

export type Phone =
	| {
			readonly ok: true;
			readonly e164: string;
			readonly country?: string;
			/** A satellite phone, an international network or a premium-rate number: it may be expensive. */
			readonly isSpecial?: true;
	  }
	| { readonly ok: false; readonly problem: PhoneProblem };

const E164 = /^\+[1-9]\d{4,14}$/;
const bad = (problem: PhoneProblem): Phone => ({ ok: false, problem });

/** Codes that people use although ISO 3166-1 has others. */
const ALIASES: Readonly<Record<string, CountryCode>> = { UK: 'GB', EL: 'GR' };

/**
 * The ISO 3166-1 alpha-2 code that a user means; `undefined` if there is no such country. Case and
 * blanks do not matter, and `UK` is taken for `GB`.
 */
export function countryOf(written: string): CountryCode | undefined {
	const upper = written.trim().toUpperCase();
	if (isSupportedCountry(upper)) return upper;
	return Object.hasOwn(ALIASES, upper) ? ALIASES[upper] : undefined;
}

/** All ISO 3166-1 alpha-2 codes that have phone numbers. */
export function countries(): string[] {
	return getCountries();
}

/** Whether libphonenumber knows this ISO 3166-1 alpha-2 code. Case does not matter. */
export function isCountry(code: string): boolean {
	return isSupportedCountry(code.trim().toUpperCase());
}

const LENGTH_PROBLEMS: Readonly<Record<string, PhoneProblem>> = {
	INVALID_COUNTRY: 'unknownCountry',
	TOO_SHORT: 'tooShort',
	TOO_LONG: 'tooLong',
	NOT_A_NUMBER: 'notANumber',
};

/** What the library makes of a number; `undefined` if it has no country code that exists. */
function split(written: string, country?: CountryCode): PhoneNumber | undefined {
	return parsePhoneNumberFromString(written, {
		extract: false,
		...(country ? { defaultCountry: country } : {}),
	});
}

/** Returns the number if it could exist. */
function possible(parsed: PhoneNumber | undefined, written: string): PhoneNumber | undefined {
	// No area code of the North American plan starts with 0 or 1: "+11…" comes from a dialled 0011.
	if (/^\+[ .()/-]*1[ .()/-]*[01]/.test(written)) return undefined;
	if (!parsed?.isPossible() || !E164.test(parsed.number)) return undefined;
	if (parsed.number === written) return parsed;
	// A number that does not parse back to itself has surplus digits in front.
	const again = split(parsed.number);
	return again?.number === parsed.number ? parsed : undefined;
}

/** One reading of a number; `undefined` if it gives no number that could exist. */
const parse = (written: string, country?: CountryCode): PhoneNumber | undefined =>
	possible(split(written, country), written);

/** The entries of a country's metadata that the library offers no function for. */
const PATTERN = 2;
const LENGTHS = 3;
const NATIONAL_PREFIX = 5;
const PREFIX_FOR_PARSING = 7;
const LEADING_DIGITS = 10;
const KINDS = 11;
const MOBILE = 1;
const PREMIUM_RATE = 3;

/** Remembers what is made from a country's metadata. */
function perCountry<T>(make: (country: CountryCode) => T): (country: CountryCode) => T {
	const known = new Map<CountryCode, { readonly made: T }>();
	return (country) => {
		const { made } = known.get(country) ?? { made: make(country) };
		if (!known.has(country)) known.set(country, { made });
		return made;
	};
}

const whole = (pattern: unknown) =>
	typeof pattern === 'string' ? new RegExp(`^(?:${pattern})$`) : undefined;

/**
 * All national numbers of a country, whatever their kind; `undefined` if its calling code is shared with
 * countries that only the kinds of their numbers tell apart.
 */
const patternOf = perCountry((country) => {
	const plan = metadata.countries[country] ?? [];
	const shared = metadata.country_calling_codes[getCountryCallingCode(country)] ?? [];
	const isDistinct = shared.length === 1 || Boolean(plan[LEADING_DIGITS]);
	return isDistinct ? whole(plan[PATTERN]) : undefined;
});

/** The national numbers of one kind. */
function kindOf(country: CountryCode, kind: number): RegExp | undefined {
	const kinds = metadata.countries[country]?.[KINDS] as unknown[] | undefined;
	const found = kinds?.[kind];
	return whole(Array.isArray(found) ? found[0] : undefined);
}

/** Numbers of a country that may be premium-rate numbers: the library's own check costs more. */
const premiumOf = perCountry((country) => kindOf(country, PREMIUM_RATE));

/**
 * The mobile numbers of a calling code's first country, of which nothing else need be known: the library
 * takes them for its numbers, too, and finds no national prefix in them.
 */
const plainMobilesOf = perCountry((country) => {
	const plan = metadata.countries[country] ?? [];
	const all = whole(plan[PATTERN]);
	const mobile = kindOf(country, MOBILE);
	if (!all || !mobile || plan[LEADING_DIGITS]) return undefined;
	const lengths = (plan[LENGTHS] ?? []) as readonly number[];
	const prefix = plan[PREFIX_FOR_PARSING] || plan[NATIONAL_PREFIX];
	const withPrefix = typeof prefix === 'string' ? new RegExp(`^(?:${prefix})`) : undefined;
	return (national: string) =>
		mobile.test(national) &&
		all.test(national) &&
		lengths.includes(national.length) &&
		!national.startsWith('0') &&
		withPrefix?.test(national) !== true &&
		premiumOf(country)?.test(national) !== true;
});

/** Calling codes have one to three digits, and none is the beginning of another. */
const LONGEST_CALLING_CODE = 3;

/** The country of a mobile number in E.164, at a hundredth of what the library takes; else `undefined`. */
function countryOfMobile(e164: string): CountryCode | undefined {
	for (let end = 2; end <= 1 + LONGEST_CALLING_CODE; end++) {
		const country = metadata.country_calling_codes[e164.slice(1, end)]?.[0];
		if (country) return plainMobilesOf(country)?.(e164.slice(end)) ? country : undefined;
	}
	return undefined;
}

/** Whether a number is in use as far as is known, including ranges whose kind is not known. */
function isInUse(parsed: PhoneNumber | undefined): parsed is PhoneNumber {
	if (!parsed) return false;
	const { country, nationalNumber } = parsed;
	return (
		parsed.isValid() || (country !== undefined && patternOf(country)?.test(nationalNumber) === true)
	);
}

function inUse(written: string): PhoneNumber | undefined {
	const parsed = parse(written);
	return isInUse(parsed) ? parsed : undefined;
}

const startsWithZero = ({ nationalNumber }: PhoneNumber) => nationalNumber.startsWith('0');

/** Calling codes of countries with numbers that begin with a 0, also when called from abroad. */
const WITH_ZERO: ReadonlySet<string> = new Set([
	...['39', '378', '225', '226', '227', '229', '241', '242', '247', '992'],
]);
/** Calling codes of countries with another trunk prefix: a 0 there comes from a number of elsewhere. */
const OTHER_TRUNK: ReadonlySet<string> = new Set(['1', '7', '36', '375', '993']);
/** Calling codes where no 0 is ever a trunk prefix: Italy with the Vatican, San Marino. */
const KEEPS_ZERO: ReadonlySet<string> = new Set(['39', '378']);

/**
 * A number without what people write although it must not be dialled from abroad: one trunk 0, and the
 * 1 of Mexico's mobile numbers until 2019. `undefined` if it has neither, or if only the number as it
 * is written is one in use.
 */
function withoutPrefix(callingCode: string, digits: string): PhoneNumber | undefined {
	const national = digits.slice(callingCode.length);
	const isTrunk = !KEEPS_ZERO.has(callingCode) && !OTHER_TRUNK.has(callingCode);
	if (/^0[1-9]/.test(national) && isTrunk) {
		return inUse(`+${callingCode}${national.slice(1)}`);
	}
	const isOldMobile = callingCode === '52' && /^1\d{10}$/.test(national);
	return isOldMobile ? inUse(`+52${national.slice(1)}`) : undefined;
}

/** A number with one `(0)` in front of it or behind its calling code, as `+49 (0) 171 1234567`. */
const BRACKETED_ZERO = /^(\+?[\d .-]*)\( ?0 ?\)(?=[^()]*$)/;

/** The digits in front of a `(0)`; `undefined` if there is none. */
const beforeZero = (written: string): string | undefined =>
	BRACKETED_ZERO.exec(written)?.[1]?.replace(/\D/g, '');

/**
 * The reading of a number with `(0)`, which is dropped if only that gives a number in use.
 *
 * @param plain   its reading with the 0
 * @param shorter its reading without the 0
 */
function readBracketed(
	plain: PhoneNumber | undefined,
	shorter: PhoneNumber | undefined,
): PhoneNumber | undefined {
	// `+39 (0)335 1234567` may be a landline or a mobile number.
	if (isInUse(plain)) return shorter && shorter.number !== plain.number ? undefined : plain;
	const isDropped = shorter && !KEEPS_ZERO.has(shorter.countryCallingCode);
	return isDropped || (shorter && startsWithZero(shorter)) ? shorter : undefined;
}

/** The reading of a number that begins with a plus and its calling code. */
function readGlobal(written: string): PhoneNumber | undefined {
	const parsed = split(written);
	const plain = possible(parsed, written);
	if (plain && !startsWithZero(plain)) return plain;
	if (!parsed) return undefined;
	const { countryCallingCode } = parsed;
	if (beforeZero(written) === countryCallingCode) {
		return readBracketed(plain, inUse(written.replace(BRACKETED_ZERO, '$1 ')));
	}
	if (isInUse(plain)) return plain;
	const shorter = withoutPrefix(countryCallingCode, written.replace(/\D/g, ''));
	// Numbers with a 0 that are not in use: only where such numbers exist.
	return shorter ?? (plain && WITH_ZERO.has(countryCallingCode) ? plain : undefined);
}

/** The reading of a number without its country code. */
function readNational(written: string, country: CountryCode): PhoneNumber | undefined {
	const callingCode = getCountryCallingCode(country);
	const before = beforeZero(written);
	// It has its country code, but no plus.
	if (before === callingCode) return undefined;
	const plain = parse(written, country);
	if (plain && !startsWithZero(plain)) return plain;
	if (before === '') {
		return readBracketed(plain, inUse(written.replace(BRACKETED_ZERO, `+${callingCode} `)));
	}
	if (isInUse(plain)) return plain;
	const digits = written.replace(/\D/g, '');
	const shorter = digits.startsWith('0')
		? withoutPrefix(callingCode, callingCode + digits)
		: undefined;
	return shorter ?? (WITH_ZERO.has(callingCode) ? plain : undefined);
}

function problemOf(written: string, country?: CountryCode): PhoneProblem {
	const reason = validatePhoneNumberLength(written, country);
	return (reason && LENGTH_PROBLEMS[reason]) ?? 'impossible';
}

/** Satellite phones, international networks, shared-cost and premium-rate numbers of no country. */
const SPECIAL_CODES: ReadonlySet<string> = new Set([
	...['808', '870', '878', '881', '882', '883', '888', '979'],
]);

function isSpecial(parsed: PhoneNumber): boolean {
	const { country, countryCallingCode, nationalNumber } = parsed;
	if (countryCallingCode === '1' && nationalNumber.startsWith('900')) return true;
	if (!country) return SPECIAL_CODES.has(countryCallingCode);
	return premiumOf(country)?.test(nationalNumber) === true && parsed.getType() === 'PREMIUM_RATE';
}

const accept = (parsed: PhoneNumber): Phone => ({
	ok: true,
	e164: parsed.number,
	...(parsed.country && { country: parsed.country }),
	...(isSpecial(parsed) && { isSpecial: true }),
});

/** A number that could exist, or why there is none. */
type Reading = PhoneNumber | PhoneProblem;

const isGood = (reading: Reading): boolean => typeof reading !== 'string' && isInUse(reading);

/**
 * Chooses between two readings of one number. The wrong one would text a stranger, so if both are
 * numbers in use, the user must say which is meant.
 *
 * @param first used if neither is known to be in use
 */
function choose(
	first: PhoneNumber | undefined,
	second: PhoneNumber | undefined,
): Reading | undefined {
	if (first && second && first.number !== second.number && isInUse(first) && isInUse(second)) {
		return 'ambiguous';
	}
	if (isInUse(first)) return first;
	return isInUse(second) ? second : first;
}

/** The longest short codes have eight digits. */
const LONGEST_CODE = 8;
/** Longer ones are hardly ever short codes if they are numbers in use. */
const USUAL_CODE = 6;

/**
 * Whether digits that could be a number of a country are a short code instead: they are no number in use,
 * or very short, and nobody would write a number like that (a landline without its trunk 0, a hotline).
 */
function isShortCode(digits: string, parsed: PhoneNumber): boolean {
	if (digits.length > LONGEST_CODE || digits.startsWith('0')) return false;
	if (!parsed.isValid()) return true;
	if (digits.length > USUAL_CODE) return false;
	const type = parsed.getType() ?? '';
	if (/MOBILE/.test(type)) return false;
	return type !== 'FIXED_LINE' || parsed.formatNational().replace(/\D/g, '') !== digits;
}

function readDigits(text: string, defaultCountry: string | undefined): Reading {
	const country = defaultCountry === undefined ? undefined : countryOf(defaultCountry);
	// `…/2` after a valid number denotes a second line and is not part of the number.
	const [, head, line = ''] = /^(.+)\/([^/]*)$/.exec(text) ?? [];
	if (head && isInUse(parse(head, country))) {
		return line.replace(/\D/g, '').length > USUAL_CODE ? 'several' : 'notANumber';
	}
	if (text.startsWith('+')) return readGlobal(text) ?? problemOf(text);
	const digits = text.replace(/\D/g, '');
	if (digits.startsWith('00')) {
		// 00 is the international prefix of most of the world, but not of all (0011 in Australia, 009
		// in Colombia), and some countries read a part of the country code as a carrier.
		const international = `+${text.replace(/^\D*0\D*0/, '')}`;
		const national = country && !beforeZero(text) ? parse(text, country) : undefined;
		return choose(readGlobal(international), national) ?? problemOf(international);
	}
	if (!country) return 'noCountry';
	const national = readNational(text, country);
	// With the country code but without the plus, as databases often store numbers.
	const bare = readGlobal(`+${text}`);
	const own =
		bare?.countryCallingCode === getCountryCallingCode(country) && isInUse(bare) ? bare : undefined;
	if (!own && national && isShortCode(digits, national)) return 'shortCode';
	return choose(national, own) ?? problemOf(text, country);
}

/** Reads a number that may have zeros from a spreadsheet behind it. */
function readSpelled(spelling: Spelling, defaultCountry: string | undefined): Reading {
	const { text, unless, longer, isOpen } = spelling;
	const reading = readDigits(text, defaultCountry);
	if (longer !== undefined) {
		const other = readDigits(longer, defaultCountry);
		if (isGood(other) && !isGood(reading)) return isOpen ? other : 'fraction';
		if (isGood(other) && isOpen) return 'fraction';
	}
	if (unless === undefined || isGood(reading) || reading === 'noCountry') return reading;
	return unless;
}

/**
 * Parses a phone number as people write it and returns its E.164 form.
 *
 * Refuses only numbers that cannot exist (no such country code, wrong length for the country),
 * ambiguous ones, and those whose digits are not certain (core/text/spelling.ts). Number plans change
 * faster than metadata, so a number that is merely unassigned is accepted and the provider decides.
 *
 * @param value          `+61 411 111 111`, `0061411111111`, `tel:+61411111111`, or
 *                       `0411 111 111` with a default country
 * @param defaultCountry ISO 3166-1 alpha-2, used for numbers written without a country
 */
export function parsePhone(value: string, defaultCountry?: string): Phone {
	const isE164 = E164.test(value);
	const mobileOf = isE164 ? countryOfMobile(value) : undefined;
	if (mobileOf) return { ok: true, e164: value, country: mobileOf };
	const spelling = isE164 ? { text: value } : readSpelling(value);
	if ('problem' in spelling) return bad(spelling.problem);
	const reading = readSpelled(spelling, defaultCountry);
	return typeof reading === 'string' ? bad(reading) : accept(reading);
}

/** The digits of a short code: three to eight, of which none is a trunk 0. */
export function shortCodeOf(value: string): string | undefined {
	const spelling = readSpelling(value);
	if ('problem' in spelling || spelling.unless !== undefined) return undefined;
	return /^[1-9]\d{2,7}$/.test(spelling.text) ? spelling.text : undefined;
}

/**
 * One address as providers take it: a number with a plus in E.164; names and other digits (short codes,
 * numeric names, which must not get a country code) as written.
 *
 * @returns the problem if it is a number, but not certain which one
 */
export function readAddress(written: string): string | { readonly problem: Damage } {
	const visible = withoutInvisible(written).trim();
	const spelling = readSpelling(visible);
	if ('problem' in spelling) {
		const isNumber = spelling.problem !== 'empty' && spelling.problem !== 'notANumber';
		return isNumber && LONG.test(visible) ? spelling : visible;
	}
	const { text, unless } = spelling;
	if (!text.startsWith('+')) return /^\d+$/.test(text) && !unless ? text : visible;
	const phone = parsePhone(visible);
	return phone.ok ? phone.e164 : visible;
}

/** Names may look like numbers with an extension, but have fewer digits. */
const LONG = /^(?:\P{Nd}*\p{Nd}){5}/u;

/** A sender: as {@link readAddress}, and whatever it cannot read as written. */
export function readSender(written: string): string {
	const read = readAddress(written);
	return typeof read === 'string' ? read : withoutInvisible(written).trim();
}
