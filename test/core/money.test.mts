import fc from 'fast-check';
import { sumOf, totalsOf } from '../../core/money';

test.each([
	[[], '0'],
	[['0.1', '0.2'], '0.3'],
	[['0.0792', '0.0792'], '0.1584'],
	[['0.0770', '1'], '1.0770'],
	[['0.05', '-0.07'], '-0.02'],
	[['99999999999999999999.01', '0.99'], '100000000000000000000.00'],
	[[' 1.5 ', 'free', '', '1e3', '0x10'], '1.5'],
])('%j: %s', (amounts, sum) => {
	expect(sumOf(amounts)).toBe(sum);
});

test('any amounts, in any order, are added to the last digit', () => {
	const amount = fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }));
	fc.assert(
		fc.property(fc.array(amount, { minLength: 1 }), (all) => {
			const texts = all.map(([units, places]) => {
				const digits = String(Math.abs(units)).padStart(places + 1, '0');
				const at = digits.length - places;
				const text = places > 0 ? `${digits.slice(0, at)}.${digits.slice(at)}` : digits;
				return units < 0 ? `-${text}` : text;
			});
			const exact = all.reduce((sum, [units, places]) => sum + units * 10 ** (6 - places), 0);
			// Safe integers: whole millionths, far below 2^53.
			fc.pre(Number.isSafeInteger(exact));
			expect(Math.round(Number(sumOf(texts)) * 1e6)).toBe(exact);
			expect(sumOf([...texts].reverse())).toBe(sumOf(texts));
		}),
	);
});

test('currencies are not mixed, and none is a currency of its own', () => {
	expect(
		totalsOf([
			{ amount: '0.10', currency: 'AUD' },
			{ amount: '3', currency: null },
			{ amount: '0.2', currency: 'AUD' },
			{ amount: '1', currency: 'EUR' },
		]),
	).toEqual([
		{ amount: '0.30', currency: 'AUD' },
		{ amount: '3', currency: null },
		{ amount: '1', currency: 'EUR' },
	]);
});
