import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { HTTP_REQUEST_FIELDS, keyOf, ownRequest } from '../n8n/http/credential';
import { baseUrlOf } from '../nodes/EngageLabSms/generations';

export class EngageLabSmsApi implements ICredentialType {
	name = 'engageLabSmsApi';

	displayName = 'EngageLab SMS API';

	icon: Icon = {
		light: 'file:../icons/engagelab.svg',
		dark: 'file:../icons/engagelab.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/credentials.md#engagelab-sms-api';

	properties: INodeProperties[] = [
		{
			displayName: 'Generation',
			name: 'generation',
			type: 'options',
			options: [
				{
					name: 'Current',
					value: 'current',
					description:
						'Accounts since 2025, with a dev_key and a dev_secret (smsapi.engagelab.com)',
				},
				{
					name: 'Legacy',
					value: 'legacy',
					description: 'Older accounts, with an sms_user and an sms_key (sms.api.engagelab.cc)',
				},
			],
			default: 'current',
			description:
				'Which of EngageLab’s two APIs the account uses; the names of its keys tell which',
		},
		{
			displayName: 'Dev Key or SMS User',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'The dev_key in the EngageLab console; in the legacy generation, the sms_user',
		},
		{
			displayName: 'Dev Secret or SMS Key',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The dev_secret in the EngageLab console; in the legacy generation, the sms_key',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://smsapi.engagelab.com',
			description:
				'Base URL of the API. If empty, the address of the selected generation is used. Change it only for a test server or your own proxy.',
		},
		...HTTP_REQUEST_FIELDS,
	];

	/** HTTP Basic (docs/providers/engagelab.md §1). */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { options } = ownRequest(requestOptions, baseUrlOf(credentials));
		const pair = `${keyOf(credentials.username)}:${keyOf(credentials.password)}`;
		const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
		return { ...options, headers: { ...options.headers, authorization } };
	};
}
