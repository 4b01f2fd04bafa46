/** Stored templates that a provider would refuse, or deliver with gaps: found before anything is sent. */
import type { Draft, TemplateDraft } from '../../core/planning/draft';
import type { ProviderAccount } from '../../core/provider';

/** The template that a provider would send for a draft. */
const templateFor = (draft: Draft, provider: string): TemplateDraft | undefined =>
	draft.perProvider?.[provider]?.template ?? draft.template;

/** Adds the faults of templates to the drafts, each for its own provider only. */
export async function checkTemplates(
	drafts: readonly Draft[],
	targets: readonly ProviderAccount[],
): Promise<readonly Draft[]> {
	let checked = drafts;
	for (const { provider, account } of targets) {
		const templates = checked.map((draft) => templateFor(draft, provider.id));
		if (!account.checkTemplates || templates.every((one) => one === undefined)) continue;
		const faults = await account.checkTemplates(templates);
		checked = checked.map((draft, position) => {
			const templateFault = faults[position];
			if (!templateFault) return draft;
			const own = { ...draft.perProvider?.[provider.id], templateFault };
			return { ...draft, perProvider: { ...draft.perProvider, [provider.id]: own } };
		});
	}
	return checked;
}
