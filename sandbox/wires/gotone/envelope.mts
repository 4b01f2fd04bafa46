/** The envelope of every answer of an Ultimate SMS server (docs/providers/gotone.md §3). */

export interface Envelope {
	status: 'success' | 'error';
	/** Null when a success has no message. */
	message: string | null;
	data?: unknown;
}

export const success = (data: unknown, message: string | null = null): Envelope => ({
	status: 'success',
	message,
	data,
});

export const error = (message: string): Envelope => ({ status: 'error', message });

/**
 * The origin of an error decides its HTTP status (docs/providers/gotone.md §3): the framework's
 * exceptions are rendered as 200, a failed send is 403, other errors of a handler are 404.
 */
const kinds = {
	unauthenticated: { usual: 200, honest: 401 },
	missing: { usual: 200, honest: 404 },
	invalid: { usual: 200, honest: 422 },
	throttled: { usual: 200, honest: 429 },
	broken: { usual: 200, honest: 500 },
	duplicate: { usual: 200, honest: 200 },
	credentials: { usual: 404, honest: 401 },
	notDone: { usual: 404, honest: 404 },
	sendFailed: { usual: 403, honest: 403 },
} as const;

export type ProblemKind = keyof typeof kinds;

/** Thrown by a handler; the wire sends it in an envelope. */
export class Problem extends Error {
	readonly kind: ProblemKind;

	constructor(kind: ProblemKind, message: string) {
		super(message);
		this.kind = kind;
	}

	status(statuses: 'always200' | 'true'): number {
		const { usual, honest } = kinds[this.kind];
		return statuses === 'true' ? honest : usual;
	}

	/** Rendered by the framework: as a page unless the client asks for JSON (docs/providers/gotone.md §2). */
	get isException(): boolean {
		return !['duplicate', 'credentials', 'notDone', 'sendFailed'].includes(this.kind);
	}
}

export const missing = (model: string, uid: string) =>
	new Problem('missing', `No query results for model [App\\Models\\${model}] ${uid}`);

export const required = (field: string) =>
	new Problem('invalid', `The ${field.replaceAll('_', ' ')} field is required.`);

const messages: Record<number, string> = {
	401: 'Unauthenticated.',
	403: 'Something went wrong. Please try again',
	404: 'SMS Info not found',
	429: 'Too Many Attempts.',
};

/** The software's error for an HTTP status, used by faults. */
export const statusFailure = (status: number): Envelope =>
	error(messages[status] ?? 'Server Error');
