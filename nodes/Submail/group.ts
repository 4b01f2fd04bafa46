/** Groups messages into calls (docs/providers/submail.md §5). */
import { groupBy } from '../../core/sending/grouping';
import { type OutboundMessage, recipientText } from '../../core/message';
import type { Batch } from '../../core/provider';

/** The send functions. `multisend` is not used: it would put free texts into variables. */
export type Call = 'send' | 'batchsend' | 'xsend' | 'batchxsend' | 'multixsend';

export interface SubmailBatch extends Batch {
	readonly call: Call;
}

/** Recipients per request with the same content; SUBMAIL allows 10,000. */
const EQUAL_PER_REQUEST = 1000;
/** Recipients per request with different contents; SUBMAIL recommends 50 to 200. */
const OWN_PER_REQUEST = 100;

/** Variables in a comparable form. */
const variablesOf = ({ content }: OutboundMessage): string =>
	content.kind === 'template' ? JSON.stringify(Object.entries(content.variables).sort()) : '';

/**
 * The values that messages must have in common to share a request; a request has only one tag.
 *
 * @param ownSignatures recipients of a template may have signatures of their own
 */
const keyOf =
	(ownSignatures: boolean) =>
	({ content, from, reference }: OutboundMessage): string => {
		const isTemplate = content.kind === 'template';
		const words = isTemplate ? content.templateId : content.text;
		const shared = ownSignatures && isTemplate ? undefined : from;
		return JSON.stringify([content.kind, words, shared, reference]);
	};

const areAlike = <T>(values: readonly T[]): boolean => new Set(values).size === 1;

/** Splits into parts of at most `size`, with no number twice: it identifies a message's row. */
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
 * Groups equal texts, equal templates, and uses of a template with different variables; every other
 * message gets its own request.
 *
 * @param ownSignatures templates with different signatures share requests too
 */
export function group(
	messages: readonly OutboundMessage[],
	isInternational: boolean,
	ownSignatures = false,
): SubmailBatch[] {
	return [...groupBy(messages, keyOf(ownSignatures)).values()].flatMap((same) => {
		const isText = same[0]?.content.kind === 'text';
		const areEqual =
			isText || (areAlike(same.map(variablesOf)) && areAlike(same.map(({ from }) => from)));
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
