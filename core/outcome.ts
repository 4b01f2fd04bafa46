/**
 * What became of a message, and why: the one vocabulary that every provider, every node and every
 * test speaks.
 */

/**
 * - `accepted`: the provider said that it took this message for this recipient.
 * - `rejected`: the provider said no, in words that its documentation lists.
 * - `notSent`:  the provider never got it, or told us to come back later (rate limit).
 * - `unknown`:  it may have been sent. Nobody here can tell.
 */
export type OutcomeKind = 'accepted' | 'rejected' | 'notSent' | 'unknown';

export type FailureClass =
	| 'configuration'
	| 'auth'
	| 'invalidRecipient'
	| 'invalidSender'
	| 'content'
	| 'templatePending'
	| 'countryBlocked'
	| 'insufficientCredit'
	| 'optedOut'
	| 'duplicate'
	| 'rateLimited'
	| 'providerDown'
	| 'unknownOutcome';

export interface Failure {
	readonly class: FailureClass;
	/** The provider's own code, verbatim: `INVALID_RECIPIENT`, `108`, `ECONNREFUSED`. */
	readonly code?: string;
	/** What happened, in one sentence. Never holds a key, a token, a message text or a whole number. */
	readonly message: string;
	/** The way out, in one sentence. */
	readonly hint?: string;
	/** How long the provider asked us to stay away, in milliseconds. */
	readonly retryAfterMs?: number;
}

/** What may be done about a failure. The only place where this is decided. */
export interface FailurePolicy {
	/** The same provider may be asked again within this run, because nothing was sent. */
	readonly retry: boolean;
	/**
	 * Another provider could do better (docs/architecture.md, "Failover"), even where this one is
	 * not set up right.
	 */
	readonly failOver: boolean;
	/**
	 * A later run of the node (Retry On Fail, the Retry button) may send the message. False where
	 * it can only fail the same way for this recipient, or may already be on a phone.
	 */
	readonly rerun: boolean;
}

const policy = (retry: boolean, failOver: boolean, rerun: boolean): FailurePolicy => ({
	retry,
	failOver,
	rerun,
});

/** The failure table. `unknownOutcome` is overruled only by the user's *If Unsure* choice. */
export const FAILURES: Readonly<Record<FailureClass, FailurePolicy>> = {
	//                       retry  failOver rerun
	configuration: policy(false, true, true),
	auth: policy(false, true, true),
	invalidRecipient: policy(false, false, false),
	invalidSender: policy(false, true, true),
	content: policy(false, false, true),
	templatePending: policy(false, true, true),
	countryBlocked: policy(false, true, true),
	insufficientCredit: policy(false, true, true),
	optedOut: policy(false, false, false),
	duplicate: policy(false, false, false),
	rateLimited: policy(true, true, true),
	providerDown: policy(true, true, true),
	unknownOutcome: policy(false, false, false),
};

export interface Price {
	/** Decimal string, as exact as the provider gave it. */
	readonly amount: string;
	/** ISO 4217; `null` where the provider's answer does not name it. */
	readonly currency: string | null;
}

/** What a provider said about an accepted message. */
export interface Receipt {
	readonly messageId?: string;
	/** Billed segments as counted by the provider. */
	readonly segments?: number;
	readonly price?: Price;
	/** When the provider will send it, where it is scheduled. */
	readonly scheduledAt?: Date;
}

interface ResultBase {
	/** `OutboundMessage.index` of the message that this is the result of. */
	readonly index: number;
	/** The recipient, where one message stands for many (a contact list). E.164 or the provider's own form. */
	readonly to?: string;
	/** The provider's row, without secrets and without the text. */
	readonly raw?: unknown;
}

export interface Accepted extends ResultBase, Receipt {
	readonly outcome: 'accepted';
}

export interface Failed extends ResultBase {
	readonly outcome: 'rejected' | 'notSent' | 'unknown';
	readonly failure: Failure;
	/** Providers give ids to rejected messages too (ClickSend does). */
	readonly messageId?: string;
	/** It was refused because the same text has just been sent: an earlier try did arrive. */
	readonly provesEarlier?: true;
	/** It was not sent for what this message asks, and says nothing about the provider. */
	readonly ofMessage?: true;
}

export type SendResult = Accepted | Failed;

/** Everything but accepted. */
export const isFailed = (result: SendResult): result is Failed => result.outcome !== 'accepted';

// The port's codes for a wait that was long enough (n8n/http/request.ts).
const TIMED_OUT: readonly unknown[] = ['TIMEOUT', 'ETIMEDOUT'];

/** Whether a failure took all the time there was. */
export const isTimeout = ({ code }: Failure): boolean => TIMED_OUT.includes(code);

/** The same failure for every message of a batch: the request as a whole went wrong. */
export function failAll(
	messages: ReadonlyArray<{ readonly index: number }>,
	outcome: Failed['outcome'],
	failure: Failure,
): Failed[] {
	return messages.map(({ index }) => ({ index, outcome, failure }));
}
