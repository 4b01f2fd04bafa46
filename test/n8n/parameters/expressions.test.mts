/** Which values an expression puts into a text; only the written expression is read. */
import fc from 'fast-check';
import { templateOf, type Value } from '../../../n8n/parameters/expressions';

const shown = (value: Value): unknown =>
	value.kind === 'operand'
		? value.code
		: [value.condition, value.whenTrue.map(shown), value.whenFalse.map(shown)];
const valuesOf = (stored: unknown) => templateOf(stored)?.values.map(shown);

describe('templateOf', () => {
	test.each([
		['Hello', undefined],
		['=Hello', undefined],
		[42, undefined],
		['={{ $json.a }}', ['$json.a']],
		['=A {{ $json.a }} B {{ $json["b c"].d }}', ['$json.a', '$json["b c"].d']],
		['={{ "Hello " + $json.name }}', ['$json.name']],
		["={{ 'a' + $json.a + 1 + $json.b.c }}", ['$json.a', '$json.b.c']],
		['={{ `Hi ${$json.a}, ${"x" + $json.b}` }}', ['$json.a', '$json.b']],
		['={{ ("a" + $json.a).trim() }}', ['$json.a']],
		['={{ ("a" + $json.a).trim().toUpperCase() }}', ['$json.a']],
		['={{ ["a", $json.a, $json.b].join(" ") }}', ['$json.a', '$json.b']],
		['={{ "Hi ".concat($json.a, "!") }}', ['$json.a']],
		['={{ $json.t.replace("{n}", $json.a) }}', ['$json.t.replace("{n}", $json.a)', '$json.a']],
		['={{ String($json.a) }}', ['$json.a']],
		['={{ $json.a.toUpperCase() }}', ['$json.a.toUpperCase()']],
		["={{ $('Web hook').item.json.x + '!' }}", ["$('Web hook').item.json.x"]],
		['={{ $json.a ?? "?" }}', ['$json.a ?? "?"']],
		['={{ $json.a || $json.b }}', ['$json.a || $json.b']],
		['={{ "Hello " + ($json.a || "you") }}', ['$json.a || "you"']],
		// The left side is always true.
		['={{ "Hello " + $json.a || "you" }}', ['$json.a']],
		['={{ $json.a ? "A " + $json.b : "none" }}', [['$json.a', ['$json.b'], []]]],
		[
			'={{ $json.a > 1 ? $json.b : $json.c ? 1 : $json.d }}',
			[['$json.a > 1', ['$json.b'], [['$json.c', [], ['$json.d']]]]],
		],
		['={{ $if($json.a, "x", "y") }}', ['$if($json.a, "x", "y")']],
		['={{ $json.n - 1 }}', ['$json.n - 1']],
		['={{ -$json.n + +$json.m }}', ['-$json.n', '+$json.m']],
		['={{ "+ $json.no" }}', []],
		['={{ /* + $json.no */ $json.a // + $json.b\n }}', ['/* + $json.no */ $json.a // + $json.b']],
		['={{ $json.list.map(x => "a" + x).join(", ") }}', ['$json.list.map(x => "a" + x).join(", ")']],
		['={{ $json.a.split(/[+"]/)[0] + "b" }}', ['$json.a.split(/[+"]/)[0]']],
		['={{ (() => { return "a" + $json.a })() }}', ['(() => { return "a" + $json.a })()']],
	])('of %j', (stored, expected) => {
		const values = valuesOf(stored);
		expect(values).toEqual(expected);
	});

	test('knows plain fields of the item, and who has a fallback', () => {
		const [a, b, c] =
			templateOf('={{ $json.a[0]["b c"]?.d }}{{ $json.x() }}{{ $json.a ?? "" }}')?.values ?? [];
		expect(a).toMatchObject({ path: ['a', '0', 'b c', 'd'], hasFallback: false });
		expect(b).not.toHaveProperty('path');
		expect(c).toMatchObject({ hasFallback: true });
	});

	test('takes anything in linear time', () => {
		const unit = fc.constantFrom(
			...'{}()[]"\'`$+?:.,=>/\\* \na1',
			'{{',
			'}}',
			'${',
			'$json.a',
			'??',
			'||',
		);
		fc.assert(
			fc.property(fc.string({ unit, maxLength: 100 }), (code) => {
				expect(() => templateOf(`={{ ${code} }}`)).not.toThrow();
			}),
			{ numRuns: 2000 },
		);
		for (const piece of ['(', '`${', '[', '"', '$json.a+', '(a).b', '/', 'a?', '/*', '{']) {
			expect(templateOf(`={{ ${piece.repeat(5000)} }}`)).toBeDefined();
		}
	});
});
