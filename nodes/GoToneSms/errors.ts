/**
 * What GoTone's error answers mean (docs/providers/gotone.md §3). There are no
 * error codes, and the HTTP status says little: errors usually come with 200, and 403 can belong to a
 * message that is being sent. So the texts decide; for unlisted texts the outcome is unknown.
 */
import { failuresOf, type Meaning, type Meanings, type Response } from '../../core/failures';
import { maskText } from '../../core/message';
import type { Failure } from '../../core/outcome';
import { withRetryAfter } from '../../core/retry-after';
import { entryOf, isObject } from '../../core/values';

export interface Envelope {
	readonly status: 'success' | 'error';
	readonly message?: unknown;
	readonly data?: unknown;
}

export const isEnvelope = (body: unknown): body is Envelope =>
	isObject(body) && (body.status === 'success' || body.status === 'error');

const { doubt, failure, mayBeSent, noRow, ofStatus } = failuresOf(
	'GoTone',
	'the reports of GoTone',
);

export const NO_ROW: Failure = noRow;

export const NOT_DELIVERED: Failure = mayBeSent(
	'STATUS',
	'GoTone gave the message a status that is not known to mean that it was sent',
);

/** An error text and its meaning. */
type Text = readonly [text: RegExp, ...meaning: Meaning];

const REFUSED_TOKEN: Meaning = [
	'auth',
	'refused the API token',
	'Copy the whole token, with the number and the bar in front, into the credential, and check its API Path.',
];

const TOO_MANY_ATTEMPTS: Meaning = ['rateLimited', 'wants fewer requests', 'Wait a minute.'];

/** Errors returned before anything is sent, by sends and all other calls (docs/providers/gotone.md §3). */
const REFUSALS: readonly Text[] = [
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
	[/^Too Many Attempts\.$/, ...TOO_MANY_ATTEMPTS],
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

const MISSING: Meaning = [
	'configuration',
	'does not know what was asked for',
	'Check the ID; it may have been deleted.',
];

/** Errors about contacts, groups and stored messages only. */
const OTHERS: readonly Text[] = [
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
	// The software fails this way if a number is valid only in its form
	// (docs/providers/gotone.md §5).
	[
		/^Undefined property: stdClass::\$contact$/,
		'invalidRecipient',
		'says that the phone number cannot exist',
		'Check the number, its country code included.',
	],
];

function failureIn(text: string, list: readonly Text[]): Failure | undefined {
	const [, ...meaning] = list.find(([pattern]) => pattern.test(text.trim())) ?? [];
	return meaning.length > 0 ? failure(meaning as Meaning) : undefined;
}

/** The listed refusal of a send; `undefined` if it is unknown what the text means for the message. */
export const refusalOf = (text: string): Failure | undefined => failureIn(text, REFUSALS);

/** Statuses with a fixed meaning, whatever the text says; nothing was done (docs/providers/gotone.md §3). */
const STATUSES: Meanings = { 401: REFUSED_TOKEN, 429: TOO_MANY_ATTEMPTS };

const messageOf = ({ message }: Envelope): string => (typeof message === 'string' ? message : '');

/**
 * The failure of the whole answer to a send; `undefined` if its data can be read. Never repeats the
 * server's own text, because it may contain the message or a number.
 */
export function sendFailure(response: Response): Failure | undefined {
	const { status, headers, body } = response;
	// Without the envelope, the answer came from another server or a proxy.
	if (!isEnvelope(body)) return ofStatus(response, STATUSES);
	if (body.status === 'success') return undefined;
	const refusal = refusalOf(messageOf(body));
	if (refusal) return withRetryAfter(refusal, headers);
	return entryOf(STATUSES, String(status))
		? ofStatus(response, STATUSES)
		: doubt(status, 'an error that its documentation does not list');
}

/** The same for operations that send nothing: more texts are known, and unknown ones are shown. */
export function requestFailure(outcome: Response): Failure | undefined {
	const failure = sendFailure(outcome);
	if (failure?.class !== 'unknownOutcome' || !isEnvelope(outcome.body)) return failure;
	const text = messageOf(outcome.body);
	const known = failureIn(text, OTHERS);
	if (known || text === '') return known ?? failure;
	return { ...failure, message: `GoTone answered with an error: ${maskText(text, 160)}` };
}
