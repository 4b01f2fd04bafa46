/** Maton's control plane, where connections to ClickSend are managed (docs/providers/maton.md §1, §3, §4). */
import { type INode, NodeOperationError } from 'n8n-workflow';
import { baseAddress } from '../../core/addresses';
import type { Meanings } from '../../core/failures';
import type { Api, ApiOutcome } from '../../core/provider';
import { withoutSecrets } from '../../core/secrets';
import { failed } from '../../n8n/operations/answers';
import { errorNode } from '../../n8n/errors';
import { isObject } from '../../core/values';
import type { Answer, Client } from '../../n8n/operations/operation';
import { onePage, rowsIn } from '../../n8n/operations/paging';
import { readCredential } from '../../n8n/http/credential';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { authenticationOf } from './client';
import { MATON_STATUSES, matonStatus } from './errors';

/** @throws NodeOperationError if the node does not go through Maton */
export async function connectMaton(
	ctx: RequestContext & { getNode(): INode },
	authentication: unknown,
): Promise<Api> {
	if (authentication !== 'matonApi') {
		throw new NodeOperationError(errorNode(ctx), 'Connections exist only at Maton', {
			description: 'Choose Maton Gateway under Authentication.',
		});
	}
	const { controlUrl } = await readCredential(ctx, 'matonApi', { apiKey: 'API Key' });
	const baseUrl = baseAddress(controlUrl, /\/connections$/i);
	return createApi(ctx, { credentialType: 'matonApi', baseUrl, label: 'Control URL' });
}

// The statuses are documented, the bodies are not (docs/providers/maton.md §4).
const STATUSES: Meanings = {
	...MATON_STATUSES,
	400: ['content', 'could not read the request', 'Check the parameters of the node.'],
	404: [
		'configuration',
		'could not find the connection',
		'Check the ID; the connection may have been deleted.',
	],
};

function read(outcome: ApiOutcome): Answer {
	if (outcome.kind !== 'response') return failed(outcome.reason);
	const { status, text, body } = outcome;
	// A deletion is answered with an empty body, or with one that is not documented.
	if (status >= 200 && status < 300 && (isObject(body) || text.trim() === '')) {
		return { ok: true, data: withoutSecrets(body ?? {}) };
	}
	const failure = matonStatus(outcome, STATUSES) ?? {
		class: 'unknownOutcome' as const,
		code: String(status),
		message: `Maton answered with HTTP ${status}, and the answer cannot be interpreted`,
		hint: 'Check the Control URL of the credential, and check at maton.ai whether the operation was carried out.',
	};
	return failed(failure, status);
}

export const matonClient: Client = {
	connect: async (ctx) => await connectMaton(ctx, authenticationOf(ctx)),
	read,
	// Paging is not documented: all connections come at once (docs/providers/maton.md §3).
	paging: onePage((data) => rowsIn(isObject(data) ? data.connections : undefined)),
};
