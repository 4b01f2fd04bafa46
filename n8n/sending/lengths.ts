/** What the run tells about texts that need more segments than Max Segments allows. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Draft } from '../../core/planning/draft';
import { JOINED_SEGMENTS } from '../../core/planning/join';
import { isPlanned, itemsOf, type Planned } from '../../core/planning/plan';
import { whyUcs2 } from '../../core/text/culprit';
import type { PlannedPart } from './parts';
import { count, enumerate } from './summary';

/** A planned text, and the draft that it was written by. */
interface Long {
	readonly entry: Planned;
	readonly draft: Draft | undefined;
	readonly segments: number;
	readonly isUcs2: boolean;
}

function longTexts(parts: readonly PlannedPart[], kind: 'shortened' | 'sentAnyway'): Long[] {
	return parts.flatMap(({ entries, drafts }) => {
		const long = entries.filter(isPlanned).flatMap((entry) => {
			const { content } = entry.message;
			const isMeant = content.kind === 'text' && content.tooLong === kind && !entry.items;
			if (!isMeant) return [];
			const { segments, encoding } = content;
			return [{ entry, segments, isUcs2: encoding === 'UCS-2' }];
		});
		if (long.length === 0) return [];
		const byItem = new Map(drafts.map((draft) => [draft.item, draft]));
		return long.map((one) => ({ ...one, draft: byItem.get(one.entry.item) }));
	});
}

/** The items that the texts are of, and why the first of them that is UCS-2 is. */
function details(ctx: IExecuteFunctions, long: readonly Long[]): { of: string; why: string } {
	const isOne = ctx.getInputData().length === 1;
	const items = [...new Set(long.flatMap(({ entry }) => itemsOf(entry)))];
	const of = isOne
		? ''
		: ` (${items.length === 1 ? 'item' : 'items'} ${enumerate(items.map(String))})`;
	for (const { entry, draft, isUcs2 } of long) {
		const why = isUcs2 ? whyUcs2(draft?.text ?? '', draft?.smartEncoding) : undefined;
		if (why !== undefined) return { of, why: isOne ? ` ${why}` : ` In item ${entry.item}, ${why}` };
	}
	return { of, why: '' };
}

const limitsOf = (long: readonly Long[]): string => {
	const limits = new Set(long.map(({ draft }) => draft?.maxSegments ?? 0));
	const [only] = limits;
	return limits.size === 1 ? `the ${count(only ?? 0, 'segment', 'segments')}` : 'the segments';
};

/** Tells the user what did not fit into the texts of several items. */
function hintJoined(ctx: IExecuteFunctions, parts: readonly PlannedPart[]): void {
	let left = 0;
	let texts = 0;
	let why: string | undefined;
	let isDefault = false;
	for (const { entries, drafts } of parts) {
		if (!entries.some(({ items }) => items)) continue;
		const unlimited = new Set(drafts.flatMap((one) => (one.maxSegments ? [] : one.item)));
		for (const entry of entries) {
			const content = isPlanned(entry) && entry.items ? entry.message.content : undefined;
			if (content?.kind !== 'text') continue;
			texts += itemsOf(entry).length;
			if (!content.left) continue;
			left += content.left;
			why ??= whyUcs2(content.text, true);
			isDefault ||= unlimited.has(entry.item);
		}
	}
	if (left === 0) return;
	const limit = isDefault
		? `${JOINED_SEGMENTS} segments, the limit if Max Segments is not set`
		: 'Max Segments';
	ctx.addExecutionHints({
		message: `One Text per Recipient: ${left} of ${texts} lines did not fit into ${limit}, and are only counted in the texts.${why === undefined ? '' : ` ${why}`}`,
		location: 'outputPane',
		type: 'warning',
	});
}

/** Tells the user once per run which texts were shortened, and which are longer than allowed. */
export function hintLengths(ctx: IExecuteFunctions, parts: readonly PlannedPart[]): void {
	const hint = (message: string) =>
		ctx.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
	hintJoined(ctx, parts);
	const shortened = longTexts(parts, 'shortened');
	if (shortened.length > 0) {
		const { of, why } = details(ctx, shortened);
		hint(
			`${count(shortened.length, 'text was', 'texts were')} shortened to ${limitsOf(shortened)} that Max Segments allows${of}.${why}`,
		);
	}
	const whole = longTexts(parts, 'sentAnyway');
	if (whole.length === 0) return;
	const { of, why } = details(ctx, whole);
	const most = Math.max(...whole.map(({ segments }) => segments));
	hint(
		whole.length === 1
			? `1 text needs ${most} segments, more than ${limitsOf(whole)} that Max Segments allows${of}. If Too Long sends it anyway.${why}`
			: `${whole.length} texts need more than ${limitsOf(whole)} that Max Segments allows, up to ${most}${of}. If Too Long sends them anyway.${why}`,
	);
}
