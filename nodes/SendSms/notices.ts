/** What two or more providers mean together with If Unsure, said below Providers while it matters. */
import type { INodeProperties } from 'n8n-workflow';

const PASSES_ON =
	'If a provider is down, out of credit or refuses the text, the next one sends it.';

const TEXTS = {
	neverTwice: `${PASSES_ON} If it is unclear whether a text was sent, the next one is not tried: the text may be missing, but it never arrives twice. “If Unsure” changes that.`,
	makeSure: `${PASSES_ON} If it is unclear whether a text was sent, the next one sends it too: it arrives, but it may arrive twice. “If Unsure” changes that.`,
} as const;

/**
 * One notice for each value of If Unsure, shown if two or more providers are chosen. n8n's conditions
 * cannot count, so each provider has its own pair: shown if it is the first of the chosen ones in this
 * list, and one of those after it is chosen too. Both names mean the same parameter.
 *
 * @param ids of all providers
 * @param operation the operation that sends
 */
export const unsureNotices = (ids: readonly string[], operation: string): INodeProperties[] =>
	Object.entries(TEXTS).flatMap(([ifUnsure, text]) =>
		ids.slice(0, -1).map((id, position): INodeProperties => ({
			displayName: text,
			name: 'unsureNotice',
			type: 'notice',
			default: '',
			displayOptions: {
				show: {
					operation: [operation],
					ifUnsure: [ifUnsure],
					'/providers': [id],
					providers: ids.slice(position + 1),
				},
				...(position > 0 && { hide: { '/providers': ids.slice(0, position) } }),
			},
		})),
	);
