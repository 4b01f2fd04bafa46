/**
 * From what the user wrote to messages that can be sent. Every item is planned before the first
 * request, so that a typo in item 7 is known before item 0 goes out (design §4.1).
 */
import { maskText, type OutboundMessage, type Recipient, recipientText } from './message';
import type { Failure } from './outcome';
import { isCountry, parsePhone, type PhoneProblem } from './phone';
import type { Capabilities } from './provider';
import { isWellFormed, segment, toGsm7 } from './segments';

/** The parameters of one input item, unchecked: an expression may have made anything of them. */
export interface Draft {
	/** Index of the input item, from 0. */
	readonly item: number;
	/** A string (commas, semicolons, new lines), a number, or an array of these. */
	readonly to?: unknown;
	/** Instead of `to`: a contact list of the provider. */
	readonly listId?: unknown;
	readonly text: unknown;
	readonly from?: unknown;
	readonly reference?: unknown;
	readonly source?: unknown;
	readonly sendAt?: unknown;
	readonly defaultCountry?: string;
	readonly maxSegments?: number;
	readonly smartEncoding?: boolean;
	/** The parameters could not be read at all (an expression failed). */
	readonly fault?: Fault;
}

/** A failure and the parameter, by its name in the user interface, that caused it. */
export interface Fault {
	readonly parameter: string;
	readonly failure: Failure;
}

export interface Planned {
	readonly index: number;
	readonly item: number;
	readonly message: OutboundMessage;
	/** How many times the same recipient stood in this item again and was left out. */
	readonly duplicates: number;
}

export interface Refused extends Fault {
	readonly index: number;
	readonly item: number;
	/** The recipient, or what the user wrote in its place. Not masked: error texts have to. */
	readonly to?: string;
}

/** In input order, then in the order of the recipients; `index` counts both kinds together. */
export type Entry = Planned | Refused;

export interface PlanContext {
	readonly now: Date;
	readonly capabilities: Capabilities;
	readonly providerName: string;
	/** Reads a date and time as written; a text without zone is in the workflow's time zone. */
	readTime(value: unknown): Date | undefined;
}

export const isPlanned = (entry: Entry): entry is Planned => 'message' in entry;

const fault = (
	parameter: string,
	kind: Failure['class'],
	message: string,
	hint: string,
): Fault => ({
	parameter,
	failure: { class: kind, message, hint },
});

const PHONE_PROBLEMS: Readonly<Record<PhoneProblem, readonly [string, string]>> = {
	empty: ['is empty', 'Enter a phone number such as +61411111111.'],
	notANumber: ['is not a phone number', 'Enter a phone number such as +61411111111.'],
	noCountry: [
		'has no country',
		'Write it in international form with + and the country code, or set Default Country in the options.',
	],
	unknownCountry: [
		'starts with a country code that does not exist',
		'Check the digits after the +.',
	],
	tooShort: ['is too short to exist', 'Check the digits, and the country code in front.'],
	tooLong: ['is too long to exist', 'Check the digits; put a comma between several numbers.'],
	extension: ['has an extension, which cannot receive a text', 'Use the number of a mobile phone.'],
	impossible: ['cannot exist in its country', 'Check the digits, and the country code in front.'],
};

/** What an expression that gave no text gave instead, in words. */
function describe(value: unknown): string {
	if (value === null) return 'null';
	if (value === undefined) return 'undefined';
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Text of a parameter; numbers are taken as written, everything else is a fault. */
function readText(value: unknown, parameter: string): string | Fault {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	return fault(
		parameter,
		'content',
		`${parameter} is ${describe(value)}, not a text`,
		'Check the expression: it has to give one text, for example one field of the item.',
	);
}

const isFault = (value: unknown): value is Fault =>
	typeof value === 'object' && value !== null && 'failure' in value;

/** An optional text; empty, null and undefined mean "not given". */
function readOptional(value: unknown, parameter: string): string | undefined | Fault {
	if (value === undefined || value === null || value === '') return undefined;
	const text = readText(value, parameter);
	return typeof text === 'string' && text.trim() === '' ? undefined : text;
}

function readMessage(draft: Draft): { text: string; segments: ReturnType<typeof segment> } | Fault {
	const written = readText(draft.text, 'Message');
	if (typeof written !== 'string') return written;
	if (written.trim() === '') {
		return fault('Message', 'content', 'Message is empty', 'Enter the text to send.');
	}
	if (!isWellFormed(written)) {
		return fault(
			'Message',
			'content',
			'Message holds half of a character (a lone surrogate)',
			'A text was probably cut in the middle of an emoji. Shorten it before, or at another place.',
		);
	}
	const text = draft.smartEncoding ? toGsm7(written) : written;
	const segments = segment(text);
	if (draft.maxSegments && segments.segments > draft.maxSegments) {
		return fault(
			'Message',
			'content',
			`Message needs ${segments.segments} ${segments.encoding} segments, more than the ${draft.maxSegments} that Max Segments allows`,
			'Shorten the text or raise Max Segments.',
		);
	}
	return { text, segments };
}

function readSchedule(draft: Draft, context: PlanContext): Date | undefined | Fault {
	const { sendAt } = draft;
	if (sendAt === undefined || sendAt === null || sendAt === '') return undefined;
	if (!context.capabilities.schedule) {
		return fault(
			'Send At',
			'configuration',
			`${context.providerName} cannot send at a later time`,
			'Remove Send At, or put a Wait node in front.',
		);
	}
	const time = context.readTime(sendAt);
	if (!time) {
		return fault(
			'Send At',
			'content',
			'Send At is not a date and time',
			'Use a form such as 2030-01-31T09:00 or 2030-01-31T09:00+02:00.',
		);
	}
	if (time.getTime() <= context.now.getTime()) {
		return fault(
			'Send At',
			'content',
			`Send At is in the past (${time.toISOString()})`,
			'Give a later time, or leave it empty to send now. A time without zone is read in the time zone of the workflow.',
		);
	}
	return time;
}

function readSender(draft: Draft, context: PlanContext): string | undefined | Fault {
	const from = readOptional(draft.from, 'From');
	if (typeof from !== 'string') return from;
	const trimmed = from.trim();
	// Without a + it may be a short code or a name of digits, which no country may be put in front of.
	const phone = trimmed.startsWith('+') ? parsePhone(trimmed) : undefined;
	const sender = phone?.ok ? phone.e164 : trimmed;
	const problem = context.capabilities.checkSender(sender);
	return problem === undefined
		? sender
		: fault('From', 'invalidSender', problem, 'Change From, or leave it empty.');
}

/** Everything about an item's messages but the recipient; the first fault wins. */
function readContent(
	draft: Draft,
	context: PlanContext,
): Omit<OutboundMessage, 'index' | 'to'> | Fault {
	const country = draft.defaultCountry;
	if (country !== undefined && !isCountry(country)) {
		return fault(
			'Default Country',
			'configuration',
			`Default Country "${maskText(country)}" is not a country`,
			'Use a two-letter code (ISO 3166-1), for example AU, US or GB.',
		);
	}
	const message = readMessage(draft);
	if (isFault(message)) return message;
	const sendAt = readSchedule(draft, context);
	if (isFault(sendAt)) return sendAt;
	const from = readSender(draft, context);
	if (isFault(from)) return from;
	const reference = readOptional(draft.reference, 'Reference');
	if (isFault(reference)) return reference;
	const source = readOptional(draft.source, 'Source');
	if (isFault(source)) return source;
	const { encoding, segments } = message.segments;
	return { text: message.text, encoding, segments, from, sendAt, reference, source };
}

type Reading = { readonly to: Recipient } | { readonly written: string; readonly fault: Fault };

/** The single recipients of an item, as written. */
function splitRecipients(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.flatMap(splitRecipients);
	if (typeof value !== 'string') return [value];
	return value
		.split(/[,;\n\r]+/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function readRecipient(value: unknown, draft: Draft): Reading {
	const text = readText(value, 'To');
	if (typeof text !== 'string') return { written: describe(value), fault: text };
	const phone = parsePhone(text, draft.defaultCountry);
	if (phone.ok) return { to: { kind: 'number', e164: phone.e164, country: phone.country } };
	const [problem, hint] = PHONE_PROBLEMS[phone.problem];
	return {
		written: text,
		fault: fault('To', 'invalidRecipient', `To: "${maskText(text)}" ${problem}`, hint),
	};
}

function readRecipients(draft: Draft): Reading[] {
	if (draft.listId !== undefined) {
		const listId = readOptional(draft.listId, 'Contact List');
		if (typeof listId === 'string') return [{ to: { kind: 'list', listId: listId.trim() } }];
		const missing = fault(
			'Contact List',
			'invalidRecipient',
			'Contact List is empty',
			'Choose a contact list or enter its ID.',
		);
		return [{ written: '', fault: listId ?? missing }];
	}
	const parts = splitRecipients(draft.to);
	if (parts.length > 0) return parts.map((part) => readRecipient(part, draft));
	return [
		{
			written: '',
			fault: fault(
				'To',
				'invalidRecipient',
				'To is empty: there is no recipient',
				'Enter one or more phone numbers, separated by commas or new lines.',
			),
		},
	];
}

/** One draft's recipients without repetitions; `duplicates` counts what was left out per recipient. */
function distinct(readings: readonly Reading[]): Array<{ reading: Reading; duplicates: number }> {
	const seen = new Map<string, { reading: Reading; duplicates: number }>();
	readings.forEach((reading, position) => {
		const key = 'to' in reading ? recipientText(reading.to) : `fault:${position}`;
		const known = seen.get(key);
		if (known) known.duplicates++;
		else seen.set(key, { reading, duplicates: 0 });
	});
	return [...seen.values()];
}

/**
 * Plans all items. Faults concern their own message only; what they stop is for the caller to
 * decide ({@link holdBack} for *Require All Valid*).
 */
export function plan(drafts: readonly Draft[], context: PlanContext): Entry[] {
	const entries: Entry[] = [];
	for (const draft of drafts) {
		const { item } = draft;
		if (draft.fault) {
			entries.push({ index: entries.length, item, ...draft.fault });
			continue;
		}
		const content = readContent(draft, context);
		for (const { reading, duplicates } of distinct(readRecipients(draft))) {
			const index = entries.length;
			if ('fault' in reading) {
				entries.push({ index, item, to: reading.written, ...reading.fault });
			} else if (isFault(content)) {
				entries.push({ index, item, to: recipientText(reading.to), ...content });
			} else {
				entries.push({
					index,
					item,
					message: { index, to: reading.to, ...content },
					duplicates,
				});
			}
		}
	}
	return entries;
}

/** *Require All Valid*: if one message is refused, every other is held back too. */
export function holdBack(entries: readonly Entry[]): Entry[] {
	const culprits = entries.filter((entry) => !isPlanned(entry));
	if (culprits.length === 0) return [...entries];
	return entries.map((entry) =>
		isPlanned(entry)
			? {
					index: entry.index,
					item: entry.item,
					to: recipientText(entry.message.to),
					parameter: 'Require All Valid',
					failure: {
						class: 'configuration',
						code: 'HELD_BACK',
						message: `Held back, because ${culprits.length === 1 ? 'another message is' : `${culprits.length} other messages are`} not valid`,
						hint: 'Correct the others, or turn Require All Valid off.',
					},
				}
			: entry,
	);
}
