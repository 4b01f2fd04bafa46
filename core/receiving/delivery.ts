/** What carriers say about sent messages: one shape and one vocabulary over all providers. */
import { withoutSecrets } from '../secrets';
import { entryOf } from '../values';

/**
 * - `queued`:    the provider has it and has not passed it on yet.
 * - `sent`:      it is with the carrier.
 * - `delayed`:   the carrier could not deliver it and goes on trying.
 * - `delivered`: it is on the phone.
 * - `failed`:    it will not be delivered.
 * - `unknown`:   words that the provider's documentation does not list.
 */
export type DeliveryStatus = 'queued' | 'sent' | 'delayed' | 'delivered' | 'failed' | 'unknown';

/** One report about one message. */
export interface DeliveryReport {
	/** What the send's output calls `messageId`. */
	readonly messageId: string;
	/** E.164 where the provider gives or implies it; `null` where its reports do not say. */
	readonly to: string | null;
	readonly status: DeliveryStatus;
	/** Whether this is the last word on the message: it is delivered, or will not be. */
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

/** What a provider's words mean. */
export type DeliveryWords = Readonly<Record<string, DeliveryStatus>>;

/** A provider's word; `unknown` for one that its documentation does not list. */
export const statusIn = (words: DeliveryWords, word: string): DeliveryStatus =>
	entryOf(words, word) ?? 'unknown';

/** What a provider reports; what it leaves out is not known. */
export type ReportedDelivery = Pick<DeliveryReport, 'provider' | 'messageId' | 'status'> &
	Partial<Pick<DeliveryReport, 'to' | 'reportedAt' | 'reference' | 'errorCode' | 'errorText'>> & {
		/** The provider's row as it came; its secrets are left out here. */
		readonly row: unknown;
	};

/** A report in the one shape. */
export const deliveryReport = ({ row, ...told }: ReportedDelivery): DeliveryReport => ({
	to: null,
	reportedAt: null,
	reference: null,
	errorCode: null,
	errorText: null,
	...told,
	final: told.status === 'delivered' || told.status === 'failed',
	raw: withoutSecrets(row),
});
