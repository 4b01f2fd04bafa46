import { type SubmailSettings } from './settings.mts';

/** The listed codes that this wire uses, in its own wording (docs/providers/submail.md §11). */
const messages: Record<string, string> = {
	101: 'Incorrect app id',
	107: 'Invalid sign_type',
	108: 'Invalid signature',
	109: 'Invalid appkey',
	110: 'This sign_type cannot be used here',
	111: 'Empty signature',
	114: 'The number is on the block list of the account',
	115: 'Too many messages to this number',
	119: 'Permission denied',
	120: 'The template is void',
	126: 'The SMS signature is not reported',
	127: 'The SMS signature exists already',
	151: 'Not a UNIX timestamp',
	152: 'The timestamp is more than 6 seconds away',
	154: 'No available SMS signature',
	251: 'Incorrect recipient',
	252: 'Incorrect recipient',
	253: 'The recipient has unsubscribed',
	305: 'Project ID cannot be empty',
	306: 'Invalid project ID',
	307: 'Incorrect JSON in vars',
	309: 'Incorrect JSON in multi',
	310: 'The tag is limited to 32 characters',
	403: 'Message content cannot be empty',
	404: 'Message content and signature are too long',
	405: 'A word of the text cannot be sent',
	406: 'Project ID cannot be empty',
	407: 'Invalid project ID',
	408: 'The same message was just sent to this number',
	409: 'The template is being reviewed',
	410: 'Empty multi value',
	411: 'The SMS signature is missing',
	412: 'The SMS signature is longer than 10 characters',
	413: 'The SMS signature needs 2 to 10 characters',
	414: 'Empty template content',
	415: 'The template content is too long',
	416: 'The template title is longer than 64 characters',
	417: 'Empty template id',
	418: 'The template does not exist',
	420: 'No matching template',
	501: 'Invalid target address book sign',
	904: 'The money account cannot pay this request',
	905: 'The transactional SMS credit is used up',
};

/** PHP's error for invalid JSON (docs/providers/submail.md §4). */
export type JsonProblem = 2 | 3 | 4;

/** Thrown to refuse a request or a message; becomes the answer, or a row of it. */
export class Refusal extends Error {
	readonly code: string;
	readonly jsonProblem: JsonProblem | undefined;

	/** @param code usually a listed one; a fault may set any other */
	constructor(code: string, jsonProblem?: JsonProblem) {
		super(messages[code] ?? 'Unknown error');
		this.code = code;
		this.jsonProblem = jsonProblem;
	}
}

export interface ErrorBody {
	status: 'error';
	code: string | number;
	msg: string;
	json_decoding_error?: JsonProblem;
}

/**
 * `{"status":"error","code":"1xx","msg":"…"}`. Whether the code is a string or a number is
 * [unsure]; the documented rows of multi* have numbers (docs/providers/submail.md §4, §5).
 */
export function errorBody(
	{ code, message, jsonProblem }: Refusal,
	{ submailErrorCodes }: Readonly<SubmailSettings>,
	place: 'answer' | 'row' = 'answer',
): ErrorBody {
	const asNumber =
		submailErrorCodes === 'number' || (submailErrorCodes === 'documented' && place === 'row');
	return {
		status: 'error',
		code: asNumber && /^\d+$/.test(code) ? Number(code) : code,
		msg: message,
		...(jsonProblem && { json_decoding_error: jsonProblem }),
	};
}

/** An HTTP or server error: without a code, because none is listed (docs/providers/submail.md §4, §11). */
export const statusFailure = (status: number) => ({
	status: 'error',
	msg: status >= 500 ? 'Server error' : 'The request cannot be answered',
});
