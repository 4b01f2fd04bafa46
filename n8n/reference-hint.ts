/** Says once per run which references went nowhere, because a provider carries none. */
import type { IExecuteFunctions } from 'n8n-workflow';
import { type Draft, given } from '../core/draft';
import { isPlanned } from '../core/plan';
import { providerOf, type Target } from '../core/provider';
import { listed } from './names';
import type { Outcome } from './results';

/** The provider that an outcome is from. */
function providerIn(outcome: Outcome): string | undefined {
	if ('dryRun' in outcome) return outcome.dryRun.provider;
	return 'fate' in outcome ? outcome.fate.provider : undefined;
}

/** Adds an execution hint where a message was to have a reference, and its provider carries none. */
export function tellLostReferences(
	ctx: IExecuteFunctions,
	drafts: readonly Draft[],
	outcomes: readonly Outcome[],
	targets: readonly Target[],
): void {
	const asked = drafts.filter(({ reference }) => given(reference) !== undefined);
	const withReference = new Set(asked.map(({ item }) => item));
	if (withReference.size === 0) return;
	const lost = new Set<string | undefined>();
	for (const outcome of outcomes) {
		const { entry } = outcome;
		const isLost = isPlanned(entry) && entry.message.reference === undefined;
		if (isLost && withReference.has(entry.item)) lost.add(providerIn(outcome));
	}
	const names = targets
		.filter(({ provider }) => lost.has(provider.id))
		.map((target) => providerOf(target).displayName);
	if (names.length === 0) return;
	ctx.addExecutionHints({
		message: `Reference was not passed on: ${listed(names)} ${names.length === 1 ? 'carries' : 'carry'} none.`,
		location: 'outputPane',
	});
}
