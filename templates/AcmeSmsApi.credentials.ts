import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { HTTP_REQUEST_FIELDS, ownRequest } from '../n8n/http/credential';

export class AcmeSmsApi implements ICredentialType {
	name = 'acmeSmsApi';

	displayName = 'Acme SMS API';

	icon: Icon = { light: 'file:../icons/sms.svg', dark: 'file:../icons/sms.dark.svg' };

	documentationUrl = 'https://acme-sms.example/docs';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Found in the Acme SMS console under API Keys',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.acme-sms.example',
			description: 'Base URL of the API. Change it only for a test server or your own proxy.',
		},
		...HTTP_REQUEST_FIELDS,
	];

	authenticate: IAuthenticate = async (
		{ apiKey, baseUrl }: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { options } = ownRequest(requestOptions, String(baseUrl));
		const authorization = `Bearer ${String(apiKey).trim()}`;
		return { ...options, headers: { ...options.headers, authorization } };
	};
}
