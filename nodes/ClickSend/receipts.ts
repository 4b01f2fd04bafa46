/**
 * Maps ClickSend's delivery receipts, polled or pushed, with one table for both
 * (docs/providers/clicksend.md §8, §11).
 */
import { type DeliveryStatus, type DeliveryWords, statusIn } from '../../core/receiving/delivery';
import { textIn } from '../../core/values';

/** Our terms for `status_code`, which comes as a number or a string. */
const CODES: DeliveryWords = {
	200: 'sent',
	201: 'delivered',
	300: 'delayed',
	301: 'failed',
};

/** Our terms for `status`, which only pushed receipts have. */
const WORDS: DeliveryWords = {
	delivered: 'delivered',
	undelivered: 'failed',
};

/** The delivery status in a receipt. */
export function statusOf(receipt: Readonly<Record<string, unknown>>): DeliveryStatus {
	const said = statusIn(CODES, textIn(receipt.status_code) ?? '');
	return said === 'unknown' ? statusIn(WORDS, textIn(receipt.status)?.toLowerCase() ?? '') : said;
}
