/** A send as GoTone takes it (docs/providers/gotone.md §5, SMS). */
import type { IDataObject } from 'n8n-workflow';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import { type Extras, extrasOf } from './extras';

/** Where messages are listed, and one by one below it. */
export const MESSAGES = '/sms';

/** A number as GoTone takes it and answers it: digits, the country code first. */
export const digitsOf = (message: OutboundMessage): string =>
	recipientText(message.to).replace(/\D/g, '');

/** A sender as GoTone takes it: numbers without the plus sign. */
export const senderOf = ({ from = '' }: OutboundMessage): string => from.replace(/^\+(?=\d+$)/, '');

function kindOf({ type, language, gender, mediaUrl }: Extras, { content }: OutboundMessage) {
	if (type === 'voice') return { type, language, gender };
	if (type === 'mms') return { type, media_url: mediaUrl };
	return { type: content.kind === 'text' && content.encoding === 'UCS-2' ? 'unicode' : 'plain' };
}

/** All messages of a request say the same; the first one speaks for them. */
export function toWire(messages: readonly OutboundMessage[], first: OutboundMessage): IDataObject {
	const extras = extrasOf(first);
	return {
		recipient: messages.map(digitsOf).join(','),
		sender_id: senderOf(first),
		message: textOf(first) ?? '',
		...kindOf(extras, first),
		...(extras.dltTemplateId && { dlt_template_id: extras.dltTemplateId }),
	};
}
