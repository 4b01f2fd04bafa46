/**
 * SMSMobileAPI's wire: accounts and answers (facts: smsmobileapi §1 to §4). Every path ends with its
 * slash: without it, a redirect may make a GET of a POST.
 */
import { type IDataObject, type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import type { Api } from '../../core/provider';
import { errorNode } from '../../n8n/errors';
import { withOAuth2 } from '../../n8n/oauth2';
import { isObject } from '../../n8n/objects';
import { answerReader } from '../../n8n/answers';
import type { Client } from '../../n8n/operation';
import { onePage, rowsIn } from '../../n8n/paging';
import { createApi, type RequestContext } from '../../n8n/request';
import { requestFailure } from './errors';

export type SmsMobileAuthentication = 'smsMobileApi' | 'smsMobileOAuth2Api';

export const AUTHENTICATIONS = [
	{ name: 'API Key', value: 'smsMobileApi' },
	{ name: 'OAuth2', value: 'smsMobileOAuth2Api' },
] as const;

/** Opens the account that the node's credential names. */
export async function connectSmsMobile(
	ctx: RequestContext,
	authentication: SmsMobileAuthentication,
	timeoutMs?: number,
): Promise<Api> {
	const credential = await ctx.getCredentials(authentication);
	const baseUrl = String(credential.baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');
	const api = createApi(ctx, { credentialType: authentication, baseUrl, timeoutMs });
	if (authentication === 'smsMobileApi') return api;
	const { host } = new URL(baseUrl);
	const account = { credentialType: authentication, credential, host, timeoutMs };
	return withOAuth2(ctx, { ...account, displayName: 'SMSMobileAPI' }, api);
}

/** Judges an answer; for operations that are not sends. */
export const readAnswer = answerReader(requestFailure, (body) => body);

/** The rows of a log or an inbox: `{ result: { sms: [] } }`. */
export const messageRows = (data: unknown): IDataObject[] =>
	isObject(data) && isObject(data.result) ? rowsIn(data.result.sms) : [];

/** The rows of a list: `{ success, items: [] }`. */
export const itemRows = (data: unknown): IDataObject[] =>
	isObject(data) ? rowsIn(data.items) : [];

/**
 * Opens the account that the node's own parameter chooses.
 *
 * @throws NodeOperationError if the parameter is not one of its choices, or without a credential
 */
export async function connect(ctx: IExecuteFunctions, timeoutMs?: number): Promise<Api> {
	const authentication = ctx.getNodeParameter('authentication', 0) as SmsMobileAuthentication;
	if (!AUTHENTICATIONS.some(({ value }) => value === authentication)) {
		throw new NodeOperationError(errorNode(ctx), 'Authentication is not one of the choices', {
			description: 'Choose API Key or OAuth2.',
		});
	}
	return await connectSmsMobile(ctx, authentication, timeoutMs);
}

export const client: Client = {
	connect: async (ctx) => await connect(ctx),
	read: readAnswer,
	paging: onePage(itemRows),
};
