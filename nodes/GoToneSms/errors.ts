/**
 * What GoTone's answers mean when they are no success (facts: gotone §3). There are no error codes, and
 * the HTTP status says little: an error with 200 is usual, and 403 can belong to a message that is on
 * its way. So the texts decide; what is not listed is doubt.
 */
import { maskText } from '../../core/message';
import type { Failure, FailureClass } from '../../core/outcome';
import type { ApiOutcome } from '../../core/provider';
import { retryAfterMs } from '../../core/retry-after';
import { isObject } from '../../core/values';

export interface Envelope {
	readonly status: 'success' | 'error';
	readonly message?: unknown;
	readonly data?: unknown;
}

export const isEnvelope = (body: unknown): body is Envelope =>
	isObject(body) && (body.status === 'success' || body.status === 'error');

type Meaning = readonly [text: RegExp, kind: FailureClass, what: string, hint: string];

const REFUSED_TOKEN = [
	'auth',
	'refused the API token',
	'Copy the whole token, with the number and the bar in front, into the credential, and check its API Path.',
] as const;

/** Said before anything is sent, for sends and for everything else (facts: gotone §3). */
const REFUSALS: readonly Meaning[] = [
	[/^Unauthenticated\.$/, ...REFUSED_TOKEN],
	[/^These credentials do not match our records\.$/, ...REFUSED_TOKEN],
	[
		/^Sorry, but you do not have permissions to access this page\.$/,
		'auth',
		'does not allow this to the account',
		'Ask GoTone for the permission.',
	],
	[
		/^Sorry! This option is not available in demo mode$/,
		'auth',
		'does not do this in demo mode',
		'Use an account that is no demo.',
	],
	[/^Too Many Attempts\.$/, 'rateLimited', 'wants fewer requests', 'Wait a minute.'],
	[
		/^\+?\d* ?is an? invalid phone number$/,
		'invalidRecipient',
		'says that the number is not valid',
		'Check the number.',
	],
	[
		/^Number contains in the blacklist$/,
		'optedOut',
		'has the number on its blacklist',
		'Take it off the blacklist at GoTone if it may get texts.',
	],
	[
		/^Permission to send an SMS has not been enabled for the region indicated by the 'To' number: \+?\d+$/,
		'countryBlocked',
		'has not enabled this country for the account',
		'Ask GoTone to enable it.',
	],
	[
		/^Originator .* is not authorized to send this message$/s,
		'invalidSender',
		'does not let the account use this sender',
		'Use a sender ID that GoTone has approved.',
	],
	[
		/^There is not enough balance available to send this message\./,
		'insufficientCredit',
		'says that the balance is used up',
		'Top up the account at GoTone.',
	],
	[
		/^You have exceeded your sending limit\.$/,
		'insufficientCredit',
		'says that the sending limit of the account is reached',
		'Wait, or ask GoTone for a higher limit.',
	],
	[
		/^Your message contains spam words\.$/,
		'content',
		'takes the text for spam',
		'Change the text.',
	],
	[
		/^Please insert valid sms type called /,
		'content',
		'does not know this kind of message',
		'Choose another Message Type.',
	],
	[
		/^Language and gender parameters are required$/,
		'content',
		'needs a language and a gender',
		'Choose both.',
	],
	[
		/^(media_url parameter is required|Valid media url is required\.)$/,
		'content',
		'cannot use the media URL',
		'Give the address of a picture that everybody can open.',
	],
	[
		/^You cannot send more than \d+ SMS in a single request\.$/,
		'content',
		'takes fewer recipients in one request',
		'Send to fewer at once.',
	],
	[
		/^(The given data was invalid\.|The [\w ]+ field is required\.)/,
		'content',
		'misses something in the request',
		'Check the parameters of the node.',
	],
];

const MISSING = [
	'configuration',
	'does not know what was asked for',
	'Check the ID; it may have been deleted.',
] as const;

/** Said of contacts, groups and messages only. */
const OTHERS: readonly Meaning[] = [
	[/^No query results for model /, ...MISSING],
	[/^SMS Info not found$/, ...MISSING],
	[
		/^You have already subscribed to /,
		'content',
		'has this phone number in the group already',
		'Update the contact instead.',
	],
	[
		/^The [\w ]+ has already been taken\.$/,
		'content',
		'has one with this name already',
		'Use another name.',
	],
	// What the software trips over when a number is possible in form only (facts: gotone §5).
	[
		/^Undefined property: stdClass::\$contact$/,
		'invalidRecipient',
		'says that the phone number cannot exist',
		'Check the number, its country code included.',
	],
];

function meaningOf(text: string, list: readonly Meaning[]): Failure | undefined {
	const found = list.find(([pattern]) => pattern.test(text.trim()));
	if (!found) return undefined;
	const [, kind, what, hint] = found;
	return { class: kind, message: `GoTone ${what}`, hint };
}

/** A listed refusal of a send, or `undefined`: then nobody knows what it means for the message. */
export const refusalOf = (text: string): Failure | undefined => meaningOf(text, REFUSALS);

/** Statuses that mean the same whatever the text says; nothing was done (facts: gotone §3). */
const STATUSES: Readonly<Record<number, string>> = {
	401: 'Unauthenticated.',
	429: 'Too Many Attempts.',
};

const messageOf = ({ message }: Envelope): string => (typeof message === 'string' ? message : '');

type Response = Extract<ApiOutcome, { kind: 'response' }>;

const doubt = (status: number, what: string, hint?: string): Failure => ({
	class: 'unknownOutcome',
	code: String(status),
	message: `GoTone’s server answered with HTTP ${status} and ${what}`,
	hint: hint ?? 'It may have been done. Look it up at GoTone before doing it again.',
});

const CHECK_URL = 'Check the Base URL of the credential.';

/**
 * What is wrong with the answer to a send as a whole; `undefined` if its data can be looked at. Never
 * repeats the server's own words: they may hold the text or a number.
 */
export function sendFailure(outcome: Response): Failure | undefined {
	const { status, headers, body } = outcome;
	const statusText = STATUSES[status] ?? '';
	if (isEnvelope(body)) {
		if (body.status === 'success') return undefined;
		const failure = refusalOf(messageOf(body)) ?? refusalOf(statusText);
		if (!failure) return doubt(status, 'an error that its documentation does not list');
		const wait = failure.class === 'rateLimited' ? retryAfterMs(headers) : undefined;
		return { ...failure, ...(wait !== undefined && { retryAfterMs: wait }) };
	}
	// Without the envelope it was another server that answered, or one in front.
	const wait = retryAfterMs(headers);
	if (status === 429) {
		return { ...refusalOf(statusText)!, ...(wait !== undefined && { retryAfterMs: wait }) };
	}
	if (status === 401) return refusalOf(statusText);
	if (status === 404 || status === 405) {
		return {
			class: 'configuration',
			code: String(status),
			message: 'The server at the Base URL is not GoTone SMS',
			hint: CHECK_URL,
		};
	}
	if (status >= 300 && status < 400) return doubt(status, 'a redirect', CHECK_URL);
	return doubt(status, 'an answer that is not GoTone’s');
}

/** The same for operations that send nothing: more texts are known, and the others are shown. */
export function requestFailure(outcome: Response): Failure | undefined {
	const failure = sendFailure(outcome);
	if (failure?.class !== 'unknownOutcome' || !isEnvelope(outcome.body)) return failure;
	const text = messageOf(outcome.body);
	const known = meaningOf(text, OTHERS);
	if (known || text === '') return known ?? failure;
	return { ...failure, message: `GoTone answered with an error: ${maskText(text, 160)}` };
}
