import type { Fault } from './planning/draft';
import type { OutboundMessage } from './message';
import type { Failure, SendResult } from './outcome';

/** One HTTP request as a provider states it. The port adds host, credential and timeout. */
export interface ApiRequest {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below the base URL of the credential, with a leading slash and encoded path segments. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number | undefined>>;
	/** Sent as JSON. */
	readonly body?: object;
	/** Sent as `application/x-www-form-urlencoded`, in this order; fields without a value are left out. */
	readonly form?: Readonly<Record<string, string | undefined>>;
	/** Milliseconds; the user's own choice overrules it. */
	readonly timeoutMs?: number;
	/** Something urgent waits for it: a quarter of the usual time, 5 s at most. */
	readonly brief?: true;
}

/** A call that something may make, for the documentation. */
export interface Endpoint {
	readonly method: ApiRequest['method'];
	/** As {@link ApiRequest.path}, with `{names}` where values stand. */
	readonly path: string;
	/** Where it is not always called: the rest of the sentence "called where …". */
	readonly where?: string;
}

/** What is known after a request. `notSent` and `unknown` tell apart what a thrown error does not. */
export type ApiOutcome =
	| {
			readonly kind: 'response';
			readonly status: number;
			/** Lower-case names. */
			readonly headers: Readonly<Record<string, string>>;
			readonly text: string;
			/** The parsed body, or `undefined` where it is no JSON. */
			readonly body: unknown;
	  }
	| { readonly kind: 'notSent'; readonly reason: Failure }
	| { readonly kind: 'unknown'; readonly reason: Failure };

/** The port to one account of one provider. Never throws. */
export interface Api {
	request(request: ApiRequest): Promise<ApiOutcome>;
}

/** Messages that travel in one request. Providers add what they want to remember about it. */
export interface Batch {
	readonly messages: readonly OutboundMessage[];
}

/** What a provider can do: the user interface and the planner read these. */
export interface Capabilities {
	/** It takes a text as the user writes it. */
	readonly text: boolean;
	/** It takes a stored template and variables. */
	readonly template: boolean;
	/** It takes a time to send at. */
	readonly schedule: boolean;
	/** It takes the user's reference and returns it in its delivery reports or its history. */
	readonly reference: boolean;
	/** It lets the user choose who a message is from. */
	readonly sender: boolean;
	/** It takes short codes as recipients. */
	readonly shortCodes: boolean;
}

/** One way to authenticate: a credential type and its name in the user interface. */
export interface Authentication {
	/** Credential type name, also the value of the node's authentication parameter. */
	readonly value: string;
	readonly name: string;
}

/** What is known of a provider without an account. */
export interface SmsProvider {
	/** Stable: workflows and output store it. */
	readonly id: string;
	readonly displayName: string;
	readonly authentications: readonly [Authentication, ...Authentication[]];
	readonly capabilities: Capabilities;
}

/**
 * The form that messages have at a provider, or what it would refuse about them; position by
 * position. Knows what a message says and, where it needs them, its neighbours.
 */
export type Prepare = (
	messages: readonly OutboundMessage[],
) => ReadonlyArray<OutboundMessage | Fault>;

/** What was certainly not sent, and has to travel in these requests instead. */
export interface Regrouped {
	readonly regroup: readonly Batch[];
	/** Of the other messages. */
	readonly results?: readonly SendResult[];
}

/** What {@link SmsAccount.lookup} looks for. */
export interface Lookup {
	readonly messages: readonly OutboundMessage[];
	/** When their request started, by the clock of this machine. */
	readonly since: Date;
	/** Message ids that belong to other messages of this run. */
	readonly taken: ReadonlySet<string>;
}

/** A provider's account, opened with a credential: the contract of everything that sends. */
export interface SmsAccount<B extends Batch = Batch> {
	/** Where accounts differ in what they can do: the provider as this account has it. */
	readonly form?: Pick<SmsProvider, 'displayName' | 'capabilities'>;
	prepare?: Prepare;
	/** Splits messages into requests, keeping their order; the provider knows its limits. */
	group(messages: readonly OutboundMessage[]): B[];
	/**
	 * One request. At least one result per message, told apart by `index`; several only where a
	 * message stands for several recipients. Never throws.
	 */
	send(batch: B): Promise<SendResult[] | Regrouped>;
	/**
	 * What became of messages whose outcome is unknown: results for those that the provider has, and
	 * nothing for the others, for absence proves nothing. `undefined` if it could not be asked.
	 */
	lookup?(wanted: Lookup): Promise<SendResult[] | undefined>;
}

/** A provider and the account at it that is used. */
export interface ProviderAccount<A = SmsAccount> {
	readonly provider: SmsProvider;
	readonly account: A;
}

/** What a provider can do with the account that is used of it. */
export const providerOf = ({ provider, account }: ProviderAccount): SmsProvider => ({
	...provider,
	...account.form,
});
