import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The secret shared by a provider and this n8n, which proves that a call is from the provider. */
export class SmsWebhookApi implements ICredentialType {
	name = 'smsWebhookApi';

	displayName = 'SMS Webhook API';

	icon: Icon = { light: 'file:../icons/sms.svg', dark: 'file:../icons/sms.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/credentials.md#sms-webhook-api';

	properties: INodeProperties[] = [
		{
			displayName: 'Secret',
			name: 'secret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'What proves that a call comes from the provider: the secret or key of its webhook, or a token of your choice at the end of the URL. The steps in the node say which. Only the first call shows whether it is right.',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			description: 'Only if the steps in the node ask for a user name or an app key',
		},
	];

	/**
	 * There is nothing to ask: only the provider's calls show whether the secret is right. A test that
	 * checks the spelling would make the editor say "Connection tested successfully". What is surely wrong
	 * is refused when the workflow is published (core/receiving/proof.ts).
	 */
	test: ICredentialTestRequest | undefined = undefined;
}
