/**
 * Length limits for the texts of MMS and calls, which are not counted as in an SMS
 * (docs/providers/clicksend.md §12).
 */
import { fault, type Fault } from '../../core/planning/draft';
import type { OutboundMessage } from '../../core/message';
import { type Encoding, segment } from '../../core/text/segments';

/** Characters per part, and the maximum number of parts. */
export interface TextLimit {
	readonly part: Readonly<Record<Encoding, number>>;
	readonly parts: number;
}

/** The message with its number of parts, or a fault if its text would be cut. */
export function checkLength(limit: TextLimit, message: OutboundMessage): OutboundMessage | Fault {
	const { content } = message;
	if (content.kind !== 'text') return message;
	const { units, encoding } = segment(content.text);
	const segments = Math.ceil(units / limit.part[encoding]);
	if (segments <= limit.parts) return { ...message, content: { ...content, segments } };
	const most = limit.part[encoding] * limit.parts;
	return fault(
		'Message',
		'content',
		`Message has ${units} characters, but ClickSend would cut it off after ${most}`,
		encoding === 'UCS-2'
			? `Shorten it. With only GSM-7 characters it may have ${limit.part['GSM-7'] * limit.parts}; Smart Encoding replaces typographic characters.`
			: 'Shorten it.',
	);
}
