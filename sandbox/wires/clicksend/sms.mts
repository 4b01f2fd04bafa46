import { countParts } from '../../segments.mts';
import { type Channel, type Fate } from './channel.mts';
import { currency, currencyWithLimits } from './envelope.mts';
import { carriedRow } from './history-row.mts';
import { mostParts, type SendRow, subaccountId, userId } from './shapes.mts';

/** Without a valid recipient or text the row stays short (observed, docs/providers/clicksend.md §7). */
const sparse: readonly string[] = ['INVALID_RECIPIENT', 'EMPTY_MESSAGE'];

const unixNow = () => Math.floor(Date.now() / 1000);

function rowOf(fate: Fate, messageId: string): SendRow {
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
		// Text, here and in the histories; MMS has a number as `contact_id` (OpenAPI).
		list_id: textOrNull(message.listId),
		custom_string: message.customString,
		contact_id: textOrNull(message.contactId),
		user_id: userId,
		subaccount_id: subaccountId,
		is_shared_system_number: sender.shared,
		country: number.country,
		carrier: number.country === 'AU' ? 'Telstra' : '',
		status,
	};
}

const textOrNull = (id: number | null) => (id === null ? null : String(id));

const blocked = (fates: Fate[]) =>
	fates.filter(({ status }) => status === 'COUNTRY_NOT_ENABLED').length;

function countries(fates: Fate[]) {
	const counts: Record<string, { recipient_count: number; selected: boolean }> = {};
	for (const { number } of fates) {
		if (!number) continue;
		const entry = (counts[number.country] ??= { recipient_count: 0, selected: true });
		entry.recipient_count++;
	}
	return counts;
}

const priced = [
	'to',
	'body',
	'from',
	'message_id',
	'message_parts',
	'message_price',
	'custom_string',
	'contact_id',
	'is_shared_system_number',
	'country',
	'status',
] as const;

/** A row of a price has fewer fields, and its date as text (OpenAPI: calculate-sms-price). */
const priceRow = (row: SendRow) => ({
	...(typeof row.date === 'number' && { date: String(row.date) }),
	...Object.fromEntries(priced.flatMap((name) => (name in row ? [[name, row[name]]] : []))),
});

/** Texts (docs/providers/clicksend.md §5, §7). */
export const sms: Channel = {
	name: 'sms',
	countParts: (text) => countParts(text, mostParts),
	pricePerPart: (country) => (country === 'AU' ? 0.0792 : 0.0946),
	hasSender: true,
	row: rowOf,
	priceRow,
	sendExtras: (fates) => ({ _currency: currencyWithLimits, blocked_count: blocked(fates) }),
	priceExtras: (fates) => ({
		_currency: currency,
		_summary: { countries: countries(fates) },
		blocked_count: blocked(fates),
	}),
	priceMessage: 'Here is some pricing.',
	history: {
		message: 'Here are your data.',
		row: carriedRow,
		searchable: ['status', 'to', 'from', 'subaccount_id', 'message_id'],
		sortable: {
			date: 'date',
			username: '_api_username',
			from: 'from',
			to: 'to',
			status: 'status',
			body: 'body',
		},
	},
};
