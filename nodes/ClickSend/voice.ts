/** Calls that read a text aloud (docs/providers/clicksend.md §12). */
import { fault, type Fault } from '../../core/planning/draft';
import { comparable } from '../../core/digests';
import { type OutboundMessage, textOf } from '../../core/message';
import { textOrNumber } from '../../core/values';
import { type Channel, toWire } from './channel';
import { checkLength, type TextLimit } from './textLimit';

const LIMIT: TextLimit = { part: { 'GSM-7': 300, 'UCS-2': 150 }, parts: 4 };

function prepareOne(message: OutboundMessage): OutboundMessage | Fault {
	if (message.extras?.language) return checkLength(LIMIT, message);
	return fault(
		'Language',
		'content',
		'Language is empty',
		'Choose a language, or enter a code such as en-us.',
	);
}

const said = (...parts: Array<string | undefined>) => comparable(parts.map((part) => part ?? ''));

export const voice: Channel = {
	name: 'voice',
	prepare: (messages) => messages.map(prepareOne),
	toBody: (messages) => ({
		messages: messages.map((message) => ({
			...toWire(message),
			lang: message.extras?.language,
			voice: message.extras?.voice,
			...(message.extras?.requireInput && { require_input: 1 }),
			...(message.extras?.machineDetection && { machine_detection: 1 }),
		})),
	}),
	says: (message) => said(textOf(message), message.extras?.language, message.extras?.voice),
	rowSays: (row) => said(textOrNumber(row.body), textOrNumber(row.lang), textOrNumber(row.voice)),
	newestFirst: 'date_added:desc',
};
