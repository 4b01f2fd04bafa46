/**
 * Converts values to the types of their fields; pure, without a node. Expressions may give booleans
 * and numbers as text, one text for a list, or nothing at all; each of these is handled here, and
 * everything else is refused.
 */
import { excerpt, maskText } from '../../core/message';
import { PHONE_PROBLEMS } from '../../core/planning/draft';
import { isObject } from '../../core/values';
import { toAscii } from '../../core/text/normalise';
import { countryOf, readAddress } from '../../core/text/phone';
import { kindOf, readNumbers, readWritten, splitList } from '../../core/text/written';
import type { Member, Section } from './fields';
import { readTime } from './time';

/** Why a value is not valid for its field. */
export class Refusal {
	constructor(
		/** The label of the parameter. */
		readonly parameter: string,
		/** The label of the field, if the parameter has several fields. */
		readonly label: string,
		/** The rest of the sentence: what is wrong, and what was given. */
		readonly says: string,
		/** How to fix it, in one sentence. */
		readonly hint: string,
		readonly code?: string,
		/** The same as `says` with what was given in full, for the user only. */
		readonly saysInFull?: string,
	) {}

	get message(): string {
		return `${this.label} ${this.says}`;
	}

	get full(): string | undefined {
		return this.saysInFull && `${this.label} ${this.saysInFull}`;
	}
}

/**
 * Converts a value to the type of the field, to `undefined` if it is not set (null, undefined, and
 * an empty string for all but text fields), or to a {@link Refusal}.
 */
export type Understand = (given: unknown) => unknown;

/** Numbers this short are not phone numbers, and dates are none: they need no masking. */
const HARMLESS = /^-?[\d.]{1,6}$|^\d{4}-\d{2}-\d{2}(?!\d)/;

const isNothing = (given: unknown): boolean =>
	given === undefined || given === null || (typeof given === 'string' && given.trim() === '');

const refuse = ({ displayName }: Pick<Member, 'displayName'>, says: string, hint: string) =>
	new Refusal(displayName, displayName, says, hint);

/** @param says what is wrong; what was given follows */
function refuseGiven(
	{ displayName }: Pick<Member, 'displayName'>,
	says: string,
	given: unknown,
	hint: string,
): Refusal {
	const mark = typeof given === 'string' ? '"' : '';
	const text = typeof given === 'string' ? given : kindOf(given);
	const say = (quote: string) => `${says}: ${mark}${quote}${mark}`;
	const full = say(excerpt(text));
	const masked = HARMLESS.test(text.trim()) ? full : say(maskText(text));
	const more = full === masked ? undefined : full;
	return new Refusal(displayName, displayName, masked, hint, undefined, more);
}

const asText = (given: unknown): string | undefined =>
	typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean'
		? String(given)
		: undefined;

const text =
	(field: Member): Understand =>
	(given) => {
		if (given === null || given === undefined) return undefined;
		const isText = typeof given !== 'number' || Number.isFinite(given);
		const written = isText ? asText(given) : undefined;
		return (
			written ??
			refuse(
				field,
				`is ${kindOf(given)}, not a single value`,
				'Check the expression: it must give a single value, such as one field of the item.',
			)
		);
	};

const WORDS: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

const boolean =
	(field: Member): Understand =>
	(given) => {
		if (isNothing(given)) return undefined;
		const word = asText(given)?.trim().toLowerCase() ?? '';
		return Object.hasOwn(WORDS, word)
			? WORDS[word]
			: refuseGiven(field, 'is neither true nor false', given, 'Use true, false, 1 or 0.');
	};

/** `a whole number from 1 to 20`, as far as the field declares its limits. */
function allowedNumber({ typeOptions = {} }: Member): string {
	const { minValue: least, maxValue: most, numberPrecision } = typeOptions;
	const kind = numberPrecision === 0 ? 'a whole number' : 'a number';
	if (least !== undefined && most !== undefined) return `${kind} from ${least} to ${most}`;
	if (least !== undefined) return `${kind} of at least ${least}`;
	return most === undefined ? kind : `${kind} of at most ${most}`;
}

function number(field: Member): Understand {
	const { minValue = -Infinity, maxValue = Infinity, numberPrecision } = field.typeOptions ?? {};
	const allowed = allowedNumber(field);
	return (given) => {
		if (isNothing(given)) return undefined;
		const value = typeof given === 'string' || typeof given === 'number' ? Number(given) : NaN;
		const isAllowed = Number.isFinite(value) && value >= minValue && value <= maxValue;
		return isAllowed && (numberPrecision !== 0 || Number.isInteger(value))
			? value
			: refuseGiven(field, `is not ${allowed}`, given, `Enter ${allowed}.`);
	};
}

const MOST_NAMED = 12;

function named(values: readonly unknown[]): string {
	const some = values.slice(0, MOST_NAMED).map((value) => String(value) || '(empty)');
	return `${some.join(', ')}${values.length > MOST_NAMED ? ', …' : ''}`;
}

/** The values of a list; `undefined` if n8n loads the list dynamically. */
function choicesOf({ options, typeOptions }: Member): unknown[] | undefined {
	if (!options || typeOptions?.loadOptionsMethod || typeOptions?.loadOptions) return undefined;
	return options.flatMap((option) => ('value' in option ? [option.value] : []));
}

/** Finds a value in a list; `undefined` if the list does not have it. */
function finder(choices: readonly unknown[]): (given: unknown) => unknown {
	const byText = new Map(choices.map((value) => [String(value), value]));
	return (given) => byText.get(asText(given)?.trim() ?? '\0');
}

function choice(field: Member): Understand {
	const choices = choicesOf(field);
	if (!choices) return text(field);
	const find = finder([...choices, ...(field.alsoTakes ?? [])]);
	const hint = `Choose one from the list, or use one of these values: ${named(choices)}.`;
	return (given) => {
		const found = find(given);
		if (found !== undefined || isNothing(given)) return found;
		return refuseGiven(field, 'is not one of its choices', given, hint);
	};
}

/** One phone number, read as those of To are, but without a country of its own. */
function phone(field: Member): Understand {
	const asWritten = text(field);
	return (given) => {
		const [entry] = typeof given === 'number' ? readNumbers(given) : [];
		if (typeof entry === 'object') {
			return refuse(field, `is ${entry.notText}`, 'Put the number in quotation marks.');
		}
		const written = asWritten(given);
		if (typeof written !== 'string') return written;
		const read = readAddress(written);
		if (typeof read === 'string') return read;
		const [says, hint] = PHONE_PROBLEMS[read.problem];
		return refuseGiven(field, says, written, hint);
	};
}

/** A choice of countries, by their two-letter codes. */
function country(field: Member): Understand {
	const find = finder(choicesOf(field) ?? []);
	const hint =
		'Use a two-letter country code (ISO 3166-1) such as AU, US or GB, not a calling code or a name.';
	return (given) => {
		if (isNothing(given)) return find(given);
		const found = typeof given === 'string' ? find(countryOf(toAscii(given))) : undefined;
		return found ?? refuseGiven(field, 'is not one of its choices', given, hint);
	};
}

/** Reads a list given as an array, as JSON, or separated by commas. */
function listOf(given: unknown): unknown[] {
	if (Array.isArray(given)) return given;
	if (typeof given !== 'string') return [given];
	if (!given.trim().startsWith('[')) return splitList(given);
	try {
		const parsed: unknown = JSON.parse(given);
		return Array.isArray(parsed) ? parsed : [given];
	} catch {
		return [given];
	}
}

function choices(field: Member): Understand {
	const known = choicesOf(field);
	const find = known ? finder(known) : asText;
	const hint = known
		? `Choose from the list, or use these values, separated by commas: ${named(known)}.`
		: 'Enter values separated by commas.';
	return (given) => {
		if (isNothing(given)) return undefined;
		const list = listOf(given);
		const found = list.map(find);
		const odd = found.indexOf(undefined);
		if (odd >= 0) {
			return refuseGiven(field, 'has a choice that does not exist', list[odd], hint);
		}
		return [...new Set(found)];
	};
}

/** `$now` and similar values are luxon objects; their text form means the same. */
function timeText(given: unknown): unknown {
	const { toISO } = (given ?? {}) as { toISO?: unknown };
	return typeof toISO === 'function' ? (toISO.call(given) as unknown) : given;
}

const WRITTEN_DAY = /^\d{4}-\d{2}-\d{2}/;

/** The Swedish locale formats dates as ISO 8601 does. */
const dayIn = (zone: string, time: Date): string =>
	new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(time);

const dateTime =
	(field: Member, zoneOf: () => string): Understand =>
	(given) => {
		if (isNothing(given)) return undefined;
		const written = timeText(given);
		const zone = zoneOf();
		const time =
			typeof written === 'boolean' || Array.isArray(written) ? undefined : readTime(written, zone);
		if (!time) {
			return refuseGiven(
				field,
				'is not a date and time',
				written,
				'Use a format such as 2030-01-31T09:00 or 2030-01-31T09:00+02:00.',
			);
		}
		if (!field.wholeDay) return time;
		const [day] = (typeof written === 'string' && WRITTEN_DAY.exec(written.trim())) || [];
		return day ?? dayIn(zone, time);
	};

/** Accepts JSON as an object or as text, and gives it as text. */
const json =
	(field: Member): Understand =>
	(given) => {
		if (isNothing(given)) return undefined;
		if (typeof given !== 'string') return JSON.stringify(given);
		try {
			JSON.parse(given);
			return given;
		} catch {
			return refuse(field, 'is not valid JSON', 'Check brackets, commas and quotation marks.');
		}
	};

const words: Understand = (given) => (isNothing(given) ? undefined : readWritten(given));
const numbers: Understand = (given) => (isNothing(given) ? undefined : readNumbers(given));
/** A field that an item does not have is not an empty field. */
/** One number with digits only, the usual case, needs no reading. */
const PLAIN_NUMBER = /^\+?\d+$/;

const recipients: Understand = (given) => {
	if (typeof given === 'string' && PLAIN_NUMBER.test(given)) return [given];
	return given === '' || given === null ? undefined : readNumbers(given);
};

/** Whether a field has a value; notices are only shown. */
export const isRead = ({ type }: Pick<Member, 'type'>): boolean => type !== 'notice';

/** Whether a required value is missing. */
export const isMissing = ({ required }: Pick<Member, 'required'>, value: unknown): boolean =>
	required === true &&
	(value === undefined || value === '' || (Array.isArray(value) && value.length === 0));

/** The refusal of a missing required value. */
export function emptiness(field: Pick<Member, 'displayName' | 'type'>): Refusal {
	const { displayName, type } = field;
	const hint = /options$/i.test(type)
		? `Choose ${displayName} from the list.`
		: `Enter a value for ${displayName}.`;
	return refuse(field, 'is empty', hint);
}

interface Prepared {
	readonly field: Member;
	readonly understand: Understand;
	readonly usual: unknown;
}

const prepare = (fields: readonly Member[], zoneOf: () => string): Prepared[] =>
	fields.filter(isRead).map((field) => ({
		field,
		understand: understanding(field, zoneOf),
		usual: usualValue(field, zoneOf),
	}));

const notFields = (field: Pick<Member, 'displayName'>, given: unknown) =>
	refuse(
		field,
		`is ${typeof given === 'string' ? 'one value' : kindOf(given)}, not a set of fields`,
		'Set its fields one by one, with a separate expression for each where needed.',
	);

/** The members of a collection that are set, each converted as its own field declares. */
function collection(field: Member, zoneOf: () => string): Understand {
	const members = prepare((field.options ?? []) as readonly Member[], zoneOf);
	return (given) => {
		if (isNothing(given)) return undefined;
		if (!isObject(given)) return notFields(field, given);
		const values: Record<string, unknown> = {};
		for (const { field: member, understand } of members) {
			const value = understand(given[member.name]);
			if (value instanceof Refusal) return value;
			if (value !== undefined) values[member.name] = value;
		}
		return values;
	};
}

/** One row of a fixed collection; fields that are not set have their defaults. */
function row(values: readonly Prepared[], given: unknown, where: string, parameter: string) {
	const refused = ({ label, says, hint, code, saysInFull }: Refusal) =>
		new Refusal(parameter, `${label} in ${where}`, says, hint, code, saysInFull);
	if (!isNothing(given) && !isObject(given)) {
		const { label, says, hint } = notFields({ displayName: where }, given);
		return new Refusal(parameter, label, says, hint);
	}
	const read: Record<string, unknown> = {};
	for (const { field, understand, usual } of values) {
		const value = understand(isObject(given) ? given[field.name] : undefined);
		if (value instanceof Refusal) return refused(value);
		read[field.name] = value ?? usual;
		if (isMissing(field, read[field.name])) return refused(emptiness(field));
	}
	return read;
}

/** The sections of a fixed collection, with one row or several rows each. */
function fixedCollection(field: Member, zoneOf: () => string): Understand {
	const { displayName, typeOptions } = field;
	const several = typeOptions?.multipleValues === true;
	const sections = ((field.options ?? []) as readonly Section[]).map(({ name, values }) => ({
		name,
		values: prepare(values, zoneOf),
	}));
	return (given) => {
		if (isNothing(given)) return undefined;
		if (!isObject(given)) return notFields(field, given);
		const read: Record<string, unknown> = {};
		for (const { name, values } of sections) {
			const rows = given[name];
			if (isNothing(rows)) continue;
			const found = several
				? (Array.isArray(rows) ? (rows as unknown[]) : [rows]).map((one, position) =>
						row(values, one, `row ${position + 1} of ${displayName}`, displayName),
					)
				: row(values, rows, displayName, displayName);
			const refused = [found].flat().find((one) => one instanceof Refusal);
			if (refused) return refused;
			read[name] = found;
		}
		return read;
	};
}

/** A list of values of the same kind. */
function several(one: Understand): Understand {
	return (given) => {
		if (isNothing(given)) return undefined;
		const found = (Array.isArray(given) ? (given as unknown[]) : [given]).map(one);
		return (
			found.find((value) => value instanceof Refusal) ??
			found.filter((value) => value !== undefined)
		);
	};
}

function single(field: Member, zoneOf: () => string): Understand {
	if (field.many === 'recipients') return recipients;
	if (field.many) return field.many === 'numbers' ? numbers : words;
	if (field.country) return country(field);
	if (field.phone) return phone(field);
	switch (field.type) {
		case 'boolean':
			return boolean(field);
		case 'number':
			return number(field);
		case 'options':
			return choice(field);
		case 'multiOptions':
			return choices(field);
		case 'dateTime':
			return dateTime(field, zoneOf);
		case 'json':
			return json(field);
		case 'collection':
			return collection(field, zoneOf);
		case 'fixedCollection':
			return fixedCollection(field, zoneOf);
		default:
			return text(field);
	}
}

const WHOLE: ReadonlySet<string> = new Set(['collection', 'fixedCollection', 'multiOptions']);

/**
 * Returns the conversion for the values of a field.
 *
 * @param zoneOf gives the time zone for times that are written without one
 */
export function understanding(field: Member, zoneOf: () => string): Understand {
	const one = single(field, zoneOf);
	return field.typeOptions?.multipleValues && !WHOLE.has(field.type) ? several(one) : one;
}

/**
 * The value of a field that is not set or not shown: its default, in the type of its values; nothing if
 * the default is an expression, which n8n has evaluated already.
 */
export function usualValue(field: Member, zoneOf: () => string): unknown {
	const { type } = field;
	const usual: unknown = field.default;
	const plain = typeof usual === 'string' && usual.startsWith('=') ? '' : usual;
	const given = type === 'resourceLocator' && isObject(plain) ? plain.value : plain;
	const value = understanding(field, zoneOf)(given);
	if (value instanceof Refusal) return given;
	if (value !== undefined) return value;
	if (field.many || type === 'multiOptions' || field.typeOptions?.multipleValues) return [];
	return type === 'dateTime' && !field.wholeDay ? undefined : '';
}
