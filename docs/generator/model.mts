/** All that docs/operations.md says, as data. */
import { type INodeProperties } from 'n8n-workflow';
import { type Endpoint } from '../../core/provider.ts';
import {
	type Client,
	onlyWithOption,
	type Operation,
	type Resource,
	whileWaiting,
} from '../../n8n/operations/operation.ts';
import { fieldsOf } from '../../n8n/parameters/properties.ts';
import { type Registration } from '../../n8n/registration.ts';
import { PROVIDERS } from '../../nodes/providers.ts';
import { isOffered, reach, type Reached } from './endpoints.mts';
import { labelOf } from './labels.mts';
import {
	type EndpointDoc,
	type Prefix,
	type Prefixes,
	prefixesOf,
	shownEndpoints,
	shownPrefixes,
} from './manner.mts';
import { type Pack, type PackNode } from './pack.mts';
import { type Parameter, parametersOf, parametersOfFields } from './parameters.mts';
import { type Way, waysOf } from './ways.mts';

export interface OperationDoc {
	readonly name: string;
	readonly value: string;
	readonly kind: Operation['kind'];
	readonly description: string;
	readonly endpoints: readonly EndpointDoc[];
	readonly parameters: readonly Parameter[];
	readonly pages: boolean;
	readonly simplifies: boolean;
}

export interface ResourceDoc {
	readonly name: string;
	readonly value: string;
	/** The field of the credential that its paths are below, such as `Base URL`. */
	readonly address: string;
	/** One, or one for each group of ways. */
	readonly prefixes: readonly Prefix[];
	readonly operations: readonly OperationDoc[];
	/** The ways that offer it, if not all do. */
	readonly note?: string;
}

export interface NodeDoc {
	readonly name: string;
	readonly displayName: string;
	readonly description: string;
	/** Display names. */
	readonly credentials: readonly string[];
	readonly resources: readonly ResourceDoc[];
	/** Of a node that is not made of descriptors. */
	readonly operations: readonly OperationDoc[];
}

const declared = (endpoints: readonly Endpoint[], provider?: string): EndpointDoc[] =>
	endpoints.map(({ method, path, where }) => ({
		method,
		path,
		...(provider && { provider }),
		...(where && { note: `where ${where}` }),
	}));

function describe(operation: Operation, endpoints: readonly EndpointDoc[]): OperationDoc {
	const { name, value, kind, action, description } = operation;
	const fields = fieldsOf(operation);
	return {
		name,
		value,
		kind,
		description: description ?? action,
		endpoints,
		parameters: parametersOfFields(fields),
		pages: kind === 'request' && operation.list === true,
		simplifies:
			(kind === 'request' && operation.simplify !== undefined) ||
			fields.some((field) => field.name === 'simplify'),
	};
}

/** A resource together with where its request operations lead. */
interface Explored {
	readonly resource: Resource;
	readonly client: Client;
	readonly offered: readonly Way[];
	readonly reached: ReadonlyMap<Operation, readonly Reached[]>;
}

async function explore(resource: Resource, own: Client, ways: readonly Way[]): Promise<Explored> {
	const client = resource.client ?? own;
	const offered = ways.filter((way) => isOffered(resource, way));
	const reached = new Map<Operation, readonly Reached[]>();
	for (const operation of resource.operations) {
		if (operation.kind !== 'request') continue;
		reached.set(operation, await reach(operation, client, offered));
	}
	return { resource, client, offered, reached };
}

function describeResource(
	{ resource, reached, offered }: Explored,
	prefixes: Prefixes,
	note: string | undefined,
): ResourceDoc {
	const [first] = [...reached.values()].flat();
	return {
		name: resource.name,
		value: resource.value,
		address: first?.address ?? 'Base URL',
		prefixes: shownPrefixes(prefixes),
		operations: resource.operations.map((operation) =>
			describe(
				operation,
				operation.kind !== 'request'
					? declared(operation.endpoints)
					: shownEndpoints(reached.get(operation) ?? [], offered, prefixes),
			),
		),
		...(note && { note }),
	};
}

/** @throws Error where a way leads nowhere: then the surroundings that it needs are missing here */
function checkWays(explored: readonly Explored[], ways: readonly Way[]): void {
	const all = explored.flatMap(({ reached }) => [...reached.values()].flat());
	const dead = ways.find((way) => all.length > 0 && !all.some((one) => one.way === way));
	if (!dead) return;
	throw new Error(
		`nothing goes out with ${JSON.stringify(dead.choices)}; its client may need more than docs/generator/context.mts has`,
	);
}

async function describeResources({ description, operations }: PackNode, pack: Pack) {
	if (!operations) return [];
	const ways = waysOf(description, pack);
	const explored: Explored[] = [];
	for (const resource of operations.resources) {
		explored.push(await explore(resource, operations.client, ways));
	}
	checkWays(explored, ways);
	return explored.map((one) => {
		const same = explored.filter(({ client }) => client === one.client);
		const reached = same.flatMap((other) => [...other.reached.values()].flat());
		return describeResource(one, prefixesOf(reached), labelOf(one.offered, ways));
	});
}

/** What an operation of a unified node calls at one provider. */
function calledBy(
	operation: string,
	{ endpoints, statusEndpoints = [], calls, replies }: Registration,
): readonly Endpoint[] {
	if (operation === 'getStatus') return statusEndpoints;
	if (operation === 'sendAndWait') {
		return [...endpoints, ...onlyWithOption('Reply by Text', replies?.endpoints ?? [])];
	}
	return [
		...endpoints,
		...whileWaiting(statusEndpoints),
		...onlyWithOption('Call as Last Resort', calls?.endpoints ?? []),
	];
}

/** A unified node calls whatever the accounts of the registry call. */
function describeUnified({ description }: PackNode): OperationDoc[] {
	const selector = description.properties.find(({ name }) => name === 'operation');
	const options = (selector?.options ?? []) as Array<{
		name: string;
		value: string;
		description?: string;
	}>;
	const shown = description.properties.filter((property) => property !== selector);
	return options.map(({ name, value, description: what = name }) => ({
		name,
		value,
		kind: 'send',
		description: what,
		endpoints: PROVIDERS.flatMap((registration) =>
			declared(calledBy(value, registration), registration.provider.displayName),
		),
		parameters: parametersOf(shown.filter((property) => isShownFor(property, value))),
		pages: false,
		simplifies: shown.some((property) => property.name === 'simplify'),
	}));
}

const isShownFor = ({ displayOptions }: INodeProperties, operation: string): boolean =>
	displayOptions?.show?.operation?.includes(operation) ?? true;

async function describeNode(node: PackNode, pack: Pack): Promise<NodeDoc> {
	const { name, displayName, description, credentials = [] } = node.description;
	return {
		name,
		displayName,
		description: description ?? '',
		credentials: credentials.map((one) => pack.credentials.get(one.name)?.displayName ?? one.name),
		resources: await describeResources(node, pack),
		operations: node.operations ? [] : describeUnified(node),
	};
}

/**
 * Every node of the pack that has operations (triggers have none), in the order of package.json.
 *
 * @throws Error that says which descriptor cannot be documented, and why
 */
export async function describePack(pack: Pack): Promise<NodeDoc[]> {
	const nodes: NodeDoc[] = [];
	for (const node of pack.nodes) {
		try {
			const doc = await describeNode(node, pack);
			if (doc.resources.length + doc.operations.length > 0) nodes.push(doc);
		} catch (error) {
			throw new Error(`${node.description.displayName}: ${(error as Error).message}`, {
				cause: error,
			});
		}
	}
	return nodes;
}
