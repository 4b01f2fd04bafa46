/** Everything about an item's messages but their recipients. */
import { type Draft, type Fault, fault, isFault, readOptional, readText } from './draft';
import { maskText, type OutboundMessage } from './message';
import { isCountry, parsePhone } from './phone';
import type { Capabilities } from './provider';
import { isWellFormed, type Segmentation, segment, toGsm7 } from './segments';

export interface PlanContext {
	readonly now: Date;
	readonly capabilities: Capabilities;
	readonly providerName: string;
	/** Reads a date and time as written; a text without zone is in the workflow's time zone. */
	readTime(value: unknown): Date | undefined;
}

function readMessage(draft: Draft): { text: string; segments: Segmentation } | Fault {
	const written = readText(draft.text, 'Message');
	if (typeof written !== 'string') return written;
	// Zero-width characters are nothing to read.
	if (written.replace(/[\u200B-\u200D\u2060\uFEFF]/g, '').trim() === '') {
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
	if (sendAt === undefined || sendAt === null || String(sendAt).trim() === '') return undefined;
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
export function readContent(
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
