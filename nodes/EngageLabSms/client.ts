/**
 * EngageLab's API client: accounts, answers and lists of both generations (docs/providers/engagelab.md §1
 * to §3). Everything else for this provider uses it.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Response } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import type { Api, ApiOutcome } from '../../core/provider';
import { isObject } from '../../core/values';
import { answerReader } from '../../n8n/operations/answers';
import type { Client } from '../../n8n/operations/operation';
import { onePage, rowsIn } from '../../n8n/operations/paging';
import { readCredential } from '../../n8n/http/credential';
import { createApi, type RequestContext } from '../../n8n/http/request';
import { NOTHING_CHANGED, requestFailure, unreadable } from './errors';
import { parseExact } from './exactJson';
import { baseUrlOf, type Generation, generationOf } from './generations';

export const AUTHENTICATIONS = [{ name: 'EngageLab SMS API', value: 'engageLabSmsApi' }] as const;

const [{ value: CREDENTIAL_TYPE }] = AUTHENTICATIONS;

/** An account and the generation it belongs to. */
export interface EngageLab {
	readonly generation: Generation;
	/** Takes requests in the generation's own form; ids in answers are text. */
	readonly api: Api;
}

export { baseUrlOf };

function exactly(outcome: ApiOutcome): ApiOutcome {
	return outcome.kind === 'response' ? { ...outcome, body: parseExact(outcome.text) } : outcome;
}

/**
 * Opens the account that the credential names.
 *
 * @throws NodeOperationError if there is no credential, or if its Base URL is not a valid URL
 */
export async function connectEngageLab(
	ctx: RequestContext,
	timeoutMs?: number,
): Promise<EngageLab> {
	const credential = await readCredential(ctx, CREDENTIAL_TYPE, {
		username: 'Username',
		password: 'Password',
	});
	const api = createApi(ctx, {
		credentialType: CREDENTIAL_TYPE,
		baseUrl: baseUrlOf(credential),
		timeoutMs,
	});
	return {
		generation: generationOf(credential.generation),
		api: { request: async (request) => exactly(await api.request(request)) },
	};
}

/** The account for operations, which use one request form for both generations. */
export function translating({ generation, api }: EngageLab): Api {
	return {
		async request(request) {
			const wire = generation.toWire(request);
			if ('class' in wire) return { kind: 'notSent', reason: wire };
			const outcome = await api.request(wire);
			if (outcome.kind !== 'response' || !Array.isArray(outcome.body)) return outcome;
			return { ...outcome, body: generation.filter(outcome.body, request) };
		},
	};
}

const isThing = (body: IDataObject) => 'sign_id' in body || 'template_id' in body;

/** The data in a body; `undefined` if the body is not from EngageLab. */
function dataIn(body: unknown): unknown {
	if (!isObject(body)) return Array.isArray(body) ? body : undefined;
	const { result, count, code } = body;
	if (isObject(result) || Array.isArray(result)) return result;
	return count !== undefined || code !== undefined || isThing(body) ? body : undefined;
}

function failureOf(response: Response): Failure | undefined {
	const failure = requestFailure(response);
	if (failure) return failure;
	const data = dataIn(response.body);
	if (data === undefined) return unreadable(response);
	// Only for a change: other answers may have a count next to their result.
	return data === response.body && isObject(data) && data.count === 0 ? NOTHING_CHANGED : undefined;
}

/** Reads the answer to an operation other than a send. */
export const readAnswer = answerReader(failureOf, dataIn);

/** Neither generation documents paging: a list is one answer (docs/providers/engagelab.md §2.1, §3.2). */
const paging = onePage(rowsIn);

export const client: Client = {
	connect: async (ctx) => translating(await connectEngageLab(ctx)),
	read: readAnswer,
	paging,
};
