/** Thrown by a handler of either generation; its wire sends it as the answer. */
export class Refusal extends Error {
	readonly status: number;
	readonly code: number;

	constructor(status: number, code: number, message: string) {
		super(message);
		this.status = status;
		this.code = code;
	}
}

/** General errors by HTTP status; codes from docs/providers/engagelab.md §3.1. */
const currentErrors: Record<number, readonly [number, string]> = {
	400: [3002, 'invalid parameter'],
	401: [2001, 'authentication failed'],
	403: [2004, 'no permission'],
	404: [4001, 'not found'],
	429: [3004, 'too frequent'],
};

export function currentFailure(status: number): { code: number; message: string } {
	const [code, message] = currentErrors[status] ?? [1000, 'internal error'];
	return { code, message };
}

/** Only 401 has a documented body (docs/providers/engagelab.md §2.1, §2.7). */
export const legacyFailure = (status: number): { code: number; message: string } =>
	status === 401
		? { code: 30000, message: 'Authentication failed' }
		: { code: status, message: 'Request failed' };
