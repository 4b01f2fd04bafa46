import type { Fault, TemplateDraft } from './planning/draft';
import type { OutboundMessage } from './message';
import type { Failure, OtherChannel, Price, SendResult } from './outcome';
import type { StatusAnswer, StatusQuery, StatusTerms } from './status';

/** A file that a request uploads. */
export interface FilePart {
	/** The field of the form. */
	readonly field: string;
	/** The name of the file. */
	readonly name: string;
	/** Its MIME type. */
	readonly type: string;
	readonly content: Uint8Array;
}

/** One HTTP request as a provider defines it. The port adds host, credential and timeout. */
export interface ApiRequest {
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below the base URL of the credential, with a leading slash and encoded path segments. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number | undefined>>;
	/** Sent as JSON. */
	readonly body?: object;
	/** Sent as `application/x-www-form-urlencoded`, in this order; fields without a value are left out. */
	readonly form?: Readonly<Record<string, string | undefined>>;
	/** Sent with the form, as `multipart/form-data`. The credential has to support it. */
	readonly files?: readonly FilePart[];
	/** Milliseconds; the user's own choice overrides it. */
	readonly timeoutMs?: number;
	/** Something urgent depends on it: the timeout is a quarter of the usual one, at most 5 s. */
	readonly brief?: true;
}

/** An endpoint that an operation may call, for the documentation. */
export interface Endpoint {
	readonly method: ApiRequest['method'];
	/** As {@link ApiRequest.path}, with `{names}` in place of values. */
	readonly path: string;
	/** Set if it is not always called: the rest of the sentence "called where …". */
	readonly where?: string;
}

/** What is known after a request. A thrown error would not tell `notSent` and `unknown` apart. */
export type ApiOutcome =
	| {
			readonly kind: 'response';
			readonly status: number;
			/** Lower-case names. */
			readonly headers: Readonly<Record<string, string>>;
			readonly text: string;
			/** The parsed body, or `undefined` if it is not JSON. */
			readonly body: unknown;
	  }
	| { readonly kind: 'notSent'; readonly reason: Failure }
	| { readonly kind: 'unknown'; readonly reason: Failure };

/** The port to one account of one provider. Never throws. */
export interface Api {
	request(request: ApiRequest): Promise<ApiOutcome>;
}

/** Messages that are sent in one request. Providers add their own data about the request. */
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

/** What is known about a provider without an account. */
export interface SmsProvider {
	/** Must stay stable: workflows and output store it. */
	readonly id: string;
	readonly displayName: string;
	readonly authentications: readonly [Authentication, ...Authentication[]];
	readonly capabilities: Capabilities;
}

/**
 * Converts messages to the form that they have at a provider, or to the faults for which it would
 * refuse them; position by position. May take neighbouring messages into account.
 */
export type Prepare = (
	messages: readonly OutboundMessage[],
) => ReadonlyArray<OutboundMessage | Fault>;

/** Messages that were certainly not sent, and must be sent in these requests instead. */
export interface Regrouped {
	readonly regroup: readonly Batch[];
	/** Results of the other messages. */
	readonly results?: readonly SendResult[];
}

/** The query of {@link SmsAccount.lookup}. */
export interface Lookup {
	readonly messages: readonly OutboundMessage[];
	/** When their request started, by this machine's clock. */
	readonly since: Date;
	/** Message ids that belong to other messages of this run. */
	readonly taken: ReadonlySet<string>;
}

/** What messages would cost. */
export interface PriceAnswer {
	/** By `OutboundMessage.index`; several for a message that has several recipients. */
	readonly prices: ReadonlyArray<{ readonly index: number; readonly price: Price }>;
	/** Why the provider was not asked for all of them. */
	readonly failure?: Failure;
}

/** A provider's account, opened with a credential: the contract of everything that sends. */
export interface SmsAccount<B extends Batch = Batch> {
	/** Set if accounts differ in capabilities: the provider as it is for this account. */
	readonly form?: Pick<SmsProvider, 'displayName' | 'capabilities'>;
	prepare?: Prepare;
	/**
	 * Looks at stored templates before anything is sent. Gives the fault of each one that would be refused
	 * or would arrive with gaps, position by position. What cannot be read soon is no fault.
	 */
	checkTemplates?(
		templates: ReadonlyArray<TemplateDraft | undefined>,
	): Promise<ReadonlyArray<Fault | undefined>>;
	/** Splits messages into requests, keeping their order; the provider knows its limits. */
	group(messages: readonly OutboundMessage[]): B[];
	/**
	 * Sends one request. Gives at least one result per message, identified by `index`; several only if a
	 * message has several recipients. Never throws.
	 */
	send(batch: B): Promise<SendResult[] | Regrouped>;
	/**
	 * Looks up messages whose outcome is unknown: gives results for those that the provider has, and none
	 * for the others, because absence proves nothing. `undefined` if the provider could not be asked.
	 */
	lookup?(wanted: Lookup): Promise<SendResult[] | undefined>;
	/**
	 * Asks for the delivery status of accepted messages, with as few requests as the wire allows. Never
	 * throws. Absent if the provider's API does not offer it.
	 */
	status?(wanted: readonly StatusQuery[]): Promise<StatusAnswer>;
	/** How {@link status} may be asked again and again, while a run waits for delivery. */
	readonly statusTerms?: StatusTerms;
	/**
	 * Asks what messages would cost, with as few requests as the wire allows; sends nothing. Never throws.
	 * Absent if the provider's API does not offer it.
	 */
	price?(messages: readonly OutboundMessage[]): Promise<PriceAnswer>;
}

/** A provider, and the account used with it. */
export interface ProviderAccount<A = SmsAccount> {
	readonly provider: SmsProvider;
	readonly account: A;
	/** Absent: it sends texts. */
	readonly channel?: OtherChannel;
}
