/**
 * What a provider registers, in `nodes/X/registration.ts`: everything that Send SMS, the triggers and
 * docs/operations.md know about it. `nodes/providers.ts` lists the registrations.
 */
import type { InboundMessage } from '../core/receiving/inbound';
import type { Inbox } from '../core/receiving/inbox';
import type { Endpoint, SmsAccount, SmsProvider } from '../core/provider';
import type { WebhookWire } from '../core/receiving/webhook';
import type { TextRules } from './asking/rules';
import type { Field } from './parameters/fields';
import type { RequestContext } from './http/request';
import type { WebhookRules } from './receiving/webhook-rules';

/** An option of the SMS Trigger that only this provider has: its name, label and description. */
type OwnOption = Pick<Field, 'name' | 'displayName'> & { readonly description: string };

/** How an account's received messages can be polled. */
export interface InboxRegistration {
	/** Messages are acknowledged one by one, so that nothing is lost when n8n is killed. */
	readonly hasMarks: boolean;
	/** The option that creates a rule, if the provider keeps messages only when a rule says so. */
	readonly rule?: OwnOption;
	/** How far back Include History reaches, if not to all existing messages: "messages of the last …". */
	readonly history?: string;
	/** Fields of the credential that tell accounts apart; none of them secret. */
	readonly identity: readonly string[];
	/**
	 * Fields of the credential that hold a key, where accounts have nothing else to tell them apart. With
	 * a new key, the inbox is the same one if it still lists a message that was seen.
	 */
	readonly keys?: readonly string[];
	/** Received messages can have pictures and other files. */
	readonly hasMedia?: true;
	/** What the user must know before polling, shown above the parameters. */
	readonly notice?: string;
	/**
	 * Opens the inbox of the credential of that type.
	 *
	 * @param createsRule whether to create the rule if it is missing
	 * @throws NodeOperationError if there is no credential
	 */
	open(ctx: RequestContext, authentication: string, createsRule: boolean): Promise<Inbox>;
}

/** One form in which a provider calls us. */
export interface WebhookVariant {
	readonly wire: WebhookWire;
	/** What the user must set up at the provider, in order, each shown on a line of its own. */
	readonly steps: readonly string[];
	/**
	 * Set if calls may be unsigned: the description of Verify Signature, which lets the user turn the
	 * check off.
	 */
	readonly unsigned?: string;
	/** Received messages can have pictures and other files. */
	readonly hasMedia?: true;
	/** Set if it has times without a zone: the description of Time Zone, by which they are read. */
	readonly localTimes?: string;
}

/** Webhooks that the node registers at the provider itself, through the user's account. */
export interface ManagedRules {
	/** The credential field from which the token in the URL is derived. */
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
	/** The parameter that chooses the variant, if there are several. */
	readonly chooser?: Field;
	/** Absent if users set up webhooks at the provider by hand. */
	readonly rules?: ManagedRules;
}

/** Who reads the text aloud in a call. */
export interface Voice {
	/** A code of {@link CallRegistration.languages}. */
	readonly language: string;
	readonly gender: 'female' | 'male';
}

/** How a provider calls a number and reads a text aloud. */
export interface CallRegistration {
	/** Its languages: code and name. */
	readonly languages: ReadonlyArray<{ readonly name: string; readonly value: string }>;
	/** All endpoints that a call may use. */
	readonly endpoints: readonly Endpoint[];
	/** Opens the account of the credential of that type, for calls with this voice; as `connect`. */
	connect(
		ctx: RequestContext,
		voice: Voice,
		timeoutMs?: number,
		authentication?: string,
	): Promise<SmsAccount>;
}

/** How a provider passes on what people reply by text to a question. */
export interface ReplyRegistration {
	/** Reads its calls. */
	readonly wire: Pick<WebhookWire, 'read'>;
	/** All endpoints that its rules may use. */
	readonly endpoints: readonly Endpoint[];
	/**
	 * Opens the rules of the credential of that type.
	 *
	 * @throws NodeOperationError if there is no credential, or if its address is not valid
	 */
	connect(ctx: RequestContext, authentication: string, timeoutMs?: number): Promise<TextRules>;
}

export interface Registration {
	readonly provider: SmsProvider;
	/** All endpoints that its account may call, for docs/operations.md. */
	readonly endpoints: readonly Endpoint[];
	/** The endpoints that asking for a status may call; absent if the API has none. */
	readonly statusEndpoints?: readonly Endpoint[];
	/**
	 * Opens the account of the credential of that type; default: the first of its provider.
	 *
	 * @throws NodeOperationError if there is no credential, or if its address is not valid
	 */
	connect(ctx: RequestContext, timeoutMs?: number, authentication?: string): Promise<SmsAccount>;
	/** Absent if the provider's API makes no calls. */
	readonly calls?: CallRegistration;
	/** What users of Send SMS must know about it: clauses for the descriptions of Send At and Make Sure It Arrives. */
	readonly notes?: Readonly<Partial<Record<'sendAt' | 'makeSure', string>>>;
	/** Absent if the provider's API does not list received messages. */
	readonly inbox?: InboxRegistration;
	/**
	 * Which of its own values an answer needs (`OutboundMessage.extras`) to go the way that the received
	 * message came, besides its own number. Absent if it needs none.
	 */
	replyExtras?(received: Pick<InboundMessage, 'channel'>): Readonly<Record<string, string>>;
	/** Absent if the provider has no webhooks. */
	readonly webhooks?: WebhookRegistration;
	/** Absent if the provider has no rules that the node can add for a single question. */
	readonly replies?: ReplyRegistration;
}
