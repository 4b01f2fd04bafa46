import type { Registration } from '../../n8n/registration';
import { connectSubmailInbox } from './client';
import { SUBMAIL_ENDPOINTS } from './endpoints';
import { submailInbox } from './inbound';
import { submail, openSubmail } from './send';
import { STATUS_ENDPOINTS } from './status';
import { subHook } from './webhook';

export const submailRegistration: Registration = {
	provider: submail,
	endpoints: SUBMAIL_ENDPOINTS,
	statusEndpoints: STATUS_ENDPOINTS,
	connect: openSubmail,
	inbox: {
		hasMarks: false,
		history: 'messages from the last 25 hours',
		identity: ['appId', 'appType', 'baseUrl'],
		notice:
			'SUBMAIL lists received messages only once a minute and only for domestic apps, so no two workflows or programs should ask for those of the same app. It cannot mark messages as read: a message can be lost if n8n is killed at the moment it receives the message.',
		open: async (ctx) => submailInbox(await connectSubmailInbox(ctx)),
	},
	webhooks: {
		variants: {
			default: {
				wire: subHook,
				steps: [
					'In the SUBMAIL console, create a SUBHOOK with the Production URL above and the events mo (received messages), delivered, dropped and sending. POST (form or JSON) and GET both work.',
					'Copy the key of the SUBHOOK into the credential as Secret.',
					'Publish the workflow, and reply to a text that SUBMAIL has sent to you.',
				],
			},
		},
	},
};
