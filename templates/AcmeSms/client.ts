/** Acme's wire: the account, its answers and its lists. Everything else of the provider uses this. */
import type { Api, ApiOutcome } from '../../core/provider';
import { withoutSecrets } from '../../core/secrets';
import type { Answer, Client } from '../../n8n/operation';
import { createApi, type RequestContext } from '../../n8n/request';
import { requestFailure } from './errors';

export const CREDENTIAL = 'acmeSmsApi';

/**
 * Opens the account of the node's credential.
 *
 * @throws NodeOperationError if there is no credential, or if its Base URL is not valid
 */
export async function connectAcme(ctx: RequestContext, timeoutMs?: number): Promise<Api> {
	const { baseUrl } = await ctx.getCredentials(CREDENTIAL);
	const address = String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');
	return createApi(ctx, { credentialType: CREDENTIAL, baseUrl: address, timeoutMs });
}

/** Judges an answer; for operations that are not sends. */
export function readAnswer(outcome: ApiOutcome): Answer {
	if (outcome.kind !== 'response') return { ok: false, failure: outcome.reason };
	const failure = requestFailure(outcome);
	if (failure) return { ok: false, failure, status: outcome.status };
	return { ok: true, data: withoutSecrets(outcome.body) };
}

export const client: Client = {
	connect: async (ctx) => await connectAcme(ctx),
	read: readAnswer,
	// No operation lists anything yet.
	paging: {
		pageSize: (wanted) => wanted,
		query: () => ({}),
		read: () => ({ rows: [], more: false }),
	},
};
