/** Which messages travel in which call (docs/providers/submail.md §5). */
import { groupBy } from '../../core/grouping';
import { type OutboundMessage, recipientText } from '../../core/message';
import type { Batch } from '../../core/provider';

/** The functions that send. `multisend` is not used: it would put free texts into variables. */
export type Call = 'send' | 'batchsend' | 'xsend' | 'batchxsend' | 'multixsend';

export interface SubmailBatch extends Batch {
	readonly call: Call;
}

/** Numbers with the same content: 10,000 are allowed. */
const EQUAL_PER_REQUEST = 1000;
/** Numbers with contents of their own: 50 to 200 are recommended. */
const OWN_PER_REQUEST = 100;

/** Variables in a form that compares. */
const variablesOf = ({ content }: OutboundMessage): string =>
	content.kind === 'template' ? JSON.stringify(Object.entries(content.variables).sort()) : '';

/** What has to be the same for messages to share a request: a tag stands for all of it. */
function keyOf({ content, from, reference }: OutboundMessage): string {
	const words = content.kind === 'template' ? content.templateId : content.text;
	return JSON.stringify([content.kind, words, from, reference]);
}

/** Parts of at most `size`, none with the same number twice: rows are told apart by it. */
function withoutRepeats(messages: readonly OutboundMessage[], size: number): OutboundMessage[][] {
	const chunks: Array<{ numbers: Set<string>; messages: OutboundMessage[] }> = [];
	/** Chunks before this one are full. */
	let open = 0;
	for (const message of messages) {
		const number = recipientText(message.to);
		let at = open;
		while (chunks[at]?.numbers.has(number) || chunks[at]?.messages.length === size) at++;
		const found = (chunks[at] ??= { numbers: new Set(), messages: [] });
		found.numbers.add(number);
		found.messages.push(message);
		while (chunks[open]?.messages.length === size) open++;
	}
	return chunks.map((one) => one.messages);
}

const single = (message: OutboundMessage): SubmailBatch => ({
	call: message.content.kind === 'text' ? 'send' : 'xsend',
	messages: [message],
});

/** Every message in a request of its own. */
export const oneByOne = (messages: readonly OutboundMessage[]): SubmailBatch[] =>
	messages.map(single);

/**
 * Equal texts and templates together, templates with variables of their own together, everything
 * else by itself.
 */
export function group(
	messages: readonly OutboundMessage[],
	isInternational: boolean,
): SubmailBatch[] {
	return [...groupBy(messages, keyOf).values()].flatMap((same) => {
		const isText = same[0]?.content.kind === 'text';
		const areEqual = isText || new Set(same.map(variablesOf)).size === 1;
		// An international app has no batchxsend (docs/providers/submail.md §9).
		const call: Call = isText
			? 'batchsend'
			: areEqual && !isInternational
				? 'batchxsend'
				: 'multixsend';
		const size = call === 'multixsend' ? OWN_PER_REQUEST : EQUAL_PER_REQUEST;
		return withoutRepeats(same, size).flatMap((part) =>
			part.length === 1 ? oneByOne(part) : [{ call, messages: part }],
		);
	});
}
