/**
 * SMSMobileAPI's wire format: accounts and answers (docs/providers/smsmobileapi.md §1 to §4). Every path
 * ends with a slash: without it, a redirect may turn a POST into a GET.
 */
import type { IDataObject } from 'n8n-workflow';
import { baseAddress } from '../../core/addresses';
import type { Api } from '../../core/provider';
import { withOAuth2 } from '../../n8n/http/oauth2';
import type { Field } from '../../n8n/parameters/fields';
import { isObject } from '../../core/values';
import { answerReader } from '../../n8n/operations/answers';
import type { Client } from '../../n8n/operations/operation';
import { onePage, rowsIn } from '../../n8n/operations/paging';
import { type ParameterContext, readRunParams } from '../../n8n/parameters/read';
import { readCredential } from '../../n8n/http/credential';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { requestFailure } from './errors';

export const AUTHENTICATIONS = [
	{ name: 'API Key', value: 'smsMobileApi' },
	{ name: 'OAuth2', value: 'smsMobileOAuth2Api' },
] as const;

/** Which credential a node uses. */
export const AUTHENTICATION_FIELD = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: AUTHENTICATIONS,
	default: 'smsMobileApi',
	perRun: true,
} as const satisfies Field;

/** @throws NodeOperationError if the parameter is not one of its choices */
export const authenticationOf = (ctx: ParameterContext): string =>
	readRunParams(ctx, [AUTHENTICATION_FIELD]).authentication;

/** SMSMobileAPI's documents print whole addresses: `https://api.smsmobileapi.com/sendsms/`. */
export const addressOf = ({ baseUrl }: Readonly<{ baseUrl?: unknown }>): string =>
	baseAddress(baseUrl, /\/(sendsms|sendwa|getsms)$/i);

/** Opens the account that the node's credential names. */
export async function connectSmsMobile(
	ctx: RequestContext,
	authentication: string,
	timeoutMs?: number,
): Promise<Api> {
	const credential = await readCredential(
		ctx,
		authentication,
		authentication === 'smsMobileApi'
			? { apiKey: 'API Key' }
			: { clientId: 'Client ID', clientSecret: 'Client Secret' },
	);
	const baseUrl = addressOf(credential);
	const api = createApi(ctx, { credentialType: authentication, baseUrl, timeoutMs });
	if (authentication === 'smsMobileApi') return api;
	const { host } = new URL(baseUrl);
	const account = { credentialType: authentication, credential, host, timeoutMs };
	return withOAuth2(ctx, { ...account, displayName: 'SMSMobileAPI' }, api);
}

/** Interprets an answer; for operations other than sends. */
export const readAnswer = answerReader(requestFailure, (body) => body);

/** The rows of a log or an inbox: `{ result: { sms: [] } }`. */
export const messageRows = (data: unknown): IDataObject[] =>
	isObject(data) && isObject(data.result) ? rowsIn(data.result.sms) : [];

/** The rows of a list: `{ success, items: [] }`. */
export const itemRows = (data: unknown): IDataObject[] =>
	isObject(data) ? rowsIn(data.items) : [];

export const client: Client = {
	connect: async (ctx) => await connectSmsMobile(ctx, authenticationOf(ctx)),
	read: readAnswer,
	paging: onePage(itemRows),
};
