/** The nodes and credentials that package.json names, from their sources. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ICredentialType, type INodeType, type INodeTypeDescription } from 'n8n-workflow';
import { type Client, type Resource } from '../../n8n/operations/operation.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** A node that is made of descriptors, or one that is not (the unified nodes). */
export interface PackNode {
	readonly description: INodeTypeDescription;
	/** `resources` of its module, and `client` of the client.ts next to it. */
	readonly operations?: { readonly resources: readonly Resource[]; readonly client: Client };
}

export interface Pack {
	readonly nodes: readonly PackNode[];
	/** By type name. */
	readonly credentials: ReadonlyMap<string, ICredentialType>;
}

/** `dist/nodes/X/X.node.js`, as package.json has it, and where that comes from. */
const sourceOf = (built: string) => built.replace(/^dist\//, '').replace(/\.js$/, '.ts');

type Module = Record<string, unknown>;

async function load(source: string): Promise<Module> {
	const loaded = (await import(`../../${source}`)) as Module;
	// What is CommonJS for Node has its exports below `default` too, and sometimes only there.
	return { ...(loaded.default as Module | undefined), ...loaded };
}

/** n8n takes the class that is named like the file. */
async function instantiate(built: string): Promise<{ instance: unknown; module: Module }> {
	const source = sourceOf(built);
	const module = await load(source);
	const Class = module[path.basename(source).split('.')[0] ?? ''];
	if (typeof Class !== 'function') throw new Error(`${source} has no class of its name`);
	return { instance: new (Class as new () => unknown)(), module };
}

async function readNode(built: string): Promise<PackNode> {
	const { instance, module } = await instantiate(built);
	const { description } = instance as INodeType;
	const offersResources = description.properties.some(({ name }) => name === 'resource');
	if (!offersResources) return { description };
	const { client } = await load(path.posix.join(path.posix.dirname(sourceOf(built)), 'client.ts'));
	if (!module.resources || !client) {
		throw new Error(
			`${description.displayName}: export \`resources\` from its .node.ts and \`client\` from its client.ts, so that docs/operations.md can list them`,
		);
	}
	return {
		description,
		operations: { resources: module.resources as Resource[], client: client as Client },
	};
}

/** @throws Error that says what a node or credential lacks */
export async function loadPack(): Promise<Pack> {
	const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const types = await Promise.all(
		manifest.n8n.credentials.map(async (built) => (await instantiate(built)).instance),
	);
	return {
		nodes: await Promise.all(manifest.n8n.nodes.map(readNode)),
		credentials: new Map((types as ICredentialType[]).map((type) => [type.name, type])),
	};
}
