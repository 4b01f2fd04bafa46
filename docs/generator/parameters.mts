/** The parameters of an operation, as its fields or its node declare them. */
import { type INodeProperties } from 'n8n-workflow';
import { type Field, type Fields } from '../../n8n/parameters/fields.ts';
import { LIST_FIELDS, SIMPLIFY_FIELD } from '../../n8n/parameters/fields.ts';

export interface Parameter {
	readonly name: string;
	readonly required: boolean;
	/** What other parameters have to be for this one to be shown: `scope` is `before`. */
	readonly when: ReadonlyArray<readonly [name: string, values: readonly string[]]>;
	/** Names of what can be set in it, of a collection. */
	readonly inner: readonly string[];
}

/** Told in a column of their own. */
const ENGINES_OWN: readonly string[] = [...LIST_FIELDS, ...SIMPLIFY_FIELD].map(({ name }) => name);

/** Shown by these, everything is. */
const SELECTORS: readonly string[] = ['resource', 'operation'];

function innerOf({ type, options = [] }: Pick<Field, 'type' | 'options'>): string[] {
	if (type === 'collection') return (options as Fields).map(({ name }) => name);
	if (type !== 'fixedCollection') return [];
	const sections = options as ReadonlyArray<{ readonly values: Fields }>;
	return sections.flatMap(({ values }) => values.map(({ name }) => name));
}

export const parametersOfFields = (fields: readonly Field[]): Parameter[] =>
	fields
		.filter(({ type, name }) => type !== 'notice' && !ENGINES_OWN.includes(name))
		.map((field) => ({
			name: field.name,
			required: field.required === true,
			when: Object.entries(field.when ?? {}).map(([name, values]) => [name, values.map(String)]),
			inner: innerOf(field),
		}));

/** Of a node whose properties are written out. */
export const parametersOf = (properties: readonly INodeProperties[]): Parameter[] =>
	properties.flatMap(({ displayOptions, ...property }) =>
		parametersOfFields([property as Field]).map((parameter) => ({
			...parameter,
			when: Object.entries(displayOptions?.show ?? {})
				.map(([name, values]) => [name.replace(/^\//, ''), (values ?? []).map(String)] as const)
				.filter(([name]) => !SELECTORS.includes(name)),
		})),
	);
