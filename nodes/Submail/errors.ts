/** What SUBMAIL's error answers mean (docs/providers/submail.md §4, §11). */
import { failuresOf, type Meaning, type Meanings, type Response } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import { isObject, textOrNumber } from '../../core/values';

const { listed, mayBeDone, noRow, notProvider, ofStatus } = failuresOf('SUBMAIL', 'SUBMAIL’s log');

export const NO_ROW: Failure = noRow;

const APP: Meaning = [
	'auth',
	'refused the app’s credentials',
	'Check the App ID, App Key and App Type in the credential.',
];
const ACCOUNT: Meaning = [
	'auth',
	'has disabled or not yet verified the account',
	'Check the account in the SUBMAIL console.',
];
const SIGNED: Meaning = [
	'auth',
	'refused the signature of the request',
	'Check the App Key, Signature Type and Signature Version in the credential.',
];
const CLOCK: Meaning = [
	'auth',
	'refused the timestamp of the request',
	'Requests are valid for 6 seconds: check the connection and the clock of this machine.',
];
const VOID: Meaning = [
	'templatePending',
	'cannot use the template',
	'Check the template in the SUBMAIL console.',
];
const ADDRESS: Meaning = ['invalidRecipient', 'does not accept the number', 'Check the number.'];
const NO_TEMPLATE: Meaning = [
	'content',
	'could not find the template',
	'Choose a template of this app, or check its ID.',
];
const JSON_FIELD: Meaning = [
	'content',
	'could not read the variables',
	'Check the names and values of the variables.',
];
const SIGNATURE: Meaning = [
	'invalidSender',
	'does not accept the signature',
	'Use a signature of 2 to 10 characters between 【 and 】 that is approved for the app.',
];
const NO_TEXT: Meaning = ['content', 'received an empty text', 'Enter the text.'];
const TOO_LONG: Meaning = ['content', 'says that the text is too long', 'Shorten the text.'];
const CREDIT: Meaning = [
	'insufficientCredit',
	'says that the credit is used up',
	'Top up the account in the SUBMAIL console.',
];

/** All documented codes (docs/providers/submail.md §11). For other codes the outcome is unknown. */
const CODES: Meanings = {
	101: APP,
	102: ['auth', 'has disabled the app', 'Enable the app in the SUBMAIL console.'],
	103: ACCOUNT,
	104: ACCOUNT,
	105: ['auth', 'says that the account has expired', 'Renew the account in the SUBMAIL console.'],
	106: ACCOUNT,
	107: SIGNED,
	108: SIGNED,
	109: APP,
	110: SIGNED,
	111: SIGNED,
	112: [
		'auth',
		'says that the subscription is switched off',
		'Switch it on in the SUBMAIL console.',
	],
	113: [
		'auth',
		'does not allow this address (IP whitelist)',
		'Add the address of this n8n to the whitelist of the app.',
	],
	114: [
		'optedOut',
		'has the number on its blacklist',
		'The recipient does not want to receive texts.',
	],
	115: [
		'rateLimited',
		'limits how often a number can receive texts',
		'Wait before you send to this number again.',
	],
	116: [
		'invalidSender',
		'says that another app owns the signature',
		'Use a signature of this app.',
	],
	117: VOID,
	118: VOID,
	119: ['auth', 'does not allow the app to do this', 'Ask SUBMAIL for permission.'],
	120: VOID,
	126: [
		'invalidSender',
		'says that the signature is not registered',
		'Register the signature in the SUBMAIL console.',
	],
	127: ['content', 'already has this signature', 'Use the existing one.'],
	151: CLOCK,
	152: CLOCK,
	154: [
		'invalidSender',
		'has no usable signature for the app',
		'Register a signature in the SUBMAIL console.',
	],
	201: ADDRESS,
	202: ADDRESS,
	203: ADDRESS,
	251: ADDRESS,
	252: ADDRESS,
	253: ['optedOut', 'says that the recipient has unsubscribed', 'Ask the recipient first.'],
	305: NO_TEMPLATE,
	306: NO_TEMPLATE,
	307: JSON_FIELD,
	309: JSON_FIELD,
	310: ['content', 'accepts a tag of at most 32 characters', 'Shorten the reference.'],
	401: SIGNATURE,
	402: SIGNATURE,
	403: NO_TEXT,
	404: TOO_LONG,
	405: ['content', 'found a forbidden word in the text', 'Change the text.'],
	406: NO_TEMPLATE,
	407: NO_TEMPLATE,
	408: [
		'duplicate',
		'has sent this text to this number too often',
		'Change the text if it must be sent again.',
	],
	409: [
		'templatePending',
		'is still reviewing the text or its template',
		'Wait until SUBMAIL has approved it.',
	],
	410: JSON_FIELD,
	411: SIGNATURE,
	412: SIGNATURE,
	413: SIGNATURE,
	414: NO_TEXT,
	415: TOO_LONG,
	416: ['content', 'accepts a title of at most 64 characters', 'Shorten the title.'],
	417: NO_TEMPLATE,
	418: NO_TEMPLATE,
	419: NO_TEXT,
	420: [
		'content',
		'has no matching template',
		'Check the ID of the template, or have the text approved.',
	],
	422: TOO_LONG,
	501: [
		'configuration',
		'does not know the address book',
		'Check its ID in the SUBMAIL console, or leave Address Book empty.',
	],
	901: [
		'insufficientCredit',
		'says that the daily quota is used up',
		'Wait until tomorrow, or raise the quota.',
	],
	902: CREDIT,
	903: CREDIT,
	904: CREDIT,
	905: CREDIT,
};

/** The app may not send in bulk: the same messages can be sent one by one. */
export const NOT_PERMITTED = '119';
/** The time of the request is too far from SUBMAIL's (docs/providers/submail.md §3.2). */
export const WRONG_TIME: readonly string[] = ['151', '152'];
/** The app has no signatures: treated as an empty list (docs/providers/submail.md §8). */
export const NO_SIGNATURES = '154';

/** The code of a refusal; `undefined` if the answer or row is not a refusal. */
export function codeOf(value: unknown): string | undefined {
	if (!isObject(value) || value.status !== 'error') return undefined;
	return textOrNumber(value.code)?.trim() ?? '';
}

/** Adds SUBMAIL's own message, which the client has made fit to be shown (said.ts). */
function quoting(failure: Failure, message: unknown): Failure {
	if (typeof message !== 'string' || message === '') return failure;
	const own = `SUBMAIL’s own message: "${message.replace(/(?<!\.)\.+$/, '')}".`;
	return { ...failure, hint: failure.hint ? `${failure.hint} ${own}` : own };
}

/** Describes a refusal; without a documented code the outcome is unknown. */
export function failureOf(row: Readonly<Record<string, unknown>>): Failure {
	const code = codeOf(row) ?? '';
	const what = code
		? `the code ${code}, which its documentation does not list`
		: 'an error without a code';
	const failure =
		listed(CODES, code) ?? mayBeDone(code || 'NO_CODE', `SUBMAIL answered with ${what}`);
	return quoting(failure, row.msg);
}

/** The answer is not from SUBMAIL. */
export const NOT_SUBMAIL: Failure = notProvider();

/** The failure of a whole answer; `undefined` if its content can be read. */
export function requestFailure(response: Response): Failure | undefined {
	const { status, body } = response;
	// Refusals come with any HTTP status (docs/providers/submail.md §4); without a code, the status
	// decides.
	if (isObject(body) && codeOf(body)) return failureOf(body);
	const understood = Array.isArray(body) || (isObject(body) && body.status === 'success');
	return status < 300 && understood ? undefined : ofStatus(response);
}
