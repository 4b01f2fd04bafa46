/**
 * Tokens of OAuth2 credentials with the client credentials grant. n8n fetches, stores and applies them;
 * this module tells n8n when to renew one. n8n itself renews only on thrown statuses (until 2.8 only on
 * 401), and the port lets none be thrown, because a thrown status would not show whether a message was
 * sent.
 */
import type { IAllExecuteFunctions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Failure } from '../../core/outcome';
import type { Api, ApiOutcome } from '../../core/provider';
import type { RequestContext } from './request';
import { classifyError } from './request-errors';

export interface OAuth2Account {
	readonly credentialType: string;
	/** The credential's data, which contains the token that n8n stores. */
	readonly credential: ICredentialDataDecryptedObject;
	/** The provider's name in error texts. */
	readonly displayName: string;
	/** The host named in connection errors. */
	readonly host: string;
	/** Milliseconds, if the user chose one. */
	readonly timeoutMs?: number;
}

const TOKEN_TIMEOUT_MS = 30_000;

/** Statuses that signal an expired token; some providers use 403. */
const EXPIRED: ReadonlySet<number> = new Set([401, 403]);

const isToken = (data: unknown): boolean => {
	const token = (data as { access_token?: unknown } | null | undefined)?.access_token;
	return typeof token === 'string' && token !== '';
};

function refused(displayName: string, code: string): Failure {
	return {
		class: 'auth',
		code,
		message: `${displayName} issued no token for the Client ID and Client Secret`,
		hint: 'Check Client ID and Client Secret in the credential.',
	};
}

interface TokenError {
	readonly code?: unknown;
	/** The status of the token endpoint's answer. */
	readonly status?: unknown;
}

/** Why there is no token. Whatever the reason, the request itself was not sent. */
function tokenFailure(error: unknown, { displayName, host }: OAuth2Account): Failure {
	const outcome = classifyError(error, host, TOKEN_TIMEOUT_MS);
	if (outcome.kind === 'notSent') return outcome.reason;
	const { code, status } = (error ?? {}) as TokenError;
	const told = typeof status === 'number' ? String(status) : undefined;
	if (told === '404' || told?.startsWith('2') || told?.startsWith('3')) {
		return {
			class: 'configuration',
			code: told,
			message: `${host} is not ${displayName}: it does not issue tokens`,
			hint: 'Check the Base URL of the credential.',
		};
	}
	if (code === 'EAUTH' || ['400', '401', '403'].includes(told ?? '')) {
		return refused(displayName, told ?? 'EAUTH');
	}
	return {
		class: told === '429' ? 'rateLimited' : 'providerDown',
		code: told ?? (typeof code === 'string' ? code : 'NO_TOKEN'),
		message: `${displayName} could not issue a token right now`,
		hint: 'Try again later.',
	};
}

async function fetchToken(
	ctx: RequestContext,
	account: OAuth2Account,
): Promise<Failure | undefined> {
	const timeoutMs = account.timeoutMs ?? TOKEN_TIMEOUT_MS;
	const signals = [AbortSignal.timeout(timeoutMs), ctx.getExecutionCancelSignal?.()];
	// n8n's own token request waits for minutes and is not stopped by a cancelled execution.
	const tooLong = new Promise<Error>((resolve) => {
		for (const signal of signals) signal?.addEventListener('abort', () => resolve(new Error()));
	});
	try {
		const fetched = ctx.helpers.refreshOAuth2Token.call(
			ctx as IAllExecuteFunctions,
			account.credentialType,
		) as Promise<unknown>;
		const data = await Promise.race([fetched, tooLong]);
		if (data instanceof Error) return tokenFailure({ code: 'TIMEOUT' }, account);
		return isToken(data) ? undefined : refused(account.displayName, 'NO_TOKEN');
	} catch (error) {
		return tokenFailure(error, account);
	}
}

/**
 * Wraps the port so that the token is fetched before the first request and renewed once if a request is
 * refused with 401 or 403. The request was refused, so repeating it once sends nothing twice.
 */
export function withOAuth2(ctx: RequestContext, account: OAuth2Account, api: Api): Api {
	let hasToken = isToken(account.credential.oauthTokenData);
	let renewals = 0;
	let renewing: Promise<Failure | undefined> | undefined;
	/** A fresh token was refused: expiry is not the cause, and further renewals would not help. */
	let isFutile = false;
	let wrongClient: Failure | undefined;

	const renew = async (): Promise<Failure | undefined> => {
		if (wrongClient) return wrongClient;
		// Concurrent requests share one renewal.
		renewing ??= fetchToken(ctx, account).finally(() => {
			renewing = undefined;
			renewals++;
		});
		const failure = await renewing;
		if (failure?.class === 'auth') wrongClient = failure;
		hasToken ||= !failure;
		return failure;
	};
	const isRefused = (outcome: ApiOutcome) =>
		outcome.kind === 'response' && EXPIRED.has(outcome.status);

	return {
		async request(request) {
			const missing = hasToken ? undefined : await renew();
			if (missing) return { kind: 'notSent', reason: missing };
			const renewalsBefore = renewals;
			const outcome = await api.request(request);
			if (!isRefused(outcome)) isFutile = false;
			if (!isRefused(outcome) || isFutile) return outcome;
			// Another request may have renewed the token while this one was in flight.
			const failure = renewals === renewalsBefore ? await renew() : undefined;
			if (failure) return { kind: 'notSent', reason: failure };
			const repeated = await api.request(request);
			isFutile = isRefused(repeated);
			return repeated;
		},
	};
}
