/**
 * One Text per Recipient: the messages of several items to the same recipient become one, whose text has a
 * line for each of them. They are planned one by one before, so that what is wrong with one of them
 * concerns only its own item.
 */
import { recipientText } from '../message';
import { linesOf } from '../text/lines';
import { type Draft, given } from './draft';
import { type Entry, isPlanned, type Planned } from './plan';

/** Segments of a joined text if Max Segments is not set. */
export const JOINED_SEGMENTS = 4;

/** The drafts as each of them is checked by itself: too long is no fault where texts are shortened. */
export const draftsToJoin = (drafts: readonly Draft[]): Draft[] =>
	drafts.map((draft) => ({
		...draft,
		maxSegments: draft.maxSegments || JOINED_SEGMENTS,
		ifTooLong: 'shorten',
	}));

/** What two drafts must have in common to become one text; `undefined` if a draft is never joined. */
function settingsOf(draft: Draft): string | undefined {
	const { perProvider = {}, extras, sendAt, maxSegments, smartEncoding, repeats, through } = draft;
	const own = Object.entries(perProvider);
	if (draft.listId !== undefined || draft.template || own.some(([, { template }]) => template)) {
		return undefined;
	}
	return JSON.stringify([
		given(draft.from),
		given(draft.reference),
		given(draft.source),
		sendAt?.getTime(),
		maxSegments || 0,
		smartEncoding ?? false,
		extras,
		through,
		own.map(([provider, { from }]) => [provider, given(from)]),
		repeats && [given(repeats.key)?.trim(), repeats.minutes],
	]);
}

/** Messages that become one, or a single one that stays as it is. */
interface Group {
	readonly draft: Draft;
	readonly members: Planned[];
}

function groupsOf(
	entries: readonly Planned[],
	drafts: readonly Draft[],
	sentWith: (entry: Planned) => string | undefined,
): Group[] {
	const byItem = new Map(drafts.map((draft) => [draft.item, draft]));
	const settings = new Map<Draft, string | undefined>();
	const groups = new Map<string, Group>();
	for (const entry of entries) {
		const draft = byItem.get(entry.item);
		if (!draft) continue;
		if (!settings.has(draft)) settings.set(draft, settingsOf(draft));
		const sent = sentWith(entry);
		// What was sent stays as it was, whatever an expression gives now.
		const common = sent ?? settings.get(draft) ?? `item ${draft.item}`;
		const key = JSON.stringify([recipientText(entry.message.to), sent === undefined, common]);
		const group = groups.get(key);
		if (group) group.members.push(entry);
		else groups.set(key, { draft, members: [entry] });
	}
	return [...groups.values()];
}

/** The draft of one group, to its recipient only. */
function draftOf({ draft, members }: Group, byItem: ReadonlyMap<number, Draft>): Draft {
	const [first] = members;
	const to = first?.message.to;
	const alone = !to || to.kind === 'list' ? draft : { ...draft, to: [recipientText(to)] };
	if (members.length === 1) return alone;
	const texts = members.map(({ item }) => byItem.get(item)?.text ?? '');
	return {
		...alone,
		items: members.map(({ item }) => item),
		lines: linesOf(texts),
		maxSegments: draft.maxSegments || JOINED_SEGMENTS,
		ifTooLong: 'shorten',
	};
}

/** Plans drafts; a joined text that a provider finds too long gets fewer lines. */
function planShorter(
	drafts: readonly Draft[],
	plan: (drafts: readonly Draft[]) => readonly Entry[],
): readonly Entry[] {
	const entries = plan(drafts);
	let hasShorter = false;
	const shorter = drafts.map((draft, position) => {
		const entry = entries[position];
		const { lines, maxSegments = 0 } = draft;
		const isTooLong = entry && !isPlanned(entry) && entry.failure.class === 'content';
		if (!lines || !isTooLong || maxSegments <= 1) return draft;
		hasShorter = true;
		return { ...draft, maxSegments: Math.floor(maxSegments / 2) };
	});
	return hasShorter ? planShorter(shorter, plan) : entries;
}

/**
 * Joins the planned messages of a part; refused ones stay as they are.
 *
 * @param entries of {@link draftsToJoin}, one by one
 * @param drafts  as the user wrote them
 * @param plan    plans drafts
 * @param sentWith what an earlier run has sent a message together with; only messages with the same
 *                answer are joined, so that a Retry sends only what is new
 */
export function join(
	entries: readonly Entry[],
	drafts: readonly Draft[],
	plan: (drafts: readonly Draft[]) => readonly Entry[],
	sentWith: (entry: Planned) => string | undefined,
): Entry[] {
	const byItem = new Map(drafts.map((draft) => [draft.item, draft]));
	const groups = groupsOf(entries.filter(isPlanned), drafts, sentWith);
	// Each of these drafts has one recipient, so that there is one entry for each.
	const again = planShorter(
		groups.map((group) => draftOf(group, byItem)),
		plan,
	);
	const places = new Map<Entry, number>();
	const planned = groups.flatMap(({ members }, position): Entry[] => {
		const entry = again[position];
		const [first] = members;
		if (!entry || !first) return [];
		const duplicates = members.reduce((sum, one) => sum + one.duplicates, 0);
		const whole = isPlanned(entry) ? { ...entry, duplicates } : entry;
		places.set(whole, first.index);
		return [whole];
	});
	const refused = entries
		.filter((entry) => !isPlanned(entry))
		.map((entry, position): Entry => {
			const moved = { ...entry, index: planned.length + position };
			places.set(moved, entry.index);
			return moved;
		});
	const placeOf = (entry: Entry) => places.get(entry) ?? 0;
	return [...planned, ...refused].sort((a, b) => placeOf(a) - placeOf(b));
}
