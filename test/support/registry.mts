/** The node and credential types for test workflows: the built package, and some of n8n's own. */
import path from 'node:path';
import { PackageDirectoryLoader } from 'n8n-core';
import {
	type ICredentialType,
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	NodeConnectionTypes,
	NodeHelpers,
	NodeOperationError,
	UnexpectedError,
} from 'n8n-workflow';

/** n8n-nodes-base is not installed; only nodes that start, pass on or fail are needed of it. */
function passThrough(name: string, isTrigger: boolean): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: isTrigger ? ['trigger'] : [],
			version: 1,
			description: '',
			defaults: { name },
			inputs: isTrigger ? [] : [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		async execute() {
			return await Promise.resolve([this.getInputData()]);
		},
	};
}

/** Stop and Error, as far as workflows use it. */
function stopAndError(): INodeType {
	const { description } = passThrough('stopAndError', false);
	return {
		description: {
			...description,
			outputs: [],
			properties: [
				{ displayName: 'Error Message', name: 'errorMessage', type: 'string', default: '' },
			],
		},
		async execute() {
			const message = this.getNodeParameter('errorMessage', 0) as string;
			return await Promise.reject(new NodeOperationError(this.getNode(), message));
		},
	};
}
/** Edit Fields with assignments, as far as the examples use it. */
function set(): INodeType {
	const { description } = passThrough('set', false);
	return {
		description: {
			...description,
			version: 3.4,
			properties: [
				{ displayName: 'Fields', name: 'assignments', type: 'assignmentCollection', default: {} },
			],
		},
		async execute() {
			const rows = this.getInputData().map((_, item) => {
				const assigned = this.getNodeParameter('assignments.assignments', item) as IDataObject[];
				const json: IDataObject = {};
				for (const { name, value, type } of assigned) {
					json[name as string] =
						type === 'array' && typeof value === 'string'
							? (JSON.parse(value) as IDataObject[])
							: value;
				}
				return { json, pairedItem: { item } };
			});
			return await Promise.resolve([rows]);
		},
	};
}

/** Split Out: one item for each entry of a list, as far as the examples use it. */
function splitOut(): INodeType {
	const { description } = passThrough('splitOut', false);
	return {
		description: {
			...description,
			properties: [{ displayName: 'Fields', name: 'fieldToSplitOut', type: 'string', default: '' }],
		},
		async execute() {
			const rows = this.getInputData().flatMap(({ json }, item) => {
				const field = this.getNodeParameter('fieldToSplitOut', item) as string;
				let list: unknown = json;
				for (const name of field.split('.')) list = (list as IDataObject)[name];
				return (list as unknown[]).map((one) => ({
					json: typeof one === 'object' ? (one as IDataObject) : { [field]: one },
					pairedItem: { item },
				}));
			});
			return await Promise.resolve([rows]);
		},
	};
}

/** Loop Over Items, version 3: what has been through the loop leaves by the first output at the end. */
function splitInBatches(): INodeType {
	const { description } = passThrough('splitInBatches', false);
	return {
		description: {
			...description,
			version: 3,
			outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
			properties: [],
		},
		async execute() {
			const context = this.getContext('node') as {
				items?: INodeExecutionData[];
				processedItems: INodeExecutionData[];
				currentRunIndex: number;
			};
			const items = this.getInputData();
			if (context.items === undefined) {
				Object.assign(context, { items: [...items], processedItems: [], currentRunIndex: 0 });
			} else {
				context.currentRunIndex += 1;
				context.processedItems = [...context.processedItems, ...items];
			}
			const next = context.items?.splice(0, 1) ?? [];
			return await Promise.resolve(next.length > 0 ? [[], next] : [context.processedItems, []]);
		},
	};
}

/** If, or Filter, version 2: n8n's engine itself evaluates their conditions. */
function conditional(name: 'if' | 'filter'): INodeType {
	const { description } = passThrough(name, false);
	return {
		description: {
			...description,
			version: 2.2,
			outputs: name === 'if' ? [NodeConnectionTypes.Main, NodeConnectionTypes.Main] : ['main'],
			properties: [
				{
					displayName: 'Conditions',
					name: 'conditions',
					type: 'filter',
					default: {},
					typeOptions: { filter: { caseSensitive: true, typeValidation: 'strict', version: 2 } },
				},
			],
		},
		async execute() {
			const kept: INodeExecutionData[] = [];
			const others: INodeExecutionData[] = [];
			this.getInputData().forEach((item, index) => {
				const options = { extractValue: true };
				(this.getNodeParameter('conditions', index, false, options) ? kept : others).push(item);
			});
			return await Promise.resolve(name === 'if' ? [kept, others] : [kept]);
		},
	};
}

/** The parts of n8n's own credential type that the types extending it do not override. */
const oAuth2Api: ICredentialType = {
	name: 'oAuth2Api',
	displayName: 'OAuth2 API',
	properties: [
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{ displayName: 'Authorization URL', name: 'authUrl', type: 'string', default: '' },
		{ displayName: 'Access Token URL', name: 'accessTokenUrl', type: 'string', default: '' },
		{ displayName: 'Client ID', name: 'clientId', type: 'string', default: '' },
		{ displayName: 'Client Secret', name: 'clientSecret', type: 'string', default: '' },
		{ displayName: 'Scope', name: 'scope', type: 'string', default: '' },
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'header' },
		{ displayName: 'Ignore SSL', name: 'ignoreSSLIssues', type: 'boolean', default: false },
		// The server adds this property to the type's own.
		{ displayName: 'Token', name: 'oauthTokenData', type: 'json', default: {} },
	],
};

export class Registry implements INodeTypes {
	readonly nodes: Record<string, INodeType | IVersionedNodeType> = {
		'n8n-nodes-base.filter': conditional('filter'),
		'n8n-nodes-base.if': conditional('if'),
		'n8n-nodes-base.manualTrigger': passThrough('manualTrigger', true),
		'n8n-nodes-base.noOp': passThrough('noOp', false),
		'n8n-nodes-base.set': set(),
		'n8n-nodes-base.splitInBatches': splitInBatches(),
		'n8n-nodes-base.splitOut': splitOut(),
		'n8n-nodes-base.stickyNote': passThrough('stickyNote', false),
		'n8n-nodes-base.stopAndError': stopAndError(),
		'n8n-nodes-base.webhook': passThrough('webhook', true),
	};

	readonly credentials: Record<string, ICredentialType> = { oAuth2Api };

	/** Loads a package from its folder through its package.json, as the server does. */
	async load(folder: string): Promise<this> {
		const loader = new PackageDirectoryLoader(folder);
		await loader.loadAll();
		for (const [name, { type }] of Object.entries(loader.nodeTypes)) {
			this.nodes[`${loader.packageName}.${name}`] = type;
		}
		for (const [name, { type }] of Object.entries(loader.credentialTypes)) {
			this.credentials[name] = type;
		}
		return this;
	}

	getByName(type: string): INodeType | IVersionedNodeType {
		const found = this.nodes[type];
		if (!found) throw new UnexpectedError(`There is no node type ${type}`);
		return found;
	}

	getByNameAndVersion(type: string, version?: number): INodeType {
		return NodeHelpers.getVersionedNodeType(this.getByName(type), version);
	}

	getKnownTypes(): IDataObject {
		return {};
	}
}

/** The package as built. */
export async function loadSuite(): Promise<Registry> {
	return await new Registry().load(path.resolve(import.meta.dirname, '../..'));
}
