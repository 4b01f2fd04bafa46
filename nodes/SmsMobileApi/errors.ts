/**
 * What SMSMobileAPI's answers mean when they are not a success (docs/providers/smsmobileapi.md §3).
 * Errors come in two shapes, `{ error, message }` and `{ success: false, error }`, and with HTTP
 * 200 as `result.error`; in each case as a string or a number. Its error texts are not passed on:
 * they may contain phone numbers, message texts and keys.
 */
import type { IDataObject } from 'n8n-workflow';
import {
	CHECK_BASE_URL,
	failuresOf,
	type Meaning,
	type Meanings,
	type Response,
	TOO_MANY,
} from '../../core/failures';
import type { Failure } from '../../core/outcome';
import { withRetryAfter } from '../../core/retry-after';
import { entryOf, isObject } from '../../core/values';

const { doubt, failure, listed, mayBeSent, ofStatus } = failuresOf(
	'SMSMobileAPI',
	'the log at SMSMobileAPI',
);

export { mayBeSent };

const HINT_KEY = 'Check the API key, or Client ID and Client Secret, in the credential.';

const REFUSED: Meaning = ['auth', 'refused the credential', HINT_KEY];
const NOT_FOUND: Meaning = ['configuration', 'did not find the requested endpoint', CHECK_BASE_URL];

/** The published error codes of a request. */
const WORDS: Meanings = {
	missing_apikey: ['auth', 'received no API key', HINT_KEY],
	invalid_apikey: REFUSED,
	api_expired: [
		'auth',
		'says that the access has expired',
		'Renew the subscription at SMSMobileAPI.',
	],
};

/** Statuses that mean the same without one of SMSMobileAPI's bodies. */
const ANYBODYS: Meanings = { 401: REFUSED, 403: REFUSED };

/** Statuses that are documented as "not done", and 401 for a token. */
const STATUSES: Meanings = {
	...ANYBODYS,
	400: ['content', 'could not read the request', 'Check the parameters of the node.'],
	404: NOT_FOUND,
	405: NOT_FOUND,
	429: TOO_MANY,
};

const NONE: ReadonlySet<unknown> = new Set([0, '0', '', null, undefined, false]);

/** The error in a body, whatever its shape; `undefined` if there is none. */
export function errorOf(body: IDataObject): unknown {
	const { result, success, error } = body;
	const inner = isObject(result) ? result.error : undefined;
	if (!NONE.has(inner)) return inner;
	if (!NONE.has(error)) return error;
	return success === false ? 'failed' : undefined;
}

/** Codes only: a number, or words joined by underscores. Anything longer may contain secrets. */
export function codeOf(error: unknown): string | undefined {
	const text = typeof error === 'string' || typeof error === 'number' ? String(error) : '';
	return /^(\d{1,4}|[a-z]{1,20}(_[a-z]{1,20}){1,4})$/i.test(text) ? text : undefined;
}

/** A published code as a failure. */
export const knownFailure = (error: unknown): Failure | undefined =>
	listed(WORDS, codeOf(error) ?? '');

/** Whether the body comes from SMSMobileAPI: every documented body has one of these fields. */
const isOurs = (body: unknown): body is IDataObject =>
	isObject(body) && ['result', 'success', 'error'].some((name) => Object.hasOwn(body, name));

/** What is wrong with an answer as a whole; `undefined` if it is a success. */
export function requestFailure(response: Response): Failure | undefined {
	const { status, headers, body } = response;
	if (!isOurs(body)) return ofStatus(response, ANYBODYS);
	const error = errorOf(body);
	if (status < 200 || status >= 300) {
		const meaning = entryOf(STATUSES, String(status));
		if (!meaning) return status < 400 ? ofStatus(response) : doubt(status, 'an error');
		const known = knownFailure(error) ?? failure(meaning);
		return withRetryAfter({ ...known, code: codeOf(error) ?? String(status) }, headers);
	}
	if (error === undefined) return undefined;
	const code = codeOf(error);
	return (
		knownFailure(error) ?? {
			class: 'content',
			code: code ?? 'ERROR',
			message: `SMSMobileAPI did not carry out the request${code ? ` (error ${code})` : ''}`,
			hint: 'Check the parameters of the node. The log in the dashboard may contain details.',
		}
	);
}
