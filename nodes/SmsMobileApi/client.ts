/**
 * SMSMobileAPI's wire: accounts and answers (facts: smsmobileapi §1 to §4). Every path ends with its
 * slash: without it, a redirect may make a GET of a POST.
 */
import { type IDataObject, type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import type { Api, ApiOutcome } from '../../core/provider';
import { withoutSecrets } from '../../core/secrets';
import { errorNode } from '../../n8n/errors';
import { withOAuth2 } from '../../n8n/oauth2';
import { isObject } from '../../n8n/objects';
import type { Answer, Client, Paging } from '../../n8n/operation';
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
export function readAnswer(outcome: ApiOutcome): Answer {
	if (outcome.kind !== 'response') return { ok: false, failure: outcome.reason };
	const failure = requestFailure(outcome);
	if (failure) return { ok: false, failure, status: outcome.status };
	return { ok: true, data: withoutSecrets(outcome.body) };
}

const asRows = (value: unknown): IDataObject[] =>
	Array.isArray(value) ? value.filter(isObject) : [];

/** The rows of a log or an inbox: `{ result: { sms: [] } }`. */
export const messageRows = (data: unknown): IDataObject[] =>
	isObject(data) && isObject(data.result) ? asRows(data.result.sms) : [];

/** The rows of a list: `{ success, items: [] }`. */
export const itemRows = (data: unknown): IDataObject[] =>
	isObject(data) ? asRows(data.items) : [];

/** A list that comes as a whole: there are no pages to ask for. */
export const whole = (rows: (data: unknown) => IDataObject[]): Paging => ({
	pageSize: (wanted) => wanted,
	query: () => ({}),
	read: (data) => ({ rows: rows(data), more: false }),
});

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
	paging: whole(itemRows),
};
