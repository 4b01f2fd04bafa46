import type { Fields } from '../../../../n8n/parameters/fields';
import { requestOperation } from '../../../../n8n/operations/operation';
import { MESSAGE_FIELD } from '../../../../n8n/sending/options';
import { shortenedSms, sms } from '../../channel';
import { FROM_FIELD } from '../locators';
import {
	PRICE_OPTIONS_FIELD,
	PRICED_TO_FIELD,
	priceRequest,
	priceRows,
	simplifyPrice,
} from '../price';
import { SHORTEN_FIELD } from './sendFields';

const FIELDS = [
	PRICED_TO_FIELD,
	{ ...MESSAGE_FIELD, description: 'The text to get the price of; it is not sent' },
	FROM_FIELD,
	{ ...PRICE_OPTIONS_FIELD, options: [...PRICE_OPTIONS_FIELD.options, SHORTEN_FIELD] },
] as const satisfies Fields;

export const getPrice = requestOperation({
	name: 'Get Price',
	value: 'getPrice',
	action: 'Get the price of an SMS',
	description: 'Get the price of a text to one or more recipients, without sending it',
	fields: FIELDS,
	request: ({ to, message, from, options }, env) =>
		priceRequest(
			options.shortenUrls ? shortenedSms : sms,
			{ to, text: message, from },
			options,
			env,
		),
	items: priceRows,
	simplify: simplifyPrice,
});
