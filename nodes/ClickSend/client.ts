/**
 * ClickSend's wire: accounts, answers and paging (facts: clicksend §2, §3, §6; maton §1, §2).
 * Everything else of the provider goes through here.
 */
import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import type { Api } from '../../core/provider';
import { answerReader } from '../../n8n/answers';
import type { Client, Paging } from '../../n8n/operation';
import { laravelPage } from '../../n8n/paging';
import { createApi, type RequestContext } from '../../n8n/request';
import { errorNode } from '../../n8n/errors';
import { type Envelope, matonFailure, requestFailure } from './errors';

export type ClickSendAuthentication = 'clickSendApi' | 'matonApi';

export const AUTHENTICATIONS = [
	{ name: 'ClickSend API', value: 'clickSendApi' },
	{ name: 'Maton Gateway', value: 'matonApi' },
] as const;

/** Opens the account that the node's credential names, directly or through Maton's gateway. */
export async function connectClickSend(
	ctx: RequestContext,
	authentication: ClickSendAuthentication,
	timeoutMs?: number,
): Promise<Api> {
	const { baseUrl } = await ctx.getCredentials(authentication);
	const base = String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');
	if (authentication === 'clickSendApi') {
		return createApi(ctx, { credentialType: authentication, baseUrl: base, timeoutMs });
	}
	// The gateway takes ClickSend's own paths below the app's name (facts: maton §1).
	const gateway = { credentialType: authentication, baseUrl: `${base}/clicksend`, timeoutMs };
	return throughMaton(createApi(ctx, gateway));
}

function throughMaton(api: Api): Api {
	return { request: async (request) => matonFailure(await api.request(request)) };
}

/** Judges an answer; for operations that are not sends. */
export const readAnswer = answerReader(requestFailure, (body) => (body as Envelope).data);

const SMALLEST_PAGE = 15;
const LARGEST_PAGE = 100;

/** Page numbers, 15 to 100 rows a page; an empty list has `last_page` 0 (facts: clicksend §6). */
export const paging: Paging = {
	pageSize: (wanted) => Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, wanted)),
	query: (page, size) => ({ page: page + 1, limit: size }),
	read: laravelPage,
};

export const client: Client = {
	async connect(ctx: IExecuteFunctions) {
		const authentication = ctx.getNodeParameter('authentication', 0) as ClickSendAuthentication;
		if (!AUTHENTICATIONS.some(({ value }) => value === authentication)) {
			throw new NodeOperationError(errorNode(ctx), 'Authentication is not one of the choices', {
				description: 'Choose ClickSend API or Maton Gateway.',
			});
		}
		return await connectClickSend(ctx, authentication);
	},
	read: readAnswer,
	paging,
};
