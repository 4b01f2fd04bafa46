/**
 * What ClickSend's and Maton's answers mean when they are no success (facts: clicksend §3, §14;
 * maton §4). Only what the documentation lists is a refusal; the rest is doubt.
 */
import type { Failure, FailureClass } from '../../core/outcome';
import type { ApiOutcome } from '../../core/provider';
import { retryAfterMs } from '../../core/retry-after';
import { isObject } from '../../n8n/objects';

export interface Envelope {
	readonly http_code?: unknown;
	readonly response_code: string;
	readonly response_msg?: unknown;
	readonly data?: unknown;
}

export const isEnvelope = (body: unknown): body is Envelope =>
	isObject(body) && typeof body.response_code === 'string';

/** Words for the codes of a request and of a row (facts: clicksend §3). Not listed: not known. */
const CODES: Readonly<Record<string, readonly [FailureClass, string, string?]>> = {
	UNAUTHORIZED: [
		'auth',
		'refused the credential',
		'Check user name and API key in the credential.',
	],
	INVALID_CREDENTIALS: [
		'auth',
		'refused the credential',
		'Check user name and API key in the credential.',
	],
	MISSING_CREDENTIALS: [
		'auth',
		'got no credential',
		'Check user name and API key in the credential.',
	],
	ACCOUNT_NOT_ACTIVATED: [
		'auth',
		'says that the account is not activated',
		'Activate the account at ClickSend.',
	],
	FORBIDDEN: [
		'auth',
		'does not allow this to the account',
		'Check the permissions of the ClickSend user.',
	],
	NOT_FOUND: [
		'configuration',
		'does not know what was asked for',
		'Check the ID; it may have been deleted.',
	],
	BAD_REQUEST: ['content', 'could not read the request', 'Check the parameters of the node.'],
	MISSING_REQUIRED_FIELDS: [
		'content',
		'misses a required field',
		'Check the parameters of the node.',
	],
	TOO_MANY_RECIPIENTS: [
		'content',
		'takes at most 1000 recipients at once',
		'Split the contact list.',
	],
	NOT_ENOUGH_PERMISSION_TO_LIST_ID: [
		'auth',
		'does not allow this contact list to the account',
		'Choose a list of this account.',
	],
	INVALID_RECIPIENT: [
		'invalidRecipient',
		'says that the number cannot receive texts',
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
		'wants the sender registered for this country',
		'Register the sender at ClickSend.',
	],
	EMPTY_MESSAGE: ['content', 'got an empty message', 'Enter the text to send.'],
	INVALID_SCHEDULE: ['content', 'does not accept the time to send at', 'Change Send At.'],
	SUBJECT_REQUIRED: ['content', 'wants a subject for the MMS', 'Enter a subject.'],
	INVALID_MEDIA_FILE: [
		'content',
		'cannot send the media file of the MMS',
		'Use the address of a JPG or GIF of at most 250 kB that everybody can open.',
	],
	INVALID_LANG: ['content', 'does not speak this language', 'Choose a language from the list.'],
	INVALID_VOICE: [
		'content',
		'has no such voice in this language',
		'Choose the other voice, or another language.',
	],
	ALREADY_EXISTS: ['content', 'has this already', 'Use another name.'],
	// The same text just went to the same number: never sent again (facts: clicksend §14, trap 9).
	THROTTLED: [
		'duplicate',
		'just sent the same text to the same number',
		'Change the text if it has to go out again.',
	],
	TOO_MANY_REQUESTS: [
		'rateLimited',
		'wants fewer requests',
		'Wait a minute, or lower Concurrency.',
	],
	HTTP_TOO_MANY_REQUESTS: [
		'rateLimited',
		'wants fewer requests',
		'Wait a minute, or lower Concurrency.',
	],
};

// Statuses that ClickSend documents as "not done" (facts: clicksend §3) and Maton as its own (§4).
const STATUSES: Readonly<Record<number, string>> = {
	400: 'BAD_REQUEST',
	401: 'UNAUTHORIZED',
	403: 'FORBIDDEN',
	404: 'NOT_FOUND',
	405: 'NOT_FOUND',
	429: 'TOO_MANY_REQUESTS',
};

/** A listed code as a failure, or `undefined`: then nobody knows what it means for a message. */
export function failureOf(code: string): Failure | undefined {
	const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
	if (!known) return undefined;
	const [kind, what, hint] = known;
	return { class: kind, code, message: `ClickSend ${what}`, ...(hint && { hint }) };
}

/** Maton's own errors have no documented shape, only a status (facts: maton §4). */
export const MATON_FAILURES: Readonly<Record<number, Failure>> = {
	400: {
		class: 'configuration',
		code: '400',
		message: 'Maton has no active ClickSend connection for this key',
		hint: 'Connect ClickSend at maton.ai, or correct the Connection ID in the credential.',
	},
	401: {
		class: 'auth',
		code: '401',
		message: 'Maton refused the API key',
		hint: 'Copy the key from maton.ai/settings into the credential.',
	},
	404: {
		class: 'configuration',
		code: '404',
		message: 'Maton does not know the connection',
		hint: 'Correct or clear the Connection ID in the credential.',
	},
	429: {
		class: 'rateLimited',
		code: '429',
		message: 'Maton takes at most 10 requests per second',
		hint: 'Lower Concurrency or set Max Requests per Second.',
	},
};

/** What is wrong with an answer as a whole; `undefined` if its data can be looked at. */
export function requestFailure(
	outcome: Extract<ApiOutcome, { kind: 'response' }>,
): Failure | undefined {
	const { status, headers, body } = outcome;
	const wait = status === 429 ? { retryAfterMs: retryAfterMs(headers) } : {};
	if (isEnvelope(body)) {
		if (status < 300 && body.response_code === 'SUCCESS') return undefined;
		const failure = failureOf(body.response_code) ?? failureOf(STATUSES[status] ?? '');
		if (failure) return { ...failure, code: body.response_code, ...wait };
		return doubt(status, `the code ${body.response_code}`);
	}
	// Without ClickSend's envelope it was another server that answered.
	const failure = failureOf(STATUSES[status] ?? '');
	if (failure && status !== 400) {
		const isMissing = status === 404 || status === 405;
		return {
			...failure,
			code: String(status),
			...wait,
			...(isMissing && {
				message: 'The server at the Base URL is not ClickSend',
				hint: 'Check the Base URL of the credential.',
			}),
		};
	}
	if (status >= 300 && status < 400)
		return doubt(status, 'a redirect', 'Check the Base URL of the credential.');
	return doubt(status, 'an answer that is not ClickSend’s');
}

function doubt(status: number, what: string, hint?: string): Failure {
	return {
		class: 'unknownOutcome',
		code: String(status),
		message: `ClickSend’s server answered with HTTP ${status} and ${what}`,
		hint: hint ?? 'It may have been done. Look it up at ClickSend before doing it again.',
	};
}

/** Maton's own refusals, told apart from ClickSend's: those requests never reached ClickSend. */
export function matonFailure(outcome: ApiOutcome): ApiOutcome {
	if (outcome.kind !== 'response' || isEnvelope(outcome.body)) return outcome;
	const reason = MATON_FAILURES[outcome.status];
	if (!reason) return outcome;
	const wait = retryAfterMs(outcome.headers);
	return { kind: 'notSent', reason: { ...reason, ...(wait && { retryAfterMs: wait }) } };
}
