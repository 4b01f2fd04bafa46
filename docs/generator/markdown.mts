/** The model as Markdown. */
import { type EndpointDoc } from './manner.mts';
import { type NodeDoc, type OperationDoc, type ResourceDoc } from './model.mts';
import { type Parameter } from './parameters.mts';

const INTRODUCTION = `<!-- Written by npm run docs from the descriptors of the operations. Do not edit: a test fails when it is stale. -->

# Operations

Every operation of every node, with the endpoints that it calls. Paths are below the address in the
credential; \`{name}\` in a path is the value of that parameter.

- **Source** of the endpoint: *request* comes out of the operation itself, asked with sample values for
  every choice that its fields offer; *declared* stands with the operation, which takes all items at
  once, and a test runs it to see that it calls nothing else.
- **Parameters**: \\* has to be set; what stands behind a colon can be set in it; *if* says when it is
  shown.
- **Notes**: *pages* has Return All and Limit and asks for no page more than it needs; *simplifies* has
  Simplify, on by default, for the columns that are usually needed.
`;

/** A cell must not end early. */
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const code = (text: string) => `\`${text}\``;

const endpoint = ({ method, path, note }: EndpointDoc) =>
	code(`${method} ${path}`) + (note ? ` ${note}` : '');

const endpoints = (some: readonly EndpointDoc[]) => some.map(endpoint).join('<br>');

const isByProvider = ({ endpoints: all }: OperationDoc) =>
	all.some(({ provider }) => provider !== undefined);

function parameter({ name, required, when, inner }: Parameter): string {
	const conditions = when.map(
		([other, values]) => `${code(other)} is ${values.map(code).join(' or ')}`,
	);
	return [
		code(name) + (required ? '\\*' : ''),
		conditions.length > 0 ? ` if ${conditions.join(' and ')}` : '',
		inner.length > 0 ? `: ${inner.map(code).join(', ')}` : '',
	].join('');
}

const notes = ({ pages, simplifies }: OperationDoc) =>
	[pages && 'pages', simplifies && 'simplifies'].filter(Boolean).join(', ');

function grid(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))];
	return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

function table(operations: readonly OperationDoc[]): string {
	const rows = operations.map((operation) => [
		operation.name,
		operation.description,
		isByProvider(operation) ? 'those of its providers' : endpoints(operation.endpoints),
		operation.kind === 'request' ? 'request' : 'declared',
		operation.parameters.map(parameter).join('<br>'),
		notes(operation),
	]);
	const head = ['Operation', 'What it does', 'Endpoint', 'Source', 'Parameters', 'Notes'];
	return grid(head, rows);
}

/** Of an operation that goes to several providers. */
function providerTable(operation: OperationDoc): string {
	const providers = [...new Set(operation.endpoints.map(({ provider = '' }) => provider))];
	const rows = providers.map((name) => [
		name,
		endpoints(operation.endpoints.filter(({ provider }) => provider === name)),
	]);
	return `${operation.name} calls, by provider:\n\n${grid(['Provider', 'Endpoint'], rows)}`;
}

/** What its paths are below, where that is not simply the Base URL. */
function below({ address, prefixes }: ResourceDoc): string {
	const start = `Paths are below the ${address} of the credential`;
	const told = prefixes
		.filter(({ prefix }) => prefix !== '')
		.map(({ prefix, note }) => `${note ? `with ${note} ` : ''}they begin with ${code(prefix)}`);
	if (told.length > 0) return `${start}; ${told.join(', ')}.`;
	return address === 'Base URL' ? '' : `${start}.`;
}

function resource(doc: ResourceDoc, usual: string): string {
	const where = below(doc);
	return [
		`### ${doc.name}`,
		doc.note ? `Only with ${doc.note}.` : '',
		where === usual ? '' : where,
		table(doc.operations),
	]
		.filter(Boolean)
		.join('\n\n');
}

function node(doc: NodeDoc): string {
	const { displayName, description, credentials, resources, operations } = doc;
	const usual = resources[0] ? below(resources[0]) : '';
	return [
		`## ${displayName}`,
		`${description}. ${credentials.length > 1 ? 'Credentials' : 'Credential'}: ${credentials.join(', ')}.`,
		usual,
		...resources.map((one) => resource(one, usual)),
		operations.length > 0 ? table(operations) : '',
		...operations.filter(isByProvider).map(providerTable),
	]
		.filter(Boolean)
		.join('\n\n');
}

export const toMarkdown = (nodes: readonly NodeDoc[]): string =>
	[INTRODUCTION, ...nodes.map(node)].join('\n\n');
