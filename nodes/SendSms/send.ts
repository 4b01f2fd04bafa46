import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import type { IfUnsure } from '../../core/dispatch';
import type { Draft } from '../../core/draft';
import { errorNode } from '../../n8n/errors';
import { readDraft, readDraftOptions, readRunSettings } from '../../n8n/send-options';
import { send } from '../../n8n/sending';
import { PROVIDERS, type RegisteredProvider } from '../providers';
import { authenticationParameter } from './fields';

/** The chosen provider, or what is wrong with the choice. */
function chosenProvider(ctx: IExecuteFunctions): RegisteredProvider | NodeOperationError {
	const chosen: unknown = ctx.getNodeParameter('providers', 0, []);
	const ids = Array.isArray(chosen) ? (chosen as unknown[]) : [chosen];
	const refuse = (message: string, description: string) =>
		new NodeOperationError(errorNode(ctx), message, { description });
	if (ids.length === 0) return refuse('No provider is chosen', 'Choose at least one provider.');
	const known = ids.map((id) => PROVIDERS.find(({ provider }) => provider.id === id));
	const unknown = ids.find((_, position) => !known[position]);
	if (unknown !== undefined) {
		return refuse(
			`There is no provider "${String(unknown)}"`,
			'Choose the providers from the list.',
		);
	}
	return known[0] ?? refuse('No provider is chosen', 'Choose at least one provider.');
}

function readDrafts(ctx: IExecuteFunctions): Draft[] {
	return ctx.getInputData().map((_, item) =>
		readDraft(item, () => ({
			to: ctx.getNodeParameter('to', item, ''),
			text: ctx.getNodeParameter('message', item, ''),
			from: ctx.getNodeParameter('from', item, ''),
			...readDraftOptions(ctx.getNodeParameter('options', item, {}) as IDataObject),
		})),
	);
}

/**
 * The Send operation of the unified node.
 *
 * @throws NodeOperationError before the first request if provider or credential are missing;
 *         NodeApiError | NodeOperationError at the end as in n8n/results.ts
 */
export async function sendSms(ctx: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const chosen = chosenProvider(ctx);
	if (chosen instanceof NodeOperationError) throw chosen;
	const { provider, connect } = chosen;
	const settings = readRunSettings(
		ctx,
		ctx.getNodeParameter('ifUnsure', 0, 'neverTwice') as IfUnsure,
	);
	const authentication = ctx.getNodeParameter(
		authenticationParameter(provider.id),
		0,
		provider.authentications[0].value,
	) as string;
	return await send(ctx, {
		provider,
		connect: async () => await connect(ctx, authentication, settings.timeoutMs),
		drafts: async () => await Promise.resolve(readDrafts(ctx)),
		settings,
		simplify: ctx.getNodeParameter('simplify', 0, true) === true,
	});
}
