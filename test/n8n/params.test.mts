import { type Field } from '../../n8n/fields';
import { readParams } from '../../n8n/params';
import { context } from './context.mts';

const text: Field = { displayName: 'Name', name: 'name', type: 'string', default: 'none' };
const read = (fields: Field[], parameters: Record<string, unknown>) =>
	readParams(context({ parameters }).ctx, fields, 3);

/** What it throws; nothing where it reads the values. */
function refusal(fields: Field[], parameters: Record<string, unknown>): unknown {
	try {
		read(fields, parameters);
		return undefined;
	} catch (error) {
		return error;
	}
}

describe('readParams', () => {
	it.each([
		['text', 'text'],
		['', ''],
		[' kept ', ' kept '],
		[42, '42'],
		[0, '0'],
		[false, 'false'],
		[null, ''],
		[undefined, ''],
	])('takes %j for the text %j', (value, expected) => {
		expect(read([text], { name: value })).toEqual({ name: expected });
	});

	it.each([
		[{}, 'Name is an object, not a text'],
		[['a'], 'Name is a list, not a text'],
	])('refuses %j as a text', (value, message) => {
		expect(refusal([text], { name: value })).toMatchObject({ message, context: { itemIndex: 3 } });
	});

	it.each([[''], [null], [undefined]])('refuses %j where a text is required', (value) => {
		expect(refusal([{ ...text, required: true }], { name: value })).toMatchObject({
			message: 'Name is empty',
			description: 'Enter a value for Name.',
			context: { itemIndex: 3 },
		});
	});

	it('leaves what is no text as it is', () => {
		const fields: Field[] = [
			{ ...text, name: 'count', type: 'number', required: true },
			{ ...text, name: 'several', typeOptions: { multipleValues: true } },
			{ ...text, name: 'flag', type: 'boolean' },
		];
		const values = { count: 0, several: ['a'], flag: true };
		expect(read(fields, values)).toEqual(values);
	});

	describe('the members of a collection', () => {
		const options: Field = {
			...text,
			name: 'options',
			type: 'collection',
			options: [
				{ ...text, name: 'title' },
				{ ...text, displayName: 'Since', name: 'since', type: 'dateTime' },
				{ ...text, displayName: 'Most', name: 'most', type: 'number' },
			],
		};

		it('are as they are declared; what is not given stays away', () => {
			const given = { title: 7, since: new Date(0), most: '3' };
			expect(read([options], { options: given })).toEqual({
				options: { title: '7', since: '1970-01-01T00:00:00.000Z', most: 3 },
			});
			expect(read([options], { options: {} })).toEqual({ options: {} });
			const now = { toISO: () => '2030-01-31T09:00:00.000+02:00' };
			expect(read([options], { options: { since: now } })).toEqual({
				options: { since: '2030-01-31T09:00:00.000+02:00' },
			});
		});

		it.each([
			[{ title: {} }, 'Name is an object, not a text'],
			[{ since: ['a'] }, 'Since is a list, not a text'],
			[{ most: 'many' }, 'Most is not a number'],
		])('%j is refused with its item', (given, message) => {
			const error = refusal([options], { options: given });
			expect(error).toMatchObject({ message, context: { itemIndex: 3 } });
		});

		it.each([null, 'text', 5, ['a']])('there are none where an expression gave %j', (given) => {
			expect(read([options], { options: given })).toEqual({ options: {} });
		});
	});

	it('reads the rows of a fixed collection', () => {
		const rows: Field = {
			...text,
			name: 'rows',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			options: [{ displayName: 'Row', name: 'row', values: [text] }],
		};
		const values = (given: unknown) => read([rows], { rows: { row: given } }).rows;
		expect(values([{ name: 1 }, { name: 'b' }])).toEqual({ row: [{ name: '1' }, { name: 'b' }] });
		expect(values([null])).toEqual({ row: [{}] });
		expect(refusal([rows], { rows: { row: [{ name: {} }] } })).toMatchObject({
			message: 'Name is an object, not a text',
		});
		const one: Field = { ...rows, typeOptions: {} };
		expect(read([one], { rows: { row: { name: 2 } } })).toEqual({ rows: { row: { name: '2' } } });
	});

	it('does not read what is not shown', () => {
		const fields: Field[] = [
			{ ...text, name: 'kind' },
			{ ...text, name: 'detail', required: true, when: { kind: ['a', 'b'] } },
			{ ...text, name: 'note', type: 'notice' },
		];
		expect(read(fields, { kind: 'c', detail: '' })).toEqual({ kind: 'c', detail: 'none' });
		expect(read(fields, { kind: 'b', detail: 'x' })).toEqual({ kind: 'b', detail: 'x' });
		expect(() => read(fields, { kind: 'a', detail: '' })).toThrow('Name is empty');
	});

	it('shows a field only where all conditions hold', () => {
		const fields: Field[] = [
			{ ...text, name: 'a' },
			{ ...text, name: 'b' },
			{ ...text, name: 'c', when: { a: ['1'], b: ['1'] } },
		];
		const c = (a: string, b: string) => read(fields, { a, b, c: 'shown' }).c;
		expect([c('1', '1'), c('1', '2'), c('2', '1')]).toEqual(['shown', 'none', 'none']);
	});

	it('asks for the item, and for the value of a resource locator', () => {
		const { ctx, asked } = context({ parameters: { name: 'a' } });
		readParams(ctx, [text, { ...text, name: 'list', type: 'resourceLocator' }], 3);
		expect(asked).toEqual([
			['name', 3, { extractValue: false }],
			['list', 3, { extractValue: true }],
		]);
	});
});
