/**
 * What EngageLab's error answers mean (docs/providers/engagelab.md §2, §3.1,
 * §3.4). Only documented errors count as refusals; for all others the outcome is unknown. EngageLab's
 * own messages are not shown, because they may contain anything.
 */
import { failuresOf, type Meaning, type Meanings, type Response } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import { withRetryAfter } from '../../core/retry-after';
import { entryOf, isObject, textOrNumber } from '../../core/values';

const { doubt, failure, mayBeSent, ofStatus } = failuresOf('EngageLab', 'EngageLab’s console');

export { mayBeSent };

const CREDENTIAL: Meaning = [
	'auth',
	'refused the credential',
	'Check Generation, Dev Key or SMS User, and Dev Secret or SMS Key in the credential: those of one generation do not work in the other.',
];
const NO_TEMPLATE: Meaning = [
	'configuration',
	'did not find the template',
	'Check the ID; the template may have been deleted, or belong to the other generation.',
];
const NO_SIGN: Meaning = [
	'configuration',
	'did not find the signature',
	'Check the ID; the signature may have been deleted, or belong to the other generation.',
];
const BAD_PARAMETER: Meaning = [
	'content',
	'did not accept a parameter',
	'Check the parameters of the node.',
];

/** Codes of both generations, which do not overlap. */
const CODES: Meanings = {
	// Current, POST /v1/messages (docs/providers/engagelab.md §3.1). 1000 and 500 are missing because
	// "internal error" leaves the outcome unknown.
	2001: CREDENTIAL,
	2002: ['auth', 'says that the key is expired or disabled', 'Renew the key at EngageLab.'],
	2004: [
		'auth',
		'does not allow this for the key',
		'Check the permissions of the key at EngageLab.',
	],
	3001: ['content', 'could not read the request', 'Check the parameters of the node.'],
	3002: BAD_PARAMETER,
	3003: [
		'templatePending',
		'refused this because of a rule of the account',
		'Check at EngageLab whether the template and the signature are approved, and whether the account may send to this destination.',
	],
	3004: ['rateLimited', 'limits the request rate', 'Wait a moment, or lower Concurrency.'],
	4001: NO_TEMPLATE,
	5001: ['providerDown', 'says that sending failed', 'Look at the message in EngageLab’s console.'],
	// Current, signs and templates (docs/providers/engagelab.md §3.4).
	400: BAD_PARAMETER,
	// Legacy (docs/providers/engagelab.md §2).
	30000: CREDENTIAL,
	33001: NO_TEMPLATE,
	34005: [
		'content',
		'did not accept the name of the signature',
		'Use 2 to 60 characters, without [ ] 【 】.',
	],
	34010: NO_SIGN,
};

/** For code 400 only the message says what is wrong (docs/providers/engagelab.md §3.4). */
const MESSAGES: ReadonlyArray<readonly [RegExp, Meaning]> = [
	[/^(invalid templateId|template config not exist)$/i, NO_TEMPLATE],
	[/^(invalid signId|sign config not exist)$/i, NO_SIGN],
	[
		/^sign_name already exist$/i,
		['content', 'already has a signature with this name', 'Use another name.'],
	],
	[
		/^can not update pending status (template|sign)$/i,
		['templatePending', 'is still reviewing it', 'Wait for the review to end, then change it.'],
	],
	[
		/^there are pending or running plans using current (template|sign)/i,
		[
			'templatePending',
			'is still sending with it',
			'Wait until scheduled and running sends have finished.',
		],
	],
	[
		/^sign status is not approved/i,
		['templatePending', 'has not approved the signature', 'Choose a signature that is approved.'],
	],
];

const NOT_HERE: Meaning = [
	'configuration',
	'was not found at the Base URL, or is of the other generation',
	'Check Base URL and Generation of the credential.',
];

const STATUSES: Meanings = {
	401: CREDENTIAL,
	403: CODES[2004]!,
	404: NOT_HERE,
	405: NOT_HERE,
	429: CODES[3004]!,
};

/** The code of an error body, or `undefined`. Zero means success. */
export const codeOf = (body: unknown): string | undefined =>
	isObject(body) ? textOrNumber(body.code) : undefined;

function meaningOf(status: number, body: unknown, code: string | undefined): Meaning | undefined {
	// The path does not exist, so this is not the API that the credential names.
	if (status === 404 || status === 405) return NOT_HERE;
	const { message } = isObject(body) ? body : {};
	const said =
		code === '400' && MESSAGES.find(([pattern]) => pattern.test(String(message ?? '').trim()));
	if (said) return said[1];
	const listed = code === undefined ? undefined : entryOf(CODES, code);
	return listed ?? entryOf(STATUSES, String(status));
}

/** The failure for an answer that matches nothing in EngageLab's documentation. */
export const unreadable = ({ status }: Response): Failure =>
	doubt(status, 'an answer that is not EngageLab’s');

/**
 * The failure of a whole answer; `undefined` if its data can be read. The code counts regardless of
 * the HTTP status, because errors may come with 200 (docs/providers/engagelab.md §3.1).
 */
export function requestFailure(response: Response): Failure | undefined {
	const { status, headers, body } = response;
	const code = codeOf(body);
	const isGood = status >= 200 && status < 300;
	if (isGood && (code === undefined || code === '0')) return undefined;
	// After an internal error it is unknown how far the request got, whatever the body says.
	const meaning = status >= 500 ? undefined : meaningOf(status, body, code);
	if (meaning) return withRetryAfter(failure(meaning, code ?? String(status)), headers);
	return code === undefined ? ofStatus(response) : doubt(status, `the code ${code}`);
}

/** A change that found nothing to change (docs/providers/engagelab.md §2.1). */
export const NOTHING_CHANGED: Failure = {
	class: 'configuration',
	code: 'COUNT_0',
	message: 'EngageLab changed nothing: it did not find the ID',
	hint: 'Check the ID; it may have been deleted, or belong to the other generation.',
};
