/** Splitting lists into groups and parts: nothing is lost, and the order is kept. */
import fc from 'fast-check';
import { chunk, groupBy, layers } from '../../../core/sending/grouping';

const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 40 });
const numbered = words.map((keys) => keys.map((key, index) => ({ key, index })));
const keyOf = ({ key }: { key: string }) => key;

it('groupBy keeps the order of first appearance, among groups and within them', () => {
	const groups = groupBy(['b1', 'a1', 'b2', 'c1', 'a2'], ([letter = '']) => letter);
	expect([...groups]).toEqual([
		['b', ['b1', 'b2']],
		['a', ['a1', 'a2']],
		['c', ['c1']],
	]);
});

it('groupBy lists every item once, under its key', () => {
	fc.assert(
		fc.property(numbered, (items) => {
			const groups = groupBy(items, keyOf);
			for (const [key, group] of groups) {
				expect(group).toEqual(items.filter((item) => item.key === key));
			}
			expect([...groups.values()].flat()).toHaveLength(items.length);
		}),
	);
});

it('chunk splits into full parts and a remainder, in order', () => {
	fc.assert(
		fc.property(words, fc.integer({ min: 1, max: 9 }), (items, size) => {
			const parts = chunk(items, size);
			expect(parts.flat()).toEqual(items);
			expect(parts.slice(0, -1).every(({ length }) => length === size)).toBe(true);
			expect(parts.every(({ length }) => length > 0)).toBe(true);
		}),
	);
});

it('layers are as few as possible, each in order and without duplicate keys', () => {
	fc.assert(
		fc.property(numbered, (items) => {
			const found = layers(items, keyOf);
			const most = Math.max(0, ...[...groupBy(items, keyOf).values()].map(({ length }) => length));
			expect(found).toHaveLength(most);
			for (const layer of found) {
				expect(new Set(layer.map(keyOf)).size).toBe(layer.length);
				expect(layer.map(({ index }) => index)).toEqual(
					layer.map(({ index }) => index).sort((a, b) => a - b),
				);
			}
			const all = found.flat().map(({ index }) => index);
			expect(all.sort((a, b) => a - b)).toEqual([...items.keys()]);
		}),
	);
});
