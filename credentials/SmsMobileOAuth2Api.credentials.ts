import type { ICredentialTestRequest, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { HTTP_REQUEST_FIELDS } from '../n8n/http/credential';

/** Private hosts, as in core/addresses.ts. */
const PRIVATE_HOSTS = [
	'[a-z][^.:\\/]*|[^:\\/]+\\.(local|localhost|internal|test|invalid)',
	'(127|10)(\\.\\d+){3}|(192\\.168|169\\.254|172\\.(1[6-9]|2\\d|3[01]))(\\.\\d+){2}',
	'\\[(::1|f[cd][0-9a-f]{2}:[0-9a-f:]*|fe[89ab][0-9a-f]:[0-9a-f:]*)\\]',
].join('|');

/** What core/addresses.ts accepts, for expressions: https, http to a private host, no user name. */
const SAFE = `/^(https:\\/\\/|http:\\/\\/(?=(${PRIVATE_HOSTS})(:\\d+)?(\\/|$)))[^@?#\\s]+$/i`;

/** OAuth2 client credentials; n8n stores and renews the token (docs/providers/smsmobileapi.md §2.2). */
export class SmsMobileOAuth2Api implements ICredentialType {
	name = 'smsMobileOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'SMSMobileAPI OAuth2 API';

	icon: Icon = {
		light: 'file:../icons/smsmobileapi.svg',
		dark: 'file:../icons/smsmobileapi.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-sms-suite/n8n-nodes-sms-suite/blob/main/docs/credentials.md#smsmobileapi-oauth2-api';

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'From your SMSMobileAPI dashboard',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From your SMSMobileAPI dashboard',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.smsmobileapi.com',
			description: 'Base URL of the API. Change it only for a test server or your own proxy.',
		},
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'clientCredentials' },
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			// n8n requests the token by itself: an address that keys must not be sent to gives no URL.
			default: `={{ ((url) => ${SAFE}.test(url) ? url.replace(/(?<!\\/)\\/+$/, "") + "/oauth2/token" : "") ($self["baseUrl"].trim()) }}`,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		// As form fields, the only documented way.
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		...HTTP_REQUEST_FIELDS,
	];

	/**
	 * Declarative, although such tests report less: n8n never calls a node's test function for a
	 * credential that extends oAuth2Api, and without a `test` it fails all that have no token yet.
	 */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/(?<!\\/)\\/+$/, "") }}',
			url: '/gateway/mobile/list/',
			// n8n would send the token to wherever the redirect leads.
			disableFollowRedirect: true,
			timeout: 15_000,
		},
		rules: [
			...[401, 403].map((value) => ({
				type: 'responseCode' as const,
				properties: {
					value,
					message: 'SMSMobileAPI refused the credential. Check Client ID and Client Secret.',
				},
			})),
			...[301, 302, 303, 307, 308, 404].map((value) => ({
				type: 'responseCode' as const,
				properties: {
					value,
					message: 'The server at the Base URL is not SMSMobileAPI. Check the Base URL.',
				},
			})),
		],
	};
}
