import type { Fields } from '../../../n8n/parameters/fields';
import { sendOperation } from '../../../n8n/operations/operation';
import { MESSAGE_FIELD, TO_FIELD } from '../../../n8n/sending/options';
import { authenticationOf, connectSmsMobile } from '../client';
import { SMSMOBILE_ENDPOINTS, smsMobileAccount, smsMobileApi } from '../send';
import { DEVICE_FIELD } from './locators';

const FIELDS = [
	{
		...TO_FIELD,
		description: `${TO_FIELD.description}; enter short codes as they are`,
	},
	MESSAGE_FIELD,
	{
		...DEVICE_FIELD,
		displayName: 'From',
		name: 'from',
		description: 'The phone that sends the message; leave empty to let SMSMobileAPI choose',
	},
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: [
			{ name: 'SMS', value: 'sms' },
			{ name: 'SMS and WhatsApp', value: 'both' },
			{ name: 'WhatsApp', value: 'whatsApp' },
		],
		default: 'sms',
		description: 'How to send the message; WhatsApp must be connected to the account',
	},
] as const satisfies Fields;

/** Message → Send: one request per recipient, because the API takes only one. */
export const send = sendOperation({
	name: 'Send',
	value: 'send',
	action: 'Send an SMS',
	description: 'Send a text by SMS, WhatsApp or both to one or more recipients',
	fields: FIELDS,
	without: ['reference'],
	endpoints: SMSMOBILE_ENDPOINTS,
	async open(ctx, { options }) {
		const api = await connectSmsMobile(ctx, authenticationOf(ctx), options.timeout);
		return { targets: [{ provider: smsMobileApi, account: smsMobileAccount(api) }] };
	},
	read: ({ to, message, from, channel }) => ({ to, text: message, from, extras: { channel } }),
});
