/** The ways to an account that a node offers: its credentials, with every choice that they have. */
import { type ICredentialType, type IDataObject, type INodeTypeDescription } from 'n8n-workflow';
import { type ApiRequest } from '../../core/provider.ts';
import { type Client } from '../../n8n/operations/operation.ts';
import { documentationContext } from './context.mts';
import { type Pack } from './pack.mts';

export interface Way {
	/** Node parameters that choose it. */
	readonly parameters: Readonly<Record<string, string>>;
	readonly credential: IDataObject;
	/** What tells it from the node's other ways: name of the choice to what is chosen. */
	readonly choices: Readonly<Record<string, string>>;
	/** Host name to the name of the credential's field that has it. */
	readonly hosts: ReadonlyMap<string, string>;
}

interface Choice {
	readonly displayName: string;
	readonly name: string;
	readonly options: ReadonlyArray<{ readonly name: string; readonly value: string }>;
}

const choicesOf = (type: ICredentialType): Choice[] =>
	type.properties
		.filter((property) => property.type === 'options')
		.map(({ displayName, name, options = [] }) => ({
			displayName,
			name,
			options: options as Choice['options'],
		}));

const isAddress = (name: string) => /url$/i.test(name);

function credentialWays(type: ICredentialType): Array<Omit<Way, 'parameters'>> {
	const visible = type.properties.filter((property) => property.type !== 'hidden');
	const addresses = visible.filter(({ name }) => isAddress(name));
	const hosts = new Map(
		addresses.map(({ name, displayName }) => [`${name.toLowerCase()}.invalid`, displayName]),
	);
	const plain: IDataObject = Object.fromEntries(
		type.properties.map(({ name, default: usual, type: kind }) => {
			if (addresses.some((one) => one.name === name)) {
				return [name, `https://${name.toLowerCase()}.invalid`];
			}
			return [name, kind === 'string' && !usual ? 'documentation' : usual];
		}),
	);
	// Where n8n keeps a token, there is one.
	if (type.extends?.includes('oAuth2Api')) plain.oauthTokenData = { access_token: 'documentation' };
	return choicesOf(type).reduce<Array<Omit<Way, 'parameters'>>>(
		(ways, { displayName, name, options }) =>
			ways.flatMap((way) =>
				options.map((option) => ({
					...way,
					credential: { ...way.credential, [name]: option.value },
					choices: { ...way.choices, [displayName]: option.name },
				})),
			),
		[{ credential: plain, choices: {}, hosts }],
	);
}

/** Name of a choice of the node itself, as its editor shows it. */
function shownAs({ properties }: INodeTypeDescription, parameter: string, value: string) {
	const property = properties.find(({ name }) => name === parameter);
	const option = property?.options?.find((one) => 'value' in one && one.value === value);
	return { name: property?.displayName ?? parameter, value: option?.name ?? value };
}

/** @throws Error where a node names a credential that the pack does not have */
export function waysOf(description: INodeTypeDescription, pack: Pack): Way[] {
	return (description.credentials ?? []).flatMap(({ name, displayOptions }) => {
		const type = pack.credentials.get(name);
		if (!type) throw new Error(`${description.displayName}: there is no credential ${name}`);
		const shown = Object.entries(displayOptions?.show ?? {}).map(
			([parameter, values]) => [parameter, String(values?.[0])] as const,
		);
		const own = shown.map(([parameter, value]) => shownAs(description, parameter, value));
		return credentialWays(type).map((way) => ({
			...way,
			parameters: Object.fromEntries(shown),
			choices: {
				...Object.fromEntries(own.map((choice) => [choice.name, choice.value])),
				...way.choices,
			},
		}));
	});
}

export interface Call {
	readonly method: ApiRequest['method'];
	/** Below the address of the credential. */
	readonly path: string;
	/** Display name of the credential's field with that address. */
	readonly address: string;
}

/**
 * What really goes out when a client makes this request in this way; nothing where it refuses it.
 *
 * @throws Error where that is a host that is in no field of the credential
 */
export async function callsOf(client: Client, way: Way, request: ApiRequest): Promise<Call[]> {
	const calls: Call[] = [];
	const strangers: string[] = [];
	const ctx = documentationContext({
		parameters: way.parameters,
		credential: way.credential,
		onRequest({ method = 'GET', url }) {
			const { host, pathname } = new URL(url);
			const address = way.hosts.get(host);
			if (address) calls.push({ method: method as Call['method'], path: pathname, address });
			else strangers.push(host);
		},
	});
	const api = await client.connect(ctx);
	await api.request(request);
	if (strangers.length === 0) return calls;
	throw new Error(`${request.path} goes to ${strangers[0]}, which its credential does not name`);
}
