/** Acme's API client: account, answers and lists. Everything else for this provider uses it. */
import { baseAddress } from '../../core/addresses';
import type { Api } from '../../core/provider';
import { answerReader } from '../../n8n/operations/answers';
import type { Client } from '../../n8n/operations/operation';
import { onePage } from '../../n8n/operations/paging';
import { readCredential } from '../../n8n/http/credential';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { requestFailure } from './errors';

export const CREDENTIAL = 'acmeSmsApi';

/** The labels of the fields that the user must fill in. */
const REQUIRED = { apiKey: 'API Key' };

/**
 * Opens the account of the node's credential.
 *
 * @throws NodeOperationError if there is no credential, or if its Base URL is not valid
 */
export async function connectAcme(ctx: RequestContext, timeoutMs?: number): Promise<Api> {
	const { baseUrl } = await readCredential(ctx, CREDENTIAL, REQUIRED);
	return createApi(ctx, { credentialType: CREDENTIAL, baseUrl: baseAddress(baseUrl), timeoutMs });
}

/** Interprets an answer; for operations other than sends. */
export const readAnswer = answerReader(requestFailure, (body) => body);

export const client: Client = {
	connect: async (ctx) => await connectAcme(ctx),
	read: readAnswer,
	// No operation lists anything yet.
	paging: onePage(() => []),
};
