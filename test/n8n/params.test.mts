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
			{ ...text, name: 'options', type: 'collection' },
		];
		const values = { count: 0, several: ['a'], options: { a: null } };
		expect(read(fields, values)).toEqual(values);
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
