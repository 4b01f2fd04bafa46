/**
 * ClickSend's wire format: accounts, answers and paging (docs/providers/clicksend.md §2, §3, §6;
 * docs/providers/maton.md §1, §2). All other files of the provider go through this one.
 */
import { baseAddress } from '../../core/addresses';
import type { Response } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import type { Api } from '../../core/provider';
import { isObject } from '../../core/values';
import { answerReader } from '../../n8n/operations/answers';
import type { Field } from '../../n8n/parameters/fields';
import type { Client, Paging } from '../../n8n/operations/operation';
import { laravelPage } from '../../n8n/operations/paging';
import { type ParameterContext, readRunParams } from '../../n8n/parameters/read';
import { readCredential } from '../../n8n/http/credential';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { type Envelope, matonFailure, requestFailure } from './errors';

export const AUTHENTICATIONS = [
	{ name: 'ClickSend API', value: 'clickSendApi' },
	{ name: 'Maton Gateway', value: 'matonApi' },
] as const;

/** Which credential a node uses. */
export const AUTHENTICATION_FIELD = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: AUTHENTICATIONS,
	default: 'clickSendApi',
	perRun: true,
} as const satisfies Field;

/** @throws NodeOperationError if the parameter is not one of its choices */
export const authenticationOf = (ctx: ParameterContext): string =>
	readRunParams(ctx, [AUTHENTICATION_FIELD]).authentication;

type Address = Readonly<{ baseUrl?: unknown }>;

/** ClickSend's documents print addresses with /v3, which paths here begin with. */
export const addressOf = ({ baseUrl }: Address): string =>
	baseAddress(baseUrl, /\/v3(\/sms\/send|\/account)?$/i);

/** The address of Maton's gateway without the name of the app. */
export const gatewayOf = ({ baseUrl }: Address): string =>
	baseAddress(baseUrl, /\/clicksend(\/v3(\/sms\/send|\/account)?)?$/i);

/** Opens the account that the node's credential names, directly or through Maton's gateway. */
export async function connectClickSend(
	ctx: RequestContext,
	authentication: string,
	timeoutMs?: number,
): Promise<Api> {
	if (authentication === 'clickSendApi') {
		const credential = await readCredential(ctx, authentication, {
			username: 'Username',
			apiKey: 'API Key',
		});
		const baseUrl = addressOf(credential);
		return createApi(ctx, { credentialType: authentication, baseUrl, timeoutMs });
	}
	const credential = await readCredential(ctx, authentication, { apiKey: 'API Key' });
	// The gateway expects ClickSend's own paths below the name of the app (docs/providers/maton.md §1).
	const gateway = {
		credentialType: authentication,
		baseUrl: `${gatewayOf(credential)}/clicksend`,
		timeoutMs,
	};
	return throughMaton(createApi(ctx, gateway));
}

function throughMaton(api: Api): Api {
	return {
		async request(request) {
			const outcome = await api.request(request);
			return outcome.kind === 'response' && isSuccess(outcome) ? outcome : matonFailure(outcome);
		},
	};
}

const isSuccess = ({ status, body }: Response): boolean =>
	status < 300 && isObject(body) && body.response_code === 'SUCCESS';

/** What is wrong with an answer as a whole; `undefined` if its data can be read. */
export const failureIn = (response: Response): Failure | undefined =>
	isSuccess(response) ? undefined : requestFailure(response);

/** Interprets an answer; for operations other than sends. */
export const readAnswer = answerReader(failureIn, (body) => (body as Envelope).data);

const SMALLEST_PAGE = 15;
const LARGEST_PAGE = 100;

/** Page numbers, 15 to 100 rows a page; an empty list has `last_page` 0 (docs/providers/clicksend.md §6). */
export const paging: Paging = {
	pageSize: (wanted) => Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, wanted)),
	query: (page, size) => ({ page: page + 1, limit: size }),
	read: laravelPage,
};

export const client: Client = {
	connect: async (ctx) => await connectClickSend(ctx, authenticationOf(ctx)),
	read: readAnswer,
	paging,
};
