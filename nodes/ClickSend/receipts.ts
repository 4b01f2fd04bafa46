/** What ClickSend's receipts say, polled or pushed: one table for both (facts: clicksend §8, §11). */
import type { DeliveryStatus } from '../../core/delivery';
import { textOrNumber } from '../../core/values';

/** Words for `status_code`, which comes as number and as text. */
const CODES: Readonly<Record<string, DeliveryStatus>> = {
	200: 'sent',
	201: 'delivered',
	300: 'delayed',
	301: 'failed',
};

/** Words for `status`, which only pushed receipts have. */
const WORDS: Readonly<Record<string, DeliveryStatus>> = {
	delivered: 'delivered',
	undelivered: 'failed',
};

/** What a receipt says about its message. */
export function statusOf(receipt: Readonly<Record<string, unknown>>): DeliveryStatus {
	const code = textOrNumber(receipt.status_code)?.trim() ?? '';
	const word = textOrNumber(receipt.status)?.trim().toLowerCase() ?? '';
	if (Object.hasOwn(CODES, code)) return CODES[code] ?? 'unknown';
	return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? 'unknown') : 'unknown';
}
