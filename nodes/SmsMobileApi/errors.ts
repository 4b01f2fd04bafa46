/**
 * What SMSMobileAPI's answers mean when they are no success (facts: smsmobileapi §3). Errors come in
 * two shapes, `{ error, message }` and `{ success: false, error }`, and with HTTP 200 as
 * `result.error`; each time as text or as number. Its sentences are not passed on: they may repeat
 * numbers, texts and keys.
 */
import type { IDataObject } from 'n8n-workflow';
import type { Failure, FailureClass } from '../../core/outcome';
import type { ApiOutcome } from '../../core/provider';
import { retryAfterMs } from '../../core/retry-after';
import { isObject } from '../../n8n/objects';

export type Response = Extract<ApiOutcome, { kind: 'response' }>;

const HINT_KEY = 'Check the API key, or Client ID and Client Secret, in the credential.';
const HINT_ADDRESS = 'Check the Base URL of the credential.';

/** The words that are published for errors of a request. */
const WORDS: Readonly<Record<string, readonly [FailureClass, string, string]>> = {
	missing_apikey: ['auth', 'got no API key', HINT_KEY],
	invalid_apikey: ['auth', 'refused the credential', HINT_KEY],
	api_expired: [
		'auth',
		'says that the access has expired',
		'Renew the subscription at SMSMobileAPI.',
	],
};

// Statuses that are documented as "not done", and 401 for a token.
const STATUSES: Readonly<Record<number, readonly [FailureClass, string, string]>> = {
	400: ['content', 'could not read the request', 'Check the parameters of the node.'],
	401: ['auth', 'refused the credential', HINT_KEY],
	403: ['auth', 'refused the credential', HINT_KEY],
	404: ['configuration', 'does not know what was asked for', HINT_ADDRESS],
	405: ['configuration', 'does not know what was asked for', HINT_ADDRESS],
	429: ['rateLimited', 'wants fewer requests', 'Wait a minute, or lower Concurrency.'],
};

const NONE: ReadonlySet<unknown> = new Set([0, '0', '', null, undefined, false]);

/** The error that a body tells of, whatever its shape; `undefined` if it tells of none. */
export function errorOf(body: IDataObject): unknown {
	const { result, success, error } = body;
	const inner = isObject(result) ? result.error : undefined;
	if (!NONE.has(inner)) return inner;
	if (!NONE.has(error)) return error;
	return success === false ? 'failed' : undefined;
}

/** Codes only: a number, or words joined by underscores. Anything longer may hold what is secret. */
export function codeOf(error: unknown): string | undefined {
	const text = typeof error === 'string' || typeof error === 'number' ? String(error) : '';
	return /^(\d{1,4}|[a-z]{1,20}(_[a-z]{1,20}){1,4})$/i.test(text) ? text : undefined;
}

/** A published word as a failure. */
export function knownFailure(error: unknown): Failure | undefined {
	const code = codeOf(error);
	const known = code !== undefined && Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
	if (!known) return undefined;
	const [kind, what, hint] = known;
	return { class: kind, code, message: `SMSMobileAPI ${what}`, hint };
}

/** Whether the body is one of SMSMobileAPI's at all: every documented one has one of these. */
const isOurs = (body: unknown): body is IDataObject =>
	isObject(body) && ['result', 'success', 'error'].some((name) => Object.hasOwn(body, name));

function doubt(status: number, what: string, hint?: string): Failure {
	return {
		class: 'unknownOutcome',
		code: String(status),
		message: `SMSMobileAPI’s server answered with HTTP ${status} and ${what}`,
		hint: hint ?? 'It may have been done. Look it up at SMSMobileAPI before doing it again.',
	};
}

/** A status that says that nothing was done; `undefined` for all others. */
function statusFailure({ status, headers, body }: Response): Failure | undefined {
	const known = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
	if (!known) return undefined;
	const [kind, what, hint] = known;
	if (!isOurs(body) && (status === 404 || status === 405)) {
		return {
			class: kind,
			code: String(status),
			message: 'The server at the Base URL is not SMSMobileAPI',
			hint,
		};
	}
	// Without a body of its own it may have been any server that could not read the request.
	if (!isOurs(body) && status === 400) return undefined;
	const error = isOurs(body) ? errorOf(body) : undefined;
	const wait = status === 429 ? retryAfterMs(headers) : undefined;
	return {
		...(knownFailure(error) ?? { class: kind, message: `SMSMobileAPI ${what}`, hint }),
		code: codeOf(error) ?? String(status),
		...(wait !== undefined && { retryAfterMs: wait }),
	};
}

/** What is wrong with an answer as a whole; `undefined` if it is a success. */
export function requestFailure(outcome: Response): Failure | undefined {
	const { status, body } = outcome;
	if (status < 200 || status >= 300) {
		const failure = statusFailure(outcome);
		if (failure) return failure;
		const isRedirect = status >= 300 && status < 400;
		return isRedirect
			? doubt(status, 'a redirect', HINT_ADDRESS)
			: doubt(status, isOurs(body) ? 'an error of its own' : 'an answer that is not its own');
	}
	if (!isOurs(body)) return doubt(status, 'an answer that is not SMSMobileAPI’s');
	const error = errorOf(body);
	if (error === undefined) return undefined;
	const code = codeOf(error);
	return (
		knownFailure(error) ?? {
			class: 'content',
			code: code ?? 'ERROR',
			message: `SMSMobileAPI did not do it${code ? ` (error ${code})` : ''}`,
			hint: 'Check the parameters of the node. The log in the dashboard may say more.',
		}
	);
}
