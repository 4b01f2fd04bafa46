/**
 * What ClickSend's and Maton's answers mean when they are not a success
 * (docs/providers/clicksend.md §3, §14; docs/providers/maton.md §4). Only what the documentation
 * lists counts as a refusal; everything else leaves the outcome unknown.
 */
import {
	failuresOf,
	type Meaning,
	type Meanings,
	type Response,
	TOO_MANY,
} from '../../core/failures';
import type { Failure } from '../../core/outcome';
import type { ApiOutcome } from '../../core/provider';
import { withRetryAfter } from '../../core/retry-after';
import { isObject } from '../../core/values';

export interface Envelope {
	readonly http_code?: unknown;
	readonly response_code: string;
	readonly response_msg?: unknown;
	readonly data?: unknown;
}

export const isEnvelope = (body: unknown): body is Envelope =>
	isObject(body) && typeof body.response_code === 'string';

const { doubt, listed, mayBeSent, noRow, ofStatus } = failuresOf('ClickSend');

export const NO_ROW: Failure = noRow;

const REFUSED: Meaning = [
	'auth',
	'refused the credential',
	'Check the Username and API Key in the credential.',
];

/** The codes of a request and of a row (docs/providers/clicksend.md §3). Codes not listed are unknown. */
const CODES: Meanings = {
	UNAUTHORIZED: REFUSED,
	INVALID_CREDENTIALS: REFUSED,
	MISSING_CREDENTIALS: [
		'auth',
		'received no credential',
		'Check the Username and API Key in the credential.',
	],
	ACCOUNT_NOT_ACTIVATED: [
		'auth',
		'says that the account is not activated',
		'Activate the account at ClickSend.',
	],
	FORBIDDEN: [
		'auth',
		'does not allow the account to do this',
		'Check the permissions of the ClickSend user.',
	],
	NOT_FOUND: [
		'configuration',
		'could not find the requested resource',
		'Check the ID; it may have been deleted.',
	],
	BAD_REQUEST: ['content', 'could not read the request', 'Check the parameters of the node.'],
	MISSING_REQUIRED_FIELDS: [
		'content',
		'says that a required field is missing',
		'Check the parameters of the node.',
	],
	TOO_MANY_RECIPIENTS: [
		'content',
		'accepts at most 1000 recipients per request, and 20,000 in a campaign',
		'Split the contact list, or send it as an SMS campaign.',
	],
	NOT_ENOUGH_PERMISSION_TO_LIST_ID: [
		'auth',
		'does not allow the account to use this contact list',
		'Choose a contact list that belongs to this account.',
	],
	INVALID_RECIPIENT: [
		'invalidRecipient',
		'says that the number cannot receive SMS',
		'Check the number.',
	],
	INVALID_SENDER_ID: [
		'invalidSender',
		'does not accept the sender',
		'Register the sender at ClickSend, or leave From empty.',
	],
	INSUFFICIENT_CREDIT: [
		'insufficientCredit',
		'says that the credit is used up',
		'Top up the account at ClickSend.',
	],
	COUNTRY_NOT_ENABLED: [
		'countryBlocked',
		'has not enabled this country for the account',
		'Enable the country in ClickSend under SMS settings.',
	],
	REGISTRATION_NEEDED: [
		'invalidSender',
		'requires the sender to be registered for this country',
		'Register the sender at ClickSend.',
	],
	EMPTY_MESSAGE: ['content', 'received an empty message', 'Enter the text to send.'],
	INVALID_SCHEDULE: ['content', 'does not accept the scheduled time', 'Change Send At.'],
	SUBJECT_REQUIRED: ['content', 'requires a subject for the MMS', 'Enter a subject.'],
	INVALID_MEDIA_FILE: [
		'content',
		'cannot send the media file of the MMS',
		'Use the URL of a publicly accessible JPG or GIF of at most 250 kB.',
	],
	INVALID_LANG: ['content', 'does not support this language', 'Choose a language from the list.'],
	INVALID_VOICE: [
		'content',
		'does not offer this voice in this language',
		'Choose the other voice, or another language.',
	],
	ALREADY_EXISTS: ['content', 'says that this already exists', 'Use another name.'],
	// The same text was just sent to the same number: never send it again
	// (docs/providers/clicksend.md §14, trap 9).
	THROTTLED: [
		'duplicate',
		'just sent the same text to the same number',
		'Change the text if it must be sent again.',
	],
	TOO_MANY_REQUESTS: TOO_MANY,
	HTTP_TOO_MANY_REQUESTS: TOO_MANY,
};

/**
 * Statuses that ClickSend documents as "not done" (docs/providers/clicksend.md §3), with the
 * code that each stands for.
 */
const STATUSES: Readonly<Record<number, string>> = {
	400: 'BAD_REQUEST',
	401: 'UNAUTHORIZED',
	403: 'FORBIDDEN',
	404: 'NOT_FOUND',
	405: 'NOT_FOUND',
	429: 'TOO_MANY_REQUESTS',
};

/**
 * Statuses that mean the same without ClickSend's envelope: Maton uses them too
 * (docs/providers/maton.md §4).
 */
const ANYBODYS: Meanings = { 401: REFUSED, 403: CODES.FORBIDDEN! };

/** A listed code as a failure, or `undefined` where its meaning for a message is unknown. */
export const failureOf = (code: string): Failure | undefined => listed(CODES, code);

/** A row without a status, or with one that is not listed. */
export const unlistedStatus = (status: string): Failure =>
	status
		? mayBeSent(
				status,
				'ClickSend returned a status for the message that its documentation does not list',
			)
		: mayBeSent('NO_STATUS', 'ClickSend’s answer has no status for the message');

/** What is wrong with an answer that is not a success. */
export function requestFailure(response: Response): Failure {
	const { status, headers, body } = response;
	// Without ClickSend's envelope, another server answered.
	if (!isEnvelope(body)) return ofStatus(response, ANYBODYS);
	const { response_code: code } = body;
	const failure = failureOf(code) ?? failureOf(STATUSES[status] ?? '');
	if (failure) return withRetryAfter({ ...failure, code }, headers);
	return doubt(status, `the code ${code}`);
}

const maton = failuresOf('Maton');

/** Maton's own errors have no documented shape, only a status (docs/providers/maton.md §4). */
export const MATON_STATUSES: Meanings = {
	400: [
		'configuration',
		'has no active ClickSend connection for this key',
		'Connect ClickSend at maton.ai, or correct the Connection ID in the credential.',
	],
	401: ['auth', 'refused the API key', 'Copy the key from maton.ai/settings into the credential.'],
	404: [
		'configuration',
		'could not find the connection',
		'Correct or clear the Connection ID in the credential.',
	],
	429: [
		'rateLimited',
		'accepts at most 10 requests per second',
		'Lower Concurrency or set Max Requests per Second.',
	],
};

/** One of Maton's statuses as a failure; `undefined` for all others. */
export function matonStatus(
	{ status, headers }: Response,
	meanings: Meanings = MATON_STATUSES,
): Failure | undefined {
	const failure = maton.listed(meanings, String(status));
	return failure && withRetryAfter(failure, headers);
}

/** Separates Maton's own refusals from ClickSend's: those requests never reached ClickSend. */
export function matonFailure(outcome: ApiOutcome): ApiOutcome {
	if (outcome.kind !== 'response' || isEnvelope(outcome.body)) return outcome;
	const reason = matonStatus(outcome);
	return reason ? { kind: 'notSent', reason } : outcome;
}
