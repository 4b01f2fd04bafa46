/**
 * What the user wrote for one item, as typed parameters: its recipients, and the faults found in it.
 */
import { maskText, type Recipient, recipientText } from '../message';
import type { Failure } from '../outcome';
import { parsePhone, type PhoneProblem, shortCodeOf } from '../text/phone';
import type { Written } from '../text/written';

/** A stored template and its variables. */
export interface TemplateDraft {
	readonly id: string;
	readonly variables?: Readonly<Record<string, string>>;
}

/** The parameters of one input item. Empty strings mean "not given". */
export interface Draft {
	/** Index of the input item, from 0. */
	readonly item: number;
	/** Phone numbers as written; an entry that is not a string becomes a fault of its own. */
	readonly to?: readonly Written[];
	/** Instead of `to`: a contact list of the provider. */
	readonly listId?: string;
	readonly text?: string;
	/** The message may have no text, because it carries something else (an MMS with a picture). */
	readonly textOptional?: true;
	/** Instead of `text`. */
	readonly template?: TemplateDraft;
	readonly from?: string;
	readonly reference?: string;
	readonly source?: string;
	readonly sendAt?: Date;
	readonly defaultCountry?: string;
	/** Whether to send to satellite phones, international networks and premium-rate numbers. */
	readonly allowSpecialDestinations?: boolean;
	/** 0 for no limit. */
	readonly maxSegments?: number;
	readonly smartEncoding?: boolean;
	/** Values that only the provider's own node offers; see `OutboundMessage.extras`. */
	readonly extras?: Readonly<Record<string, string>>;
	/** Overrides for single providers, by provider id. */
	readonly perProvider?: Readonly<Record<string, Partial<Pick<Draft, 'from' | 'template'>>>>;
	/** The text cannot be sent, whatever the recipient (an expression in it gave nothing). */
	readonly contentFault?: Fault;
	/** The parameters could not be read at all (an expression failed). */
	readonly fault?: Fault;
}

/** A failure, and the parameter that caused it, by its name in the user interface. */
export interface Fault {
	readonly parameter: string;
	readonly failure: Failure;
}

export const fault = (
	parameter: string,
	kind: Failure['class'],
	message: string,
	hint: string,
): Fault => ({
	parameter,
	failure: { class: kind, message, hint },
});

export const isFault = (value: unknown): value is Fault =>
	typeof value === 'object' && value !== null && 'failure' in value;

/** Returns an optional text; `undefined` if it is blank. */
export const given = (text: string | undefined): string | undefined =>
	text?.trim() === '' ? undefined : text;

/** What is wrong with a number, as the rest of a sentence, and the way out. */
export const PHONE_PROBLEMS: Readonly<Record<PhoneProblem, readonly [string, string]>> = {
	empty: ['is empty', 'Enter a phone number such as +61411111111.'],
	notANumber: ['is not a phone number', 'Enter a phone number such as +61411111111.'],
	noCountry: [
		'has no country',
		'Write it in international format, with + and the country code, or set Default Country under Options.',
	],
	ambiguous: [
		'is ambiguous: it could be two different numbers',
		'Write it in international format, with + and the country code.',
	],
	unknownCountry: [
		'starts with a country code that does not exist',
		'Check the digits after the +.',
	],
	tooShort: ['is too short', 'Check the digits and the country code.'],
	tooLong: ['is too long', 'Check the digits. Separate several numbers with commas.'],
	extension: ['has an extension, which cannot receive a text', 'Use the number of a mobile phone.'],
	several: [
		'seems to be more than one number',
		'Separate several numbers with commas, semicolons or new lines.',
	],
	scientific: [
		'is what a spreadsheet shows instead of a long number: some of its digits are lost',
		'Format the column as text in the spreadsheet, and export it again.',
	],
	fraction: [
		'has a decimal fraction, or zeros that a spreadsheet added',
		'Format the column as text in the spreadsheet, or write the number without a dot or comma at its end.',
	],
	grouped: [
		'has commas between its digits, and is not a valid number without them',
		'Write the number without commas. Separate several numbers with semicolons or new lines.',
	],
	local: [
		'is valid only within its phone-context',
		'Write it in international format, with + and the country code.',
	],
	shortCode: [
		'is a short code or an incomplete number',
		'Write a phone number with + and the country code. Not every provider takes short codes.',
	],
	impossible: ['is not a valid number in its country', 'Check the digits and the country code.'],
};

/**
 * One recipient of a draft, or what was written and why it is not a recipient. Both if it depends on
 * the provider: a short code is a recipient for providers that take them, and a fault for the others.
 */
export type Reading = {
	readonly draft: Draft;
	/** How many repetitions of the same recipient in this item were left out. */
	duplicates: number;
} & (
	| { readonly to: Recipient; readonly written?: undefined; readonly fault?: undefined }
	| { readonly to?: Recipient; readonly written?: string; readonly fault: Fault }
);

/** A recipient that is refused; `to` if providers that take short codes can take it all the same. */
const refused = (
	draft: Draft,
	written: string,
	message: string,
	hint: string,
	to?: Recipient,
): Reading => ({
	draft,
	duplicates: 0,
	...(to && { to }),
	written,
	fault: fault('To', 'invalidRecipient', message, hint),
});

function readRecipient(text: Written, draft: Draft): Reading {
	if (typeof text !== 'string') {
		const hint = 'Check the expression: it must return phone numbers, each as text.';
		return refused(draft, '', `To is ${text.notText}, not text`, hint);
	}
	const phone = parsePhone(text, draft.defaultCountry);
	if (!phone.ok) {
		const digits = shortCodeOf(text);
		const isIncomplete = digits !== undefined && phone.problem !== 'noCountry';
		const [problem, hint] = PHONE_PROBLEMS[isIncomplete ? 'shortCode' : phone.problem];
		const to = digits === undefined ? undefined : ({ kind: 'shortCode', digits } as const);
		return refused(draft, text, `To: "${maskText(text)}" ${problem}`, hint, to);
	}
	const { e164, country, isSpecial } = phone;
	if (isSpecial && !draft.allowSpecialDestinations) {
		return refused(
			draft,
			text,
			`To: "${maskText(text)}" is a satellite phone, an international network or a premium-rate number, which may be expensive`,
			'If that is intended, turn on Allow Special Destinations under Options.',
		);
	}
	return { draft, duplicates: 0, to: { kind: 'number', e164, country } };
}

const noRecipient = (draft: Draft, parameter: string, message: string, hint: string): Reading[] => [
	{ draft, duplicates: 0, written: '', fault: fault(parameter, 'invalidRecipient', message, hint) },
];

/** The recipients of a draft without duplicates; at least one, which may be just a fault. */
export function readRecipients(draft: Draft): Reading[] {
	if (draft.fault) return [{ draft, duplicates: 0, fault: draft.fault }];
	if (draft.listId !== undefined) {
		const listId = given(draft.listId)?.trim();
		if (listId !== undefined) return [{ draft, duplicates: 0, to: { kind: 'list', listId } }];
		const hint = 'Choose a contact list or enter its ID.';
		return noRecipient(draft, 'Contact List', 'Contact List is empty', hint);
	}
	const { to = [] } = draft;
	if (to.length > 0) return distinct(to.map((one) => readRecipient(one, draft)));
	const hint = 'Enter one or more phone numbers, separated by commas or new lines.';
	return noRecipient(draft, 'To', 'To is empty: there is no recipient', hint);
}

/** Keeps the first reading of each recipient, which counts its duplicates. */
function distinct(readings: readonly Reading[]): Reading[] {
	if (readings.length === 1) return [...readings];
	const seen = new Map<string, Reading>();
	return readings.filter((reading) => {
		if (!reading.to) return true;
		const key = recipientText(reading.to);
		const known = seen.get(key);
		if (known) known.duplicates++;
		else seen.set(key, reading);
		return !known;
	});
}
