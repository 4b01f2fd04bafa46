/** The core's planning with what it needs to know of this execution. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Draft } from '../core/draft';
import { type Entry, plan } from '../core/plan';
import type { SmsProvider } from '../core/provider';
import { readTime } from './time';

/** Plans the drafts for a provider; texts without a zone are in that of the workflow. */
export function planOf(
	ctx: IExecuteFunctions,
	drafts: readonly Draft[],
	{ capabilities, displayName }: SmsProvider,
): Entry[] {
	const zone = ctx.getTimezone();
	return plan(drafts, {
		now: new Date(),
		capabilities,
		providerName: displayName,
		readTime: (value) => readTime(value, zone),
	});
}
