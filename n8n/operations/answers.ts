/** Judging answers of everything but sends. */
import type { Response } from '../../core/failures';
import type { Failure } from '../../core/outcome';
import type { ApiOutcome } from '../../core/provider';
import { withoutSecrets } from '../../core/secrets';
import type { Answer } from './operation';

/** An answer that is none: the provider's own refusal, or anything else. */
export const failed = (failure: Failure, status?: number): Answer => ({
	ok: false,
	failure,
	...(status !== undefined && { status }),
});

/**
 * How a provider's answers are read. No data of an answer has a secret in it.
 *
 * @param failureOf what is wrong with an answer as a whole; `undefined` if nothing is
 * @param dataOf    what of the body is data
 */
export const answerReader =
	(failureOf: (response: Response) => Failure | undefined, dataOf: (body: unknown) => unknown) =>
	(outcome: ApiOutcome): Answer => {
		if (outcome.kind !== 'response') return failed(outcome.reason);
		const failure = failureOf(outcome);
		if (failure) return failed(failure, outcome.status);
		return { ok: true, data: withoutSecrets(dataOf(outcome.body)) };
	};
