/** Plans the drafts of a run, and sends them or shows what would be sent. */
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { given } from '../../core/planning/draft';
import { isPlanned } from '../../core/planning/plan';
import { completeDelivery } from './arrival';
import { deliverAll } from './deliver';
import type { Earlier } from './earlier';
import { applyPolicies, type Part, type PlannedPart, planWithin, type RunSettings } from './parts';
import {
	dryRunLine,
	hintDryRun,
	hintDuplicates,
	hintLostReferences,
	hintNotes,
	type Place,
	refusedLine,
	toOutput,
} from './results';
import { Story } from './story';
import type { Line } from './summary';

export interface Sending {
	/** Several if the credential has expressions that name different accounts. */
	readonly parts: readonly Part[];
	readonly settings: RunSettings;
	readonly simplify: boolean;
	/** What an earlier run of this execution may have done; absent if there can be none. */
	readonly earlier?: Earlier;
}

/**
 * Plans and sends the drafts and returns one item per message, in input order.
 *
 * @throws NodeOperationError | NodeApiError as in {@link toOutput}
 */
export async function send(
	ctx: IExecuteFunctions,
	{ parts, settings, simplify, earlier }: Sending,
): Promise<INodeExecutionData[]> {
	const planned = planWithin(parts, settings.fences);
	hintDuplicates(
		ctx,
		planned.flatMap(({ entries }) => entries),
	);
	const story = new Story(planned, settings.ifUnsure);
	const lines = settings.dryRun
		? dryRun(planned, settings, story)
		: await deliverAll(ctx, planned, settings, { simplify, story }, earlier);
	if (settings.dryRun) hintDryRun(ctx);
	// Parts share no items, and the messages of an item are in order.
	if (parts.length > 1) lines.sort((a, b) => a.item - b.item);
	hintLostReferences(ctx, lines, planned);
	hintNotes(ctx, lines);
	if (settings.waitMs !== undefined && !settings.dryRun) completeDelivery(ctx, lines);
	// Null then says something: no provider took the reference, or nothing was scheduled.
	const drafts = parts.flatMap((part) => part.drafts);
	const asked = [
		...(drafts.some(({ reference }) => given(reference) !== undefined) ? ['reference'] : []),
		...(drafts.some(({ sendAt }) => sendAt !== undefined) ? ['scheduledAt'] : []),
	];
	return toOutput(ctx, lines, simplify, asked);
}

/** What would be sent, and in which request to its first provider. */
function dryRun(parts: readonly PlannedPart[], settings: RunSettings, story: Story): Line[] {
	return applyPolicies(parts, settings).flatMap(({ targets, entries }) => {
		const planned = entries.filter(isPlanned);
		const places: Place[] = [];
		for (const { provider, account } of targets) {
			const first = planned.filter(({ stops }) => stops[0]?.provider === provider.id);
			const batches = account.group(first.map(({ message }) => message));
			batches.forEach(({ messages }, request) => {
				const place = { provider: provider.id, request: request + 1, requests: batches.length };
				for (const { index } of messages) places[index] = place;
			});
		}
		return entries.map((entry) =>
			isPlanned(entry) ? dryRunLine(entry, places[entry.index]) : refusedLine(entry, story),
		);
	});
}
