/** The contract of a provider's webhooks, which push inbound messages and delivery reports. */
import type { DeliveryReport } from './delivery';
import type { InboundMessage } from './inbound';
import type { MissedCall } from './missed-call';

export type WebhookKind = 'messageReceived' | 'deliveryReport' | 'callMissed';

/** One incoming request. */
export interface WebhookCall {
	readonly method: string;
	/** Lower-case names; repeated headers are joined by commas, as Node does. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly query: Readonly<Record<string, unknown>>;
	/** The body as received; empty if n8n does not keep it (multipart). */
	readonly bytes: Uint8Array;
	/** The body decoded as UTF-8. */
	readonly text: string;
	/**
	 * The parsed body: JSON, or the fields of a form; for a GET, the query. `undefined` if it cannot be
	 * parsed. Repeated fields are lists.
	 */
	readonly body: unknown;
	/** When it arrived, in milliseconds since 1970. */
	readonly at: number;
}

/** The secret shared by the user and the provider. */
export interface WebhookSecret {
	/** EngageLab's user name, SMSHook's app key; otherwise empty. */
	readonly username: string;
	/** Any of these is accepted: a token may have been made with a key that has since been changed. */
	readonly accepted: readonly string[];
}

/** Whether a call is genuine, judged by its signature. */
export type Verdict =
	| {
			readonly genuine: true;
			/** Valid for one call: if it comes with another body, it was stolen. */
			readonly token?: string;
	  }
	| {
			readonly genuine: false;
			readonly reason: string;
			/** The call has the form of a genuine one, only the secret is another. */
			readonly hasForm?: true;
	  };

/** Rows in one call: more than 1 MiB of the documented ones. A call with more is not read. */
export const MOST_EVENTS = 6_000;

interface Told {
	/** Identical for every repeat of the same event: the id, and the status if there is one. */
	readonly key: string;
	/** The provider does not document the fields, so the workflow needs the original row. */
	readonly undocumented?: true;
}

/** One event in a call. */
export type WebhookEvent = Told &
	(
		| { readonly kind: 'messageReceived'; readonly message: InboundMessage }
		| { readonly kind: 'deliveryReport'; readonly report: DeliveryReport }
		| { readonly kind: 'callMissed'; readonly call: MissedCall }
	);

/**
 * Creates the event for an inbound message.
 *
 * @param more `undocumented` if the provider's documentation does not show the fields
 */
export const messageEvent = (
	message: InboundMessage,
	more: Pick<Told, 'undocumented'> = {},
): WebhookEvent => ({ kind: 'messageReceived', key: message.id, ...more, message });

/**
 * Creates the event for a delivery report.
 *
 * @param key identical for every repeat of the event: id and status, and the recipient if ids are shared
 */
export const reportEvent = (
	key: string,
	report: DeliveryReport,
	more: Pick<Told, 'undocumented'> = {},
): WebhookEvent => ({ kind: 'deliveryReport', key, ...more, report });

/** Creates the event for a missed call. */
export const callEvent = (call: MissedCall): WebhookEvent => ({
	kind: 'callMissed',
	key: `${call.id} call`,
	call,
});

/** The verdict for a call that is rejected as not genuine. */
export const refused = (reason: string): Verdict => ({ genuine: false, reason });

/** The verdict for a call whose proof was not made with one of the secrets. */
export const wrong = (what: string): Verdict => ({
	genuine: false,
	reason: `wrong ${what}`,
	hasForm: true,
});

/** Nobody's secret: with it, {@link WebhookWire.verify} only looks at the form of a proof. */
export const NO_SECRET: WebhookSecret = { username: '', accepted: [] };

/** How a provider, or one version of its API, calls webhooks. Pure: the same call gives the same result. */
export interface WebhookWire {
	readonly methods: readonly string[];
	/** The kinds of events that it can report. */
	readonly kinds: readonly WebhookKind[];
	/**
	 * - `account`:  our own token in the URL, made with the account's key
	 * - `needed`:   the credential's secret
	 * - `token`:    the credential's secret in the URL, because the provider does not sign its calls
	 */
	readonly secret: 'account' | 'needed' | 'token';
	/** The provider's name for the user name, if the credential must have one as well. */
	readonly username?: string;
	/** HTTP status for new events; 200 if absent. Repeats are answered with 200. */
	readonly statusOfNews?: number;
	/** Whether a call only checks that the URL answers. */
	isPing?(call: WebhookCall): boolean;
	/** @param secret `undefined` if the user has not set one */
	verify(call: WebhookCall, secret: WebhookSecret | undefined): Verdict;
	/**
	 * Reads its events, which may be none that concern us; `undefined` if the call cannot be parsed.
	 *
	 * @param zone the IANA time zone of times that come without one; without it they cannot be read
	 */
	read(call: WebhookCall, zone?: string): readonly WebhookEvent[] | undefined;
}
