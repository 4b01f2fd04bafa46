/** Checks output schemas, which the editor shows before a first run, against what operations return. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type IDataObject, type INodeProperties } from 'n8n-workflow';
import { type Suite } from './suite.mts';

export interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

/** Produces rows of an operation that contain everything its schema names. */
export type Outputs = Record<string, () => Promise<IDataObject[]>>;

interface Held {
	/** By `resource/operation`, or `operation` if a node has no resources. */
	outputs: Outputs;
	/** Operations without a schema, because their answer is undocumented. */
	undocumented?: string[];
}

// In the build, where n8n looks for them.
const NODES = path.resolve(import.meta.dirname, '../../dist/nodes');

const typeOf = (value: unknown): string => {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
};

/** The parts of a schema below a path: its fields, or its elements. */
function inner(value: unknown, { properties, items }: Schema): Array<[string, unknown, Schema?]> {
	if (Array.isArray(value)) return items ? value.map((one) => ['[]', one, items]) : [];
	if (!properties || typeof value !== 'object' || value === null) return [];
	return Object.entries(value).map(([name, one]) => [`.${name}`, one, properties[name]]);
}

/** The paths where a value does not match its schema; every path that it has is added to `seen`. */
function differences(value: unknown, schema: Schema, seen: Set<string>, at = ''): string[] {
	const types = [schema.type].flat();
	const type = typeOf(value);
	seen.add(at);
	if (!types.includes(type) && !(type === 'integer' && types.includes('number'))) {
		return [`${at} is ${type}, not ${types.join(' or ')}`];
	}
	return inner(value, schema).flatMap(([step, one, known]) =>
		known ? differences(one, known, seen, at + step) : [`${at}${step} is not named`],
	);
}

/** Every path that a schema names. */
function places({ properties = {}, items }: Schema, at = ''): string[] {
	return [
		at,
		...Object.entries(properties).flatMap(([name, one]) => places(one, `${at}.${name}`)),
		...(items ? places(items, `${at}[]`) : []),
	];
}

const isOperation = ({ name }: INodeProperties) => name === 'operation';

/** `resource/operation` of all operations of a node. */
function operationsOf({ engine }: Suite, node: string): string[] {
	const { description } = engine.registry.getByNameAndVersion(`n8n-nodes-sms-suite.${node}`);
	return description.properties.filter(isOperation).flatMap(({ displayOptions, options = [] }) => {
		const resource = displayOptions?.show?.resource?.[0] as string | undefined;
		return options.map((option) =>
			[resource, (option as { value: string }).value].filter(Boolean).join('/'),
		);
	});
}

/**
 * Defines the tests of a node's schemas: there is one for every operation, it covers all output,
 * and names nothing that never occurs. Null must be among the types.
 */
export function holdSchemas(suite: Suite, folder: string, { outputs, undocumented = [] }: Held) {
	const root = path.join(NODES, folder, '__schema__/v1.0.0');
	const node = folder.charAt(0).toLowerCase() + folder.slice(1);

	test('there is one for every operation whose answer is documented, and for no other', () => {
		const files = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : [];
		const names = files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5));
		expect(names.sort()).toEqual(Object.keys(outputs).sort());
		expect([...names, ...undocumented].sort()).toEqual(operationsOf(suite, node).sort());
	});

	test.each(Object.entries(outputs))('%s', async (name, produce) => {
		const rows = await produce();
		expect(rows.length).toBeGreaterThan(0);
		const schema = JSON.parse(readFileSync(path.join(root, `${name}.json`), 'utf8')) as Schema;
		const seen = new Set<string>();
		expect(rows.flatMap((row) => differences(row, schema, seen))).toEqual([]);
		expect(places(schema).filter((place) => !seen.has(place))).toEqual([]);
	});
}
