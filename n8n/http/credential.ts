/**
 * The credential of a node: reading it, where what is missing is said here and not by n8n or the provider;
 * and where it may be used. Other nodes, such as HTTP Request, can use it too, for any address that their
 * user or an expression gives; so each credential checks what it signs.
 */
import {
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeProperties,
	UserError,
} from 'n8n-workflow';
import { addressProblem, baseAddress, originOf } from '../../core/addresses';
import { settle } from '../../core/values';
import { toError } from '../errors';

type CredentialContext = Pick<IExecuteFunctions, 'getCredentials' | 'getNode'>;

/** The code of the failure of a node without a credential of this type. */
export const NO_CREDENTIAL = 'NO_CREDENTIAL';

/**
 * @param required labels of the fields that must not be blank, by their names
 * @throws NodeOperationError if there is no credential, if n8n cannot read it, or if a field is blank
 */
export async function readCredential(
	ctx: CredentialContext,
	type: string,
	required: Readonly<Record<string, string>> = {},
): Promise<ICredentialDataDecryptedObject> {
	const refuse = (message: string, hint: string, code?: string) =>
		toError(ctx, { class: 'configuration', code, message, hint });
	const chosen = ctx.getNode().credentials?.[type];
	const name = chosen?.name ? ` "${chosen.name}"` : '';
	const read = await settle(ctx.getCredentials(type));
	if (!read.ok && !chosen) {
		const hint = 'Choose one at the top of the node.';
		throw refuse('The node has no credential', hint, NO_CREDENTIAL);
	}
	if (!read.ok) {
		// Deleted, not shared with this workflow, or with an expression that fails.
		throw refuse(
			`The credential${name} cannot be used: ${read.error.message.replace(/\.$/, '')}`,
			'Check the credential and its expressions, or choose another one at the top of the node.',
		);
	}
	const blank = Object.entries(required).filter(
		([field]) => String(read.value[field] ?? '').trim() === '',
	);
	if (blank.length === 0) return read.value;
	const labels = blank.map(([, label]) => label).join(' and no ');
	throw refuse(`The credential${name} has no ${labels}`, 'Open the credential and fill it in.');
}

/** The origin of the credential's Base URL; `undefined` if there is none that can be used. Never throws. */
export async function ownOrigin(ctx: CredentialContext, type: string): Promise<string | undefined> {
	const read = await settle(ctx.getCredentials(type));
	return read.ok ? originOf(baseAddress(read.value.baseUrl)) : undefined;
}

/** In what n8n's older client calls them. */
interface LegacyOptions {
	readonly uri?: unknown;
}

/** A key as it is sent: copied keys often have blanks or line breaks around them. */
export const keyOf = (value: unknown): string => String(value ?? '').trim();

/** The address of a request, which may be relative to a base; `undefined` if it has none. */
function targetOf(options: IHttpRequestOptions): URL | undefined {
	const { uri } = options as LegacyOptions;
	const address = String(options.url ?? uri ?? '');
	const { baseURL } = options;
	return URL.canParse(address, baseURL) ? new URL(address, baseURL) : undefined;
}

/** What a credential adds its keys to. */
export interface OwnRequest {
	readonly target: URL;
	/** The options of the request, without redirects: they could lead elsewhere with the keys. */
	readonly options: IHttpRequestOptions;
}

/**
 * Accepts a request that goes to one of a credential's own addresses: the same scheme, host and port.
 *
 * @param own the Base URLs of the credential
 * @throws UserError for every other request, without the rest of its address
 */
export function ownRequest(options: IHttpRequestOptions, ...own: readonly string[]): OwnRequest {
	const origins = own.flatMap((address) => originOf(address.trim()) ?? []);
	const [first = ''] = own;
	if (origins.length === 0) {
		const problem = addressProblem(first.trim()) ?? '';
		throw new UserError(`The Base URL of the credential is not valid. ${problem}`);
	}
	const target = targetOf(options);
	if (!target || !origins.includes(target.origin)) {
		const where = target && target.origin !== 'null' ? target.origin : 'another address';
		throw new UserError(
			`This credential is for ${origins.join(' and ')} only; it is not used for ${where}. Its keys would be sent there.`,
		);
	}
	const direct = {
		...options,
		disableFollowRedirect: true,
		// The same for n8n's older client.
		followRedirect: false,
		followAllRedirects: false,
	};
	return { target, options: direct };
}

/**
 * n8n's own fields that say in which HTTP Request nodes a credential may be used. n8n adds them to
 * every credential, and then allows all.
 */
export const HTTP_REQUEST_FIELDS: INodeProperties[] = [
	{
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'options',
		options: [
			{ name: 'All', value: 'all', description: 'HTTP Request nodes may use the credential' },
			{
				name: 'None',
				value: 'none',
				description: 'Only the nodes of this package may use the credential',
			},
			{
				name: 'Specific Domains',
				value: 'domains',
				description: 'HTTP Request nodes may use the credential for these domains',
			},
		],
		default: 'none',
		description:
			'Whether HTTP Request and similar nodes may use this credential. Keys are only ever sent to its own addresses.',
	},
	{
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'string',
		default: '',
		placeholder: 'e.g. example.com, *.subdomain.com',
		description: 'Domains, separated by commas; * stands for any subdomain',
		displayOptions: { show: { allowedHttpRequestDomains: ['domains'] } },
	},
];
