/** The outcome of one message across all its attempts. */
import { type Failure, isFailed, type SendResult } from '../outcome';

/** One attempt to send one message, or the reason why a provider was skipped. */
export interface Attempt {
	readonly provider: string;
	/** ISO 8601, UTC: when the answer arrived. */
	readonly at: string;
	readonly outcome: SendResult['outcome'];
	readonly messageId?: string;
	readonly failure?: Failure;
	/** No request was made: the provider cannot take this message, or did not answer earlier ones. */
	readonly skipped?: true;
	/** Nothing was sent: the provider's history gave the outcome of the previous attempt. */
	readonly lookedUp?: true;
}

/** The outcome of one message: its results (several for a contact list) and the attempts behind them. */
export interface Fate {
	/** The provider that gave the results; absent if none was asked. */
	readonly provider?: string;
	readonly results: readonly SendResult[];
	readonly attempts: readonly Attempt[];
}

/** Whether it is unknown if the message was sent. */
export const isUnsure = ({ results }: Fate): boolean =>
	results.length > 0 && results.every(({ outcome }) => outcome === 'unknown');

/**
 * After an attempt whose outcome is unknown, another attempt can settle the outcome in only two ways:
 * it is accepted, or it is refused as a duplicate, which proves that the first one arrived.
 */
function afterUnknown(first: SendResult, second: SendResult): SendResult {
	if (second.outcome === 'accepted' || second.outcome === 'unknown') return second;
	const { index, provesEarlier, messageId, raw, to } = second;
	if (provesEarlier) return { index, outcome: 'accepted', messageId, raw, to };
	return { ...first, to: to ?? first.to };
}

/** Whether an attempt adds nothing about an earlier attempt whose outcome is unknown. */
const isSilent = (result: SendResult): boolean =>
	isFailed(result) && result.outcome !== 'unknown' && !result.provesEarlier;

/** A provider knows only what it sent itself, so its answer proves nothing about another provider. */
const withoutProof = (results: readonly SendResult[]): SendResult[] =>
	results.map((one) => (isFailed(one) ? { ...one, provesEarlier: undefined } : one));

/** Merges another attempt into a message's fate; an unknown outcome stays unknown until it is settled. */
export function followUp(before: Fate | undefined, after: Fate): Fate {
	if (!before) return after;
	const attempts = [...before.attempts, ...after.attempts];
	const unsure = before.results.find(({ outcome }) => outcome === 'unknown');
	if (!unsure) return { ...after, attempts };
	const said = before.provider === after.provider ? after.results : withoutProof(after.results);
	if (said.every(isSilent)) return { ...before, attempts };
	return { ...after, attempts, results: said.map((one) => afterUnknown(unsure, one)) };
}
