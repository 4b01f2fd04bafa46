/** Calls that speak a text (facts: clicksend §12). */
import { fault, type Fault } from '../../core/draft';
import { type OutboundMessage, textOf } from '../../core/message';
import { type Channel, toWire, words } from './channel';
import { fitInto, type Room } from './room';

const ROOM: Room = { part: { 'GSM-7': 300, 'UCS-2': 150 }, parts: 4 };

function prepareOne(message: OutboundMessage): OutboundMessage | Fault {
	if (message.extras?.language) return fitInto(ROOM, message);
	return fault(
		'Language',
		'content',
		'Language is empty',
		'Choose a language, or enter a code such as en-us.',
	);
}

const said = (...parts: Array<string | undefined>) =>
	JSON.stringify(parts.map((part) => part ?? ''));

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
	rowSays: (row) => said(words(row.body), words(row.lang), words(row.voice)),
	newestFirst: 'date_added:desc',
};
