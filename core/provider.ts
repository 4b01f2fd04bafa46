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
	/** Milliseconds; the user's own choice overrules it. */
	readonly timeoutMs?: number;
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

/** Messages that travel in one request. */
export interface Batch {
	readonly messages: readonly OutboundMessage[];
}

/** What a provider can do: the user interface and the planner read these. */
export interface Capabilities {
	/** It takes a time to send at. */
	readonly schedule: boolean;
	/** A sentence that says what a sender may look like, if this one cannot be. */
	checkSender(from: string): string | undefined;
}

/** One way to authenticate: a credential type and its name in the user interface. */
export interface Authentication {
	/** Credential type name, also the value of the node's authentication parameter. */
	readonly value: string;
	readonly name: string;
}

/** The contract between a provider and everything that sends (design §3). */
export interface SmsProvider {
	/** Stable: workflows and output store it. */
	readonly id: string;
	readonly displayName: string;
	readonly authentications: readonly [Authentication, ...Authentication[]];
	readonly capabilities: Capabilities;
	/** Splits messages into requests, keeping their order; the provider knows its limits. */
	group(messages: readonly OutboundMessage[]): Batch[];
	/**
	 * One request. At least one result per message, told apart by `index`; several only where a
	 * message stands for several recipients. Never throws.
	 */
	send(batch: Batch, api: Api): Promise<SendResult[]>;
}
