/**
 * The outcome of a message, and the reason: the vocabulary shared by all providers, nodes and tests.
 */
import type { DeliveryReport } from './receiving/delivery';

/**
 * - `accepted`: the provider confirmed that it accepted this message for this recipient.
 * - `rejected`: the provider refused it, with a code or text that its documentation lists.
 * - `notSent`:  the provider never got it, or told us to come back later (rate limit).
 * - `unknown`:  it may have been sent; we cannot know.
 * - `skipped`:  it was not sent, as the user wants it (a repetition of a text that was sent); no failure.
 */
export type OutcomeKind = 'accepted' | 'rejected' | 'notSent' | 'unknown' | 'skipped';

export type FailureClass =
	| 'configuration'
	| 'auth'
	| 'invalidRecipient'
	| 'invalidSender'
	| 'content'
	| 'notAllowed'
	| 'templatePending'
	| 'countryBlocked'
	| 'insufficientCredit'
	| 'optedOut'
	| 'duplicate'
	| 'rateLimited'
	| 'providerDown'
	| 'unknownOutcome';

export interface Failure {
	/** `undelivered`: it was accepted, and finally not delivered. No answer of a provider is that. */
	readonly class: FailureClass | 'undelivered';
	/** The provider's own code, verbatim: `INVALID_RECIPIENT`, `108`, `ECONNREFUSED`. */
	readonly code?: string;
	/**
	 * What happened, in one sentence. Never contains a key, token, message text or full phone number: it
	 * may end up in logs and in messages of error workflows.
	 */
	readonly message: string;
	/** The same with the user's own input in full, for the user only: items, hints, manual executions. */
	readonly full?: string;
	/** The message without its quote, for several messages of the same kind: `numbers have no country`. */
	readonly several?: string;
	/** How to fix it, in one sentence. */
	readonly hint?: string;
	/** How long the provider asked us to wait, in milliseconds. */
	readonly retryAfterMs?: number;
}

/** What may be done after a failure. This is decided only here. */
export interface FailurePolicy {
	/** The same provider may be asked again within this run, because nothing was sent. */
	readonly retry: boolean;
	/**
	 * Another provider may succeed (docs/architecture.md, "Failover"), even if this one is not set up
	 * correctly.
	 */
	readonly failOver: boolean;
	/**
	 * A later run of the node (Retry On Fail, the Retry button) may send the message. False if it can
	 * only fail the same way for this recipient, or may already have been delivered.
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
	notAllowed: policy(false, false, true),
	templatePending: policy(false, true, true),
	countryBlocked: policy(false, true, true),
	insufficientCredit: policy(false, true, true),
	optedOut: policy(false, false, false),
	duplicate: policy(false, false, false),
	rateLimited: policy(true, true, true),
	providerDown: policy(true, true, true),
	unknownOutcome: policy(false, false, false),
};

/** What may be done after a failure, also one of delivery: it would only fail again where it has failed. */
export const policyOf = ({ class: kind }: Pick<Failure, 'class'>): FailurePolicy =>
	kind === 'undelivered' ? policy(false, true, false) : FAILURES[kind];

export interface Price {
	/** Decimal string, with the provider's precision. */
	readonly amount: string;
	/** ISO 4217; `null` if the provider's answer does not name it. */
	readonly currency: string | null;
}

/** What a provider said about an accepted message. */
export interface Receipt {
	readonly messageId?: string;
	/** Billed segments as counted by the provider. */
	readonly segments?: number;
	readonly price?: Price;
	/** When the provider will send it, if it is scheduled: ISO 8601, UTC. */
	readonly scheduledAt?: string;
}

/** What became of an accepted message by the end of *Wait for Delivery*. */
export interface Delivery extends Pick<
	DeliveryReport,
	'status' | 'final' | 'errorCode' | 'errorText'
> {
	/** When it happened, ISO 8601 in UTC; `null` if the provider does not say. */
	readonly at: string | null;
}

/** A call instead of a text. */
export type OtherChannel = 'call';

interface ResultBase {
	/** `OutboundMessage.index` of the message that this result belongs to. */
	readonly index: number;
	/** The recipient, if one message has many (a contact list). E.164 or the provider's own form. */
	readonly to?: string;
	/** The provider's row, without the text. */
	readonly raw?: unknown;
	/** Set if it was accepted and waited for. */
	readonly delivery?: Delivery;
}

export interface Accepted extends ResultBase, Receipt {
	readonly outcome: 'accepted';
	/** What the user should know although it was accepted, as a whole sentence; a hint of the run shows it. */
	readonly note?: string;
}

export interface Failed extends ResultBase {
	readonly outcome: 'rejected' | 'notSent' | 'unknown';
	readonly failure: Failure;
	/** Providers give ids to rejected messages too (ClickSend does). */
	readonly messageId?: string;
	/** It was refused as a duplicate: an earlier attempt did arrive. */
	readonly provesEarlier?: true;
	/** It was not sent because of what this message needs; this says nothing about the provider's health. */
	readonly ofMessage?: true;
	/** This execution did not send it, because another one may have sent the same text. */
	readonly withheld?: true;
}

export interface Skipped extends ResultBase {
	readonly outcome: 'skipped';
	/** Why, as a sentence without a full stop. */
	readonly reason: string;
	readonly messageId?: undefined;
}

export type SendResult = Accepted | Failed | Skipped;

/** Any outcome other than `accepted` and `skipped`. */
export const isFailed = (result: SendResult): result is Failed =>
	result.outcome !== 'accepted' && result.outcome !== 'skipped';

/** What happened, with the user's own input in full. */
export const fullMessage = ({ message, full = message }: Failure): string => full;

// The port's codes for timeouts (n8n/http/request.ts).
const TIMED_OUT: readonly unknown[] = ['TIMEOUT', 'ETIMEDOUT'];

/** Whether a failure is a timeout. */
export const isTimeout = ({ code }: Failure): boolean => TIMED_OUT.includes(code);

/** The same failure for every message of a batch, because the request as a whole failed. */
export function failAll(
	messages: ReadonlyArray<{ readonly index: number }>,
	outcome: Failed['outcome'],
	failure: Failure,
): Failed[] {
	return messages.map(({ index }) => ({ index, outcome, failure }));
}

/** One attempt to send one message, or the reason why a provider was skipped. */
export interface Attempt {
	readonly provider: string;
	/** Absent: a text. */
	readonly channel?: OtherChannel;
	/** ISO 8601, UTC: when the answer arrived. */
	readonly at: string;
	readonly outcome: SendResult['outcome'];
	readonly messageId?: string;
	readonly failure?: Failure;
	/** What became of it, if it was accepted and waited for. */
	readonly delivery?: Delivery;
	/** No request was made: the provider cannot take this message, or did not answer earlier ones. */
	readonly skipped?: true;
	/** Nothing was sent: the provider's history gave the outcome of the previous attempt. */
	readonly lookedUp?: true;
}

/** The outcome of one message: its results (several for a contact list) and the attempts behind them. */
export interface Fate {
	/** The provider that gave the results; absent if none was asked. */
	readonly provider?: string;
	/** How the results were reached; absent: by a text. */
	readonly channel?: OtherChannel;
	readonly results: readonly SendResult[];
	readonly attempts: readonly Attempt[];
}

/** Whether a provider accepted it, for any recipient. */
export const isAccepted = ({ results }: Fate): boolean =>
	results.some(({ outcome }) => outcome === 'accepted');

/** Whether it is unknown if the message was sent. */
export const isUnsure = ({ results }: Fate): boolean =>
	results.length > 0 && results.every(({ outcome }) => outcome === 'unknown');

/** Whether this execution did not send it, because another one may have sent the same text. */
export const isWithheld = ({ results }: Fate): boolean =>
	results.some((result) => isFailed(result) && result.withheld === true);

/**
 * After an attempt whose outcome is unknown, another attempt can settle the outcome in only two ways:
 * it is accepted, or it is refused as a duplicate, which proves that the first one arrived.
 */
function afterUnknown(first: SendResult, second: SendResult): SendResult {
	if (!isFailed(second) || second.outcome === 'unknown') return second;
	const { index, provesEarlier, messageId, raw, to } = second;
	if (provesEarlier) return { index, outcome: 'accepted', messageId, raw, to };
	return { ...first, to: to ?? first.to };
}

/** Whether an attempt adds nothing about an earlier attempt whose outcome is unknown. */
const isSilent = (result: SendResult): boolean =>
	isFailed(result) && result.outcome !== 'unknown' && !result.provesEarlier;

/** A provider knows only what it sent itself, so its answer proves nothing about another provider. */
export const withoutProof = (results: readonly SendResult[]): SendResult[] =>
	results.map((one) => (isFailed(one) ? { ...one, provesEarlier: undefined } : one));

/** Merges another attempt into a message's fate; an unknown outcome stays unknown until it is settled. */
export function followUp(before: Fate | undefined, after: Fate): Fate {
	if (!before || before.attempts.length + before.results.length === 0) return after;
	const attempts = [...before.attempts, ...after.attempts];
	// A text that was accepted may still arrive, whatever came of a second one.
	if (isAccepted(before) && !isAccepted(after)) return { ...before, attempts };
	const unsure = before.results.find(({ outcome }) => outcome === 'unknown');
	if (!unsure) return { ...after, attempts };
	const said = before.provider === after.provider ? after.results : withoutProof(after.results);
	if (said.every(isSilent)) return { ...before, attempts };
	return { ...after, attempts, results: said.map((one) => afterUnknown(unsure, one)) };
}
