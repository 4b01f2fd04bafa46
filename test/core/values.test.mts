import fc from 'fast-check';
import { plain } from '../../core/values';

it('plain gives the same result as a JSON round trip', () => {
	const leaf = fc.oneof(
		fc.string(),
		fc.boolean(),
		fc.integer(),
		fc.constantFrom(null, undefined, NaN, Infinity, 0.5),
		fc.date({ noInvalidDate: false }),
	);
	const name = fc.constantFrom('a', 'b', 'c', '1');
	const { value } = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
		leaf,
		value: fc.oneof(
			{ depthSize: 'small' },
			tie('leaf'),
			fc.array(tie('value'), { maxLength: 3 }),
			fc.dictionary(name, tie('value'), { maxKeys: 3 }),
		),
	}));
	fc.assert(
		fc.property(fc.dictionary(name, value, { maxKeys: 4 }), (object) => {
			const copy = plain(object);
			expect(JSON.stringify(copy)).toBe(JSON.stringify(object));
			expect(copy).toStrictEqual(JSON.parse(JSON.stringify(object)));
		}),
	);
});
