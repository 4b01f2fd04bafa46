import { requestOperation } from '../../../../n8n/operations/operation';
import { voice } from '../../voice';
import {
	PRICE_OPTIONS_FIELD,
	PRICED_TO_FIELD,
	priceRequest,
	priceRows,
	simplifyPrice,
} from '../price';
import { VOICE_FIELDS, voiceExtras } from './send';

export const getPrice = requestOperation({
	name: 'Get Price',
	value: 'getPrice',
	action: 'Get the price of a voice message',
	description: 'Get the price of a call to one or more recipients, without making it',
	fields: [PRICED_TO_FIELD, ...VOICE_FIELDS, PRICE_OPTIONS_FIELD],
	request({ to, options, ...params }, env) {
		const extras = voiceExtras(params);
		return priceRequest(voice, { to, text: params.message, extras }, options, env);
	},
	items: priceRows,
	simplify: simplifyPrice,
});
