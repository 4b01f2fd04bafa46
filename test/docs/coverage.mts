/**
 * The tables below docs/coverage/: what the user's documents name, and the place in the product. A place
 * is one of these, several are joined by `<br>`:
 *
 * - `` `sms: send` `` an operation, by the values of its resource and operation;
 *   `` `sms: send` `options.reference` `` one of its parameters, by name;
 *   `` `sms: send` gives `price` `` a column of its output schema
 * - `` `submailApi` `appId` `` a credential or a node, and one of its parameters
 * - `` `nodes/X/errors.ts` has `101` `` a file, and what it contains
 * - `[Not offered](../coverage.md#submail)` with the reason there
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, type Pack, type PackNode } from '../../docs/generator/pack.mts';
import { fieldsOf } from '../../n8n/parameters/properties.ts';

export interface Row {
	readonly line: number;
	/** What the document names. */
	readonly document: string;
	readonly places: readonly string[];
}

export interface Page {
	/** Type name of the node that the page is about. */
	readonly node: string;
	readonly rows: readonly Row[];
}

/** Reads a page. */
export function readPage(text: string): Page {
	const [, node = ''] = /<!-- node: (\w+) -->/.exec(text) ?? [];
	const rows = text.split('\n').flatMap((line, index): Row[] => {
		if (!line.startsWith('|') || /^\|[\s|:-]+$/.test(line)) return [];
		const [, document = '', place = ''] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
		if (document === 'Document') return [];
		return [{ line: index + 1, document, places: place.split('<br>').map((one) => one.trim()) }];
	});
	return { node, rows };
}

interface Parameter {
	readonly name: string;
	readonly options?: readonly object[];
	readonly values?: readonly object[];
}

/** The members of a parameter, also those in the sections of a fixed collection. */
const membersOf = ({ options = [], values }: Parameter): Parameter[] =>
	(values ?? options).filter((one): one is Parameter => 'name' in one);

/** Whether there is a parameter at this path of names. */
function hasParameter(all: readonly Parameter[], names: string): boolean {
	const [first, ...rest] = names.split('.');
	return all
		.filter(({ name }) => name === first)
		.some((found) => rest.length === 0 || hasParameter(membersOf(found), rest.join('.')));
}

interface Schema {
	readonly properties?: Readonly<Record<string, Schema>>;
}

const schemaOf = (node: string, operation: string): Schema | undefined => {
	const folder = node.charAt(0).toUpperCase() + node.slice(1);
	const [resource = '', name = ''] = operation.split(': ');
	const file = path.join(ROOT, 'nodes', folder, '__schema__/v1.0.0', resource, `${name}.json`);
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Schema) : undefined;
};

const OPERATION = /^`(\w+: \w+)`(?: `([\w.]+)`)?$/;
const COLUMN = /^`(\w+: \w+)` gives `(\w+)`$/;
const THING = /^`(\w+)`(?: `(\w+)`)?$/;
const FILE = /^`([\w.-]+(?:\/[\w.-]+)+)`(?: has `([^`]+)`)?$/;
const NOT_OFFERED = /^\[Not offered\]\(\.\.\/coverage\.md#[\w-]+\)$/;

/** Finds what a place names; gives what is wrong with it. */
export function problemOf(place: string, node: PackNode, pack: Pack): string | undefined {
	const { name } = node.description;
	const operationAt = (names: string) => {
		const [resource, value] = names.split(': ');
		return node.operations?.resources
			.find((one) => one.value === resource)
			?.operations.find((one) => one.value === value);
	};
	const [, operation, parameter] = OPERATION.exec(place) ?? [];
	if (operation !== undefined) {
		const found = operationAt(operation);
		if (!found) return `${name} has no operation ${operation}`;
		if (parameter === undefined || hasParameter(fieldsOf(found), parameter)) return undefined;
		return `${operation} has no parameter ${parameter}`;
	}
	const [, source, column] = COLUMN.exec(place) ?? [];
	if (source !== undefined && column !== undefined) {
		if (!operationAt(source)) return `${name} has no operation ${source}`;
		const schema = schemaOf(name, source);
		if (!schema) return `${source} has no output schema`;
		return column in (schema.properties ?? {}) ? undefined : `${source} has no column ${column}`;
	}
	const [, thing, property] = THING.exec(place) ?? [];
	if (thing !== undefined) {
		const credential = pack.credentials.get(thing);
		const owner = pack.nodes.find(({ description }) => description.name === thing)?.description;
		// A node and its credential may have the same name.
		const all = [credential, owner].flatMap((one) => one?.properties ?? []);
		if (!credential && !owner) return `there is no credential or node ${thing}`;
		if (property === undefined || hasParameter(all, property)) return undefined;
		return `${thing} has no parameter ${property}`;
	}
	const [, file, token] = FILE.exec(place) ?? [];
	if (file !== undefined) {
		const full = path.join(ROOT, file);
		if (!existsSync(full)) return `there is no file ${file}`;
		const text = token === undefined ? '' : readFileSync(full, 'utf8');
		return token === undefined || text.includes(token) ? undefined : `${file} has no ${token}`;
	}
	return NOT_OFFERED.test(place) ? undefined : `"${place}" is not a place`;
}

/** A method and path with the names of values left out. */
const plain = (endpoint: string): string => endpoint.replace(/\{\w+\}/g, '{}');

/** `GET /v3/account` at the beginning of what a document names. */
export const endpointOf = ({ document }: Row): string | undefined =>
	/^`((?:GET|POST|PUT|PATCH|DELETE) \/[^`]*)`/.exec(document)?.[1];

/**
 * Whether docs/operations.md lists an endpoint for a node.
 *
 * @param operations the text of that page
 */
export function isListed(endpoint: string, displayName: string, operations: string): boolean {
	const section = operations.split(/^## /m).find((part) => part.startsWith(`${displayName}\n`));
	return plain(section ?? '').includes(`\`${plain(endpoint)}\``);
}
