/** Reports, before anything is sent, what GoTone would refuse or handle differently than requested. */
import { type Fault, fault, isFault } from '../../core/planning/draft';
import type { OutboundMessage } from '../../core/message';
import { extrasOf } from './extras';
import { group } from './grouping';

const LONGEST_NAME = 11;

/** Required; a number or a name of up to 11 characters (docs/providers/gotone.md §4, §5). */
function checkSender({ from }: OutboundMessage): Fault | undefined {
	if (from === undefined) {
		return fault(
			'From',
			'invalidSender',
			'GoTone SMS has no default sender',
			'Enter a sender ID of the account under From.',
		);
	}
	if (/^\+?\d+$/.test(from) || from.length <= LONGEST_NAME) return undefined;
	return fault(
		'From',
		'invalidSender',
		`From "${from.slice(0, 20)}" is neither a phone number nor a name of up to 11 characters`,
		'Enter a phone number or a shorter name under From.',
	);
}

const KINDS = { voice: 'a voice message', mms: 'an MMS' } as const;

/** Any text outside GSM becomes a plain unicode SMS, whatever type is set (docs/providers/gotone.md §5). */
function checkType(message: OutboundMessage): Fault | undefined {
	const { type, ignoreLimits } = extrasOf(message);
	const { content } = message;
	if (!type || ignoreLimits || content.kind !== 'text' || content.encoding === 'GSM-7') {
		return undefined;
	}
	return fault(
		'Message',
		'content',
		`GoTone SMS would send this as plain text instead of ${KINDS[type]}, because the message contains a character outside the GSM alphabet`,
		'Remove that character, for example with Smart Encoding, or turn on Ignore Known Limits if your service supports this.',
	);
}

/** Scheduled messages to a single recipient are sent immediately (docs/providers/gotone.md §5). */
export const SENT_AT_ONCE = fault(
	'Send At',
	'content',
	'GoTone SMS would send this immediately instead of later, because no other recipient gets the same text at that time',
	'Remove Send At and add a Wait node before this node, or turn on Ignore Known Limits if your service supports this.',
);

/** Whether a request would be sent immediately although its messages have a time. */
export function losesItsTime(messages: readonly OutboundMessage[]): boolean {
	const [first, ...others] = messages;
	if (!first?.sendAt || others.length > 0) return false;
	return extrasOf(first).ignoreLimits === undefined;
}

export function prepare(messages: readonly OutboundMessage[]): Array<OutboundMessage | Fault> {
	const checked = messages.map((message) => checkSender(message) ?? checkType(message) ?? message);
	const fine = checked.filter((one): one is OutboundMessage => !isFault(one));
	const lost = new Set(
		group(fine)
			.map((batch) => batch.messages)
			.filter(losesItsTime)
			.flat(),
	);
	return checked.map((one) => (!isFault(one) && lost.has(one) ? SENT_AT_ONCE : one));
}
