/**
 * Which messages travel in one request: those that differ in the recipient only
 * (docs/providers/gotone.md §4).
 */
import { groupBy, layers } from '../../core/grouping';
import { type OutboundMessage, recipientText, textOf } from '../../core/message';
import type { Batch } from '../../core/provider';
import { wholeMinute } from './accountTime';

const RECIPIENTS_PER_REQUEST = 100;

/** Everything of a message that its request says once. */
function sharedPart(message: OutboundMessage): string {
	const { from, sendAt, extras } = message;
	const time = sendAt && wholeMinute(sendAt).getTime();
	return JSON.stringify([textOf(message), from, time, extras]);
}

/** The list in as few parts as possible, all of about one size: no part has one where it can have two. */
function evenParts<T>(list: readonly T[], most: number): T[][] {
	const count = Math.ceil(list.length / most);
	const bound = (part: number) => Math.round((part * list.length) / count);
	return Array.from({ length: count }, (_, part) => list.slice(bound(part), bound(part + 1)));
}

export function group(messages: readonly OutboundMessage[]): Batch[] {
	return (
		[...groupBy(messages, sharedPart).values()]
			// GoTone sends to each number of a request once, so one that comes again takes another request.
			.flatMap((same) => layers(same, ({ to }) => recipientText(to)))
			.flatMap((layer) => evenParts(layer, RECIPIENTS_PER_REQUEST))
			.map((part) => ({ messages: part }))
	);
}
