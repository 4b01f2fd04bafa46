/**
 * Groups messages into requests: those that differ only in the recipient share one
 * (docs/providers/gotone.md §4).
 */
import { groupBy, layers } from '../../core/sending/grouping';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import type { Batch } from '../../core/provider';
import { wholeMinute } from './accountTime';

const RECIPIENTS_PER_REQUEST = 100;

/** The parts of a message that its request contains only once. */
function sharedPart(message: OutboundMessage): string {
	const { from, sendAt, extras } = message;
	const time = sendAt && wholeMinute(sendAt).getTime();
	return JSON.stringify([textOf(message), from, time, extras]);
}

/** Splits a list into as few parts as possible, of about equal size, to avoid parts with one element. */
function evenParts<T>(list: readonly T[], most: number): T[][] {
	const count = Math.ceil(list.length / most);
	const bound = (part: number) => Math.round((part * list.length) / count);
	return Array.from({ length: count }, (_, part) => list.slice(bound(part), bound(part + 1)));
}

export function group(messages: readonly OutboundMessage[]): Batch[] {
	return (
		[...groupBy(messages, sharedPart).values()]
			// GoTone sends only once to each number of a request, so a repeated number needs another one.
			.flatMap((same) => layers(same, ({ to }) => recipientText(to)))
			.flatMap((layer) => evenParts(layer, RECIPIENTS_PER_REQUEST))
			.map((part) => ({ messages: part }))
	);
}
