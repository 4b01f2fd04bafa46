/** Finds the operations of the pack that no test is named after. */
import { type INodeTypeDescription } from 'n8n-workflow';
import { type PackNode } from '../../docs/generator/pack.mts';

/** The operations that are listed together in the editor. */
export interface Group {
	/** Type name of the node, such as `goToneSms`. */
	readonly node: string;
	/** The part of test titles before the operation: the resource, or the node if it has none. */
	readonly subject: string;
	readonly operations: readonly string[];
	/** A node with resources has its own test files; others are named in the test titles. */
	readonly hasOwnFiles: boolean;
}

/** A test file: its name, and the names of its tests. */
export interface TestFile {
	readonly file: string;
	readonly names: readonly string[];
}

/** Operations of a node that is not built from descriptors; a trigger has none. */
const offered = ({ properties }: INodeTypeDescription): string[] =>
	properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [] }) => options.map(({ name }) => name));

/** Every operation that the nodes offer. */
export function groupsOf(nodes: readonly PackNode[]): Group[] {
	return nodes.flatMap(({ description, operations }): Group[] => {
		const { name: node, displayName } = description;
		if (operations) {
			return operations.resources.map((resource) => ({
				node,
				subject: resource.name,
				operations: resource.operations.map(({ name }) => name),
				hasOwnFiles: true,
			}));
		}
		const own = offered(description);
		if (own.length === 0) return [];
		return [{ node, subject: displayName, operations: own, hasOwnFiles: false }];
	});
}

/** `gotone-send.test.mts` is about the node `goToneSms`: the node's name begins with `gotone`. */
export function isFileOf(node: string, file: string): boolean {
	const word = /^[a-z\d]+/.exec(file)?.[0];
	return word !== undefined && node.toLowerCase().startsWith(word);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A test of `Get Many` does not count as a test of `Get`. */
const longestFirst = (texts: readonly string[]) => [...texts].sort((a, b) => b.length - a.length);

/** Operations in `Contact: Create, Get and Get Many: …`, at the beginning of any title in the name. */
function namedIn(name: string, { subject, operations }: Group): string[] {
	const one = `(?:${longestFirst(operations).map(escaped).join('|')})(?![\\p{L}\\p{N}])`;
	const list = new RegExp(`(?:^|: )${escaped(subject)}: (${one}(?:(?:, | and )${one})*)`, 'gu');
	return [...name.matchAll(list)].flatMap(([, found = '']) =>
		[...found.matchAll(new RegExp(one, 'gu'))].map(([operation]) => operation),
	);
}

const namesOf = (group: Group, files: readonly TestFile[]): string[] =>
	files
		.filter(({ file }) => !group.hasOwnFiles || isFileOf(group.node, file))
		.flatMap(({ names }) => names);

/** Whether a title in a file of the node begins with this text. */
export function isTitled(words: string, node: string, files: readonly TestFile[]): boolean {
	const title = new RegExp(`(?:^|: )${escaped(words)}(?![\\p{L}\\p{N}])`, 'u');
	return files.some(
		({ file, names }) => isFileOf(node, file) && names.some((name) => title.test(name)),
	);
}

/** The operations that no test of their node is named after, as `goToneSms: Contact: Create`. */
export function unnamed(groups: readonly Group[], files: readonly TestFile[]): string[] {
	return groups.flatMap((group) => {
		const named = new Set(namesOf(group, files).flatMap((name) => namedIn(name, group)));
		return group.operations
			.filter((operation) => !named.has(operation))
			.map((operation) => `${group.node}: ${group.subject}: ${operation}`);
	});
}
