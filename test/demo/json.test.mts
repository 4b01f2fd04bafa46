import { at, unflatten } from '../../demo/json.mts';

test('a value inside of JSON, and undefined when the way there ends', () => {
	const json = { data: [{ id: 7 }], none: null };
	expect(at(json, 'data', 0, 'id')).toBe(7);
	expect(at(json, 'data', 1, 'id')).toBeUndefined();
	expect(at(json, 'none', 'id')).toBeUndefined();
	expect(at('text', 'length')).toBeUndefined();
	expect(at(json)).toBe(json);
});

describe('what n8n stores', () => {
	test('texts, numbers, lists and nothing stand where they were', () => {
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

	test('what is named twice is the same, also inside of itself', () => {
		const whole = unflatten('[{"me":"0","one":"1","two":"1"},{"x":1}]');
		expect(at(whole, 'me')).toBe(whole);
		expect(at(whole, 'one')).toBe(at(whole, 'two'));
	});
});
