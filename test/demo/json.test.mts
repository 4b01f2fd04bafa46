import { at, unflatten } from '../../demo/json.mts';

test('a value inside JSON, or undefined if the path does not exist', () => {
	const json = { data: [{ id: 7 }], none: null };
	expect(at(json, 'data', 0, 'id')).toBe(7);
	expect(at(json, 'data', 1, 'id')).toBeUndefined();
	expect(at(json, 'none', 'id')).toBeUndefined();
	expect(at('text', 'length')).toBeUndefined();
	expect(at(json)).toBe(json);
});

describe('what n8n stores', () => {
	test('restores texts, numbers, lists and null', () => {
		const flatted = '[{"a":"1","b":3,"c":"2","d":null,"e":true},"3",["1","1","4"],"x",{"f":"3"}]';
		expect(() => unflatten('no JSON')).toThrow();
		expect(unflatten(flatted)).toEqual({
			a: '3',
			b: 3,
			c: ['3', '3', { f: 'x' }],
			d: null,
			e: true,
		});
	});

	test('a value that is referenced twice is the same object, even inside itself', () => {
		const whole = unflatten('[{"me":"0","one":"1","two":"1"},{"x":1}]');
		expect(at(whole, 'me')).toBe(whole);
		expect(at(whole, 'one')).toBe(at(whole, 'two'));
	});
});
