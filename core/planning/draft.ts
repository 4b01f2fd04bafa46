/**
 * What the user wrote for one item, as typed parameters: its recipients, and the faults found in it.
 */
import { type Quoting, quoting, type Recipient, recipientText } from '../message';
import type { Failure } from '../outcome';
import { parsePhone, type PhoneProblem, shortCodeOf } from '../text/phone';
import type { Line } from '../text/lines';
import type { NotText, Written } from '../text/written';
import { entryOf } from '../values';

/** A stored template and its variables. */
export interface TemplateDraft {
	readonly id: string;
	readonly variables?: Readonly<Record<string, string>>;
}

/** What happens to a text that needs more segments than Max Segments allows. */
export type IfTooLong = 'refuse' | 'shorten' | 'send';

/** The parameters of one input item. Empty strings mean "not given". */
export interface Draft {
	/** Index of the input item, from 0. */
	readonly item: number;
	/** All items whose texts it has, if there are several; `item` is the first one. */
	readonly items?: readonly number[];
	/** Phone numbers as written; an entry that is not a string becomes a fault of its own. */
	readonly to?: readonly Written[];
	/** Instead of `to`: a contact list of the provider. */
	readonly listId?: string;
	readonly text?: string;
	/** What a shortened text still has to end with; part of `text`. */
	readonly ending?: string;
	/** Instead of `text`, for a message of several items: their texts. */
	readonly lines?: readonly Line[];
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
	/** What happens to a text that needs more segments than that; Refuse if not given. */
	readonly ifTooLong?: IfTooLong;
	readonly smartEncoding?: boolean;
	/** Suppress Repeats: a text with the same key is not sent again within this time. */
	readonly repeats?: { readonly key?: string; readonly minutes: number };
	/** Values that only the provider's own node offers; see `OutboundMessage.extras`. */
	readonly extras?: Readonly<Record<string, string>>;
	/** The only provider that may send it, by its id; one of the run's targets. */
	readonly through?: string;
	/** Why it is not sent although nothing is wrong with it, as a sentence without a full stop. */
	readonly skip?: string;
	/** Overrides for single providers, by provider id. */
	readonly perProvider?: Readonly<
		Record<string, Partial<Pick<Draft, 'text' | 'ending' | 'from' | 'template' | 'templateFault'>>>
	>;
	/** The text cannot be sent, whatever the recipient (an expression in it gave nothing). */
	readonly contentFault?: Fault;
	/** The stored template cannot be sent like this, see `SmsAccount.checkTemplates`. */
	readonly templateFault?: Fault;
	/** The parameters could not be read at all (an expression failed). */
	readonly fault?: Fault;
}

/** A failure, and the parameter that caused it, by its name in the user interface. */
export interface Fault {
	readonly parameter: string;
	readonly failure: Failure;
}

/** @param several the message for several of the same kind, without the quote */
export const fault = (
	parameter: string,
	kind: Failure['class'],
	message: string | Quoting,
	hint: string,
	several?: string,
): Fault => ({
	parameter,
	failure: {
		class: kind,
		...(typeof message === 'string' ? { message } : message),
		hint,
		...(several !== undefined && { several }),
	},
});

export const isFault = (value: unknown): value is Fault =>
	typeof value === 'object' && value !== null && 'failure' in value;

/** Returns an optional text; `undefined` if it is blank. */
export const given = (text: string | undefined): string | undefined =>
	text?.trim() === '' ? undefined : text;

const SEPARATE = 'Separate several numbers with commas, semicolons or new lines.';
const AS_TEXT = 'Format the column as text in the spreadsheet';

/** What is wrong with a number, as the rest of a sentence; the way out; the same about several of them. */
export const PHONE_PROBLEMS: Readonly<
	Record<PhoneProblem, readonly [says: string, hint: string, several: string]>
> = {
	empty: ['is empty', 'Enter a phone number such as +61411111111.', 'numbers are empty'],
	notANumber: [
		'is not a phone number',
		`Enter a phone number such as +61411111111. ${SEPARATE}`,
		'entries are not phone numbers',
	],
	noCountry: [
		'has no country',
		'Set Default Country under Options, or write + and the country code in front.',
		'numbers have no country',
	],
	ambiguous: [
		'is ambiguous: it could be two different numbers',
		'Use the international format, with + and the country code.',
		'numbers are ambiguous: each could be two different numbers',
	],
	unknownCountry: [
		'starts with a country code that does not exist',
		'Check the digits after the +.',
		'numbers start with a country code that does not exist',
	],
	tooShort: ['is too short', 'Check the digits and the country code.', 'numbers are too short'],
	tooLong: ['is too long', `Check the digits. ${SEPARATE}`, 'numbers are too long'],
	extension: [
		'has an extension, which cannot receive a text',
		'Use the number of a mobile phone.',
		'numbers have an extension, which cannot receive a text',
	],
	several: [
		'seems to be more than one number',
		SEPARATE,
		'entries seem to be more than one number',
	],
	scientific: [
		'is what a spreadsheet shows instead of a long number: some of its digits are lost',
		`${AS_TEXT}, and export it again.`,
		'entries are what a spreadsheet shows instead of a long number: some of their digits are lost',
	],
	fraction: [
		'has a decimal fraction, or zeros that a spreadsheet added',
		`${AS_TEXT}, or write the number without a dot or comma at its end.`,
		'numbers have a decimal fraction, or zeros that a spreadsheet added',
	],
	grouped: [
		'has commas between its digits, and is not a valid number without them',
		'Leave the commas out. Separate several numbers with semicolons or new lines.',
		'numbers have commas between their digits, and are not valid without them',
	],
	local: [
		'is valid only within its phone-context',
		'Use the international format, with + and the country code.',
		'numbers are valid only within their phone-context',
	],
	shortCode: [
		'is a short code or an incomplete number',
		'Write a phone number with + and the country code. Not every provider takes short codes.',
		'numbers are short codes or incomplete',
	],
	impossible: [
		'is not a valid number in its country',
		'Check the digits and the country code.',
		'numbers are not valid in their country',
	],
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
	[says, hint, several]: readonly [string, string, string],
	to?: Recipient,
): Reading => ({
	draft,
	duplicates: 0,
	...(to && { to }),
	written,
	fault: fault(
		'To',
		'invalidRecipient',
		quoting(written, (quote) => `To: "${quote}" ${says}`),
		hint,
		several,
	),
});

const SPECIAL = [
	'is a satellite phone, an international network or a premium-rate number, which may be expensive',
	'If that is intended, turn on Allow Special Destinations under Options.',
	'numbers are satellite phones, international networks or premium-rate numbers, which may be expensive',
] as const;

const EMPTY = [
	'To is empty: there is no recipient',
	'Enter one or more phone numbers, separated by commas or new lines.',
] as const;

const NO_VALUE = [
	'To has no value: this item has no such field',
	'Check the name of the field in the expression, and the input of the node.',
] as const;

/** An entry that is not a text, such as the missing field of an item. */
function notText(draft: Draft, { notText: what, problem }: NotText): Reading {
	const missing = { undefined: NO_VALUE, null: EMPTY };
	const [message, hint] = problem ??
		entryOf(missing, what) ?? [
			`To is ${what}, not a phone number`,
			'Check the expression in To: it must give phone numbers, such as one field of the item.',
		];
	return {
		draft,
		duplicates: 0,
		written: '',
		fault: fault('To', 'invalidRecipient', message, hint),
	};
}

function readRecipient(text: Written, draft: Draft): Reading {
	if (typeof text !== 'string') return notText(draft, text);
	const phone = parsePhone(text, draft.defaultCountry);
	if (!phone.ok) {
		const digits = shortCodeOf(text);
		const isIncomplete = digits !== undefined && phone.problem !== 'noCountry';
		const to = digits === undefined ? undefined : ({ kind: 'shortCode', digits } as const);
		return refused(draft, text, PHONE_PROBLEMS[isIncomplete ? 'shortCode' : phone.problem], to);
	}
	const { e164, country, isSpecial } = phone;
	if (isSpecial && !draft.allowSpecialDestinations) return refused(draft, text, SPECIAL);
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
	return noRecipient(draft, 'To', ...EMPTY);
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
