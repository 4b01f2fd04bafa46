/** What n8n stores for this node: seen events, the registered token, and rules that are left to remove. */
import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { newSalt } from '../../core/digests';
import { ownSlot, placeOfNode, type Slot } from '../../n8n/receiving/slot';

export type TriggerContext = IHookFunctions | IWebhookFunctions;

/** More than one is rare: each needs a deactivation that failed and then another URL. */
const MOST_LEFTOVERS = 10;

/** The slot of this node, also after it was renamed; a test in the editor leaves production's alone. */
export function stateOf(ctx: TriggerContext): Slot {
	if (ctx.getMode() === 'manual') {
		return { data: ctx.getWorkflowStaticData('node'), place: placeOfNode(ctx.getNode()) };
	}
	return ownSlot(ctx, (data) => Object.keys(data).some((name) => name !== 'owner'));
}

/**
 * Stores with what the hashes of seen events are keyed. At the activation, because only one process of n8n
 * activates a workflow, while several may receive its calls.
 */
export function rememberSalt(ctx: TriggerContext): void {
	const { data } = stateOf(ctx);
	// What was seen before there were salts stays seen.
	const isNew = data.salt === undefined && data.seen === undefined;
	if (ctx.getMode() !== 'manual' && isNew) data.salt = newSalt();
}

/** Addresses of this node whose rules could not be removed when it was deactivated. */
export function leftoversOf(ctx: TriggerContext): string[] {
	const { leftovers } = stateOf(ctx).data;
	return Array.isArray(leftovers) ? leftovers.filter((one) => typeof one === 'string') : [];
}

/** @param addresses with their tokens: without, another node could have taken over the URL */
export function rememberLeftovers(ctx: TriggerContext, addresses: readonly string[]): void {
	if (ctx.getMode() === 'manual') return;
	const { data } = stateOf(ctx);
	if (addresses.length > 0) data.leftovers = [...new Set(addresses)].slice(-MOST_LEFTOVERS);
	else if (data.leftovers !== undefined) delete data.leftovers;
}
