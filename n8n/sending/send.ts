/** Plans the drafts of a run, and sends them or shows what would be sent. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { type Draft, given } from '../../core/planning/draft';
import type { Planned } from '../../core/planning/plan';
import type { Opened } from '../operations/operation';
import { completeDelivery } from './arrival';
import { deliverAll } from './deliver';
import { dryRun } from './dry-run';
import type { Earlier } from './earlier';
import { Ledger } from './ledger';
import { hintLengths } from './lengths';
import { type Part, planWithin, type RunSettings } from './parts';
import {
	hintDuplicates,
	hintLostReferences,
	hintNotes,
	leaveOutEmpty,
	skippedLine,
	toOutput,
} from './results';
import { Story } from './story';

export interface Sending {
	/** Several if the credential has expressions that name different accounts. */
	readonly parts: readonly Part[];
	readonly settings: RunSettings;
	readonly simplify: boolean;
	/** Output: One Summary. */
	readonly isSummary?: boolean;
	/** Drafts that are not sent, see `Draft.skip`. */
	readonly skipped?: readonly Draft[];
	/** What an earlier run of this execution may have done; absent if there can be none. */
	readonly earlier?: Earlier;
	/** See `Opened.conclude`. */
	readonly conclude?: Opened['conclude'];
}

/**
 * Plans and sends the drafts and returns one item per message, in input order.
 *
 * @throws NodeOperationError | NodeApiError as in {@link toOutput}
 */
export async function send(
	ctx: IExecuteFunctions,
	{ parts, settings, simplify, isSummary, skipped = [], earlier, conclude }: Sending,
): Promise<INodeExecutionData[]> {
	const ledger = settings.joins && !settings.dryRun ? new Ledger(ctx) : undefined;
	const sentWith = (entry: Planned) => ledger?.sentWith(entry, settings.ifUnsure);
	const planned = planWithin(parts, settings.fences, settings.joins ? sentWith : undefined);
	hintDuplicates(
		ctx,
		planned.flatMap(({ entries }) => entries),
	);
	hintLengths(ctx, planned);
	const reporting = { simplify, story: new Story(planned, settings.ifUnsure) };
	const lines = settings.dryRun
		? await dryRun(ctx, planned, settings, reporting)
		: await deliverAll(ctx, planned, settings, reporting, earlier);
	lines.push(...skipped.map(skippedLine));
	// Parts share no items, and the messages of an item are in order.
	if (parts.length > 1 || skipped.length > 0) lines.sort((a, b) => a.item - b.item);
	hintLostReferences(ctx, lines, planned);
	hintNotes(ctx, lines);
	if (settings.waitMs !== undefined && !settings.dryRun) completeDelivery(ctx, lines);
	// Null then says something: no provider took the reference, or nothing was scheduled.
	const drafts = parts.flatMap((part) => part.drafts);
	const asked = [
		...(drafts.some(({ reference }) => given(reference) !== undefined) ? ['reference'] : []),
		...(drafts.some(({ sendAt }) => sendAt !== undefined) ? ['scheduledAt'] : []),
	];
	if (conclude && !settings.dryRun) {
		if (simplify) leaveOutEmpty(lines, asked);
		const concluded = await conclude(lines);
		if (concluded) return concluded;
	}
	return toOutput(ctx, lines, simplify, asked, isSummary);
}
