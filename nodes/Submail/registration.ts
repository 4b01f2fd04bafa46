import type { Registration } from '../../n8n/registration';
import { connectSubmailInbox } from './client';
import { SUBMAIL_ENDPOINTS } from './endpoints';
import { submailInbox } from './inbound';
import { submail, openSubmail } from './send';
import { subHook } from './webhook';

export const submailRegistration: Registration = {
	provider: submail,
	endpoints: SUBMAIL_ENDPOINTS,
	connect: openSubmail,
	inbox: {
		hasMarks: false,
		history: 'messages from the last 25 hours',
		identity: ['appId', 'appType', 'baseUrl'],
		notice:
			'SUBMAIL answers only one program per minute, and only for domestic apps. It cannot mark messages as read: a message can be lost if n8n is killed at the moment it takes over the message.',
		open: async (ctx) => submailInbox(await connectSubmailInbox(ctx)),
	},
	webhooks: {
		variants: {
			default: {
				wire: subHook,
				steps:
					'1. In the SUBMAIL console, create a SUBHOOK with the Production URL and the events delivered, dropped, sending and mo. 2. Copy its key into the Secret field of the credential. POST (form or JSON) and GET both work.',
			},
		},
	},
};
