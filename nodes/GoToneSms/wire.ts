/** Send requests in GoTone's format (docs/providers/gotone.md §5, SMS). */
import type { IDataObject } from 'n8n-workflow';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import { type Extras, extrasOf } from './extras';

/** The path of the list of messages, and of single messages below it. */
export const MESSAGES = '/sms';

/** A number in GoTone's format, in requests and answers: digits, starting with the country code. */
export const digitsOf = (message: OutboundMessage): string =>
	recipientText(message.to).replace(/\D/g, '');

/** A sender in GoTone's format: numbers without the plus sign. */
export const senderOf = ({ from = '' }: OutboundMessage): string => from.replace(/^\+(?=\d+$)/, '');

function kindOf({ type, language, gender, mediaUrl }: Extras, { content }: OutboundMessage) {
	if (type === 'voice') return { type, language, gender };
	if (type === 'mms') return { type, media_url: mediaUrl };
	return { type: content.kind === 'text' && content.encoding === 'UCS-2' ? 'unicode' : 'plain' };
}

/** Everything but the recipients. */
export function contentOf(message: OutboundMessage): IDataObject {
	const extras = extrasOf(message);
	return {
		sender_id: senderOf(message),
		// An MMS may have no text.
		message: textOf(message) || undefined,
		...kindOf(extras, message),
		...(extras.dltTemplateId && { dlt_template_id: extras.dltTemplateId }),
	};
}

/** All messages of a request have the same content, so it is taken from the first one. */
export const toWire = (
	messages: readonly OutboundMessage[],
	first: OutboundMessage,
): IDataObject => ({
	recipient: messages.map(digitsOf).join(','),
	...contentOf(first),
});
