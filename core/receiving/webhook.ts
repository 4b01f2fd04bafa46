/** Pushed messages and reports: what a provider's webhooks have to be able to say. */
import type { DeliveryReport } from './delivery';
import type { InboundMessage } from './inbound';

export type WebhookKind = 'messageReceived' | 'deliveryReport';

/** One request that came in. */
export interface WebhookCall {
	readonly method: string;
	/** Lower-case names; what came several times is joined by commas, as Node does it. */
	readonly headers: Readonly<Record<string, unknown>>;
	readonly query: Readonly<Record<string, unknown>>;
	/** The body as it came; empty where n8n keeps none (multipart). */
	readonly bytes: Uint8Array;
	/** The same as UTF-8. */
	readonly text: string;
	/**
	 * What the body says: JSON, or the fields of a form; of a GET, its query. `undefined` where it
	 * cannot be read. Fields that came several times are lists.
	 */
	readonly body: unknown;
	/** When it came, in milliseconds since 1970. */
	readonly at: number;
}

/** What the user and the provider share. */
export interface WebhookSecret {
	/** EngageLab's user name, SMSHook's app key; otherwise empty. */
	readonly username: string;
	/** Any of these will do: a token may have been made with a key that was changed since. */
	readonly accepted: readonly string[];
}

/** Who sent a call, as far as its signature tells. */
export type Verdict =
	| {
			readonly genuine: true;
			/** Good for one call: with another body, it was stolen. */
			readonly token?: string;
	  }
	| { readonly genuine: false; readonly reason: string };

interface Told {
	/** The same for every repeat of the same news: id, and status where there is one. */
	readonly key: string;
	/** The documentation does not show its fields, so whoever reads it needs the original. */
	readonly undocumented?: true;
}

/** One piece of news in a call. */
export type WebhookEvent = Told &
	(
		| { readonly kind: 'messageReceived'; readonly message: InboundMessage }
		| { readonly kind: 'deliveryReport'; readonly report: DeliveryReport }
	);

/**
 * The news that somebody wrote.
 *
 * @param more `undocumented` where the provider's documentation does not show the fields
 */
export const messageEvent = (
	message: InboundMessage,
	more: Pick<Told, 'undocumented'> = {},
): WebhookEvent => ({ kind: 'messageReceived', key: message.id, ...more, message });

/**
 * The news about a sent message.
 *
 * @param key the same for every repeat of this news: id and status, and the recipient where ids are shared
 */
export const reportEvent = (
	key: string,
	report: DeliveryReport,
	more: Pick<Told, 'undocumented'> = {},
): WebhookEvent => ({ kind: 'deliveryReport', key, ...more, report });

/** A call that is not believed. */
export const refused = (reason: string): Verdict => ({ genuine: false, reason });

/** How a provider, or a generation of it, calls. Pure: the same call gives the same answer. */
export interface WebhookWire {
	readonly methods: readonly string[];
	/** What it can tell. */
	readonly kinds: readonly WebhookKind[];
	/**
	 * - `account`:  a token of ours in the URL, made with the account's key
	 * - `needed`:   the credential's secret
	 * - `optional`: the credential's secret, if the user has chosen one
	 */
	readonly secret: 'account' | 'needed' | 'optional';
	/** Whether the credential has to have a user name as well, and what the provider calls it. */
	readonly username?: string;
	/** HTTP status for news; 200 if absent. What came before is answered with 200. */
	readonly statusOfNews?: number;
	/** Whether a call only asks if somebody is there. */
	isPing?(call: WebhookCall): boolean;
	/** @param secret `undefined` where the user has chosen none */
	verify(call: WebhookCall, secret: WebhookSecret | undefined): Verdict;
	/** Its news, of which there may be none for us; `undefined` where it cannot be understood. */
	read(call: WebhookCall): readonly WebhookEvent[] | undefined;
}
