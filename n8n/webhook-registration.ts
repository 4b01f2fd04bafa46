/** What a provider with an API for it can do about its own calls (design §5). */
import type { Failure } from '../core/outcome';
import type { WebhookKind } from '../core/webhook';

export type RuleResult<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly failure: Failure; readonly status?: number };

export interface Target {
	/** URL with token. */
	readonly address: string;
	/** Whether an address is this node's, with whatever token. */
	isOurs(address: string): boolean;
	/** What the workflow wants to be told. */
	readonly kinds: readonly WebhookKind[];
	/** What a new rule is called. */
	readonly name: string;
}

/** The registrations of one account; nothing that is not ours is ever changed. */
export interface Registration {
	/** Whether exactly what is wanted is registered. */
	exists(target: Omit<Target, 'name'>): Promise<RuleResult<boolean>>;
	/** Adds what is missing and removes what is ours and not wanted; where it fails, adds nothing. */
	create(target: Target): Promise<RuleResult<void>>;
	/** Removes what is ours. */
	remove(isOurs: (address: string) => boolean): Promise<RuleResult<void>>;
}
