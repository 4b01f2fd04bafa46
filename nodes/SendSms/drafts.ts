/** Reads the parameters of Send SMS for one item. */
import type { Draft } from '../../core/planning/draft';
import type { MessageParams } from '../../n8n/parameters/fields';
import { variablesOf } from '../../n8n/sending/options';
import type { FIELDS, OPTIONS } from './fields';

type Params = MessageParams<typeof FIELDS> & {
	readonly options: Partial<MessageParams<typeof OPTIONS>>;
};

type PerProvider = NonNullable<Draft['perProvider']>;

/** What differs between the providers: templates and senders. */
function perProvider({ contentType, templates, variables, options }: Params): PerProvider {
	const merged: Record<string, PerProvider[string]> = {};
	if (contentType === 'template') {
		const filled = variablesOf(variables.variable);
		for (const { provider, templateId } of templates.template ?? []) {
			merged[provider] = { template: { id: templateId, variables: filled } };
		}
	}
	for (const { provider, from } of options.senders?.sender ?? []) {
		merged[provider] = { ...merged[provider], from };
	}
	return merged;
}

export const readDraft = (params: Params): Omit<Draft, 'item'> => ({
	to: params.to,
	text: params.message,
	from: params.from,
	perProvider: perProvider(params),
});
