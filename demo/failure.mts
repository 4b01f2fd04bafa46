/** A failure that the user can fix: shown without a stack trace. */
export class DemoFailure extends Error {}

/** The message of anything that was thrown. */
export function reasonOf(error: unknown): string {
	// Not instanceof: an error may come from another realm (jest, vm).
	const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
	return String(hasMessage ? error.message : error);
}
