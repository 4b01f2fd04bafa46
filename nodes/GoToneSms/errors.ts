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

const { doubt, failure, mayBeSent, noRow, ofStatus } = failuresOf('GoTone', 'GoTone’s reports');

export const NO_ROW: Failure = noRow;

export const NOT_DELIVERED: Failure = mayBeSent(
	'STATUS',
	'GoTone returned a status that is not known to mean that the message was sent',
);

/** An error text and its meaning. */
type Text = readonly [text: RegExp, ...meaning: Meaning];

const REFUSED_TOKEN: Meaning = [
	'auth',
	'refused the API token',
	'Copy the whole token, including the leading number and bar, into the credential, and check its API Path.',
];

const TOO_MANY_ATTEMPTS: Meaning = ['rateLimited', 'limits the request rate', 'Wait a minute.'];

/** Errors returned before anything is sent, by sends and all other calls (docs/providers/gotone.md §3). */
const REFUSALS: readonly Text[] = [
	[/^Unauthenticated\.$/, ...REFUSED_TOKEN],
	[/^These credentials do not match our records\.$/, ...REFUSED_TOKEN],
	[
		/^Sorry, but you do not have permissions to access this page\.$/,
		'auth',
		'does not allow the account to do this',
		'Ask GoTone for the permission.',
	],
	[
		/^Sorry! This option is not available in demo mode$/,
		'auth',
		'does not allow this in demo mode',
		'Use an account that is not a demo account.',
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
		'Remove it from the blacklist at GoTone if it may receive messages.',
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
		'considers the text spam',
		'Change the text.',
	],
	[
		/^Please insert valid sms type called /,
		'content',
		'does not support this type of message',
		'Choose another Message Type.',
	],
	[
		/^Language and gender parameters are required$/,
		'content',
		'requires a language and a gender',
		'Choose Language and Gender.',
	],
	[
		/^(media_url parameter is required|Valid media url is required\.)$/,
		'content',
		'cannot use the media URL',
		'Enter the URL of a publicly accessible picture under Media URL.',
	],
	[
		/^You cannot send more than \d+ SMS in a single request\.$/,
		'content',
		'accepts fewer recipients in one request',
		'Send to fewer recipients at once.',
	],
	[
		/^The message field is required\.$/,
		'content',
		'requires a text',
		'Enter a Message, also for an MMS: this service does not send a picture without a text.',
	],
	[
		/^(The given data was invalid\.|The [\w ]+ field is required\.)/,
		'content',
		'found missing or invalid data in the request',
		'Check the parameters of the node.',
	],
];

const MISSING: Meaning = [
	'configuration',
	'did not find the requested item',
	'Check the ID; the item may have been deleted.',
];

/** Errors about contacts, groups and stored messages only. */
const OTHERS: readonly Text[] = [
	[/^No query results for model /, ...MISSING],
	[/^SMS Info not found$/, ...MISSING],
	[
		/^You have already subscribed to /,
		'content',
		'already has this phone number in the group',
		'Update the contact instead.',
	],
	[
		/^The [\w ]+ has already been taken\.$/,
		'content',
		'already has an entry with this name',
		'Use another name.',
	],
	// The software fails this way if a number is valid only in its form
	// (docs/providers/gotone.md §5).
	[
		/^Undefined property: stdClass::\$contact$/,
		'invalidRecipient',
		'says that the phone number is not possible',
		'Check the number, including its country code.',
	],
];

/** Longer than any listed text with what it repeats, in characters. */
const LONGEST_TEXT = 2_000;

function failureIn(text: string, list: readonly Text[]): Failure | undefined {
	const words = text.trim().slice(0, LONGEST_TEXT);
	const [, ...meaning] = list.find(([pattern]) => pattern.test(words)) ?? [];
	return meaning.length > 0 ? failure(meaning as Meaning) : undefined;
}

/** Whether there is no such contact, group or message. */
export const isMissing = ({ message }: Failure): boolean => message === failure(MISSING).message;

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
		: doubt(status, 'an undocumented error');
}

/** The same for a campaign: the framework looks for the group before anything is sent. */
export function campaignFailure(response: Response): Failure | undefined {
	const failed = sendFailure(response);
	if (failed?.class !== 'unknownOutcome' || !isEnvelope(response.body)) return failed;
	return /^No query results for model /.test(messageOf(response.body)) ? failure(MISSING) : failed;
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
