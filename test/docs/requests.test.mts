/** Requests are obtained from descriptors, whatever values those require. */
import { requestsOf } from '../../docs/generator/requests.mts';
import { type Field, type Fields } from '../../n8n/parameters/fields';
import { type RequestOperation, requestOperation } from '../../n8n/operations/operation';
import { path } from '../../n8n/operations/path';

const text = (name: string, more: Partial<Field> = {}): Field => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	...more,
});

/** The values of all fields in these tests. */
type Given = Record<
	'a' | 'b' | 'deep' | 'id' | 'kind' | 'list' | 'listName' | 'options' | 'phone' | 'thing',
	string
>;
type Request = (params: Given, env: never) => ReturnType<RequestOperation['request']>;

const operation = (fields: Fields, request: Request): RequestOperation =>
	requestOperation({
		name: 'Do',
		value: 'do',
		action: 'Do a thing',
		fields,
		request,
	});

const endpoints = (one: RequestOperation): string[] => [
	...new Set(
		requestsOf(one).map(({ request, template }) => `${request.method} ${template(request.path)}`),
	),
];

const get = (where: string) => ({ method: 'GET' as const, path: where });

test('a field whose name begins with the name of another', () => {
	const one = operation([text('list'), text('listName')], ({ list, listName }) =>
		get(path`/${listName}/of/${list}`),
	);
	expect(endpoints(one)).toEqual(['GET /{listName}/of/{list}']);
});

test('part of a segment', () => {
	const one = operation([text('id')], ({ id }) => get(`${path`/things/${id}`}.json`));
	expect(endpoints(one)).toEqual(['GET /things/{id}.json']);
});

test('choices: of a list, of a switch, inside a collection, and those that `when` hides', () => {
	const fields: Fields = [
		text('kind', {
			type: 'options',
			default: 'a',
			options: [
				{ name: 'A', value: 'a' },
				{ name: 'B', value: 'b' },
			],
		}),
		{ ...text('deep', { type: 'boolean', default: false }), when: { kind: ['b'] } },
		{
			...text('options', { type: 'collection', default: {} }),
			options: [{ displayName: 'Loud', name: 'loud', type: 'boolean', default: false }],
		},
	];
	const one = operation(fields, ({ kind, deep, options }) =>
		get(
			`/${String(kind)}${deep ? '/deep' : ''}${(options as unknown as { loud?: boolean }).loud ? '!' : ''}`,
		),
	);
	expect(endpoints(one).sort()).toEqual([
		'GET /a',
		'GET /a!',
		'GET /b',
		'GET /b!',
		'GET /b/deep',
		'GET /b/deep!',
	]);
});

test('a text that is validated gets the example in its placeholder', () => {
	const one = operation(
		[text('phone', { placeholder: 'e.g. +61411111111' }), text('id')],
		({ phone, id }) => {
			if (!/^\+\d+$/.test(phone)) throw new Error('No phone');
			return get(path`/phones/${phone}/of/${id}`);
		},
	);
	expect(endpoints(one)).toEqual(['GET /phones/{phone}/of/{id}']);
});

test('so does a resource locator whose ID the operation validates', () => {
	const locator = text('thing', {
		type: 'resourceLocator',
		modes: [{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 428' }],
	});
	const one = operation([locator], ({ thing }) => {
		if (!/^\d+$/.test(thing)) throw new Error('No number');
		return get(path`/things/${thing}`);
	});
	expect(endpoints(one)).toEqual(['GET /things/{thing}']);
});

test('dates and numbers are valid', () => {
	const one = operation(
		[
			text('day', { type: 'dateTime' }),
			text('count', { type: 'number', default: 2, typeOptions: { maxValue: 10 } }),
			text('page', { type: 'number', default: 0 }),
		],
		(({ day, page }: { day: Date; page: number }) => {
			expect(day.getTime()).toBeGreaterThan(0);
			return get(`/pages/${page}`);
		}) as unknown as Request,
	);
	expect(endpoints(one)).toEqual(['GET /pages/{page}']);
});

test('a request that must be made first is included', () => {
	const one = operation([text('id')], ({ id }) => ({ method: 'PUT', path: path`/things/${id}` }));
	const before = () => get('/things');
	expect(endpoints({ ...one, before })).toEqual(['GET /things', 'PUT /things/{id}']);
});

test('a choice for which no sample is accepted is reported, not left out', () => {
	const kind = text('kind', {
		type: 'options',
		default: 'a',
		options: [
			{ name: 'A', value: 'a' },
			{ name: 'B', value: 'b' },
		],
	});
	const one = operation([kind], ({ kind: chosen }) => {
		if (chosen === 'b') throw new Error('Never B');
		return get('/a');
	});
	expect(() => requestsOf(one)).toThrow(/Do a thing: no sample .* with kind = b: Never B/);
	const none = operation([text('id')], () => {
		throw new Error('Never');
	});
	expect(() => requestsOf(none)).toThrow(/Do a thing: no sample values were accepted: Never/);
});

test('two fields with the same value cannot be distinguished, and are not mixed up', () => {
	const placeholder = 'e.g. 7';
	const one = operation([text('a', { placeholder }), text('b', { placeholder })], ({ a, b }) => {
		if (a !== '7' || b !== '7') throw new Error('No number');
		return get(path`/${a}/${b}`);
	});
	expect(() => requestsOf(one)).toThrow(/"7" in \/7\/7 may be a or b/);
});
