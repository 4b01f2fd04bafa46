/**
 * What Acme's errors mean. Only codes that its documentation lists are refusals; with anything else, it
 * is unknown whether a message was sent. Acme's own texts are not repeated: they may contain numbers.
 */
import { failuresOf, type Meanings, type Response, TOO_MANY } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import { withRetryAfter } from '../../core/retry-after';
import { entryOf, isObject } from '../../core/values';

const { doubt, failure, listed, mayBeSent, noRow, ofStatus } = failuresOf('Acme SMS');

export const NO_ROW: Failure = noRow;

/** Codes of a whole request, and of one message in an answer. */
const MEANINGS: Meanings = {
	invalid_key: ['auth', 'refused the API key', 'Check the API Key in the credential.'],
	key_disabled: ['auth', 'says that the API key is disabled', 'Enable it in the Acme SMS console.'],
	bad_request: ['content', 'could not read the request', 'Check the parameters of the node.'],
	too_many_requests: TOO_MANY,
	no_credit: ['insufficientCredit', 'has no credit left for the account', 'Top up the account.'],
	invalid_number: ['invalidRecipient', 'says that the number is not valid', 'Check the number.'],
	opted_out: ['optedOut', 'says that the recipient opted out', 'Do not send to this number.'],
	country_blocked: [
		'countryBlocked',
		'does not send to this country',
		'Enable the country in the Acme SMS console, or use another provider.',
	],
	invalid_sender: [
		'invalidSender',
		'does not allow this sender',
		'Register the sender in the Acme SMS console, or leave From empty.',
	],
	text_too_long: ['content', 'says that the text is too long', 'Shorten the text.'],
};

/** The code of an error: `{ "error": { "code": "no_credit" } }`, in a body or in a row. */
export function codeOf(body: unknown): string | undefined {
	const { error } = isObject(body) ? body : {};
	return isObject(error) && typeof error.code === 'string' ? error.code : undefined;
}

/** What is wrong with an answer as a whole; `undefined` if it is a success. */
export function requestFailure(response: Response): Failure | undefined {
	const { status, headers, body } = response;
	const code = codeOf(body);
	if (code !== undefined) {
		const meaning = status < 500 ? entryOf(MEANINGS, code) : undefined;
		if (!meaning) return doubt(status, 'an undocumented error');
		return withRetryAfter(failure(meaning, code), headers);
	}
	return status === 200 && isObject(body) ? undefined : ofStatus(response);
}

/** What the code of one message means. */
export const rowFailure = (code: string): Failure =>
	listed(MEANINGS, code) ??
	mayBeSent(code.slice(0, 40), 'Acme SMS returned an undocumented error for this message');
