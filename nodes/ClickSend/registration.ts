import type { Registration } from '../../n8n/registration';
import { clickSendRules, clickSendTextRules, TEXT_RULE_ENDPOINTS } from './automationRules';
import { clickSendCalls } from './calls';
import { sms } from './channel';
import { connectClickSend } from './client';
import { clickSendInbox } from './inbound';
import { clickSend, endpointsOf, openClickSend } from './send';
import { STATUS_ENDPOINTS } from './status';
import { clickSendWebhook } from './webhook';

export const clickSendRegistration: Registration = {
	provider: clickSend,
	endpoints: endpointsOf(sms),
	statusEndpoints: STATUS_ENDPOINTS,
	connect: openClickSend,
	calls: clickSendCalls,
	inbox: {
		hasMarks: true,
		hasMedia: true,
		rule: {
			displayName: 'Create POLL Rule',
			name: 'createPollRule',
			description:
				'Whether to create an inbound rule with the action POLL in ClickSend if the account has none. The rule stays when the workflow is unpublished.',
		},
		identity: ['username', 'connectionId', 'baseUrl'],
		notice:
			'ClickSend keeps received messages for this trigger only while the account has an inbound rule with the action POLL: the node creates one unless you turn off Create POLL Rule under Options. Messages that have started the workflow are marked as read in ClickSend, so no two workflows should wait for the messages of the same account.',
		open: async (ctx, authentication, createsRule) =>
			clickSendInbox(await connectClickSend(ctx, authentication), createsRule),
	},
	webhooks: {
		variants: {
			default: {
				wire: clickSendWebhook,
				hasMedia: true,
				steps: [
					'There is nothing to set up: the node adds its automation rules in ClickSend when you publish the workflow, and removes them when you unpublish it. It changes no other rules.',
					'ClickSend must be able to reach this n8n from the internet.',
					'To test while you build: click Execute step (or Listen for test event), and send a text to your ClickSend number. The rules of a test are removed when it ends.',
				],
			},
		},
		rules: {
			key: 'apiKey',
			connect: async (ctx, authentication) =>
				clickSendRules(await connectClickSend(ctx, authentication)),
		},
	},
	replies: {
		wire: clickSendWebhook,
		endpoints: TEXT_RULE_ENDPOINTS,
		connect: async (ctx, authentication, timeoutMs) =>
			clickSendTextRules(await connectClickSend(ctx, authentication, timeoutMs)),
	},
};
