/**
 * Claims of messages in n8n's de-duplication store (n8n/store.ts). A message is claimed before it is sent.
 * Its held key stays there afterwards, unless the message certainly was not sent; its open key is there
 * while nobody knows the outcome.
 */
import { type Fate, isWithheld } from '../../core/outcome';

export interface Claim {
	/** The key that is recorded, then those that an earlier claim of the same message can have. */
	readonly held: readonly [string, ...string[]];
	readonly open: string;
}

/** `accepted`, `inDoubt`: what another claim says about the message. */
export type ClaimState = 'mine' | 'accepted' | 'inDoubt';

export type Settled = 'accepted' | 'notSent';

/** What this execution certainly did with a message; `undefined` if it may have sent it. */
export function settledOutcome(fate: Fate | undefined): Settled | undefined {
	if (!fate) return undefined;
	if (fate.results.some(({ outcome }) => outcome === 'accepted')) return 'accepted';
	const isOpen = fate.results.some(({ outcome }) => outcome === 'unknown') && !isWithheld(fate);
	return isOpen ? undefined : 'notSent';
}

/** All keys of a claim. The store is asked about them by recording them. */
export const keysOf = ({ held, open }: Claim): string[] => [...held, open];

/** @param fresh the keys that were not recorded before */
export function stateOf({ held, open }: Claim, fresh: ReadonlySet<string>): ClaimState {
	if (held.every((key) => fresh.has(key))) return 'mine';
	return fresh.has(open) ? 'accepted' : 'inDoubt';
}

/** The keys of a claim that are forgotten when its outcome is known. */
export const endOf = (claim: Claim, outcome: Settled): string[] =>
	outcome === 'accepted' ? [claim.open] : keysOf(claim);
