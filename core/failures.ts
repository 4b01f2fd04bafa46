/**
 * What every provider's refusals have in common: how a code becomes a failure, what doubt is called, and
 * what HTTP statuses mean at all of them. What a code means stands in the provider's own tables.
 */
import type { Failed, Failure, FailureClass } from './outcome';
import type { ApiOutcome } from './provider';
import { withRetryAfter } from './retry-after';
import { entryOf } from './values';

export type Response = Extract<ApiOutcome, { kind: 'response' }>;

/** What a code means: its class, the rest of a sentence that begins with the provider, the way out. */
export type Meaning = readonly [kind: FailureClass, what: string, hint: string];

/** What codes mean. A code that is not listed leaves open what it means for a message. */
export type Meanings = Readonly<Record<string, Meaning>>;

export const CHECK_BASE_URL = 'Check the Base URL of the credential.';

/** The same at every provider: nothing was done, and a rate limit is about time alone. */
export const TOO_MANY: Meaning = [
	'rateLimited',
	'wants fewer requests',
	'Wait a minute, or lower Concurrency.',
];

/** The outcome that the failure of a request means for each of its messages. */
export function outcomeOf({ class: kind }: Failure): Failed['outcome'] {
	if (kind === 'unknownOutcome') return 'unknown';
	return kind === 'rateLimited' ? 'notSent' : 'rejected';
}

/**
 * The sentences about one provider.
 *
 * @param name    as error texts call it
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

	/** A failure that leaves open whether it was done. @param message the whole sentence */
	const mayBeDone = (
		code: string,
		message: string,
		hint = `It may have been done. Look it up at ${name} before doing it again.`,
	): Failure => ({ class: 'unknownOutcome', code, message, hint });

	/** The same of one message, in an answer that refuses nothing as a whole. */
	const mayBeSent = (code: string, message: string): Failure =>
		mayBeDone(code, message, `Look the message up in ${history} before sending it again.`);

	/** An answer that leaves open whether it was done. @param what the rest of "… HTTP 500 and" */
	const doubt = (status: number, what: string, hint?: string): Failure =>
		mayBeDone(String(status), `${name}’s server answered with HTTP ${status} and ${what}`, hint);

	/** Somebody else answers there. */
	const notProvider = (status?: number): Failure => ({
		class: 'configuration',
		...(status !== undefined && { code: String(status) }),
		message: `The server at the Base URL is not ${name}`,
		hint: CHECK_BASE_URL,
	});

	/** A listed code; `undefined` if it is none, for then nobody knows what it means. */
	const listed = (meanings: Meanings, code: string): Failure | undefined => {
		const meaning = entryOf(meanings, code);
		return meaning && failure(meaning, code);
	};

	/**
	 * An answer without anything of the provider in it: another server, or one in front of it, so its
	 * status has to tell.
	 *
	 * @param meanings statuses that mean at this provider that nothing was done
	 */
	const ofStatus = ({ status, headers }: Response, meanings: Meanings = {}): Failure => {
		const meaning = entryOf(meanings, String(status)) ?? (status === 429 ? TOO_MANY : undefined);
		if (meaning) return withRetryAfter(failure(meaning, String(status)), headers);
		if (status === 404 || status === 405) return notProvider(status);
		const isRedirect = status >= 300 && status < 400;
		return isRedirect
			? doubt(status, 'a redirect', CHECK_BASE_URL)
			: doubt(status, `an answer that is not ${name}’s`);
	};

	/** The answer to a send that has no row for one of its messages. */
	const noRow = mayBeSent('NO_ROW', `${name}’s answer does not say what became of this message`);

	return { failure, listed, ofStatus, doubt, mayBeDone, mayBeSent, noRow, notProvider };
};
