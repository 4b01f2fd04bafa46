/** Reads the answers to all requests other than sends. */
import type { Response } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import type { ApiOutcome } from '../../core/provider';
import { withoutSecrets } from '../../core/secrets';
import type { Answer } from './operation';

/** An answer that is a failure: the provider's own refusal, or any other failure. */
export const failed = (failure: Failure, status?: number): Answer => ({
	ok: false,
	failure,
	...(status !== undefined && { status }),
});

/**
 * Creates the reader of a provider's answers. The data it returns never contains secrets.
 *
 * @param failureOf returns the failure of an answer as a whole; `undefined` if there is none
 * @param dataOf    extracts the data from the body
 */
export const answerReader =
	(failureOf: (response: Response) => Failure | undefined, dataOf: (body: unknown) => unknown) =>
	(outcome: ApiOutcome): Answer => {
		if (outcome.kind !== 'response') return failed(outcome.reason);
		const failure = failureOf(outcome);
		if (failure) return failed(failure, outcome.status);
		return { ok: true, data: withoutSecrets(dataOf(outcome.body)) };
	};
