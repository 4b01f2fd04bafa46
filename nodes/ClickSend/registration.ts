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
				'Whether to create an inbound rule with the action POLL in ClickSend if the account has none. The rule remains when the workflow is unpublished.',
		},
		identity: ['username', 'connectionId', 'baseUrl'],
		notice:
			'ClickSend keeps received messages for this trigger only while the account has an inbound rule with the action POLL; see Create POLL Rule under Options. Messages that have started the workflow are marked as read in ClickSend, so two workflows on the same account should not wait for the same messages.',
		open: async (ctx, authentication, createsRule) =>
			clickSendInbox(await connectClickSend(ctx, authentication), createsRule),
	},
	webhooks: {
		variants: {
			default: {
				wire: clickSendWebhook,
				steps:
					'Nothing to set up: the node adds its automation rules in ClickSend when the workflow is published, and removes them when it is unpublished. All other rules are left unchanged. ClickSend must be able to reach this n8n instance from the internet.',
			},
		},
		rules: {
			key: 'apiKey',
			connect: async (ctx, authentication) =>
				clickSendRules(await connectClickSend(ctx, authentication)),
		},
	},
};
