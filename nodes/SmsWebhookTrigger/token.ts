/** Tokens for providers that sign nothing but let us register the URL ourselves. */
import { createHmac } from 'node:crypto';
import { type IHookFunctions, type IWebhookFunctions, NodeOperationError } from 'n8n-workflow';
import { sameText } from '../../core/digests';
import { errorNode } from '../../n8n/errors';

export type TriggerContext = IHookFunctions | IWebhookFunctions;

const LENGTH = 32;

/** The account whose key the token is made with. */
export interface TokenAccount {
	/** Credential type name. */
	readonly authentication: string;
	/** The field of the credential with the key. */
	readonly key: string;
}

/**
 * The token that belongs to this node now. It is made of the account's key instead of being random
 * and kept, because static data can be lost: any execution that changes some writes back what it
 * had read when it began. The node's id is in it because it is in no URL: who sees one in a log could
 * otherwise try out keys.
 *
 * @throws NodeOperationError where the credential has no key: anybody could make its token
 */
export async function currentToken(
	ctx: TriggerContext,
	{ authentication, key: field }: TokenAccount,
): Promise<string> {
	const credential = await ctx.getCredentials(authentication);
	const key = String(credential[field] ?? '').trim();
	if (key === '') {
		throw new NodeOperationError(errorNode(ctx), 'The credential has no API key', {
			description: 'Open the credential and enter the API key.',
		});
	}
	const { id, webhookId } = ctx.getNode();
	return createHmac('sha256', key)
		.update(`n8n-nodes-sms-suite webhook\n${id}\n${webhookId ?? ''}`)
		.digest('base64url')
		.slice(0, LENGTH);
}

/**
 * The tokens that calls may have: the current one, and the one that was registered. They differ from
 * when the key is changed until the workflow is activated again; no call may get lost in between.
 */
export async function accountTokens(ctx: TriggerContext, account: TokenAccount): Promise<string[]> {
	const current = await currentToken(ctx, account);
	const { token } = ctx.getWorkflowStaticData('node');
	return typeof token === 'string' && token.length === LENGTH && !sameText(token, current)
		? [current, token]
		: [current];
}

const TOKEN = /^[\w-]{32}$/;

/** Whether an address is this URL with a token, whichever. */
export const isAddressOf =
	(url: string) =>
	(address: string): boolean =>
		address.startsWith(`${url}?token=`) && TOKEN.test(address.slice(`${url}?token=`.length));

/** The URL with a token, as it is registered. */
export const withToken = (url: string, token: string): string => `${url}?token=${token}`;
