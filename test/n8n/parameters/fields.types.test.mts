/**
 * The types of descriptors are checked by `npm run typecheck`: `read` compiles only if the type
 * argument is the type of the fields. At run time it reads such values, as the engine does.
 */
import { type Written } from '../../../core/text/written';
import {
	type Fields,
	LIST_FIELDS,
	type MessageParams,
	type Params,
	type RunParams,
	SIMPLIFY_FIELD,
} from '../../../n8n/parameters/fields';
import { unixSeconds } from '../../../core/unix-time';
import { requestOperation } from '../../../n8n/operations/operation';
import { openSendParams, readParams } from '../../../n8n/parameters/read';
import { context } from '../context.mts';

type Equal<A, B> =
	(<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Expands mapped types, so that they can be compared. */
type Plain<T> = { [K in keyof T]: T[K] };

/** The values of the fields if the user set `given`; `Expected` must be exactly their type. */
function read<Expected, const F extends Fields>(
	fields: F,
	given: Equal<Plain<Params<F>>, Expected> extends true ? Record<string, unknown> : never,
): Params<F> {
	return readParams(context({ parameters: { ...given } }).ctx, fields, 0);
}

describe('the value of a field', () => {
	it('is a boolean, a number or a text', () => {
		const fields = [
			{ displayName: 'A', name: 'flag', type: 'boolean', default: false },
			{ displayName: 'B', name: 'count', type: 'number', default: 1 },
			{ displayName: 'C', name: 'text', type: 'string', default: '' },
			{ displayName: 'D', name: 'time', type: 'dateTime', default: '' },
			{ displayName: 'E', name: 'raw', type: 'json', default: '{}' },
			{ displayName: 'F', name: 'list', type: 'resourceLocator', default: '' },
		] as const satisfies Fields;
		type Expected = {
			flag: boolean;
			count: number;
			text: string;
			time: Date | undefined;
			raw: string;
			list: string;
		};
		expect(read<Expected, typeof fields>(fields, { flag: true, list: '428' })).toEqual({
			flag: true,
			count: 1,
			text: '',
			time: undefined,
			raw: '{}',
			list: '428',
		});
	});

	it('is one of its options', () => {
		const fields = [
			{
				displayName: 'A',
				name: 'one',
				type: 'options',
				options: [
					{ name: 'X', value: 'x' },
					{ name: 'Y', value: 'y' },
				],
				default: 'x',
			},
			{
				displayName: 'B',
				name: 'some',
				type: 'multiOptions',
				options: [
					{ name: 'One', value: 1 },
					{ name: 'Yes', value: true },
				],
				default: [],
			},
			{
				displayName: 'C',
				name: 'dynamic',
				type: 'options',
				typeOptions: { loadOptionsMethod: 'load' },
				default: '',
			},
		] as const satisfies Fields;
		type Expected = { one: 'x' | 'y'; some: Array<1 | true>; dynamic: string };
		expect(read<Expected, typeof fields>(fields, { some: [1, true] })).toEqual({
			one: 'x',
			some: [1, true],
			dynamic: '',
		});
	});

	it('is a list if there can be several', () => {
		const fields = [
			{
				displayName: 'A',
				name: 'texts',
				type: 'string',
				typeOptions: { multipleValues: true },
				default: [],
			},
			{
				displayName: 'B',
				name: 'counts',
				type: 'number',
				typeOptions: { multipleValues: true },
				default: [],
			},
			{ displayName: 'C', name: 'single', type: 'string', typeOptions: { rows: 4 }, default: '' },
		] as const satisfies Fields;
		type Expected = { texts: string[]; counts: number[]; single: string };
		expect(read<Expected, typeof fields>(fields, { texts: ['a', 'b'], single: 'c' })).toEqual({
			texts: ['a', 'b'],
			counts: [],
			single: 'c',
		});
	});

	it('is partial in a collection, because fields that are not added have no value', () => {
		const fields = [
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				options: [
					{ displayName: 'A', name: 'limit', type: 'number', default: 1 },
					{
						displayName: 'B',
						name: 'kind',
						type: 'options',
						options: [{ name: 'X', value: 'x' }],
						default: 'x',
					},
				],
			},
		] as const satisfies Fields;
		type Expected = { options: { limit?: number; kind?: 'x' } };
		expect(read<Expected, typeof fields>(fields, {})).toEqual({ options: {} });
		expect(read<Expected, typeof fields>(fields, { options: { limit: 2 } })).toEqual({
			options: { limit: 2 },
		});
	});

	it('is a section or a list of sections in a fixed collection', () => {
		const values = [
			{ displayName: 'A', name: 'key', type: 'string', default: '' },
			{ displayName: 'B', name: 'count', type: 'number', default: 0 },
		] as const satisfies Fields;
		const fields = [
			{
				displayName: 'One',
				name: 'one',
				type: 'fixedCollection',
				default: {},
				options: [{ displayName: 'Pair', name: 'pair', values }],
			},
			{
				displayName: 'Many',
				name: 'many',
				type: 'fixedCollection',
				typeOptions: { multipleValues: true },
				default: {},
				options: [{ displayName: 'Pair', name: 'pair', values }],
			},
		] as const satisfies Fields;
		type Pair = { key: string; count: number };
		type Expected = { one: { pair?: Pair }; many: { pair?: Pair[] } };
		const one = { pair: { key: 'a', count: 1 } };
		expect(read<Expected, typeof fields>(fields, { one })).toEqual({ one, many: {} });
	});

	it('does not exist for a notice', () => {
		const fields = [
			{ displayName: 'Mind the gap', name: 'notice', type: 'notice', default: '' },
			{ displayName: 'A', name: 'text', type: 'string', default: '' },
		] as const satisfies Fields;
		expect(read<{ text: string }, typeof fields>(fields, { text: 'a' })).toEqual({ text: 'a' });
	});

	it('is typed for the fields that the engine adds', () => {
		const fields = [...LIST_FIELDS, ...SIMPLIFY_FIELD] as const;
		type Expected = { returnAll: boolean; limit: number; simplify: boolean };
		expect(read<Expected, typeof fields>(fields, {})).toEqual({
			returnAll: false,
			limit: 50,
			simplify: true,
		});
	});
});

describe('the fields of a send', () => {
	const fields = [
		{
			displayName: 'A',
			name: 'kind',
			type: 'options',
			options: [{ name: 'X', value: 'x' }],
			default: 'x',
			perRun: true,
		},
		{ displayName: 'B', name: 'to', type: 'string', default: '', many: true },
		{ displayName: 'C', name: 'day', type: 'dateTime', default: '', wholeDay: true },
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			default: {},
			options: [
				{ displayName: 'D', name: 'limit', type: 'number', default: 1, perRun: true },
				{ displayName: 'E', name: 'at', type: 'dateTime', default: '' },
			],
		},
		{ displayName: 'Mind the gap', name: 'notice', type: 'notice', default: '' },
	] as const satisfies Fields;

	type Run = { kind: 'x'; options: { limit?: number } };
	type Message = { to: readonly Written[]; day: string; options: { at?: Date } };
	const runIsExact: Equal<Plain<RunParams<typeof fields>>, Run> = true;
	const messageIsExact: Equal<Plain<MessageParams<typeof fields>>, Message> = true;

	it('belong to the run or to a message', () => {
		const parameters = { to: 'a,b', options: { limit: '3', at: '2030-01-31T09:00Z' } };
		const params = openSendParams(context({ parameters }).ctx, fields);
		const { run } = params;
		const at = new Date('2030-01-31T09:00:00Z');
		expect([runIsExact, messageIsExact]).toEqual([true, true]);
		expect(run).toEqual({ kind: 'x', options: { limit: 3 } });
		expect(params.read(0)).toMatchObject({ to: ['a', 'b'], day: '', options: { at } });
	});
});

describe('an operation', () => {
	it('gets its parameters with the types of its fields', () => {
		const operation = requestOperation({
			name: 'Get Many',
			value: 'getMany',
			action: 'Get many things',
			fields: [
				{ displayName: 'List', name: 'listId', type: 'resourceLocator', default: '' },
				{ displayName: 'Depth', name: 'depth', type: 'number', default: 3 },
				{
					displayName: 'Filters',
					name: 'filters',
					type: 'collection',
					default: {},
					options: [{ displayName: 'From', name: 'from', type: 'dateTime', default: '' }],
				},
			],
			request(params, env) {
				// `true` is assignable only if the types are equal: a field that is renamed or
				// changes its type does not compile here.
				type Seen = Plain<typeof params>;
				const exact: Equal<Seen, { listId: string; depth: number; filters: { from?: Date } }> =
					true;
				return {
					method: 'GET',
					path: `/lists/${params.listId}`,
					query: {
						depth: params.depth.toFixed(0),
						from: unixSeconds(params.filters.from ?? env.readTime('', 'From')),
						exact: String(exact),
					},
				};
			},
		});
		const env = {
			readTime: () => undefined,
			planMessages: () => [],
			refuse: (message: string) => new Error(message),
		};
		expect(operation.kind).toBe('request');
		const from = new Date(17_000);
		expect(operation.request({ listId: '4', depth: 2.4, filters: { from } }, env)).toEqual({
			method: 'GET',
			path: '/lists/4',
			query: { depth: '2', from: 17, exact: 'true' },
		});
	});
});
