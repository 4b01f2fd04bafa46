/**
 * What version 3.8 of the software is known to do differently than requested. GoTone's documentation
 * does not say so, so the message is sent, and a hint tells the user (docs/providers/gotone.md §5).
 */
import { type OutboundMessage } from '../../core/message';
import type { SendResult } from '../../core/outcome';
import { isObject } from '../../core/values';
import { extrasOf } from './extras';

/** For the descriptions of Send At. */
export const SEND_AT_NOTE =
	'GoTone SMS may send a text to a single recipient immediately, because version 3.8 of its software ignores the time then';

const SENT_AT_ONCE =
	'GoTone SMS confirmed it as sent, not as scheduled. Version 3.8 of its software ignores Send At if no other recipient gets the same text at that time.';

const KINDS = { voice: 'a voice message', mms: 'an MMS' } as const;

const BECAME_TEXT = (kind: string) =>
	`GoTone SMS sent it as a plain text instead of ${kind}, because it contains a character outside the GSM alphabet.`;

const MAY_BECOME_TEXT = (kind: string) =>
	`It contains a character outside the GSM alphabet. Version 3.8 of GoTone’s software sends such a message as a plain text instead of ${kind}.`;

function noteOf(result: SendResult, message: OutboundMessage, count: number): string | undefined {
	if (result.outcome !== 'accepted') return undefined;
	if (message.sendAt && count === 1 && result.scheduledAt === undefined) return SENT_AT_ONCE;
	const { type } = extrasOf(message);
	const { content } = message;
	if (!type || content.kind !== 'text' || content.encoding === 'GSM-7') return undefined;
	// Only rows of single messages state the type.
	const sent = isObject(result.raw) ? result.raw.sms_type : undefined;
	if (sent === type) return undefined;
	return (sent === undefined ? MAY_BECOME_TEXT : BECAME_TEXT)(KINDS[type]);
}

/**
 * The result with a note about what the software did, or may have done, differently.
 *
 * @param message the first of the request; type, text and time are the same for all
 * @param count messages in the request
 */
export function withNote(result: SendResult, message: OutboundMessage, count: number): SendResult {
	const note = noteOf(result, message, count);
	return note === undefined ? result : ({ ...result, note } as SendResult);
}
