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

/** Adds the token to a JSON body, serialised or not. */
function withToken(body: IHttpRequestOptions['body'], token: string): IHttpRequestOptions['body'] {
	if (typeof body === 'string') {
		return JSON.stringify({ ...(JSON.parse(body || '{}') as IDataObject), api_token: token });
	}
	return { ...(body as IDataObject | undefined), api_token: token };
}

export class GoToneSmsApi implements ICredentialType {
	name = 'goToneSmsApi';

	displayName = 'GoTone SMS API';

	icon: Icon = { light: 'file:../icons/gotone.svg', dark: 'file:../icons/gotone.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/credentials.md#gotone-sms-api';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. 49|LNFe8…',
			description: 'As GoTone SMS shows it, including the number and the vertical bar at the start',
		},
		{
			displayName: 'API Path',
			name: 'apiPath',
			type: 'options',
			options: [
				{
					name: '/api/http',
					value: 'http',
					description: 'The token is also sent as a parameter, as this path expects',
				},
				{ name: '/api/v3', value: 'v3', description: 'The token is sent only in a header' },
			],
			default: 'v3',
			description: 'Which of the service’s two API paths to use; both do the same',
		},
		{
			displayName: 'Contact Field Names',
			name: 'contactFieldNames',
			type: 'options',
			options: [
				{
					name: 'Lower Case',
					value: 'lower',
					description: 'Such as first_name: GoTone SMS, and Ultimate SMS up to version 3.8',
				},
				{
					name: 'Upper Case',
					value: 'upper',
					description: 'Such as FIRST_NAME: newer versions of Ultimate SMS, for example text.lk',
				},
			],
			default: 'lower',
			description: 'How the service spells the fields of a contact that is created or updated',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://app.gotonesms.net',
			description:
				'Base URL of the API, without /api at the end. Any other service that runs Ultimate SMS works too.',
		},
		...HTTP_REQUEST_FIELDS,
	];

	/**
	 * Bearer. `/api/http` expects a parameter instead (docs/providers/gotone.md §1): it is sent in the
	 * body where one is possible, because URLs end up in logs.
	 */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { options } = ownRequest(requestOptions, String(credentials.baseUrl));
		const token = keyOf(credentials.apiToken);
		const headers = { ...options.headers, authorization: `Bearer ${token}` };
		if (credentials.apiPath !== 'http') return { ...options, headers };
		if ((options.method ?? 'GET') === 'GET') {
			return { ...options, headers, qs: { ...options.qs, api_token: token } };
		}
		return {
			...options,
			headers: { ...headers, 'content-type': 'application/json' },
			body: withToken(options.body, token),
		};
	};
}
