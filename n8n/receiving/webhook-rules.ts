/** Managing webhooks through the API of a provider that has one for them. */
import type { Failure } from '../../core/outcome';
import type { WebhookKind } from '../../core/receiving/webhook';

export type RuleResult<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly failure: Failure; readonly status?: number };

/** The webhook that a workflow needs registered. */
export interface WantedRule {
	/** URL, including the token. */
	readonly address: string;
	/** Whether an address belongs to this node, with any token. */
	isOurs(address: string): boolean;
	/** The events that the workflow wants. */
	readonly kinds: readonly WebhookKind[];
	/** Name for a new rule. */
	readonly name: string;
}

/** The webhooks of one account; webhooks that are not ours are never changed. */
export interface WebhookRules {
	/** Whether exactly what is wanted is registered. */
	exists(wanted: Omit<WantedRule, 'name'>): Promise<RuleResult<boolean>>;
	/**
	 * Adds missing webhooks and removes ours that are not wanted; adds nothing if it fails. The value is
	 * the problem if all are there and some could not be removed.
	 */
	create(wanted: WantedRule): Promise<RuleResult<Failure | undefined>>;
	/** Removes our webhooks. */
	remove(isOurs: (address: string) => boolean): Promise<RuleResult<void>>;
}
