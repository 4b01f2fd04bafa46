/** What became of one message over all its tries. */
import { type Failure, isFailed, type SendResult } from './outcome';

/** One try of one message. */
export interface Attempt {
	readonly provider: string;
	/** ISO 8601, UTC: when the answer was there. */
	readonly at: string;
	readonly outcome: SendResult['outcome'];
	readonly messageId?: string;
	readonly failure?: Failure;
}

/** What became of one message: its results (several for a contact list) and how it came to them. */
export interface Fate {
	readonly results: readonly SendResult[];
	readonly attempts: readonly Attempt[];
}

/**
 * After a try whose outcome is unknown, another try can only make things clearer in two ways:
 * accepted, or refused as a repetition, which says that the first one had arrived.
 */
function afterUnknown(first: SendResult, second: SendResult): SendResult {
	if (second.outcome === 'accepted' || second.outcome === 'unknown') return second;
	const { index, failure, messageId, raw, to } = second;
	if (failure.class === 'duplicate') return { index, outcome: 'accepted', messageId, raw, to };
	return { ...first, to: to ?? first.to };
}

/** Whether a try said nothing new about what an earlier one left open. */
const isSilent = (result: SendResult): boolean =>
	isFailed(result) && result.outcome !== 'unknown' && result.failure.class !== 'duplicate';

/** One message's fate after another try: the story goes on, and doubt does not vanish. */
export function followUp(before: Fate | undefined, after: Fate): Fate {
	if (!before) return after;
	const attempts = [...before.attempts, ...after.attempts];
	const unsure = before.results.find(({ outcome }) => outcome === 'unknown');
	if (!unsure) return { results: after.results, attempts };
	if (after.results.every(isSilent)) return { results: before.results, attempts };
	return { results: after.results.map((result) => afterUnknown(unsure, result)), attempts };
}
