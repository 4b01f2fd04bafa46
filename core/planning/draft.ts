/**
 * What the user wrote for one item, as typed parameters: its recipients, and the faults found in it.
 */
import { maskText, type Recipient, recipientText } from '../message';
import type { Failure } from '../outcome';
import { parsePhone, type PhoneProblem } from '../text/phone';
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
	/** Instead of `text`. */
	readonly template?: TemplateDraft;
	readonly from?: string;
	readonly reference?: string;
	readonly source?: string;
	readonly sendAt?: Date;
	readonly defaultCountry?: string;
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

const PHONE_PROBLEMS: Readonly<Record<PhoneProblem, readonly [string, string]>> = {
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

const SHORT_CODE = /^\d{3,8}$/;

function readRecipient(text: Written, draft: Draft): Reading {
	if (typeof text !== 'string') {
		return {
			draft,
			duplicates: 0,
			written: '',
			fault: fault(
				'To',
				'invalidRecipient',
				`To is ${text.notText}, not text`,
				'Check the expression: it must return phone numbers, each as text.',
			),
		};
	}
	const phone = parsePhone(text, draft.defaultCountry);
	if (phone.ok) {
		return {
			draft,
			duplicates: 0,
			to: { kind: 'number', e164: phone.e164, country: phone.country },
		};
	}
	const [problem, hint] = PHONE_PROBLEMS[phone.problem];
	return {
		draft,
		duplicates: 0,
		...(SHORT_CODE.test(text) && { to: { kind: 'shortCode', digits: text } }),
		written: text,
		fault: fault('To', 'invalidRecipient', `To: "${maskText(text)}" ${problem}`, hint),
	};
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
