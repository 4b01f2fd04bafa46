/** The core's planning with what it needs to know of this execution. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Draft } from '../core/draft';
import type { Recipient } from '../core/message';
import { type Entry, plan, type PlanTarget } from '../core/plan';
import { readTime } from './time';

/** Plans the drafts for these providers; texts without a zone are in that of the workflow. */
export function planOf(
	ctx: IExecuteFunctions,
	drafts: readonly Draft[],
	targets: readonly PlanTarget[],
	order?: (to: Recipient) => readonly number[],
): Entry[] {
	const zone = ctx.getTimezone();
	const context = { now: new Date(), readTime: (value: unknown) => readTime(value, zone) };
	return plan(drafts, targets, context, order);
}
