/**
 * What the refusals of all providers have in common: how a code becomes a failure, how unknown outcomes
 * are worded, and what HTTP statuses mean. The meaning of a code is in the provider's own tables.
 */
import type { Failed, Failure, FailureClass } from './outcome';
import type { ApiOutcome } from './provider';
import { withRetryAfter } from './retry-after';
import { entryOf } from './values';

export type Response = Extract<ApiOutcome, { kind: 'response' }>;

/** What a code means: its class, the rest of a sentence that begins with the provider's name, the hint. */
export type Meaning = readonly [kind: FailureClass, what: string, hint: string];

/** What codes mean. A code that is not listed leaves the outcome of a message open. */
export type Meanings = Readonly<Record<string, Meaning>>;

export const CHECK_BASE_URL = 'Check the Base URL of the credential.';

/** The hint of a read whose answer did not come. */
export const TRY_AGAIN = 'Nothing was changed: try again.';

/** The usual hints for an unknown outcome are about repeating a request, which is harmless for a read. */
export const whileReading = (failure: Failure, hint: string): Failure =>
	failure.class === 'unknownOutcome' && failure.hint !== CHECK_BASE_URL
		? { ...failure, hint }
		: failure;

/** The same for every provider: nothing was done, and waiting resolves a rate limit. */
export const TOO_MANY: Meaning = [
	'rateLimited',
	'limits the request rate',
	'Wait a minute, or lower Concurrency or Max Requests per Second.',
];

/** The outcome of each message of a request that failed in this way. */
export function outcomeOf({ class: kind }: Failure): Failed['outcome'] {
	if (kind === 'unknownOutcome') return 'unknown';
	return kind === 'rateLimited' ? 'notSent' : 'rejected';
}

/**
 * Creates the failures of one provider.
 *
 * @param name    the provider's name in error texts
 * @param history where the user can look up what was sent
 */
export const failuresOf = (name: string, history = name) => {
	/** @param code the provider's own, verbatim */
	const failure = ([kind, what, hint]: Meaning, code?: string): Failure => ({
		class: kind,
		...(code !== undefined && { code }),
		message: `${name} ${what}`,
		hint,
	});

	/** A failure after which the request may have been carried out. @param message the whole sentence */
	const mayBeDone = (
		code: string,
		message: string,
		hint = `The request may have been carried out. Check at ${name} before repeating it.`,
	): Failure => ({ class: 'unknownOutcome', code, message, hint });

	/** The same for one message, in an answer that does not refuse the whole request. */
	const mayBeSent = (code: string, message: string): Failure =>
		mayBeDone(code, message, `Look up the message in ${history} before sending it again.`);

	/** An answer that leaves the outcome open. @param what the rest of "… HTTP 500 and" */
	const doubt = (status: number, what: string, hint?: string): Failure =>
		mayBeDone(String(status), `${name}’s server answered with HTTP ${status} and ${what}`, hint);

	/** The answer is not from the provider. */
	const notProvider = (status?: number): Failure => ({
		class: 'configuration',
		...(status !== undefined && { code: String(status) }),
		message: `The server at the Base URL is not ${name}`,
		hint: CHECK_BASE_URL,
	});

	/** The failure of a listed code; `undefined` for other codes, whose meaning is unknown. */
	const listed = (meanings: Meanings, code: string): Failure | undefined => {
		const meaning = entryOf(meanings, code);
		return meaning && failure(meaning, code);
	};

	/**
	 * An answer without the provider's own format, from another server or a proxy in front, so only its
	 * status can be judged.
	 *
	 * @param meanings statuses with which this provider says that nothing was done
	 */
	const ofStatus = ({ status, headers }: Response, meanings: Meanings = {}): Failure => {
		const meaning = entryOf(meanings, String(status)) ?? (status === 429 ? TOO_MANY : undefined);
		if (meaning) return withRetryAfter(failure(meaning, String(status)), headers);
		if (status === 404 || status === 405) return notProvider(status);
		const isRedirect = status >= 300 && status < 400;
		return isRedirect
			? doubt(status, 'a redirect', CHECK_BASE_URL)
			: doubt(status, `an answer that is not in ${name}’s format`);
	};

	/** The failure of a message that has no row in the answer to its send. */
	const noRow = mayBeSent('NO_ROW', `${name}’s answer does not report the outcome of this message`);

	return { failure, listed, ofStatus, doubt, mayBeDone, mayBeSent, noRow, notProvider };
};
