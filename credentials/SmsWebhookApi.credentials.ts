import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The secret shared by a provider and this n8n, which proves that a call is from the provider. */
export class SmsWebhookApi implements ICredentialType {
	name = 'smsWebhookApi';

	displayName = 'SMS Webhook API';

	icon: Icon = { light: 'file:../icons/sms.svg', dark: 'file:../icons/sms.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/triggers.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The secret, key or token with which the provider signs its calls, or that the webhook URL ends with, as described in the steps in the node',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			description: 'Needed only if the steps in the node ask for a user name or an app key',
		},
	];
}
