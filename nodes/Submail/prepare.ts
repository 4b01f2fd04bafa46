/**
 * Converts messages into SUBMAIL's format, and reports what it would refuse
 * (docs/providers/submail.md §5, §6).
 */
import { type Fault, fault, isFault } from '../../core/planning/draft';
import { maskText, type OutboundMessage, type TextContent } from '../../core/message';
import { type Room, segment } from '../../core/text/segments';
import { segmentsOf } from '../../core/text/shorten';

/** Characters, including the signature. */
const LONGEST_TEXT = { domestic: 1000, international: 500 };
const LONGEST_TAG = 32;
/** A signature at the beginning, also behind blanks and characters that nobody sees. */
const SIGNED_TEXT = /^[\s\p{Cf}\p{Cc}\u115F\u1160\u2800\u3164\uFFA0]*【([^【】]*)】/u;
const MAINLAND = /^\+86\d{11}$/;

/** The text of a signature without its brackets. */
const bare = (signature: string): string =>
	signature
		.trim()
		.replace(/^【|】$/g, '')
		.trim();

/**
 * A signature in SUBMAIL's format: 2 to 10 characters between the brackets (codes 411 to 413).
 *
 * @param parameter the label of the parameter that contains it
 */
export function asSignature(signature: string, parameter = 'From'): string | Fault {
	const words = bare(signature);
	const length = [...words].length;
	if (length >= 2 && length <= 10 && !/[【】]/.test(words)) return `【${words}】`;
	return fault(
		parameter,
		'invalidSender',
		parameter === 'From'
			? `From "${maskText(words, 20)}" is not a signature of 2 to 10 characters`
			: 'The signature at the beginning of Message does not have 2 to 10 characters',
		'Use a signature that is approved for the app, with or without its brackets 【】.',
	);
}

function checkRecipient({ to }: OutboundMessage, isInternational: boolean): Fault | undefined {
	if (to.kind !== 'number') {
		return fault(
			'To',
			'invalidRecipient',
			'SUBMAIL sends to phone numbers only',
			'Enter phone numbers.',
		);
	}
	const isMainland = to.e164.startsWith('+86');
	if (isInternational) {
		return isMainland
			? fault(
					'To',
					'countryBlocked',
					'This SUBMAIL app is international: it does not send to mainland China (+86)',
					'Use a credential with a domestic app for these numbers.',
				)
			: undefined;
	}
	if (MAINLAND.test(to.e164)) return undefined;
	return fault(
		'To',
		isMainland ? 'invalidRecipient' : 'countryBlocked',
		isMainland
			? 'A mobile number in mainland China has 11 digits after +86'
			: 'This SUBMAIL app is domestic: it sends to mainland China (+86) only',
		isMainland
			? 'Check the number.'
			: 'Use a credential with an international app for these numbers.',
	);
}

const BRACKETS = /[【】︻︼]/;
/** What nobody sees. */
const INVISIBLE = /[\p{Cf}\p{Cc}\u115F\u1160\u2800\u3164\uFFA0]/gu;

/** As a reader sees it, without blanks at its ends and with one form of the brackets. */
const visible = (text: string): string => text.normalize('NFKC').replace(INVISIBLE, '').trim();

const withoutBrackets = (text: string): string => visible(text.replace(/[【】︻︼]/g, ''));

/** Whether a text has another signature than this one, in front or, as carriers accept it too, at its end. */
function hasOtherSignature(text: string, from: string): boolean {
	if (!BRACKETS.test(text)) return false;
	const shown = visible(text);
	const own = withoutBrackets(from);
	const found: string[] = [];
	const end = shown.indexOf('】');
	if (shown.startsWith('【') && end > 0) found.push(shown.slice(0, end));
	const start = shown.lastIndexOf('【');
	if (shown.endsWith('】') && start >= 0) found.push(shown.slice(start));
	return found.some((signature) => withoutBrackets(signature) !== own);
}

/** Whoever writes a text must not choose whose name it is under, if From does. */
function otherSignature({ content, from }: OutboundMessage): Fault | undefined {
	if (from === undefined) return undefined;
	if (content.kind === 'text') {
		if (!hasOtherSignature(content.text, from)) return undefined;
		return fault(
			'Message',
			'content',
			'Message has another signature than the one under From',
			'Remove 【…】 from the beginning and the end of the text, or leave From empty if texts have their own signatures.',
		);
	}
	const found = Object.entries(content.variables).find(([, value]) =>
		hasOtherSignature(value, from),
	);
	return (
		found &&
		fault(
			'Variables',
			'content',
			`The variable ${maskText(found[0], 20)} has another signature than the one under From`,
			'Remove 【…】 from the beginning and the end of its value.',
		)
	);
}

/** A text within mainland China: it begins with its own signature, or with the one from From. */
function signAtHome(text: string, from: string | undefined): string | Fault {
	const own = SIGNED_TEXT.exec(text);
	const signature = own?.[1] ?? from;
	if (signature === undefined) {
		return fault(
			'Message',
			'content',
			'SUBMAIL requires a signature at the beginning of every text',
			'Begin the text with 【your signature】, or enter the signature under From.',
		);
	}
	const written = asSignature(signature, own ? 'Message' : 'From');
	if (isFault(written)) return written;
	const words = own ? text.slice(own[0].length) : text;
	if (words.trim() !== '') return `${written}${words}`;
	return fault(
		'Message',
		'content',
		'Message contains only a signature',
		'Enter the text after it.',
	);
}

/** Other texts need no signature; one from From is added, in GSM-7 brackets if the text is GSM-7. */
function signAbroad(text: string, from: string | undefined): string | Fault {
	if (from === undefined || SIGNED_TEXT.test(text)) return text;
	const written = asSignature(from);
	if (isFault(written)) return written;
	const plain = `[${bare(from)}]${text}`;
	return segment(plain).encoding === 'GSM-7' ? plain : `${written}${text}`;
}

/** Characters of GSM-7 in a single text, and per part of a longer one (docs/providers/submail.md §5). */
const ABROAD: Room = { single: 140, part: 132 };

/** Counts parts as SUBMAIL bills them. */
function measure(content: TextContent, text: string, isInternational: boolean): TextContent {
	const { encoding, segments } = segment(text);
	if (!isInternational) return { ...content, text, encoding, segments };
	return { ...content, text, encoding, segments: segmentsOf(text, ABROAD), room: ABROAD };
}

/** Adds the signature to a text and measures it. */
function signText(message: OutboundMessage, isInternational: boolean): OutboundMessage | Fault {
	const { content, from } = message;
	if (content.kind !== 'text') return message;
	const text = isInternational ? signAbroad(content.text, from) : signAtHome(content.text, from);
	if (isFault(text)) return text;
	const longest = isInternational ? LONGEST_TEXT.international : LONGEST_TEXT.domestic;
	const length = [...text].length;
	if (length > longest) {
		return fault(
			'Message',
			'content',
			`Message has ${length} characters with its signature, more than the ${longest} that SUBMAIL accepts`,
			'Shorten the text.',
		);
	}
	return { ...message, from: undefined, content: measure(content, text, isInternational) };
}

function signTemplate(message: OutboundMessage, isInternational: boolean): OutboundMessage | Fault {
	if (message.from === undefined) return message;
	if (isInternational) {
		return fault(
			'From',
			'invalidSender',
			'Templates of an international SUBMAIL app have no signature',
			'Leave From empty, and put anything that must precede the text into the template.',
		);
	}
	const signature = asSignature(message.from);
	return isFault(signature) ? signature : { ...message, from: signature };
}

/** A message in SUBMAIL's format, or the reason it would be refused. */
export function prepareOne(
	message: OutboundMessage,
	isInternational: boolean,
): OutboundMessage | Fault {
	const recipient = checkRecipient(message, isInternational);
	if (recipient) return recipient;
	const tagLength = [...(message.reference ?? '')].length;
	if (tagLength > LONGEST_TAG) {
		return fault(
			'Reference',
			'content',
			`Reference has ${tagLength} characters, more than the ${LONGEST_TAG} that SUBMAIL accepts as a tag`,
			'Shorten the reference.',
		);
	}
	const other = otherSignature(message);
	if (other) return other;
	return message.content.kind === 'text'
		? signText(message, isInternational)
		: signTemplate(message, isInternational);
}
