import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { HTTP_REQUEST_FIELDS, keyOf, ownRequest } from '../n8n/http/credential';

export class ClickSendApi implements ICredentialType {
	name = 'clickSendApi';

	displayName = 'ClickSend API';

	icon: Icon = {
		light: 'file:../icons/clicksend.svg',
		dark: 'file:../icons/clicksend.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/credentials.md#clicksend-api';

	properties: INodeProperties[] = [
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. alerts@example.com',
			description: 'The user name of your ClickSend account',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Find it in ClickSend under Developers, API Credentials',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://rest.clicksend.com',
			description: 'Base URL of the API. Change it only for a test server or your own proxy.',
		},
		...HTTP_REQUEST_FIELDS,
	];

	/** HTTP Basic (docs/providers/clicksend.md §2). */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { options } = ownRequest(requestOptions, String(credentials.baseUrl));
		const pair = `${keyOf(credentials.username)}:${keyOf(credentials.apiKey)}`;
		const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
		return { ...options, headers: { ...options.headers, authorization } };
	};
}
