import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { HTTP_REQUEST_FIELDS, keyOf, ownRequest } from '../n8n/http/own-origin';
import { baseUrlOf } from '../nodes/EngageLabSms/generations';

export class EngageLabSmsApi implements ICredentialType {
	name = 'engageLabSmsApi';

	displayName = 'EngageLab SMS API';

	icon: Icon = {
		light: 'file:../icons/engagelab.svg',
		dark: 'file:../icons/engagelab.dark.svg',
	};

	documentationUrl = 'https://www.engagelab.com/docs/sms';

	properties: INodeProperties[] = [
		{
			displayName: 'Generation',
			name: 'generation',
			type: 'options',
			options: [
				{
					name: 'Current',
					value: 'current',
					description: 'Since 2025: smsapi.engagelab.com, dev_key and dev_secret',
				},
				{
					name: 'Legacy',
					value: 'legacy',
					description: 'Before 2025: sms.api.engagelab.cc, sms_user and sms_key',
				},
			],
			default: 'current',
			description: 'Which of EngageLab’s two APIs the key is for',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			description: 'The dev_key, or the sms_user in the legacy generation',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The dev_secret, or the sms_key in the legacy generation',
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
