/**
 * From what the user wrote to messages that can be sent. Every item is planned before the first
 * request, so that a typo in item 7 is known before item 0 goes out (design §4.1).
 */
import { type PlanContext, readContent } from './content';
import { type Draft, type Fault, isFault } from './draft';
import type { OutboundMessage, Recipient } from './message';
import { distinct, readRecipients } from './recipients';

export interface Planned {
	readonly index: number;
	readonly item: number;
	readonly message: OutboundMessage;
	/** How many times the same recipient stood in this item again and was left out. */
	readonly duplicates: number;
}

export interface Refused extends Fault {
	readonly index: number;
	readonly item: number;
	/** What the user wrote in place of a recipient. Not masked: error texts have to. */
	readonly written?: string;
	/** The recipient, where that is not what is wrong. */
	readonly to?: Recipient;
}

/** In input order, then in the order of the recipients; `index` counts both kinds together. */
export type Entry = Planned | Refused;

export const isPlanned = (entry: Entry): entry is Planned => 'message' in entry;

/**
 * Plans all items. Faults concern their own message only; what they stop is for the caller to
 * decide ({@link holdBack} for *Require All Valid*).
 */
export function plan(drafts: readonly Draft[], context: PlanContext): Entry[] {
	const entries: Entry[] = [];
	for (const draft of drafts) {
		const { item } = draft;
		if (draft.fault) {
			entries.push({ index: entries.length, item, ...draft.fault });
			continue;
		}
		const content = readContent(draft, context);
		for (const { reading, duplicates } of distinct(readRecipients(draft))) {
			const index = entries.length;
			if ('fault' in reading) {
				entries.push({ index, item, written: reading.written, ...reading.fault });
			} else if (isFault(content)) {
				entries.push({ index, item, to: reading.to, ...content });
			} else {
				entries.push({
					index,
					item,
					message: { index, to: reading.to, ...content },
					duplicates,
				});
			}
		}
	}
	return entries;
}

/** *Require All Valid*: if one message is refused, every other is held back too. */
export function holdBack(entries: readonly Entry[]): Entry[] {
	const culprits = entries.filter((entry) => !isPlanned(entry));
	if (culprits.length === 0) return [...entries];
	return entries.map((entry) =>
		isPlanned(entry)
			? {
					index: entry.index,
					item: entry.item,
					to: entry.message.to,
					parameter: 'Require All Valid',
					failure: {
						class: 'configuration',
						code: 'HELD_BACK',
						message: `Held back, because ${culprits.length === 1 ? 'another message is' : `${culprits.length} other messages are`} not valid`,
						hint: 'Correct the others, or turn Require All Valid off.',
					},
				}
			: entry,
	);
}
