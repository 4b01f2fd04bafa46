/** Turns descriptors into what the editor shows: selectors, fields and when each one is visible. */
import { deepCopy, type IDisplayOptions, type INodeProperties } from 'n8n-workflow';
import { isObject } from '../../core/values';
import { type Field, LIST_FIELDS, SIMPLIFY_FIELD } from './fields';
import type { Operation, Resource } from '../operations/operation';

/** All fields of an operation, including those the engine adds, in the order the editor shows them. */
export function fieldsOf(operation: Operation): Field[] {
	const own = [...operation.fields];
	if (operation.kind !== 'request') return own;
	const extra = [
		...(operation.list ? LIST_FIELDS : []),
		...(operation.simplify ? SIMPLIFY_FIELD : []),
	];
	// "Options" and "Filters" come last, as everywhere in n8n.
	const last = own.findIndex(({ type }) => type === 'collection');
	return last < 0 ? [...own, ...extra] : [...own.slice(0, last), ...extra, ...own.slice(last)];
}

const MARKS: readonly string[] = [
	'perRun',
	'isFence',
	'many',
	'phone',
	'country',
	'isContent',
	'wholeDay',
	'alsoTakes',
];

/** Returns a copy without the engine's marks, also on nested fields. */
function unmarked(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(unmarked);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !MARKS.includes(name))
			.map(([name, inner]) => [name, unmarked(inner)]),
	);
}

/** Converts a field to an n8n parameter that is shown if all of `show` holds. */
export function toProperty(
	field: Field,
	show: Record<string, readonly unknown[]>,
): INodeProperties {
	const { when, ...property } = field;
	const conditions = { ...show, ...when };
	return deepCopy({
		...(unmarked(property) as Omit<Field, 'when'>),
		...(Object.keys(conditions).length > 0 ? { displayOptions: { show: conditions } } : {}),
	}) as INodeProperties;
}

const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
	[...items].sort((a, b) => a.name.localeCompare(b.name, 'en'));

/** The operation selector of a resource. */
const operationSelector = (
	operations: readonly Operation[],
	displayOptions?: IDisplayOptions,
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	...(displayOptions && { displayOptions }),
	options: byName(operations).map(({ name, value, action, description }) => ({
		name,
		value,
		action,
		...(description ? { description } : {}),
	})),
	default: operations[0]?.value ?? '',
});

/** The operations of a node without resources. A single one is not asked for, only listed as an action. */
export const onlyOperations = (operations: readonly Operation[]): INodeProperties => ({
	...operationSelector(operations),
	...(operations.length === 1 && { type: 'hidden' }),
});

/** Shown in place of a resource's operations where other parameters rule the resource out. */
const notFor = (
	resource: string,
	when: NonNullable<Resource['when']>,
	displayName: string,
): INodeProperties => ({
	displayName,
	name: `${resource}Notice`,
	type: 'notice',
	default: '',
	displayOptions: deepCopy<object>({ show: { resource: [resource] }, hide: when }),
});

/** Resource selector, one operation selector per resource, and the fields of every operation. */
export function properties(resources: readonly Resource[]): INodeProperties[] {
	const resourceSelector: INodeProperties = {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: byName(resources).map(({ name, value, when, only }) => ({
			name: only === undefined ? name : `${name} (${only})`,
			value,
			...(when && { displayOptions: { show: deepCopy(when) as IDisplayOptions['show'] } }),
		})),
		default: resources[0]?.value ?? '',
	};
	const operationSelectors = resources.map(({ value, operations, when }) =>
		operationSelector(operations, deepCopy<object>({ show: { resource: [value], ...when } })),
	);
	const notices = resources.flatMap(({ value, when, otherwise }) =>
		when && otherwise ? [notFor(value, when, `${otherwise.problem}. ${otherwise.hint}`)] : [],
	);
	const fields = resources.flatMap(({ value: resource, operations, when }) =>
		operations.flatMap((operation) =>
			fieldsOf(operation).map((field) =>
				toProperty(field, { resource: [resource], operation: [operation.value], ...when }),
			),
		),
	);
	return [resourceSelector, ...notices, ...operationSelectors, ...fields];
}
