/** The option Suppress Repeats: which messages are the same text for the same recipient. */
import { contentId } from '../digests';
import { recipientText } from '../message';
import { type Draft, given } from './draft';
import { type Entry, isPlanned, itemsOf } from './plan';

/** What a message is compared by, across executions. */
export interface RepeatKey {
	/** A hash. */
	readonly id: string;
	readonly minutes: number;
}

/** The text or the templates as the user wrote them: what a provider makes of them may change. */
const contentOf = ({ text, template, perProvider = {} }: Draft) => [
	text,
	template,
	Object.entries(perProvider).flatMap(([provider, own]) =>
		own.template ? [[provider, own.template]] : [],
	),
];

/** The keys of the planned messages whose items have the option. */
export function repeatKeys(
	parts: ReadonlyArray<{
		readonly drafts: readonly Draft[];
		readonly entries: readonly Entry[];
	}>,
): Map<Entry, RepeatKey> {
	const keys = new Map<Entry, RepeatKey>();
	for (const { drafts, entries } of parts) {
		const byItem = new Map(drafts.map((draft) => [draft.item, draft]));
		for (const entry of entries) {
			const draft = byItem.get(entry.item);
			if (!draft?.repeats || !isPlanned(entry)) continue;
			const { key, minutes } = draft.repeats;
			const what =
				given(key)?.trim() ?? itemsOf(entry).map((item) => contentOf(byItem.get(item) ?? draft));
			// Without the key as text, because it may be a long one, and n8n stores it.
			keys.set(entry, { id: contentId(recipientText(entry.message.to), what, minutes), minutes });
		}
	}
	return keys;
}

/** The messages that repeat an earlier one of the same run. */
export function repeatedIn(keys: ReadonlyMap<Entry, RepeatKey>): Set<Entry> {
	const seen = new Set<string>();
	const repeated = new Set<Entry>();
	for (const [entry, { id }] of keys) {
		if (seen.has(id)) repeated.add(entry);
		seen.add(id);
	}
	return repeated;
}
