/** The form that messages have at SUBMAIL, and what it would refuse (facts: submail §5, §6). */
import { type Fault, fault } from '../../core/draft';
import type { OutboundMessage } from '../../core/message';
import { segment } from '../../core/segments';

/** Signature included. */
const LONGEST_TEXT = { domestic: 1000, international: 500 };
const LONGEST_TAG = 32;
const SIGNED_TEXT = /^\s*【([^【】]*)】/;
const MAINLAND = /^\+86\d{11}$/;

/** The words of a signature, without its brackets. */
const bare = (signature: string): string =>
	signature
		.trim()
		.replace(/^【|】$/g, '')
		.trim();

/** A signature as SUBMAIL wants it: 2 to 10 characters between the brackets (codes 411 to 413). */
export function asSignature(from: string): string | Fault {
	const words = bare(from);
	const length = [...words].length;
	if (length >= 2 && length <= 10 && !/[【】]/.test(words)) return `【${words}】`;
	return fault(
		'From',
		'invalidSender',
		`From "${words.slice(0, 20)}" is no signature of 2 to 10 characters`,
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
			? 'A mobile number of mainland China has 11 digits after +86'
			: 'This SUBMAIL app is domestic: it sends to mainland China (+86) only',
		isMainland
			? 'Check the number.'
			: 'Use a credential with an international app for these numbers.',
	);
}

/** A text with its signature in front: its own, or the one of From. */
function signText(message: OutboundMessage, isInternational: boolean): OutboundMessage | Fault {
	const { content, from } = message;
	if (content.kind !== 'text') return message;
	let { text } = content;
	const own = SIGNED_TEXT.exec(text)?.[1];
	const signature = own ?? from;
	if (signature === undefined) {
		return fault(
			'Message',
			'content',
			'SUBMAIL wants a signature in front of every text',
			'Begin the text with 【your signature】, or enter the signature under From.',
		);
	}
	const written = asSignature(signature);
	if (typeof written !== 'string') return { ...written, parameter: own ? 'Message' : 'From' };
	if (own === undefined) text = `${written}${text}`;
	const longest = isInternational ? LONGEST_TEXT.international : LONGEST_TEXT.domestic;
	const length = [...text].length;
	if (length > longest) {
		return fault(
			'Message',
			'content',
			`Message has ${length} characters with its signature, more than the ${longest} that SUBMAIL takes`,
			'Shorten the text.',
		);
	}
	const { encoding, segments } = segment(text);
	return { ...message, from: undefined, content: { kind: 'text', text, encoding, segments } };
}

function signTemplate(message: OutboundMessage): OutboundMessage | Fault {
	if (message.from === undefined) return message;
	const signature = asSignature(message.from);
	return typeof signature === 'string' ? { ...message, from: signature } : signature;
}

/** One message in SUBMAIL's form, or what would be refused about it. */
export function prepareOne(
	message: OutboundMessage,
	isInternational: boolean,
): OutboundMessage | Fault {
	const recipient = checkRecipient(message, isInternational);
	if (recipient) return recipient;
	if ((message.reference?.length ?? 0) > LONGEST_TAG) {
		return fault(
			'Reference',
			'content',
			`Reference has ${message.reference?.length} characters, more than the ${LONGEST_TAG} that SUBMAIL takes as a tag`,
			'Shorten the reference.',
		);
	}
	return message.content.kind === 'text'
		? signText(message, isInternational)
		: signTemplate(message);
}
