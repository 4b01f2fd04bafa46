/** The envelope of every ClickSend answer (docs/providers/clicksend.md §3). */

export interface Envelope {
	http_code: number;
	response_code: string;
	response_msg: string;
	data: unknown;
}

export const success = (response_msg: string, data: unknown): Envelope => ({
	http_code: 200,
	response_code: 'SUCCESS',
	response_msg,
	data,
});

export const failure = (status: number, code: string, message: string): Envelope => ({
	http_code: status,
	response_code: code,
	response_msg: message,
	data: null,
});

/** Thrown by a handler; the wire sends it in an envelope. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

export const badRequest = (message: string, code = 'BAD_REQUEST') =>
	new Refusal(400, code, message);

export const notFound = (message: string) => new Refusal(404, 'NOT_FOUND', message);

/** Observed at the real API, including its odd code (docs/providers/clicksend.md §3). */
export const tooManyAttempts = failure(429, 'HTTP_TOO_MANY_REQUESTS', 'Too many attempts.');

const errors: Record<number, readonly [code: string, message: string]> = {
	400: ['BAD_REQUEST', 'The request was invalid.'],
	401: ['UNAUTHORIZED', 'Authorization failed.'],
	403: ['FORBIDDEN', 'The resource is forbidden.'],
	404: ['NOT_FOUND', 'The resource was not found.'],
	405: ['NOT_FOUND', 'The method is not allowed.'],
};

/** ClickSend's error for an HTTP status (docs/providers/clicksend.md §3). */
export function statusFailure(status: number): Envelope {
	if (status === 429) return tooManyAttempts;
	const [code, message] = errors[status] ?? ['INTERNAL_SERVER_ERROR', 'Something went wrong.'];
	return failure(status, code, message);
}

export const currency = {
	currency_name_short: 'AUD',
	currency_prefix_d: '$',
	currency_prefix_c: 'c',
	currency_name_long: 'Australian Dollars',
};

export const currencyWithLimits = {
	...currency,
	min_recharge_amount: '20.00',
	max_recharge_amount: '10000.00',
};
