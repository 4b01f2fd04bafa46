/**
 * GoTone's API client: accounts, answers and paging (docs/providers/gotone.md §1, §3, §5). Everything
 * else for this provider uses it.
 */
import { baseAddress } from '../../core/addresses';
import type { Api, ApiRequest } from '../../core/provider';
import { redacted } from '../../core/redacted';
import { answerReader } from '../../n8n/operations/answers';
import type { Client, Paging } from '../../n8n/operations/operation';
import { laravelPage } from '../../n8n/operations/paging';
import { readCredential } from '../../n8n/http/credential';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { type Envelope, requestFailure } from './errors';

export const CREDENTIAL = 'goToneSmsApi';

/**
 * The address of the API. Users copy addresses including the path, so it is removed first.
 * `https://app.gotonesms.net/api/v3/` → `https://app.gotonesms.net/api/http`
 */
export function apiAddress(baseUrl: unknown, apiPath: unknown): string {
	const base = baseAddress(baseUrl, /\/api(\/(v3|http)(\/sms\/send)?)?$/i);
	return `${base}/api/${apiPath === 'http' ? 'http' : 'v3'}`;
}

/** Shorter values are not tokens, and would occur in every answer. */
const SHORTEST_SECRET = 8;

/** The token as GoTone echoes it: in full, or without the leading number (docs/providers/gotone.md §5). */
function secretsOf(apiToken: unknown): string[] {
	const token = String(apiToken ?? '').trim();
	const [, secret = ''] = token.split('|');
	return [token, secret].filter(({ length }) => length >= SHORTEST_SECRET);
}

/** Requests with the fields of a contact in their body. */
const CONTACT = /^\/contacts\/[^/]+\/(store$|update\/)/;

/** Newer versions of the software spell these fields in upper case (docs/providers/gotone.md §5, contacts). */
function inUpperCase(request: ApiRequest): ApiRequest {
	const { body, path } = request;
	if (!body || !CONTACT.test(path)) return request;
	const fields = Object.entries(body).map(([name, value]) => [
		name.toUpperCase(),
		value as unknown,
	]);
	return { ...request, body: Object.fromEntries(fields) as object };
}

/** Opens the account of the node's credential; the token is removed from all its answers. */
export async function connectGoToneSms(ctx: RequestContext, timeoutMs?: number): Promise<Api> {
	const { apiToken, apiPath, baseUrl, contactFieldNames } = await readCredential(ctx, CREDENTIAL, {
		apiToken: 'API Token',
	});
	const address = apiAddress(baseUrl, apiPath);
	const api = createApi(ctx, { credentialType: CREDENTIAL, baseUrl: address, timeoutMs });
	const secrets = secretsOf(apiToken);
	const spell = contactFieldNames === 'upper' ? inUpperCase : (request: ApiRequest) => request;
	return { request: async (request) => redacted(await api.request(spell(request)), secrets) };
}

/** Reads the answer to an operation other than a send. */
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
