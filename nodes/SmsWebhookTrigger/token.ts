/** Tokens for providers that do not sign calls but let us register the URL ourselves. */
import { createHmac } from 'node:crypto';
import { NodeOperationError } from 'n8n-workflow';
import { sameText } from '../../core/digests';
import { errorNode } from '../../n8n/errors';
import { stateOf, type TriggerContext } from './state';

const LENGTH = 32;

/** The account whose key the token is derived from. */
export interface TokenAccount {
	/** Credential type name. */
	readonly authentication: string;
	/** The credential field that holds the key. */
	readonly key: string;
}

/**
 * The current token of this node. It is derived from the account's key instead of being random and
 * stored, because static data can be lost: an execution that changes any of it writes back all that
 * it read at its start. The node's id is part of it because no URL contains the id: otherwise anyone
 * who sees a URL in a log could try out keys.
 *
 * @throws NodeOperationError if the credential has no key: anyone could derive its token
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
 * The tokens that calls may carry: the current one and the registered one. They differ between a
 * change of the key and the next activation of the workflow; no call may be lost in between.
 */
export async function accountTokens(ctx: TriggerContext, account: TokenAccount): Promise<string[]> {
	const current = await currentToken(ctx, account);
	const { token } = stateOf(ctx).data;
	return typeof token === 'string' && token.length === LENGTH && !sameText(token, current)
		? [current, token]
		: [current];
}

const TOKEN = /^[\w-]{32}$/;

/** Whether an address is one of these URLs with any token. */
export const isAddressOf =
	(urls: readonly string[]) =>
	(address: string): boolean =>
		urls.some(
			(url) =>
				address.startsWith(`${url}?token=`) && TOKEN.test(address.slice(`${url}?token=`.length)),
		);

/** The URL with a token, in the form that is registered. */
export const withToken = (url: string, token: string): string => `${url}?token=${token}`;

/** The Test URL that belongs to a Production URL; none if the node has no secret path of its own. */
export function testUrlsOf(url: string, webhookId = ''): string[] {
	const end = url.lastIndexOf(`/${webhookId}/`);
	if (webhookId === '' || end < 0) return [];
	// n8n's default; a server can have another one.
	return [`${url.slice(0, url.lastIndexOf('/', end - 1))}/webhook-test${url.slice(end)}`];
}
