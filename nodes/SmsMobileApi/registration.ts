import type { Registration } from '../../n8n/registration';
import { connectSmsMobile } from './client';
import { smsMobileInbox } from './inbound';
import {
	type Channel,
	type Extras,
	openSmsMobile,
	SMSMOBILE_ENDPOINTS,
	smsMobileApi,
} from './send';
import { STATUS_ENDPOINTS } from './status';
import { smsMobileV1Webhook, smsMobileV2Webhook } from './webhook';

export const smsMobileRegistration: Registration = {
	provider: smsMobileApi,
	endpoints: SMSMOBILE_ENDPOINTS,
	statusEndpoints: STATUS_ENDPOINTS,
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
			'SMSMobileAPI cannot mark messages as read: a message can be lost if n8n is killed at the moment it receives the message.',
		open: async (ctx, authentication) =>
			smsMobileInbox(await connectSmsMobile(ctx, authentication)),
	},
	// The device is taken for what it is, whatever its ID looks like.
	replyExtras: ({ channel }): Readonly<Record<keyof Pick<Extras, 'channel'>, Channel>> => ({
		channel: channel === 'whatsapp' ? 'whatsApp' : 'sms',
	}),
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
					'The time zone of the times in these calls. SMSMobileAPI does not document it: compare a message with your phone. If empty, receivedAt is null.',
				steps: [
					'Choose a token of at least 16 random letters and digits, and enter it in the credential as Secret.',
					'Copy the Production URL above, and append ?token= and the token to it.',
					'Paste the result into the SMSMobileAPI dashboard as the webhook for received SMS. SMSMobileAPI does not sign these calls, so the node refuses calls without the token.',
					'Publish the workflow, and send a text to your phone.',
				],
			},
			v2: {
				wire: smsMobileV2Webhook,
				hasMedia: true,
				localTimes:
					'The time zone of the phone, in which the times of missed calls come. SMSMobileAPI does not document the zone; if empty, calledAt is the time of the event instead.',
				steps: [
					'In the SMSMobileAPI dashboard, create a webhook with the Production URL above and the events sms.received, sms.sent and sms.failed; for WhatsApp messages and missed calls also whatsapp.received and call.missed.',
					'Copy the secret of the webhook into the credential as Secret.',
					'Publish the workflow, and send a text to your phone.',
				],
			},
		},
	},
};
