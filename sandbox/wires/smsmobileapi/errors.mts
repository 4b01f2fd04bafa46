import { type World } from '../../world.mts';

/** Thrown by a handler; the wire sends it in the shape that the settings choose. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: string;

	constructor(status: number, code: string, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

export const badRequest = (code: string, message: string) => new Refusal(400, code, message);

/** Both documented shapes, both types of `error` (docs/providers/smsmobileapi.md §3, errors). */
export function errorBody({ settings }: World, status: number, code: string, message: string) {
	if (settings.smsMobileErrors === 'success') {
		return { success: false, error: code, ...(status >= 500 && { detail: message }) };
	}
	return { error: settings.smsMobileErrorCodes === 'number' ? status : code, message };
}

const errors: Record<number, readonly [code: string, message: string]> = {
	400: ['missing_parameter', 'Missing or invalid parameter.'],
	401: ['invalid_token', 'The access token is not valid.'],
	403: ['invalid_apikey', 'The API key is invalid, expired or not allowed.'],
	429: ['too_many_requests', 'Too many requests.'],
};

/** The error body for an HTTP status, used by faults. */
export function statusFailure(world: World, status: number) {
	const [code, message] = errors[status] ?? ['server_error', 'Something went wrong.'];
	return errorBody(world, status, code, message);
}

/**
 * `result.error`: zero is success; its other values are not published
 * (docs/providers/smsmobileapi.md §3).
 */
export function resultError({ settings }: World, text: string, number: number): string | number {
	return settings.smsMobileErrorCodes === 'number' ? number : text;
}
