import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { HTTP_REQUEST_FIELDS, keyOf, ownRequest } from '../n8n/http/credential';

/** Adds the key to a body, whatever type the body has. */
function withKey(body: unknown, apikey: string): IHttpRequestOptions['body'] {
	if (typeof body === 'string' || body instanceof URLSearchParams) {
		const form = new URLSearchParams(body);
		form.set('apikey', apikey);
		return typeof body === 'string' ? form.toString() : form;
	}
	return { ...(body as IDataObject | undefined), apikey };
}

export class SmsMobileApi implements ICredentialType {
	name = 'smsMobileApi';

	displayName = 'SMSMobileAPI API';

	icon: Icon = {
		light: 'file:../icons/smsmobileapi.svg',
		dark: 'file:../icons/smsmobileapi.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/credentials.md#smsmobileapi-api';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From your SMSMobileAPI dashboard, or from its app on your phone',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.smsmobileapi.com',
			description: 'Base URL of the API. Change it only for a test server or your own proxy.',
		},
		...HTTP_REQUEST_FIELDS,
	];

	/**
	 * Sends the key as a form field. Where the API accepts only GET and no form, the key is a query
	 * parameter, because the API has no header for it (docs/providers/smsmobileapi.md §2).
	 */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { options } = ownRequest(requestOptions, String(credentials.baseUrl));
		const apikey = keyOf(credentials.apiKey);
		return (options.method ?? 'GET') === 'GET'
			? { ...options, qs: { ...options.qs, apikey } }
			: {
					...options,
					headers: {
						'content-type': 'application/x-www-form-urlencoded',
						...options.headers,
					},
					body: withKey(options.body, apikey),
				};
	};
}
