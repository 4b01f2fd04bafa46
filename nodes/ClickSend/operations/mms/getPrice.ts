import { requestOperation } from '../../../../n8n/operations/operation';
import { mms } from '../../mms';
import { MMS_FIELDS, mmsExtras } from './send';
import {
	PRICE_OPTIONS_FIELD,
	PRICED_TO_FIELD,
	priceRequest,
	priceRows,
	simplifyPrice,
} from '../price';

export const getPrice = requestOperation({
	name: 'Get Price',
	value: 'getPrice',
	action: 'Get the price of an MMS',
	description:
		'Get the price of an MMS to one or more recipients, in the currency of the account, without sending it',
	fields: [PRICED_TO_FIELD, ...MMS_FIELDS, PRICE_OPTIONS_FIELD],
	request({ to, options, ...params }, env) {
		const { message: text, from } = params;
		const extras = mmsExtras(params);
		return priceRequest(mms, { to, text, from, extras }, options, env);
	},
	items: priceRows,
	simplify: simplifyPrice,
});
