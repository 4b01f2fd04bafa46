/** Endpoints that depend on the credential: the documentation shows where a client sends each request. */
import { type ICredentialType } from 'n8n-workflow';
import { type ApiOutcome, type ApiRequest } from '../../core/provider';
import { describePack, type ResourceDoc } from '../../docs/generator/model.mts';
import { type Client, requestOperation } from '../../n8n/operations/operation';
import { path } from '../../n8n/operations/path';
import { createApi } from '../../n8n/http/request';

const choice = (displayName: string, name: string, values: string[]) => ({
	displayName,
	name,
	type: 'options' as const,
	options: values.map((value) => ({ name: value.toUpperCase(), value })),
	default: values[0],
});

const CREDENTIAL: ICredentialType = {
	name: 'thingApi',
	displayName: 'Thing API',
	properties: [
		choice('Generation', 'generation', ['new', 'old']),
		choice('Signature', 'signature', ['none', 'md5', 'sha']),
		{ displayName: 'Base URL', name: 'baseUrl', type: 'string', default: 'https://example.com' },
	],
};

interface Data {
	readonly generation: string;
	readonly signature: string;
	readonly baseUrl: string;
}

const REFUSED: ApiOutcome = { kind: 'notSent', reason: { class: 'content', message: 'No' } };

/** A client that turns each request into these, below the base URL from `baseOf`. */
const clientOf = (
	wire: (request: ApiRequest, data: Data) => ApiRequest[],
	baseOf = ({ baseUrl }: Data) => baseUrl,
): Client => ({
	async connect(ctx) {
		const data: Data = await ctx.getCredentials('thingApi');
		const api = createApi(ctx, { credentialType: 'thingApi', baseUrl: baseOf(data) });
		return {
			async request(request) {
				let outcome = REFUSED as ApiOutcome;
				for (const one of wire(request, data)) outcome = await api.request(one);
				return outcome;
			},
		};
	},
	read: () => ({ ok: true, data: {} }),
	paging: { pageSize: () => 1, query: () => ({}), read: () => ({ rows: [], more: false }) },
});

const get = requestOperation({
	name: 'Get',
	value: 'get',
	action: 'Get a thing',
	fields: [{ displayName: 'ID', name: 'id', type: 'string', default: '' }],
	request: ({ id }) => ({ method: 'GET', path: path`/things/${id}` }),
});

async function resourceOf(client: Client): Promise<ResourceDoc | undefined> {
	const resources = [{ name: 'Thing', value: 'thing', operations: [get] }];
	const description = {
		displayName: 'Things',
		name: 'things',
		group: [],
		version: 1,
		description: 'Things',
		defaults: {},
		inputs: [],
		outputs: [],
		credentials: [{ name: 'thingApi' }],
		properties: [],
	};
	const [node] = await describePack({
		nodes: [{ description, operations: { resources, client } }],
		credentials: new Map([['thingApi', CREDENTIAL]]),
	});
	return node?.resources[0];
}

const endpointsOf = async (client: Client) => (await resourceOf(client))?.operations[0]?.endpoints;

test('a different path for each choice, without the choices that do not matter', async () => {
	const client = clientOf((request, { generation }) => [
		{ ...request, path: request.path.replace('things', `${generation}-things`) },
	]);
	expect(await endpointsOf(client)).toEqual([
		{ method: 'GET', path: '/new-things/{id}', note: 'with Generation: NEW' },
		{ method: 'GET', path: '/old-things/{id}', note: 'with Generation: OLD' },
	]);
});

test('a prefix is stated once, and paths are as the operations state them', async () => {
	const client = clientOf(
		(request) => [request],
		({ baseUrl, generation }) => `${baseUrl}/api/${generation}`,
	);
	expect(await resourceOf(client)).toMatchObject({
		address: 'Base URL',
		prefixes: [
			{ prefix: '/api/new', note: 'Generation: NEW' },
			{ prefix: '/api/old', note: 'Generation: OLD' },
		],
		operations: [{ endpoints: [{ method: 'GET', path: '/things/{id}' }] }],
	});
});

test('a request that is made first with some choices', async () => {
	const client = clientOf((request, { signature }) =>
		signature === 'none' ? [request] : [{ method: 'GET', path: '/time' }, request],
	);
	expect(await endpointsOf(client)).toEqual([
		{ method: 'GET', path: '/things/{id}' },
		{ method: 'GET', path: '/time', note: 'with Signature: MD5 or SHA' },
	]);
});

test('two choices that only matter together', async () => {
	const client = clientOf((request, { generation, signature }) => [
		generation === 'old' && signature === 'md5' ? { ...request, path: '/special' } : request,
	]);
	const notes = (await endpointsOf(client))?.map(({ path: where, note }) => [where, note]);
	expect(notes).toContainEqual(['/special', 'with Generation: OLD, Signature: MD5']);
});

test('choices with which no request is made are reported, and so is a host that no credential names', async () => {
	const dead = clientOf((request, { generation }) => (generation === 'old' ? [] : [request]));
	await expect(resourceOf(dead)).rejects.toThrow(/Things: nothing goes out with .*"OLD"/);
	const stranger = clientOf(
		(request) => [request],
		() => 'https://example.org',
	);
	await expect(resourceOf(stranger)).rejects.toThrow(/goes to example\.org/);
});
