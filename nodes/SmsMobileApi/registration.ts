import type { Registration } from '../../n8n/registration';
import { connectSmsMobile } from './client';
import { smsMobileInbox } from './inbound';
import { openSmsMobile, SMSMOBILE_ENDPOINTS, smsMobileApi } from './send';
import { smsMobileV1Webhook, smsMobileV2Webhook } from './webhook';

export const smsMobileRegistration: Registration = {
	provider: smsMobileApi,
	endpoints: SMSMOBILE_ENDPOINTS,
	connect: openSmsMobile,
	notes: {
		makeSure:
			'with SMSMobileAPI, the phone itself tries an SMS up to 3 times before it reports an error',
	},
	inbox: {
		hasMarks: false,
		identity: ['clientId', 'baseUrl'],
		keys: ['apiKey'],
		notice:
			'SMSMobileAPI has no read marks: a message can be lost if n8n is killed at the moment it receives the message',
		open: async (ctx, authentication) =>
			smsMobileInbox(await connectSmsMobile(ctx, authentication)),
	},
	webhooks: {
		chooser: {
			displayName: 'Webhook Version',
			name: 'smsMobileVersion',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'V1',
					value: 'v1',
					description: 'Unsigned, messages only; protected by a token in the URL',
				},
				{
					name: 'V2',
					value: 'v2',
					description: 'Signed; messages, WhatsApp too, delivery reports and missed calls',
				},
			],
			default: 'v2',
			description: 'Version of the webhooks that the SMSMobileAPI dashboard is set to send',
		},
		variants: {
			v1: {
				wire: smsMobileV1Webhook,
				localTimes:
					'The time zone of the times in these calls. SMSMobileAPI does not document it: compare a message with your phone. If empty, <code>receivedAt</code> is null.',
				steps:
					'1. Choose a token of at least 16 random letters and digits, and enter it in the credential as Secret. 2. Copy the Production URL and append <code>?token=</code> and the token. 3. Paste it into the SMSMobileAPI dashboard as the webhook for received SMS. SMSMobileAPI does not sign these calls: calls without the token are refused.',
			},
			v2: {
				wire: smsMobileV2Webhook,
				localTimes:
					'The time zone of the phone, in which the times of missed calls come. SMSMobileAPI does not document the zone; if empty, <code>calledAt</code> is the time of the event instead.',
				steps:
					'1. In the SMSMobileAPI dashboard, create a webhook with the Production URL and the events <code>sms.received</code>, <code>sms.sent</code> and <code>sms.failed</code>; for WhatsApp messages and missed calls also <code>whatsapp.received</code> and <code>call.missed</code>. 2. Copy its secret into the credential.',
			},
		},
	},
};
