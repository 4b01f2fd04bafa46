/** Reads the options that limit where messages may go and what a run may cost. */
import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { maskText } from '../../core/message';
import { type Fences, readAllowed } from '../../core/planning/fences';
import { errorNode } from '../errors';
import { isTool } from '../parameters/read';
import { MOST_OF_A_TOOL, type SharedRunOptions } from './options';

/** @throws NodeOperationError if an entry of Allowed Recipients is neither a number nor a beginning of one */
export function readFences(ctx: IExecuteFunctions, options: SharedRunOptions): Fences {
	const { allowedCountries, allowedRecipients = [], maxRecipientsPerItem, maxRecipients } = options;
	const recipients = allowedRecipients.map((entry) => {
		const read = typeof entry === 'string' ? readAllowed(entry) : undefined;
		if (read !== undefined) return read;
		const shown = typeof entry === 'string' ? `"${maskText(entry)}"` : entry.notText;
		throw new NodeOperationError(
			errorNode(ctx),
			`Allowed Recipients contains ${shown}, which is neither a number nor the beginning of one`,
			{
				description:
					'Write numbers with + and the country code: +61411111111, or +614* for all that begin so.',
			},
		);
	});
	// 0 means no limit, also for a tool.
	const unset = isTool(ctx.getNode()) ? MOST_OF_A_TOOL : undefined;
	return {
		countries: (allowedCountries ?? []).map(String),
		recipients,
		mostPerItem: maxRecipientsPerItem || undefined,
		mostPerRun: maxRecipients === undefined ? unset : maxRecipients || undefined,
		mostSegments: options.maxSegmentsInTotal || undefined,
	};
}
