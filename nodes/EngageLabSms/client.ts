/**
 * EngageLab's wire: accounts, answers and lists of both generations (facts: engagelab §1–§3).
 * Everything else of the provider goes through here.
 */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import type { Api, ApiOutcome } from '../../core/provider';
import { isObject } from '../../n8n/objects';
import type { Answer, Client, Paging } from '../../n8n/operation';
import { createApi, type RequestContext } from '../../n8n/request';
import { NOTHING_CHANGED, requestFailure, unreadable } from './errors';
import { parseExact } from './exactJson';
import { type Generation, generationOf } from './generations';

export const AUTHENTICATIONS = [{ name: 'EngageLab SMS API', value: 'engageLabSmsApi' }] as const;

const [{ value: CREDENTIAL_TYPE }] = AUTHENTICATIONS;

/** An account together with the generation that it belongs to. */
export interface EngageLab {
	readonly generation: Generation;
	/** As the generation wants it; ids in answers are text. */
	readonly api: Api;
}

/** The address in front of `/v1`: the documentation prints it with `/v1`, so both are taken. */
export function baseUrlOf({ baseUrl, generation }: ICredentialDataDecryptedObject): string {
	const written = String(baseUrl ?? '')
		.trim()
		.replace(/(\/v1)?\/*$/, '');
	return written || generationOf(generation).baseUrl;
}

function exactly(outcome: ApiOutcome): ApiOutcome {
	return outcome.kind === 'response' ? { ...outcome, body: parseExact(outcome.text) } : outcome;
}

/**
 * Opens the account that the credential names.
 *
 * @throws NodeOperationError if there is no credential, or if its Base URL is none
 */
export async function connectEngageLab(
	ctx: RequestContext,
	timeoutMs?: number,
): Promise<EngageLab> {
	const credential = await ctx.getCredentials(CREDENTIAL_TYPE);
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

/** The account for operations, which are stated in one form for both generations. */
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

/** Judges an answer; for operations that are not sends. */
export function readAnswer(outcome: ApiOutcome): Answer {
	if (outcome.kind !== 'response') return { ok: false, failure: outcome.reason };
	const { body, status } = outcome;
	const failure = requestFailure(outcome);
	if (failure) return { ok: false, failure, status };
	if (Array.isArray(body)) return { ok: true, data: body };
	if (isObject(body)) {
		const { result, count } = body;
		if (isObject(result) || Array.isArray(result)) return { ok: true, data: result };
		if (count === 0) return { ok: false, failure: NOTHING_CHANGED, status };
		if (count !== undefined || body.code !== undefined || isThing(body)) {
			return { ok: true, data: body };
		}
	}
	return { ok: false, failure: unreadable(outcome), status };
}

/** Neither generation documents pages: a list comes at once (facts: engagelab §2.1, §3.2). */
const paging: Paging = {
	pageSize: (wanted) => wanted,
	query: () => ({}),
	read: (data) => ({ rows: Array.isArray(data) ? (data as IDataObject[]) : [], more: false }),
};

export const client: Client = {
	connect: async (ctx) => translating(await connectEngageLab(ctx)),
	read: readAnswer,
	paging,
};
