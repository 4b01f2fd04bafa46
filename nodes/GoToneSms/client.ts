/**
 * GoTone's wire: accounts, answers and paging (docs/providers/gotone.md §1, §3, §5). Everything
 * else of the provider goes through here.
 */
import type { Api } from '../../core/provider';
import { redacted } from '../../core/secrets';
import { answerReader } from '../../n8n/operations/answers';
import type { Client, Paging } from '../../n8n/operations/operation';
import { laravelPage } from '../../n8n/operations/paging';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { type Envelope, requestFailure } from './errors';

export const CREDENTIAL = 'goToneSmsApi';

/**
 * Where the API is. Users copy addresses with the path in them, so that is taken off first.
 * `https://app.gotonesms.net/api/v3/` → `https://app.gotonesms.net/api/http`
 */
export function apiAddress(baseUrl: unknown, apiPath: unknown): string {
	const base = String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '')
		.replace(/\/api(\/(v3|http))?$/, '');
	return `${base}/api/${apiPath === 'http' ? 'http' : 'v3'}`;
}

/** Shorter texts are no tokens, and stand in every answer. */
const SHORTEST_SECRET = 8;

/** The token as GoTone echoes it: whole, or without the number in front (docs/providers/gotone.md §5). */
function secretsOf(apiToken: unknown): string[] {
	const token = String(apiToken ?? '').trim();
	const [, secret = ''] = token.split('|');
	return [token, secret].filter(({ length }) => length >= SHORTEST_SECRET);
}

/** Opens the account of the node's credential; no answer of it shows the token. */
export async function connectGoToneSms(ctx: RequestContext, timeoutMs?: number): Promise<Api> {
	const { apiToken, apiPath, baseUrl } = await ctx.getCredentials(CREDENTIAL);
	const address = apiAddress(baseUrl, apiPath);
	const api = createApi(ctx, { credentialType: CREDENTIAL, baseUrl: address, timeoutMs });
	const secrets = secretsOf(apiToken);
	return { request: async (request) => redacted(await api.request(request), secrets) };
}

/** Judges an answer; for operations that are not sends. */
export const readAnswer = answerReader(requestFailure, (body) => (body as Envelope).data);

/** The size of a page cannot be chosen (docs/providers/gotone.md §4). */
const PAGE_SIZE = 25;

export const paging: Paging = {
	pageSize: () => PAGE_SIZE,
	query: (page) => ({ page: page + 1 }),
	read: laravelPage,
};

export const client: Client = {
	connect: async (ctx) => await connectGoToneSms(ctx),
	read: readAnswer,
	paging,
};
