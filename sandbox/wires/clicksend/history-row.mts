import { type MessageState, type PhoneMessage } from '../../types.mts';
import { type HistoryRow } from './channel.mts';
import { type Sent } from './sent.mts';

/** A message that was just sent is `Completed` without a code (observed, docs/providers/clicksend.md §7). */
const statuses: Record<MessageState, readonly [status: string, code: string | null, text: string]> =
	{
		queued: ['Queued', '200', 'Success: Message queued'],
		scheduled: ['Scheduled', '200', 'Success: Message scheduled'],
		sent: ['Completed', null, ''],
		delivered: ['Sent', '201', 'Success: Message received on handset.'],
		undelivered: ['Failed', '301', 'Error: Delivery failed'],
		cancelled: ['Cancelled', '301', 'Message cancelled'],
	};

/** The status of a message in the history. */
export function statusOf(message: PhoneMessage | undefined) {
	const [status, status_code, text] = statuses[message?.state ?? 'sent'];
	return { status, status_code, status_text: text || null };
}

/** A row of the history; some fields differ from those of a send (docs/providers/clicksend.md §5). */
export function carriedRow({ row }: Sent, message: PhoneMessage | undefined): HistoryRow {
	return {
		...row,
		// Not in the history (OpenAPI); undefined leaves it out of the JSON.
		is_shared_system_number: undefined,
		schedule: String(row.schedule),
		message_price: Number(row.message_price ?? 0).toFixed(6),
		custom_string: row.custom_string || null,
		...statusOf(message),
		error_code: message?.errorCode ?? null,
		error_text: message?.errorCode ? 'Not delivered' : null,
		first_name: null,
		last_name: null,
		_api_username: 'sandbox',
	};
}
