import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { HTTP_REQUEST_FIELDS, keyOf, ownRequest } from '../n8n/http/credential';

export class MatonApi implements ICredentialType {
	name = 'matonApi';

	displayName = 'Maton API';

	icon: Icon = { light: 'file:../icons/maton.svg', dark: 'file:../icons/maton.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/credentials.md#maton-api';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Your key from <a href="https://maton.ai/settings">maton.ai/settings</a>',
		},
		{
			displayName: 'Connection ID',
			name: 'connectionId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 37beee67-29f7-43b6-b0b2-5f0f7a5d6440',
			description:
				'Which of several ClickSend connections to use. If empty, the oldest active one is used.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://gateway.maton.ai',
			description: 'Base URL of the gateway, without /clicksend at the end',
		},
		{
			displayName: 'Control URL',
			name: 'controlUrl',
			type: 'string',
			default: 'https://ctrl.maton.ai',
			description: 'Base URL of the API that manages connections',
		},
		...HTTP_REQUEST_FIELDS,
	];

	/** Bearer, and the connection if one is selected (docs/providers/maton.md §2). */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { baseUrl, controlUrl } = credentials;
		const { options } = ownRequest(requestOptions, String(baseUrl), String(controlUrl));
		const connectionId = keyOf(credentials.connectionId);
		return {
			...options,
			headers: {
				...options.headers,
				authorization: `Bearer ${keyOf(credentials.apiKey)}`,
				...(connectionId !== '' && { 'Maton-Connection': connectionId }),
			},
		};
	};
}
