/** What a provider with an API for it can do about its own webhooks. */
import type { Failure } from '../../core/outcome';
import type { WebhookKind } from '../../core/receiving/webhook';

export type RuleResult<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly failure: Failure; readonly status?: number };

/** What a workflow wants to be registered. */
export interface WantedRule {
	/** URL with token. */
	readonly address: string;
	/** Whether an address is this node's, with whatever token. */
	isOurs(address: string): boolean;
	/** The events that the workflow wants. */
	readonly kinds: readonly WebhookKind[];
	/** What a new rule is called. */
	readonly name: string;
}

/** The webhooks of one account; nothing that is not ours is ever changed. */
export interface WebhookRules {
	/** Whether exactly what is wanted is registered. */
	exists(wanted: Omit<WantedRule, 'name'>): Promise<RuleResult<boolean>>;
	/** Adds what is missing and removes what is ours and not wanted; where it fails, adds nothing. */
	create(wanted: WantedRule): Promise<RuleResult<void>>;
	/** Removes what is ours. */
	remove(isOurs: (address: string) => boolean): Promise<RuleResult<void>>;
}
