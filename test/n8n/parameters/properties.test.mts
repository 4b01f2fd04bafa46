import { type INodeParameters, type INodeProperties, NodeHelpers } from 'n8n-workflow';
import { type Fields } from '../../../n8n/parameters/fields';
import {
	type Operation,
	requestOperation,
	type Resource,
	sendOperation,
} from '../../../n8n/operations/operation';
import { fieldsOf, properties, toProperty } from '../../../n8n/parameters/properties';

const text = (name: string) =>
	({ displayName: name, name, type: 'string', default: '' }) as const satisfies Fields[number];
const OPTIONS = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [text('inner')],
} as const satisfies Fields[number];

const operation = (value: string, changes: Partial<Operation> = {}): Operation => ({
	...requestOperation({
		name: value[0]?.toUpperCase() + value.slice(1),
		value,
		action: `${value} a thing`,
		fields: [text('id'), OPTIONS],
		request: () => ({ method: 'GET', path: '/' }),
	}),
	...(changes as object),
});

const bulk: Operation = sendOperation({
	endpoints: [],
	name: 'Send',
	value: 'send',
	action: 'Send things',
	description: 'Sends all at once',
	fields: [
		text('to'),
		{ ...text('kind'), type: 'options', options: [{ name: 'A', value: 'a' }] },
		{ ...text('detail'), when: { kind: ['a', 'b'] } },
	],
	options: [text('own')],
	without: ['sendAt', 'timeout'],
	open: async () => await Promise.resolve({ targets: [] }),
	read: () => ({}),
});
const list = operation('getMany', { list: true, simplify: (item) => item });
const plain = operation('delete');
const simple = operation('get', { simplify: (item) => item });

const RESOURCES: Resource[] = [
	{ name: 'Thing', value: 'thing', operations: [bulk, plain, list] },
	{ name: 'Account', value: 'account', operations: [simple] },
];

const names = (fields: ReadonlyArray<{ readonly name: string }>) => fields.map(({ name }) => name);

describe('fieldsOf', () => {
	it('adds Return All, Limit and Simplify only where they are declared, in front of the options', () => {
		expect(names(fieldsOf(plain))).toEqual(['id', 'options']);
		expect(names(fieldsOf(simple))).toEqual(['id', 'simplify', 'options']);
		expect(names(fieldsOf(list))).toEqual(['id', 'returnAll', 'limit', 'simplify', 'options']);
		const only = operation('getMany', { list: true });
		expect(names(fieldsOf(only))).toEqual(['id', 'returnAll', 'limit', 'options']);
	});

	it('adds Simplify and Options to a send', () => {
		expect(names(fieldsOf(bulk))).toEqual(['to', 'kind', 'detail', 'simplify', 'options']);
	});

	it('merges a send’s own options into the shared ones, without those that do not apply; Default Country first', () => {
		const options = fieldsOf(bulk).at(-1)?.options ?? [];
		expect(options.map(({ name }) => name)).toEqual([
			'defaultCountry',
			'allowSpecialDestinations',
			'allowedCountries',
			'allowedRecipients',
			'cleanUpText',
			'concurrency',
			'dryRun',
			'ifEmptyExpression',
			'ifTooLong',
			'limitPerRecipient',
			'maxRecipientsPerItem',
			'maxRecipients',
			'maxRate',
			'maxRetries',
			'maxSegments',
			'maxSegmentsInTotal',
			'oneTextPerRecipient',
			'output',
			'own',
			'reference',
			'requireAllValid',
			'smartEncoding',
			'suppressRepeats',
			'waitForDelivery',
		]);
	});

	it('puts them last if there are no options, and before all collections if there are several', () => {
		const bare = operation('getMany', { list: true, fields: [text('id')] });
		expect(names(fieldsOf(bare))).toEqual(['id', 'returnAll', 'limit']);
		const filters = { ...OPTIONS, name: 'filters' };
		const two = operation('getMany', {
			list: true,
			fields: [text('id'), filters, OPTIONS],
		});
		expect(names(fieldsOf(two))).toEqual(['id', 'returnAll', 'limit', 'filters', 'options']);
	});

	it('does not modify the descriptor', () => {
		const before = JSON.stringify(list);
		fieldsOf(list);
		properties(RESOURCES);
		expect(JSON.stringify(list)).toBe(before);
	});
});

describe('toProperty', () => {
	it('shows a field if all conditions hold', () => {
		const field = { ...text('detail'), when: { kind: ['a'] } };
		expect(toProperty(field, { resource: ['thing'], operation: ['send'] })).toEqual({
			displayName: 'detail',
			name: 'detail',
			type: 'string',
			default: '',
			displayOptions: { show: { resource: ['thing'], operation: ['send'], kind: ['a'] } },
		});
	});

	it('has no conditions if there are none', () => {
		expect(toProperty(text('to'), {})).toEqual(text('to'));
	});

	it('returns a copy that n8n may modify', () => {
		const property = toProperty(OPTIONS, {});
		expect(property).toEqual(OPTIONS);
		expect(property.options).not.toBe(OPTIONS.options);
		expect(property.options?.[0]).not.toBe(OPTIONS.options[0]);
	});
});

describe('properties', () => {
	const all = properties(RESOURCES);
	const [resource, ...rest] = all;

	it('begin with the resource, then the operations of each resource', () => {
		expect(resource).toEqual({
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Account', value: 'account' },
				{ name: 'Thing', value: 'thing' },
			],
			default: 'thing',
		});
		expect(rest.slice(0, 2)).toEqual([
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['thing'] } },
				options: [
					{ name: 'Delete', value: 'delete', action: 'delete a thing' },
					{ name: 'GetMany', value: 'getMany', action: 'getMany a thing' },
					{ name: 'Send', value: 'send', action: 'Send things', description: 'Sends all at once' },
				],
				default: 'send',
			},
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				displayOptions: { show: { resource: ['account'] } },
				options: [{ name: 'Get', value: 'get', action: 'get a thing' }],
				default: 'get',
			},
		]);
	});

	it('have every field once for each operation, in the order of the descriptor', () => {
		expect(names(rest.slice(2))).toEqual(
			RESOURCES.flatMap(({ operations }) => operations.flatMap((one) => names(fieldsOf(one)))),
		);
	});

	it('make the editor show only what belongs to the chosen operation', () => {
		const shown = (values: INodeParameters) =>
			names(
				all.filter((property: INodeProperties) =>
					NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, null),
				),
			);
		for (const { value, operations } of RESOURCES) {
			for (const one of operations) {
				const values = { resource: value, operation: one.value, kind: 'a', returnAll: false };
				expect(shown(values)).toEqual(['resource', 'operation', ...names(fieldsOf(one))]);
			}
		}
		// `when` on top of that.
		const send = { resource: 'thing', operation: 'send' };
		expect(shown({ ...send, kind: 'b' })).toContain('detail');
		expect(shown({ ...send, kind: 'c' })).not.toContain('detail');
		const many = { resource: 'thing', operation: 'getMany' };
		expect(shown({ ...many, returnAll: true })).not.toContain('limit');
		expect(shown({ resource: 'account', operation: 'send', kind: 'a' })).toEqual([
			'resource',
			'operation',
		]);
	});

	it('contain none of the engine’s own marks', () => {
		const marked = {
			...text('day'),
			many: true,
			isContent: true,
			wholeDay: true,
			alsoTakes: ['x'],
		} as const;
		const inner = { ...OPTIONS, options: [marked] };
		expect(JSON.stringify([all, toProperty(inner, {})])).not.toMatch(
			/"(when|perRun|many|isContent|wholeDay|alsoTakes)"/,
		);
	});

	it('are a selector without choices if there are no resources', () => {
		expect(properties([])).toEqual([expect.objectContaining({ options: [], default: '' })]);
	});
});
