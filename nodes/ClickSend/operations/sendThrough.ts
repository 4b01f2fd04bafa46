import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Draft } from '../../../core/draft';
import type { Api } from '../../../core/provider';
import { readDraft, readDraftOptions, readRunSettings } from '../../../n8n/send-options';
import { send } from '../../../n8n/sending';
import type { Channel } from '../channel';
import { type ClickSendAuthentication, connectClickSend } from '../client';
import { clickSend, clickSendAccount } from '../send';

/**
 * Sends all input items through one channel, in as few requests as ClickSend allows.
 *
 * @param readDrafts what the items say; the account is there for what has to be looked up
 * @throws as {@link send} does
 */
export async function sendThrough(
	ctx: IExecuteFunctions,
	channel: Channel,
	readDrafts: (api: Api) => readonly Draft[] | Promise<readonly Draft[]>,
): Promise<INodeExecutionData[]> {
	const authentication = ctx.getNodeParameter('authentication', 0) as ClickSendAuthentication;
	const settings = readRunSettings(ctx, 'neverTwice');
	const api = await connectClickSend(ctx, authentication, settings.timeoutMs);
	return await send(ctx, {
		targets: [{ provider: clickSend, account: clickSendAccount(api, channel) }],
		drafts: await readDrafts(api),
		settings,
		simplify: ctx.getNodeParameter('simplify', 0, true) === true,
	});
}

/** One draft per input item; an expression that fails concerns its own item only. */
export const draftsOf = (
	ctx: IExecuteFunctions,
	readItem: (item: number, options: IDataObject) => Omit<Draft, 'item'>,
): Draft[] =>
	ctx.getInputData().map((_, item) =>
		readDraft(item, () => {
			const options = ctx.getNodeParameter('options', item, {}) as IDataObject;
			return { ...readItem(item, options), ...readDraftOptions(options) };
		}),
	);

/** Text of a parameter that only one channel has; what is none counts as empty. */
export const textParam = (value: unknown): string =>
	typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
