import type { Registration } from '../../n8n/registration';
import { ENGAGELAB_ENDPOINTS, openEngageLab, engageLabSms } from './send';
import { smsHook } from './smsHook';
import { STATUS_ENDPOINTS } from './status';
import { engageLabWebhook } from './webhook';

export const engageLabRegistration: Registration = {
	provider: engageLabSms,
	endpoints: ENGAGELAB_ENDPOINTS,
	statusEndpoints: STATUS_ENDPOINTS,
	connect: openEngageLab,
	webhooks: {
		chooser: {
			displayName: 'Generation',
			name: 'engageLabGeneration',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Current', value: 'current', description: 'Callbacks of accounts since 2025' },
				{
					name: 'Legacy',
					value: 'legacy',
					description:
						'SMSHook of older accounts. EngageLab does not document its fields: the node looks for likely names, and always includes raw.',
				},
			],
			default: 'current',
			description: 'Which of EngageLab’s two APIs the account uses',
		},
		variants: {
			current: {
				wire: engageLabWebhook,
				steps: [
					'Choose a user name and a secret, and enter them in the credential as Username and Secret.',
					'Publish the workflow: EngageLab calls the URL when you save it in the console.',
					'In the EngageLab console, enter the Production URL above as the callback, with the same user name and secret.',
					'Reply to a text that EngageLab has sent to you.',
				],
				unsigned:
					'Whether to refuse callbacks without a valid signature. Turn it off only if the callback has no user name and secret in the EngageLab console: then choose at least 16 random letters and digits, enter them in the credential as Secret, and append ?token= and the same letters and digits to the Production URL.',
			},
			legacy: {
				wire: smsHook,
				steps: [
					'Enter the app key of the SMSHook in the credential as Username, and its secret as Secret.',
					'Publish the workflow: EngageLab may call the URL when you save it in the console.',
					'In the EngageLab console, enter the Production URL above as the SMSHook.',
					'Reply to a text that EngageLab has sent to you. EngageLab does not document the fields that SMSHook sends: look at raw before you rely on one.',
				],
			},
		},
	},
};
