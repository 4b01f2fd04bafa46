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

/** Our terms for `status` in the histories (docs/providers/clicksend.md §7). */
const HISTORY_WORDS: DeliveryWords = {
	queued: 'queued',
	scheduled: 'queued',
	waitapproval: 'queued',
	sent: 'sent',
	completed: 'sent',
	failed: 'failed',
	cancelled: 'failed',
	cancelledafterreview: 'failed',
};

/** The delivery status in a row of a history: the carrier's code if there is one, else ClickSend's word. */
export function historyStatusOf(row: Readonly<Record<string, unknown>>): DeliveryStatus {
	const status = statusIn(HISTORY_WORDS, textIn(row.status)?.toLowerCase() ?? '');
	// A message that was queued and one that was sent have the same code.
	if (status === 'queued') return status;
	const byCode = statusIn(CODES, textIn(row.status_code) ?? '');
	return byCode === 'unknown' ? status : byCode;
}
