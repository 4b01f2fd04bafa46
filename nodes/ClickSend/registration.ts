import type { Registration } from '../../n8n/registration';
import { clickSendRules } from './automationRules';
import { sms } from './channel';
import { connectClickSend } from './client';
import { clickSendInbox } from './inbound';
import { clickSend, endpointsOf, openClickSend } from './send';
import { clickSendWebhook } from './webhook';

export const clickSendRegistration: Registration = {
	provider: clickSend,
	endpoints: endpointsOf(sms),
	connect: openClickSend,
	inbox: {
		hasMarks: true,
		rule: {
			displayName: 'Create POLL Rule',
			name: 'createPollRule',
			description:
				'Whether to create the inbound rule with the action POLL in ClickSend where the account has none. It stays there when the workflow is switched off.',
		},
		identity: ['username', 'connectionId', 'baseUrl'],
		notice:
			'ClickSend keeps received messages for this trigger only while the account has an inbound rule with the action POLL; see Create POLL Rule under Options. Messages that have started the workflow are marked as read there, so two workflows on the same account should not wait for the same messages.',
		open: async (ctx, authentication, createsRule) =>
			clickSendInbox(await connectClickSend(ctx, authentication), createsRule),
	},
	webhooks: {
		variants: {
			default: {
				wire: clickSendWebhook,
				steps:
					'Nothing to set up: when the workflow is published, the node adds its automation rules at ClickSend, and removes them when it is unpublished. All other rules stay as they are. ClickSend has to reach this n8n from the internet.',
			},
		},
		rules: {
			key: 'apiKey',
			connect: async (ctx, authentication) =>
				clickSendRules(await connectClickSend(ctx, authentication)),
		},
	},
};
