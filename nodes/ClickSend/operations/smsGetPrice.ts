/** What texts would cost; nothing is sent and nothing is charged (facts: clicksend §7). */
import type { IDataObject } from 'n8n-workflow';
import type { Fields } from '../../../n8n/fields';
import { requestOperation } from '../../../n8n/operation';
import { MESSAGE_FIELD, readDraftOptions, SEND_OPTIONS, TO_FIELD } from '../../../n8n/send-options';
import { failureOf, isObject } from '../errors';
import { BULK_TIMEOUT_MS, clickSend, prepare, toWire } from '../send';
import { FROM_FIELD } from './locators';

/** Those options of a send that change what it costs. */
const PRICED: readonly string[] = ['defaultCountry', 'smartEncoding'];

const FIELDS = [
	{ ...TO_FIELD, description: `${TO_FIELD.description}; at most 1000` },
	{ ...MESSAGE_FIELD, description: 'The text whose price is asked for; it is not sent' },
	FROM_FIELD,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: SEND_OPTIONS.filter(({ name }) => PRICED.includes(name)),
	},
] as const satisfies Fields;

/** One row per message, with the currency that ClickSend names once for all of them. */
function readRows({ messages, _currency }: IDataObject): IDataObject[] {
	const rows = Array.isArray(messages) ? messages.filter(isObject) : [];
	return rows.map((row) => {
		const told: IDataObject = { ...row, _currency };
		// The text does not belong into outputs, as with Send.
		delete told.body;
		return told;
	});
}

function simplify({ _currency: currency, ...row }: IDataObject): IDataObject {
	const amount = row.message_price ?? null;
	const status = String(row.status);
	return {
		to: row.to ?? null,
		from: row.from ?? null,
		country: row.country ?? null,
		segments: Number(row.message_parts ?? 0),
		price:
			status === 'SUCCESS' && amount !== null
				? { amount, currency: isObject(currency) ? (currency.currency_name_short ?? null) : null }
				: null,
		status,
		problem: status === 'SUCCESS' ? null : (failureOf(status)?.message ?? null),
	};
}

export const getPrice = requestOperation({
	name: 'Get Price',
	value: 'getPrice',
	action: 'Get the price of an SMS',
	description: 'Get what a text to one or many recipients would cost, without sending it',
	fields: FIELDS,
	request({ to, message, from, options }, env) {
		const draft = { to, text: message, from, ...readDraftOptions(options) };
		const messages = env.planMessages(draft, { provider: clickSend, prepare });
		return {
			method: 'POST',
			path: '/v3/sms/price',
			body: { messages: messages.map(toWire) },
			...(messages.length > 1 && { timeoutMs: BULK_TIMEOUT_MS }),
		};
	},
	items: readRows,
	simplify,
});
