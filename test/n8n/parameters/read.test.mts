import { type Field } from '../../../n8n/parameters/fields';
import { openSendParams, readParams, readRunParams } from '../../../n8n/parameters/read';
import { context } from '../context.mts';

const text: Field = { displayName: 'Name', name: 'name', type: 'string', default: 'none' };
const read = (fields: Field[], parameters: Record<string, unknown>) =>
	readParams(context({ parameters }).ctx, fields, 3);

/** The error it throws; undefined if it reads the values. */
function thrown(reading: () => unknown): unknown {
	try {
		reading();
		return undefined;
	} catch (error) {
		return error;
	}
}

const refusal = (fields: Field[], parameters: Record<string, unknown>): unknown =>
	thrown(() => read(fields, parameters));

describe('readParams', () => {
	it.each([
		['text', 'text'],
		['', ''],
		[' kept ', ' kept '],
		[42, '42'],
		[0, '0'],
		[false, 'false'],
		// Not set: the default.
		[null, 'none'],
		[undefined, 'none'],
	])('reads %j as the text %j', (value, expected) => {
		expect(read([text], { name: value })).toEqual({ name: expected });
	});

	it.each([
		[{}, 'Name is an object, not a single value'],
		[['a'], 'Name is a list, not a single value'],
		[NaN, 'Name is NaN, not a single value'],
	])('refuses %j as a text', (value, message) => {
		expect(refusal([text], { name: value })).toMatchObject({ message, context: { itemIndex: 3 } });
	});

	it.each([[''], [null], [undefined]])('refuses %j if a text is required', (value) => {
		const required: Field = { ...text, required: true, default: '' };
		expect(refusal([required], { name: value })).toMatchObject({
			message: 'Name is empty',
			description: 'Enter a value for Name.',
			context: { itemIndex: 3 },
		});
	});

	it('accepts zero and false as required values', () => {
		const fields: Field[] = [
			{ ...text, name: 'count', type: 'number', required: true },
			{ ...text, name: 'several', typeOptions: { multipleValues: true } },
			{ ...text, name: 'flag', type: 'boolean', required: true },
		];
		const values = { count: 0, several: ['a'], flag: false };
		expect(read(fields, values)).toEqual(values);
	});

	describe('the members of a collection', () => {
		const options: Field = {
			...text,
			name: 'options',
			type: 'collection',
			default: {},
			options: [
				{ ...text, name: 'title' },
				{ ...text, displayName: 'Since', name: 'since', type: 'dateTime' },
				{ ...text, displayName: 'Most', name: 'most', type: 'number' },
			],
		};

		it('are read as declared; what is not given is absent', () => {
			const given = { title: 7, since: new Date(0), most: '3' };
			expect(read([options], { options: given })).toEqual({
				options: { title: '7', since: new Date(0), most: 3 },
			});
			expect(read([options], { options: {} })).toEqual({ options: {} });
			expect(read([options], { options: { title: null, since: '', most: '' } })).toEqual({
				options: {},
			});
			// An empty text is a text: in an update it clears a field.
			expect(read([options], { options: { title: '' } })).toEqual({ options: { title: '' } });
			const now = { toISO: () => '2030-01-31T09:00:00.000+02:00' };
			expect(read([options], { options: { since: now } })).toEqual({
				options: { since: new Date('2030-01-31T07:00:00Z') },
			});
		});

		it.each([
			[{ title: {} }, 'Name is an object, not a single value'],
			[{ since: ['a'] }, 'Since is not a date and time: a list'],
			[{ most: 'many' }, 'Most is not a number: "many"'],
		])('%j is refused with its item', (given, message) => {
			const error = refusal([options], { options: given });
			expect(error).toMatchObject({ message, context: { itemIndex: 3 } });
		});

		it.each([null, undefined, ''])('is empty if an expression gave %j', (given) => {
			expect(read([options], { options: given })).toEqual({ options: {} });
		});

		it.each([
			['text', 'one value'],
			[5, '5'],
			[['a'], 'a list'],
		])('%j instead of them is refused', (given, what) => {
			const message = `Name is ${what}, not a set of fields`;
			expect(refusal([options], { options: given })).toMatchObject({ message });
		});
	});

	it('reads the rows of a fixed collection; fields missing in a row have their defaults', () => {
		const rows: Field = {
			displayName: 'Rows',
			name: 'rows',
			type: 'fixedCollection',
			default: {},
			typeOptions: { multipleValues: true },
			options: [{ displayName: 'Row', name: 'row', values: [text] }],
		};
		const values = (given: unknown) => read([rows], { rows: { row: given } }).rows;
		expect(values([{ name: 1 }, { name: 'b' }])).toEqual({ row: [{ name: '1' }, { name: 'b' }] });
		expect(values([null, {}])).toEqual({ row: [{ name: 'none' }, { name: 'none' }] });
		expect(values({ name: 'alone' })).toEqual({ row: [{ name: 'alone' }] });
		expect(read([rows], { rows: {} }).rows).toEqual({});
		expect(refusal([rows], { rows: { row: [{}, { name: {} }] } })).toMatchObject({
			message: 'Name in row 2 of Rows is an object, not a single value',
		});
		expect(refusal([rows], { rows: { row: ['a'] } })).toMatchObject({
			message: 'row 1 of Rows is one value, not a set of fields',
		});
		const one: Field = { ...rows, typeOptions: {} };
		expect(read([one], { rows: { row: { name: 2 } } })).toEqual({ rows: { row: { name: '2' } } });
	});

	it('does not read parameters that are not shown', () => {
		const fields: Field[] = [
			{ ...text, name: 'kind' },
			{ ...text, name: 'detail', required: true, when: { kind: ['a', 'b'] } },
			{ ...text, name: 'note', type: 'notice' },
		];
		expect(read(fields, { kind: 'c', detail: '' })).toEqual({ kind: 'c', detail: 'none' });
		expect(read(fields, { kind: 'b', detail: 'x' })).toEqual({ kind: 'b', detail: 'x' });
		expect(() => read(fields, { kind: 'a', detail: '' })).toThrow('Name is empty');
	});

	it('shows a field only if all conditions hold', () => {
		const fields: Field[] = [
			{ ...text, name: 'a' },
			{ ...text, name: 'b' },
			{ ...text, name: 'c', when: { a: ['1'], b: ['1'] } },
		];
		const c = (a: string, b: string) => read(fields, { a, b, c: 'shown' }).c;
		expect([c('1', '1'), c('1', '2'), c('2', '1')]).toEqual(['shown', 'none', 'none']);
	});

	it('reads the declaration that is shown, of a parameter that has two', () => {
		const fields: Field[] = [
			{ ...text, name: 'kind' },
			{ ...text, name: 'detail', default: 'one', when: { kind: ['a'] } },
			{ ...text, name: 'detail', default: 'two', when: { kind: ['b'] } },
		];
		const detail = (kind: string) => read(fields, { kind, detail: 'x' }).detail;
		expect([detail('a'), detail('b'), detail('c')]).toEqual(['x', 'x', 'one']);
	});

	it('shows fields that belong to one of several choices, as n8n does', () => {
		const options = ['x', 'y', 'z'].map((value) => ({ name: value, value }));
		const fields: Field[] = [
			{ ...text, name: 'several', type: 'multiOptions', options, default: [] },
			{ ...text, name: 'detail', when: { several: ['x'] } },
		];
		const detail = (several: unknown) => read(fields, { several, detail: 'shown' }).detail;
		expect([detail(['y', 'x']), detail('y, x'), detail(['y'])]).toEqual(['shown', 'shown', 'none']);
	});

	it('reads the value of a resource locator as a text, including its default', () => {
		const list: Field = {
			...text,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			when: { kind: ['a'] },
		};
		const fields: Field[] = [{ ...text, name: 'kind', default: 'a' }, list];
		expect(read(fields, { name: 428 })).toEqual({ kind: 'a', name: '428' });
		expect(read(fields, { kind: 'b', name: 428 })).toEqual({ kind: 'b', name: '' });
	});

	it('asks n8n for the item, and for the extracted value of a resource locator', () => {
		const { ctx, asked } = context({ parameters: { name: 'a' } });
		readParams(ctx, [text, { ...text, name: 'list', type: 'resourceLocator' }], 3);
		expect(asked).toEqual([
			['name', 3, { extractValue: false }],
			['list', 3, { extractValue: true }],
		]);
	});

	it('names the parameter whose expression fails', () => {
		const fails = () => {
			throw new Error('no such node');
		};
		expect(refusal([text], { name: fails })).toMatchObject({
			message: 'Name could not be read: no such node',
			description: 'Check the expressions of this node for this item.',
			context: { itemIndex: 3 },
		});
	});
});

describe('a value has the type that its field declares', () => {
	const YES = [true, 1, 'true', ' TRUE ', 'True', '1'];
	const NO = [false, 0, 'false', 'FALSE', '0', ' 0 '];
	const list = (...values: Array<string | number | boolean>) =>
		values.map((value) => ({ name: String(value), value }));
	const choices = list('sms', 'both', 3, true);

	const field = (type: Field['type'], more: Partial<Field> = {}): Field => ({
		displayName: 'Field',
		name: 'field',
		type,
		default: '',
		...more,
	});
	const one = (declared: Field, value: unknown) =>
		read([{ ...declared, required: false }], { field: value }).field;
	const no = (declared: Field, value: unknown) => refusal([declared], { field: value });

	it.each(YES)('boolean: %j is true', (value) => {
		expect(one(field('boolean'), value)).toBe(true);
	});

	it.each(NO)('boolean: %j is false', (value) => {
		expect(one(field('boolean'), value)).toBe(false);
	});

	it.each([
		['maybe', '"maybe"'],
		['yes', '"yes"'],
		[2, '2'],
		[{}, 'an object'],
		[[true], 'a list'],
		['+61411111111', '"+614******11"'],
	])('boolean: %j is refused', (value, given) => {
		expect(no(field('boolean'), value)).toMatchObject({
			message: `Field is neither true nor false: ${given}`,
			description: 'Use true, false, 1 or 0.',
		});
	});

	const count = field('number', {
		default: 5,
		typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
	});

	it.each([
		[7, 7],
		['7', 7],
		[' 7 ', 7],
		['1e1', 10],
		['', 5],
		[null, 5],
		[undefined, 5],
	])('number: %j is %j', (value, expected) => {
		expect(one(count, value)).toBe(expected);
	});

	it.each([
		[0, '0'],
		[21, '21'],
		['2.5', '"2.5"'],
		['many', '"many"'],
		[NaN, 'NaN'],
		[Infinity, 'Infinity'],
		[true, 'true'],
		[[1], 'a list'],
		[{}, 'an object'],
	])('number: %j is refused, and the hint names what is allowed', (value, given) => {
		expect(no(count, value)).toMatchObject({
			message: `Field is not a whole number from 1 to 20: ${given}`,
			description: 'Enter a whole number from 1 to 20.',
		});
	});

	it('number: the hint names only the limits that the field has', () => {
		const says = (typeOptions: Field['typeOptions']) =>
			(no(field('number', { typeOptions, default: 0 }), 'x') as Error).message;
		expect(says({})).toBe('Field is not a number: "x"');
		expect(says({ minValue: 1 })).toBe('Field is not a number of at least 1: "x"');
		expect(says({ maxValue: 9 })).toBe('Field is not a number of at most 9: "x"');
	});

	const choice = field('options', { options: choices, default: 'sms' });

	it.each([
		['both', 'both'],
		[' both ', 'both'],
		[3, 3],
		['3', 3],
		[true, true],
		['true', true],
		['', 'sms'],
		[null, 'sms'],
	])('options: %j is %j', (value, expected) => {
		expect(one(choice, value)).toBe(expected);
	});

	it.each([['fax'], ['SMS'], [4], [{}], [['sms']]])('options: %j is refused', (value) => {
		expect(no(choice, value)).toMatchObject({
			message: expect.stringMatching(/^Field is not one of its choices: /) as string,
			description: 'Choose one from the list, or use one of these values: sms, both, 3, true.',
		});
	});

	it('options: values that are also accepted are not offered', () => {
		const more = field('options', { options: choices, default: 'sms', alsoTakes: ['fax'] });
		expect(one(more, 'fax')).toBe('fax');
		expect(no(more, 'telex')).toMatchObject({
			description: expect.not.stringContaining('fax') as string,
		});
	});

	it('options: if n8n loads them, any text is accepted', () => {
		const dynamic = field('options', { typeOptions: { loadOptionsMethod: 'load' } });
		expect([one(dynamic, 'x'), one(dynamic, 4)]).toEqual(['x', '4']);
		expect(no(dynamic, {})).toMatchObject({ message: 'Field is an object, not a single value' });
	});

	const some = field('multiOptions', { options: choices, default: ['sms'] });

	it.each([
		[
			['both', 'sms', 'both'],
			['both', 'sms'],
		],
		['both, 3', ['both', 3]],
		['["both","3"]', ['both', 3]],
		['sms', ['sms']],
		[3, [3]],
		['', ['sms']],
		[null, ['sms']],
		[[], []],
	])('multiOptions: %j is %j', (value, expected) => {
		expect(one(some, value)).toEqual(expected);
	});

	it.each([
		['fax, sms', '"fax"'],
		[['sms', {}], 'an object'],
		['[not json', '"[not json"'],
		[{}, 'an object'],
	])('multiOptions: %j is refused', (value, given) => {
		expect(no(some, value)).toMatchObject({
			message: `Field has a choice that does not exist: ${given}`,
		});
	});

	it.each([[[]], ['']])('multiOptions: %j is empty if one is required', (value) => {
		expect(no({ ...some, default: [], required: true }, value)).toMatchObject({
			message: 'Field is empty',
			description: 'Choose Field from the list.',
		});
	});

	it.each([
		['2030-01-31T09:00+02:00', '2030-01-31T07:00:00.000Z'],
		// Sydney, the zone of the workflow.
		['2030-01-31T09:00', '2030-01-30T22:00:00.000Z'],
		[1_896_073_200, '2030-01-31T07:00:00.000Z'],
		['1896073200000', '2030-01-31T07:00:00.000Z'],
		[new Date('2030-01-31T07:00:00Z'), '2030-01-31T07:00:00.000Z'],
		[{ toISO: () => '2030-01-31T09:00:00.000+02:00' }, '2030-01-31T07:00:00.000Z'],
	])('dateTime: %j', (value, expected) => {
		expect(one(field('dateTime'), value)).toEqual(new Date(expected));
	});

	it.each([[''], [null], [undefined]])('dateTime: %j is not set', (value) => {
		expect(one(field('dateTime'), value)).toBeUndefined();
		expect(no(field('dateTime', { required: true }), value)).toMatchObject({
			message: 'Field is empty',
		});
	});

	it.each([
		['soon', '"soon"'],
		['2030-02-30', '"2030-02-30"'],
		[true, 'true'],
		[{}, 'an object'],
		[new Date(NaN), 'an object'],
		[['2030-01-31'], 'a list'],
	])('dateTime: %j is refused', (value, given) => {
		expect(no(field('dateTime'), value)).toMatchObject({
			message: `Field is not a date and time: ${given}`,
			description: 'Use a format such as 2030-01-31T09:00 or 2030-01-31T09:00+02:00.',
		});
	});

	it.each([
		['2030-01-31T23:00-05:00', '2030-01-31'],
		[' 2030-01-31 ', '2030-01-31'],
		// 22:00 UTC is already the next day in Sydney.
		[new Date('2030-01-30T22:00:00Z'), '2030-01-31'],
		['', ''],
	])('a whole day: %j is %j', (value, expected) => {
		expect(one(field('dateTime', { wholeDay: true }), value)).toBe(expected);
	});

	it.each([
		['{"a":1}', '{"a":1}'],
		[{ a: 1 }, '{"a":1}'],
		[[1], '[1]'],
		['', ''],
	])('json: %j is %j', (value, expected) => {
		expect(one(field('json'), value)).toBe(expected);
	});

	it('json: invalid JSON is refused', () => {
		expect(no(field('json'), '{')).toMatchObject({ message: 'Field is not valid JSON' });
	});

	it.each<[unknown, unknown]>([
		['+61411111111, +61422222222', ['+61411111111', '+61422222222']],
		[61411111111, ['61411111111']],
		[
			['a', ['b;c']],
			['a', 'b', 'c'],
		],
		['a\nb', ['a', 'b']],
		['', []],
		[null, []],
		[
			['a', {}, null, true],
			['a', { notText: 'an object' }, { notText: 'null' }, { notText: 'true' }],
		],
	])('many: %j is %j', (value, expected) => {
		expect(one(field('string', { many: true }), value)).toEqual(expected);
	});

	it('several values, each converted by its type', () => {
		const counts = field('number', { typeOptions: { multipleValues: true }, default: [] });
		expect([one(counts, ['1', 2]), one(counts, 3), one(counts, '')]).toEqual([[1, 2], [3], []]);
		expect(no(counts, [1, 'x'])).toMatchObject({ message: 'Field is not a number: "x"' });
	});
});

describe('parameters that govern the run', () => {
	const count: Field = {
		displayName: 'Count',
		name: 'count',
		type: 'number',
		default: 5,
		perRun: true,
	};
	const options: Field = {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		default: {},
		options: [
			{ displayName: 'Dry Run', name: 'dryRun', type: 'boolean', default: false, perRun: true },
			{ displayName: 'Reference', name: 'reference', type: 'string', default: '' },
		],
	};
	const world = (parameters: Record<string, unknown>, items = 4) => context({ parameters, items });

	it('are read once if they have no expression', () => {
		const { ctx, asked } = world({ count: 7, options: { dryRun: 'true' } });
		expect(readRunParams(ctx, [count, options])).toEqual({ count: 7, options: { dryRun: true } });
		expect(asked.map(([name, item]) => [name, item])).toEqual([
			['count', 0],
			['options', 0],
		]);
	});

	it('may be expressions that give the same value for all items', () => {
		const { ctx } = world({ count: (item: number) => (item % 2 ? '7' : 7) });
		expect(readRunParams(ctx, [count])).toEqual({ count: 7 });
	});

	it('are refused if items differ', () => {
		const { ctx } = world({ count: (item: number) => (item === 3 ? 7 : 5) });
		expect(thrown(() => readRunParams(ctx, [count]))).toMatchObject({
			message: 'Count differs between items: 5 for item 0, 7 for item 3',
			description: expect.stringMatching(/^It applies to the whole run\./) as string,
		});
	});

	it('are refused if one item has them and another does not', () => {
		const { ctx } = world({ options: { dryRun: (item: number) => (item === 1 ? null : true) } });
		expect(() => readRunParams(ctx, [options])).toThrow(
			'Dry Run differs between items: true for item 0, not set for item 1',
		);
	});

	it('are read member by member: members that concern only items may fail', () => {
		const fails = () => {
			throw new Error('nowhere');
		};
		const parameters = { options: { dryRun: () => 1, reference: fails } };
		const { run, read: readItem } = openSendParams(world(parameters).ctx, [count, options]);
		expect(run).toEqual({ count: 5, options: { dryRun: true } });
		expect(readItem(2)).toMatchObject({
			parameter: 'Reference',
			failure: {
				class: 'content',
				code: 'EXPRESSION',
				message: 'Reference could not be read: nowhere',
			},
		});
	});

	it('are read without evaluating members that concern only items', () => {
		const fails = () => {
			throw new Error('nowhere');
		};
		const { run } = openSendParams(world({ options: { reference: fails } }).ctx, [options]);
		expect(run).toEqual({ options: {} });
	});

	it('are refused with the item whose expression fails or gives a wrong type', () => {
		const fails = () => {
			throw new Error('nowhere');
		};
		const failing = { message: 'Count could not be read: nowhere', context: { itemIndex: 0 } };
		expect(thrown(() => readRunParams(world({ count: fails }).ctx, [count]))).toMatchObject(
			failing,
		);
		const late = (item: number) => (item === 2 ? 'x' : 5);
		const odd = { message: 'Count is not a number: "x"', context: { itemIndex: 2 } };
		expect(thrown(() => readRunParams(world({ count: late }).ctx, [count]))).toMatchObject(odd);
	});
});

describe('openSendParams', () => {
	it('reads what is shown for each item, also through other conditions', () => {
		const fields: Field[] = [
			{ ...text, name: 'kind' },
			{ ...text, name: 'detail', default: 'no detail', when: { kind: ['a'] } },
			{ ...text, name: 'more', default: 'no more', when: { detail: ['fine'] } },
			{ ...text, name: 'fixed' },
		];
		const kind = (item: number) => ['a', 'b', 'a'][item];
		const parameters = { kind, detail: 'fine', more: 'much', fixed: 'same' };
		for (const first of [0, 1]) {
			const { read: readItem } = openSendParams(context({ parameters, items: 3 }).ctx, fields);
			readItem(first);
			const shown = { detail: 'fine', more: 'much', fixed: 'same' };
			const hidden = { detail: 'no detail', more: 'no more', fixed: 'same' };
			expect([readItem(0), readItem(1), readItem(2)]).toEqual([
				{ kind: 'a', ...shown },
				{ kind: 'b', ...hidden },
				{ kind: 'a', ...shown },
			]);
		}
	});

	const fields = [
		{
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			options: [
				{ name: 'A', value: 'a' },
				{ name: 'B', value: 'b' },
			],
			default: 'a',
			perRun: true,
		},
		{ displayName: 'Detail', name: 'detail', type: 'string', default: '', when: { kind: ['b'] } },
		{ displayName: 'Count', name: 'count', type: 'number', default: 5 },
		{ displayName: 'To', name: 'to', type: 'string', default: '', required: true, many: true },
	] as const satisfies Field[];

	it('reads parameters without an expression once, and the rest for each item', () => {
		const parameters = { kind: 'b', detail: 'x', to: (item: number) => `${item}, b` };
		const { ctx, asked } = context({ parameters, items: 3 });
		const { run, read: readItem } = openSendParams(ctx, fields);
		expect(run).toEqual({ kind: 'b' });
		expect([0, 1, 2].map(readItem)).toEqual(
			['0', '1', '2'].map((to) => ({ kind: 'b', detail: 'x', count: 5, to: [to, 'b'] })),
		);
		expect(asked.map(([name]) => name).sort()).toEqual(
			['count', 'detail', 'kind', 'to', 'to', 'to'].sort(),
		);
	});

	it('returns a fault of the item’s message if an expression gives a wrong type', () => {
		const parameters = { to: 'a', count: (item: number) => (item === 1 ? 'many' : 1) };
		const { read: readItem } = openSendParams(context({ parameters, items: 2 }).ctx, fields);
		expect(readItem(0)).toMatchObject({ count: 1 });
		expect(readItem(1)).toEqual({
			parameter: 'Count',
			failure: {
				class: 'content',
				message: 'Count is not a number: "many"',
				hint: 'Enter a number.',
			},
		});
	});

	it('returns a fault of the settings if such a value is set without an expression', () => {
		const { read: readItem } = openSendParams(
			context({ parameters: { count: 'many' } }).ctx,
			fields,
		);
		expect(readItem(0)).toMatchObject({ failure: { class: 'configuration' } });
	});

	it('leaves it to the plan to report what is missing', () => {
		const { read: readItem } = openSendParams(context({ parameters: { to: '' } }).ctx, fields);
		expect(readItem(0)).toMatchObject({ to: [] });
	});
});
