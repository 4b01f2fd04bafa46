/** Reads a send, and refuses it as a whole when it is invalid (docs/providers/gotone.md §5, SMS). */
import { countParts, type Parts } from '../../segments.mts';
import { type Fields, textOf } from '../../values.mts';
import { type World } from '../../world.mts';
import { type ApiPath } from './auth.mts';
import { Problem, required } from './envelope.mts';
import { momentOf } from './zone.mts';

export interface Outgoing {
	/** Digits, without duplicates. */
	recipients: string[];
	from: string;
	/** The type that is sent, which may differ from the requested one. */
	type: string;
	text: string;
	parts: Parts;
	sendAt?: Date;
}

const types = ['plain', 'unicode', 'voice', 'mms', 'viber', 'otp', 'whatsapp'];
const mostRecipients = 100;
const longestName = 11;

export const refused = (message: string) => new Problem('sendFailed', message);

/** Removes `+ ( ) -` and white space; v3 also removes leading zeros (docs/providers/gotone.md §5). */
function digitsOf(recipient: string, apiPath: ApiPath): string {
	const digits = recipient.replace(/[+()\s-]/g, '');
	return apiPath === 'v3' ? digits.replace(/^0+/, '') : digits;
}

function checkKind(input: Fields, type: string): void {
	if (!types.includes(type)) {
		throw refused(
			'Please insert valid sms type called plain, unicode, voice, mms, viber, OTP and whatsapp.',
		);
	}
	if (type === 'voice' && (textOf(input.language) === '' || textOf(input.gender) === '')) {
		throw refused('Language and gender parameters are required');
	}
	if (type !== 'mms') return;
	const mediaUrl = textOf(input.media_url);
	if (mediaUrl === '') throw refused('media_url parameter is required');
	if (!/^https?:\/\/./.test(mediaUrl) || !URL.canParse(mediaUrl)) {
		throw refused('Valid media url is required.');
	}
}

function checkSender(from: string, { settings: { gotoneSenders } }: World): void {
	const isNumber = /^\+?\d+$/.test(from);
	const isKnown = gotoneSenders === '*' || gotoneSenders.includes(from);
	if (isKnown && (isNumber || from.length <= longestName)) return;
	throw refused(`Originator ${from} is not authorized to send this message`);
}

function readSchedule(input: Fields, { settings }: World): Date | undefined {
	const written = textOf(input.schedule_time);
	if (written === '') return undefined;
	const sendAt = momentOf(written, settings.gotoneTimezone);
	if (sendAt) return sendAt;
	throw new Problem('invalid', 'The schedule time does not match the format Y-m-d H:i.');
}

/** Reads a request; throws a Problem when the software refuses it as a whole. */
export function readOutgoing(input: Fields, apiPath: ApiPath, world: World): Outgoing {
	const { gotoneMmsText, gotoneUnicodeOverride } = world.settings;
	// Examples of other instances leave it out (docs/providers/gotone.md §5, SMS).
	const usual = world.settings.gotoneType === 'optional' ? 'plain' : '';
	const asked = textOf(input.type) || usual;
	const text = textOf(input.message);
	for (const field of ['recipient', 'sender_id'] as const) {
		if (textOf(input[field]) === '') throw required(field);
	}
	if (asked === '') throw required('type');
	// Optional for MMS in the documentation, required by the software
	// (docs/providers/gotone.md §5).
	if (text === '' && (asked !== 'mms' || gotoneMmsText === 'required')) throw required('message');
	const sendAt = readSchedule(input, world);

	const parts = countParts(text);
	// Any text outside GSM makes it a plain unicode message, whatever type was requested.
	const isOverruled = parts.encoding === 'UCS-2' && gotoneUnicodeOverride;
	const type = isOverruled ? 'unicode' : asked;
	checkKind(input, type);
	const from = textOf(input.sender_id).trim();
	checkSender(from, world);
	const numbers = textOf(input.recipient)
		.split(',')
		.map((one) => digitsOf(one, apiPath));
	const recipients = [...new Set(numbers.filter((digits) => digits !== ''))];
	if (recipients.length > mostRecipients) {
		throw refused(`You cannot send more than ${mostRecipients} SMS in a single request.`);
	}
	return { recipients, from, type, text, parts, ...(sendAt && { sendAt }) };
}
