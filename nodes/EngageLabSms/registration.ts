import type { Registration } from '../../n8n/registration';
import { ENGAGELAB_ENDPOINTS, openEngageLab, engageLabSms } from './send';
import { smsHook } from './smsHook';
import { engageLabWebhook } from './webhook';

export const engageLabRegistration: Registration = {
	provider: engageLabSms,
	endpoints: ENGAGELAB_ENDPOINTS,
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
						'SMSHook of older accounts. EngageLab does not document the fields it posts: the node looks for likely names, and always includes raw.',
				},
			],
			default: 'current',
			description: 'Which of EngageLab’s two APIs the account uses',
		},
		variants: {
			current: {
				wire: engageLabWebhook,
				steps:
					'1. Publish the workflow: EngageLab calls the URL when you save it. 2. In the EngageLab console, enter the Production URL as the callback, with a user name and a secret. 3. Enter the user name and the secret in the credential.',
				unsigned:
					'Whether to refuse callbacks without a valid signature. Turn it off only if the callback has no user name and secret in the EngageLab console. Then choose at least 16 random letters and digits, enter them in the credential as Secret, and enter the Production URL with <code>?token=</code> and the secret at its end.',
			},
			legacy: {
				wire: smsHook,
				steps:
					'1. Publish the workflow: EngageLab may call the URL when you save it. 2. In the EngageLab console, enter the Production URL as the SMSHook. 3. Enter its app key in the credential as Username, and its secret as Secret. The fields that SMSHook posts are not documented: look at raw before you rely on one.',
			},
		},
	},
};
