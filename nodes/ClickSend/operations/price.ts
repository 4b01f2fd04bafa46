/** The price of messages; nothing is sent or charged (docs/providers/clicksend.md §7, §12). */
import type { IDataObject } from 'n8n-workflow';
import type { Draft } from '../../../core/planning/draft';
import type { ApiRequest } from '../../../core/provider';
import type { Field } from '../../../n8n/parameters/fields';
import { isObject } from '../../../core/values';
import type { RequestEnv } from '../../../n8n/operations/operation';
import { SEND_OPTIONS, type SharedMessageOptions, TO_FIELD } from '../../../n8n/sending/options';
import { draftOptions } from '../../../n8n/sending/parts';
import { tidied } from '../../../n8n/sending/tidy';
import type { Channel } from '../channel';
import { failureOf } from '../errors';
import { withoutContent } from '../channel';
import { BULK_TIMEOUT_MS, clickSend } from '../send';

/** The send options that affect the price. */
type Priced = Extract<
	(typeof SEND_OPTIONS)[number],
	{ readonly name: 'cleanUpText' | 'defaultCountry' | 'smartEncoding' }
>;
const isPriced = (option: (typeof SEND_OPTIONS)[number]): option is Priced =>
	['cleanUpText', 'defaultCountry', 'smartEncoding'].includes(option.name);

export const PRICED_TO_FIELD = {
	...TO_FIELD,
	description: `${TO_FIELD.description}; at most 1000`,
} as const satisfies Field;

export const PRICE_OPTIONS_FIELD = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	// As in the sends: Default Country first.
	options: SEND_OPTIONS.filter(isPriced).sort(
		(a, b) => Number(b.name === 'defaultCountry') - Number(a.name === 'defaultCountry'),
	),
} as const satisfies Field;

/**
 * Builds the price request for the messages that a send would send.
 *
 * @throws NodeOperationError for anything that the send would refuse before sending
 */
export function priceRequest(
	channel: Channel,
	draft: Omit<Draft, 'item'>,
	options: SharedMessageOptions,
	env: RequestEnv,
): ApiRequest {
	const { prepare, name } = channel;
	const target = { provider: clickSend, account: { prepare } };
	const priced = options.cleanUpText ? tidied(draft) : draft;
	const messages = env.planMessages({ ...priced, ...draftOptions(options) }, target);
	return {
		method: 'POST',
		path: `/v3/${name}/price`,
		body: channel.toBody(messages),
		...(messages.length > 1 && { timeoutMs: BULK_TIMEOUT_MS }),
	};
}

/** One row per message, with the currency, which ClickSend states once for all of them, if at all. */
export function priceRows({ messages, _currency }: IDataObject): IDataObject[] {
	const rows = Array.isArray(messages) ? messages.filter(isObject) : [];
	return rows.map((row) => ({ ...withoutContent(row), ...(_currency && { _currency }) }));
}

export function simplifyPrice({ _currency: currency, ...row }: IDataObject): IDataObject {
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
