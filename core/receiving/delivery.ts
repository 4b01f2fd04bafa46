/** Delivery reports for sent messages: one shape and one set of statuses for all providers. */
import { withoutSecrets } from '../secrets';
import { entryOf } from '../values';
import { cutAddress, cutCode, cutReason, cutReference, shortId } from './lengths';

/**
 * - `queued`:    the provider has the message and has not passed it on yet.
 * - `sent`:      it is with the carrier.
 * - `delayed`:   the carrier could not deliver it and goes on trying.
 * - `delivered`: it is on the phone.
 * - `failed`:    it will not be delivered.
 * - `unknown`:   a status that the provider's documentation does not list.
 */
export type DeliveryStatus = 'queued' | 'sent' | 'delayed' | 'delivered' | 'failed' | 'unknown';

/** One report about one message. */
export interface DeliveryReport {
	/** The `messageId` of the send's output. */
	readonly messageId: string;
	/** E.164 if the provider gives or implies it; `null` if its reports do not say. */
	readonly to: string | null;
	readonly status: DeliveryStatus;
	/** Whether the status is final: the message is delivered, or will not be. */
	readonly final: boolean;
	/** When it happened, ISO 8601 in UTC; `null` if the provider gives no readable time. */
	readonly reportedAt: string | null;
	/** Provider id, as in the output of sends: `clickSend`. */
	readonly provider: string;
	/** The user's own reference, if the provider passes it on. */
	readonly reference: string | null;
	/** The provider's or carrier's own code and text for a failure. */
	readonly errorCode: string | null;
	readonly errorText: string | null;
	/** The provider's row, without secrets. */
	readonly raw: unknown;
}

/** Maps a provider's statuses to ours. */
export type DeliveryWords = Readonly<Record<string, DeliveryStatus>>;

/** Translates a provider's status; `unknown` for one that its documentation does not list. */
export const statusIn = (words: DeliveryWords, word: string): DeliveryStatus =>
	entryOf(words, word) ?? 'unknown';

/** What a provider reports; omitted fields are not known. */
export type ReportedDelivery = Pick<DeliveryReport, 'provider' | 'messageId' | 'status'> &
	Partial<Pick<DeliveryReport, 'to' | 'reportedAt' | 'reference' | 'errorCode' | 'errorText'>> & {
		/** The provider's row as received; its secrets are removed here. */
		readonly row: unknown;
	};

/** Builds a report in the common shape. Values longer than they can be are cut. */
export const deliveryReport = ({ row, ...told }: ReportedDelivery): DeliveryReport => ({
	provider: told.provider,
	messageId: shortId(told.messageId),
	to: cutAddress(told.to ?? null),
	status: told.status,
	reportedAt: told.reportedAt ?? null,
	reference: cutReference(told.reference ?? null),
	errorCode: cutCode(told.errorCode ?? null),
	errorText: cutReason(told.errorText ?? null),
	final: told.status === 'delivered' || told.status === 'failed',
	raw: withoutSecrets(row),
});
