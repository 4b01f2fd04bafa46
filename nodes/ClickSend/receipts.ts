/**
 * What ClickSend's receipts say, polled or pushed: one table for both
 * (docs/providers/clicksend.md §8, §11).
 */
import { type DeliveryStatus, type DeliveryWords, statusIn } from '../../core/receiving/delivery';
import { textIn } from '../../core/values';

/** Words for `status_code`, which comes as number and as text. */
const CODES: DeliveryWords = {
	200: 'sent',
	201: 'delivered',
	300: 'delayed',
	301: 'failed',
};

/** Words for `status`, which only pushed receipts have. */
const WORDS: DeliveryWords = {
	delivered: 'delivered',
	undelivered: 'failed',
};

/** What a receipt says about its message. */
export function statusOf(receipt: Readonly<Record<string, unknown>>): DeliveryStatus {
	const said = statusIn(CODES, textIn(receipt.status_code) ?? '');
	return said === 'unknown' ? statusIn(WORDS, textIn(receipt.status)?.toLowerCase() ?? '') : said;
}
