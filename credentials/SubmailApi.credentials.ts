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
import { authenticated, isDigest, Multipart } from '../nodes/Submail/signature';

export class SubmailApi implements ICredentialType {
	name = 'submailApi';

	displayName = 'SUBMAIL API';

	icon: Icon = { light: 'file:../icons/submail.svg', dark: 'file:../icons/submail.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/credentials.md#submail-api';

	properties: INodeProperties[] = [
		{
			displayName: 'App ID',
			name: 'appId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 10001',
			description: 'The ID of the SMS app, in the SUBMAIL console under SMS, Apps',
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- it is SUBMAIL's term for the secret
		{
			displayName: 'App Key',
			name: 'appKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The key of the same app',
		},
		{
			displayName: 'App Type',
			name: 'appType',
			type: 'options',
			options: [
				{ name: 'Domestic (Mainland China)', value: 'domestic' },
				{ name: 'International', value: 'international' },
			],
			default: 'domestic',
			description: 'SUBMAIL has separate apps for mainland China and for the rest of the world',
		},
		{
			displayName: 'Signature Type',
			name: 'signatureType',
			type: 'options',
			options: [
				{
					name: 'MD5',
					value: 'md5',
					description: 'The key is not sent; requests carry a hash and are valid for 6 seconds',
				},
				{ name: 'Plain', value: 'normal', description: 'The key itself is sent in the body' },
				{
					name: 'SHA-1',
					value: 'sha1',
					description: 'The key is not sent; requests carry a hash and are valid for 6 seconds',
				},
				{
					name: 'SHA-256',
					value: 'sha256',
					description:
						'As SHA-1. SUBMAIL announced it with version 4 of the API, but describes it nowhere: the same rule as for the others is used, which is not confirmed.',
				},
			],
			default: 'normal',
			description:
				'How requests prove that you know the App Key; not the signature in front of your texts',
		},
		{
			displayName: 'Signature Version',
			name: 'signatureVersion',
			type: 'options',
			options: [
				{ name: '1', value: 1, description: 'Every field is hashed' },
				{ name: '2', value: 2, description: 'Texts and variables are excluded from the hash' },
			],
			default: 1,
			description: 'Which fields of a request are part of its hash',
			displayOptions: { show: { signatureType: ['md5', 'sha1', 'sha256'] } },
		},
		{
			displayName: 'Include SMS Signature in Hash',
			name: 'signSmsSignature',
			type: 'boolean',
			default: true,
			description:
				'Whether the signature in front of your texts is part of the hash. SUBMAIL does not document this: change it if sends with From fail with error 108.',
			displayOptions: { show: { signatureType: ['md5', 'sha1', 'sha256'] } },
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api-v4.mysubmail.com',
			description:
				'Base URL of the API. Change it only for another regional address of SUBMAIL, a test server or your own proxy.',
		},
		...HTTP_REQUEST_FIELDS,
	];

	/**
	 * Signs the final fields: those of the form, or of the query if there is no body
	 * (docs/providers/submail.md §3).
	 */
	authenticate: IAuthenticate = async (
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { target, options } = ownRequest(requestOptions, String(credentials.baseUrl));
		const method = options.method ?? 'GET';
		const { pathname, searchParams } = target;
		// The request for the time is not signed, because signing needs its answer.
		if (pathname.endsWith('/service/timestamp')) return options;
		const rules = {
			appId: keyOf(credentials.appId),
			appKey: keyOf(credentials.appKey),
			plain: !isDigest(credentials.signatureType),
			// A plain signature would put the key into the address of a GET.
			digest: isDigest(credentials.signatureType) ? credentials.signatureType : ('md5' as const),
			version: Number(credentials.signatureVersion) === 2 ? (2 as const) : (1 as const),
			signSmsSignature: credentials.signSmsSignature !== false,
		};
		if (method === 'GET') {
			const query = Object.entries((options.qs ?? {}) as IDataObject);
			const given = [...searchParams, ...query.map(([name, value]) => [name, String(value)])];
			const fields = Object.fromEntries(given) as Record<string, string>;
			return { ...options, qs: authenticated(method, pathname, fields, rules) };
		}
		if (options.body instanceof Multipart) {
			const fields = authenticated(method, pathname, options.body.fields, rules);
			const { type, content } = options.body.encode(fields);
			return { ...options, headers: { ...options.headers, 'content-type': type }, body: content };
		}
		const body = typeof options.body === 'string' ? options.body : '';
		const fields = Object.fromEntries(new URLSearchParams(body));
		return {
			...options,
			headers: {
				...options.headers,
				'content-type': 'application/x-www-form-urlencoded',
			},
			body: new URLSearchParams(authenticated(method, pathname, fields, rules)).toString(),
		};
	};
}
