import { type Fate } from './fate.mts';
import { type SendRow, subaccountId, userId } from './shapes.mts';

/** Without a valid recipient or text the row stays short (observed, facts: clicksend §7). */
const sparse: readonly string[] = ['INVALID_RECIPIENT', 'EMPTY_MESSAGE'];

const unixNow = () => Math.floor(Date.now() / 1000);

/** The row of one message, accepted or not: an id it has in both cases (observed). */
export function rowOf(fate: Fate, messageId: string): SendRow {
	const { message, status, number, sender, parts } = fate;
	const accepted = status === 'SUCCESS';
	const common = {
		to: number?.e164 ?? message.to,
		body: message.body,
		from: sender.from,
	};
	const identity = { message_id: messageId };
	if (sparse.includes(status) || !number) {
		return {
			...common,
			schedule: '',
			...identity,
			custom_string: message.customString,
			is_shared_system_number: false,
			status,
		};
	}
	return {
		direction: 'out',
		date: unixNow(),
		...common,
		schedule: accepted ? (fate.sendAt ?? unixNow()) : '',
		...identity,
		message_parts: accepted ? parts.segments : 0,
		message_price: accepted ? fate.price.toFixed(4) : '0.0000',
		from_email: message.fromEmail,
		list_id: message.listId,
		custom_string: message.customString,
		contact_id: message.contactId,
		user_id: userId,
		subaccount_id: subaccountId,
		is_shared_system_number: sender.shared,
		country: number.country,
		carrier: number.country === 'AU' ? 'Telstra' : '',
		status,
	};
}
