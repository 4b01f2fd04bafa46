/** MMS: a text with a subject and one picture (docs/providers/clicksend.md §12). */
import { fault, type Fault } from '../../core/planning/draft';
import { comparable } from '../../core/digests';
import { type OutboundMessage, textOf } from '../../core/message';
import { textOrNumber } from '../../core/values';
import { type Channel, checkSender, toWire } from './channel';
import { checkLength, type TextLimit } from './textLimit';

const LIMIT: TextLimit = { part: { 'GSM-7': 1500, 'UCS-2': 500 }, parts: 1 };
const LONGEST_SUBJECT = 20;

/** ClickSend sends these only after its converter has processed them. */
const TO_BE_CONVERTED = /\.(jpeg|png|bmp)$/i;

const subjectOf = ({ extras }: OutboundMessage): string => extras?.subject ?? '';

function checkSubject(message: OutboundMessage): Fault | undefined {
	const { length } = subjectOf(message);
	if (length === 0) return fault('Subject', 'content', 'Subject is empty', 'Enter a subject.');
	if (length <= LONGEST_SUBJECT) return undefined;
	return fault(
		'Subject',
		'content',
		`Subject has ${length} characters, but ClickSend accepts at most ${LONGEST_SUBJECT}`,
		'Shorten it.',
	);
}

/** The error does not repeat the address: it may contain a token. */
function checkMedia({ extras }: OutboundMessage): Fault | undefined {
	if (extras?.media !== undefined) return undefined;
	const address = extras?.mediaUrl ?? '';
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || !/^https?:$/.test(url.protocol)) {
		return fault(
			'Media URL',
			'content',
			address === '' ? 'Media URL is empty' : 'Media URL is not a web address',
			'Enter the URL of a JPG or GIF, starting with https:// or http://.',
		);
	}
	const [, extension] = TO_BE_CONVERTED.exec(url.pathname) ?? [];
	if (!extension) return undefined;
	return fault(
		'Media URL',
		'content',
		`Media URL points to a ${extension.toLowerCase()} file, which ClickSend does not send`,
		'Use a picture of at most 250 kB whose URL ends with .jpg or .gif, or get the file with an HTTP Request node and choose Binary File under Media: ClickSend then converts it.',
	);
}

function prepareOne(message: OutboundMessage): OutboundMessage | Fault {
	const problem = checkSubject(message) ?? checkMedia(message) ?? checkSender(message);
	return problem ?? checkLength(LIMIT, message);
}

const said = (subject: string | undefined, body: string | undefined) =>
	comparable([subject ?? '', body ?? '']);

/**
 * The channel of one run.
 *
 * @param uploads where ClickSend has the uploaded files, by the `media` of a message's extras: the
 *                message itself must be the same in a retry, and every upload has another address
 */
export function mmsChannel(uploads: ReadonlyMap<string, string> = new Map()): Channel {
	const mediaOf = ({ extras }: OutboundMessage): string =>
		uploads.get(extras?.media ?? '') ?? extras?.mediaUrl ?? '';
	return {
		name: 'mms',
		prepare: (messages) => messages.map(prepareOne),
		// The picture is a field of the request; inside a message it would be ignored
		// (docs/providers/maton.md §5).
		toBody: (messages) => ({
			media_file: messages[0] && mediaOf(messages[0]),
			messages: messages.map((message) => ({ ...toWire(message), subject: subjectOf(message) })),
		}),
		sharedBy: (message) => message.extras?.media ?? mediaOf(message),
		// A price needs the address of the picture; a file gets one when it is uploaded.
		hasPrice: (message) => mediaOf(message) !== '',
		says: (message) => said(subjectOf(message), textOf(message)),
		rowSays: (row) => said(textOrNumber(row.subject), textOrNumber(row.body)),
	};
}

export const mms = mmsChannel();
