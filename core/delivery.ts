/** What carriers say about sent messages: one shape and one vocabulary over all providers (design §5). */

/**
 * - `queued`:    the provider has it and has not passed it on yet.
 * - `sent`:      it is with the carrier.
 * - `delayed`:   the carrier could not deliver it and goes on trying.
 * - `delivered`: it is on the phone.
 * - `failed`:    it will not be delivered.
 * - `unknown`:   words that the provider's documentation does not list.
 */
export type DeliveryStatus = 'queued' | 'sent' | 'delayed' | 'delivered' | 'failed' | 'unknown';

/** Nothing else can follow these. */
const FINAL: ReadonlySet<DeliveryStatus> = new Set(['delivered', 'failed']);

/** Whether a status is the last word on a message. */
export const isFinal = (status: DeliveryStatus): boolean => FINAL.has(status);

/** One report about one message. */
export interface DeliveryReport {
	/** What the send's output calls `messageId`. */
	readonly messageId: string;
	/** E.164 where the provider gives or implies it; `null` where its reports do not say. */
	readonly to: string | null;
	readonly status: DeliveryStatus;
	/** Whether this is the last word on the message, see {@link isFinal}. */
	readonly final: boolean;
	/** ISO 8601 in UTC, when it happened; `null` where the provider gives no time that can be read. */
	readonly reportedAt: string | null;
	/** Provider id, as in the output of sends: `clickSend`. */
	readonly provider: string;
	/** The user's own reference, where the provider passes it on. */
	readonly reference: string | null;
	/** The provider's or carrier's own code and words for a failure. */
	readonly errorCode: string | null;
	readonly errorText: string | null;
	/** The provider's row, without secrets. */
	readonly raw: unknown;
}
