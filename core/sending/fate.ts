/** What became of one message over all its tries. */
import { type Failure, isFailed, type SendResult } from '../outcome';

/** One try of one message, or the reason why a provider was not tried. */
export interface Attempt {
	readonly provider: string;
	/** ISO 8601, UTC: when the answer was there. */
	readonly at: string;
	readonly outcome: SendResult['outcome'];
	readonly messageId?: string;
	readonly failure?: Failure;
	/** No request was made: the provider cannot take this message, or did not answer earlier ones. */
	readonly skipped?: true;
	/** Nothing was sent: the provider's history knew what had become of the try before. */
	readonly lookedUp?: true;
}

/** What became of one message: its results (several for a contact list) and how it came to them. */
export interface Fate {
	/** Who said so; absent where nobody was asked. */
	readonly provider?: string;
	readonly results: readonly SendResult[];
	readonly attempts: readonly Attempt[];
}

/** Whether nobody can tell that the message was sent, nor that it was not. */
export const isUnsure = ({ results }: Fate): boolean =>
	results.length > 0 && results.every(({ outcome }) => outcome === 'unknown');

/**
 * After a try whose outcome is unknown, another try can only make things clearer in two ways:
 * accepted, or refused as a repetition, which says that the first one had arrived.
 */
function afterUnknown(first: SendResult, second: SendResult): SendResult {
	if (second.outcome === 'accepted' || second.outcome === 'unknown') return second;
	const { index, provesEarlier, messageId, raw, to } = second;
	if (provesEarlier) return { index, outcome: 'accepted', messageId, raw, to };
	return { ...first, to: to ?? first.to };
}

/** Whether a try said nothing new about what an earlier one left open. */
const isSilent = (result: SendResult): boolean =>
	isFailed(result) && result.outcome !== 'unknown' && !result.provesEarlier;

/** A provider knows what it has sent itself; it says nothing about what another one has sent. */
const withoutProof = (results: readonly SendResult[]): SendResult[] =>
	results.map((one) => (isFailed(one) ? { ...one, provesEarlier: undefined } : one));

/** One message's fate after another try: the story goes on, and doubt does not vanish. */
export function followUp(before: Fate | undefined, after: Fate): Fate {
	if (!before) return after;
	const attempts = [...before.attempts, ...after.attempts];
	const unsure = before.results.find(({ outcome }) => outcome === 'unknown');
	if (!unsure) return { ...after, attempts };
	const said = before.provider === after.provider ? after.results : withoutProof(after.results);
	if (said.every(isSilent)) return { ...before, attempts };
	return { ...after, attempts, results: said.map((one) => afterUnknown(unsure, one)) };
}
