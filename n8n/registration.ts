/**
 * What a provider registers, in `nodes/X/registration.ts`: all that Send SMS, the triggers and
 * docs/operations.md know of it. `nodes/providers.ts` lists the registrations.
 */
import type { Inbox } from '../core/receiving/inbox';
import type { Endpoint, SmsAccount, SmsProvider } from '../core/provider';
import type { WebhookWire } from '../core/receiving/webhook';
import type { Field } from './parameters/fields';
import type { RequestContext } from './http/request';
import type { WebhookRules } from './receiving/webhook-rules';

/** An option of the SMS Trigger that only this provider has: its name, label and description. */
type OwnOption = Pick<Field, 'name' | 'displayName'> & { readonly description: string };

/** How an account's received messages can be polled. */
export interface InboxRegistration {
	/** Messages are acknowledged one by one, so that nothing is lost when n8n is killed. */
	readonly hasMarks: boolean;
	/** The option that creates a rule, where the provider keeps messages only if a rule says so. */
	readonly rule?: OwnOption;
	/** What Include History begins with, if not with all that is there: "messages of the last …". */
	readonly history?: string;
	/** Fields of the credential that tell accounts apart; none of them secret. */
	readonly identity: readonly string[];
	/** What the user has to know before polling, shown above the parameters. */
	readonly notice?: string;
	/**
	 * Opens the inbox of the credential of that type.
	 *
	 * @param createsRule whether to create the rule where it is missing
	 * @throws NodeOperationError if there is no credential
	 */
	open(ctx: RequestContext, authentication: string, createsRule: boolean): Promise<Inbox>;
}

/** One form in which a provider calls us. */
export interface WebhookVariant {
	readonly wire: WebhookWire;
	/** What the user has to set up at the provider, shown below the URL; may have HTML. */
	readonly steps: string;
	/**
	 * The user may have calls without signature: the description of Verify Signature, which turns
	 * the check off.
	 */
	readonly unsigned?: string;
}

/** Webhooks that the node registers at the provider by itself, through the user's account. */
export interface ManagedRules {
	/** The field of the credential that the token in the URL is made with. */
	readonly key: string;
	/**
	 * Opens the webhooks of the credential of that type.
	 *
	 * @throws NodeOperationError if there is no credential
	 */
	connect(ctx: RequestContext, authentication: string): Promise<WebhookRules>;
}

/** How a provider calls us. */
export interface WebhookRegistration {
	/** By the values of `chooser`; a single one is called `default`. */
	readonly variants: Readonly<Record<string, WebhookVariant>>;
	/** The parameter that chooses the variant, where there are several. */
	readonly chooser?: Field;
	/** Absent where users set webhooks up at the provider by hand. */
	readonly rules?: ManagedRules;
}

export interface Registration {
	readonly provider: SmsProvider;
	/** Everything that its account may call, for docs/operations.md. */
	readonly endpoints: readonly Endpoint[];
	/**
	 * Opens the account of the credential of that type.
	 *
	 * @throws NodeOperationError if there is no credential, or if its address is not valid
	 */
	connect(ctx: RequestContext, authentication: string, timeoutMs?: number): Promise<SmsAccount>;
	/** Absent where the provider's API lists no received messages. */
	readonly inbox?: InboxRegistration;
	/** Absent where the provider calls nobody. */
	readonly webhooks?: WebhookRegistration;
}
