import { isFault } from '../../../../core/planning/draft';
import { requestOperation } from '../../../../n8n/operations/operation';
import { mms, mmsChannel } from '../../mms';
import { addressIn, FIELD, pictureOf, uploadRequest } from '../../uploads';
import {
	PRICE_OPTIONS_FIELD,
	PRICED_TO_FIELD,
	priceRequest,
	priceRows,
	simplifyPrice,
} from '../price';
import { MMS_FIELDS, mmsExtras } from './send';

/** MMS → Get Price: a binary file is uploaded first, as by Send, because the price request has its address. */
export const getPrice = requestOperation({
	name: 'Get Price',
	value: 'getPrice',
	action: 'Get the price of an MMS',
	description:
		'Get the price of an MMS to one or more recipients, in the currency of the account, without sending it',
	fields: [PRICED_TO_FIELD, ...MMS_FIELDS, PRICE_OPTIONS_FIELD],
	file: ({ mediaSource, binaryPropertyName: name }) =>
		mediaSource === 'binary' ? { parameter: FIELD, name } : undefined,
	before({ mediaSource, binaryPropertyName }, env) {
		if (mediaSource !== 'binary') return undefined;
		const content = env.file ? pictureOf(env.file, binaryPropertyName) : '';
		if (isFault(content)) throw env.refuse(content.failure.message, content.failure.hint ?? '');
		return uploadRequest(content);
	},
	request({ to, options, mediaSource, mediaUrl, subject, message: text, from }, env, uploaded) {
		if (mediaSource === 'url') {
			const extras = mmsExtras({ subject, mediaUrl });
			return priceRequest(mms, { to, text, from, extras }, options, env);
		}
		const address = uploaded ? addressIn(uploaded) : '';
		if (typeof address !== 'string') throw env.refuse(address.message, address.hint ?? '');
		const channel = mmsChannel(new Map([[FIELD, address]]));
		const extras = { subject: subject.trim(), media: FIELD };
		return priceRequest(channel, { to, text, from, extras }, options, env);
	},
	items: priceRows,
	simplify: simplifyPrice,
});
