/** Which operations of the pack no test is named after. */
import { type INodeTypeDescription } from 'n8n-workflow';
import { type PackNode } from '../../docs/generator/pack.mts';

/** The operations that stand together in the editor. */
export interface Group {
	/** Type name of the node, such as `goToneSms`. */
	readonly node: string;
	/** What its tests are called in front of the operation: the resource, or the node without one. */
	readonly subject: string;
	readonly operations: readonly string[];
	/** A node with resources has files of its own; another one says its name in its tests. */
	readonly hasOwnFiles: boolean;
}

/** A file of tests: what it is called, and what its tests are. */
export interface TestFile {
	readonly file: string;
	readonly names: readonly string[];
}

/** Operations of a node that is not made of descriptors; a trigger has none. */
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

/** `gotone-send.test.mts` is about the node `goToneSms`: its name begins with the word. */
export function isFileOf(node: string, file: string): boolean {
	const word = /^[a-z\d]+/.exec(file)?.[0];
	return word !== undefined && node.toLowerCase().startsWith(word);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Of `Get` and `Get Many`, a test of the second is none of the first. */
const longestFirst = (texts: readonly string[]) => [...texts].sort((a, b) => b.length - a.length);

/** Operations in `Contact: Create, Get and Get Many: …`, wherever a title begins with that. */
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

/** Whether a title in a file of the node begins with these words. */
export function isTitled(words: string, node: string, files: readonly TestFile[]): boolean {
	const title = new RegExp(`(?:^|: )${escaped(words)}(?![\\p{L}\\p{N}])`, 'u');
	return files.some(
		({ file, names }) => isFileOf(node, file) && names.some((name) => title.test(name)),
	);
}

/** As `goToneSms: Contact: Create`, the operations that no test of their node is named after. */
export function unnamed(groups: readonly Group[], files: readonly TestFile[]): string[] {
	return groups.flatMap((group) => {
		const named = new Set(namesOf(group, files).flatMap((name) => namedIn(name, group)));
		return group.operations
			.filter((operation) => !named.has(operation))
			.map((operation) => `${group.node}: ${group.subject}: ${operation}`);
	});
}
