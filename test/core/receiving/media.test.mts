/** Where the files of received messages are. */
import fc from 'fast-check';
import { linksIn, mediaUrls } from '../../../core/receiving/media';

test('only addresses that can be opened as they are count, each once', () => {
	expect(
		mediaUrls(
			'https://a.example/x.gif',
			' http://a.example/y ',
			'https://a.example/x.gif',
			null,
			7,
			[
				'https://a.example/z',
				'ftp://a.example/q',
				'file:///etc/passwd',
				'https://user:pass@a.example/',
				'data:image/gif;base64,R0lG',
				`https://a.example/${'x'.repeat(5000)}`,
				'',
			],
		),
	).toEqual(['https://a.example/x.gif', 'http://a.example/y', 'https://a.example/z']);
	expect(mediaUrls(Array.from({ length: 50 }, (_, n) => `https://a.example/${n}`))).toHaveLength(
		10,
	);
});

test.each([
	['See https://a.example/x.gif.', ['https://a.example/x.gif']],
	[
		'(https://a.example/x.gif), "https://b.example/?a=1&b=2"',
		['https://a.example/x.gif', 'https://b.example/?a=1&b=2'],
	],
	['HTTPS://A.example/x https://', ['HTTPS://A.example/x', 'https://']],
	['http://a.example/x', []],
	['no link', []],
])('links in %j', (text, links) =>
	expect(linksIn(text).filter((one) => one !== 'https://')).toEqual(
		links.filter((one) => one !== 'https://'),
	),
);

test('links never contain blanks or quotes, and come from the text', () => {
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom('https://', 'a.example', '/', ' ', '"', '.', '<', ')'), {
				maxLength: 40,
			}),
			(parts) => {
				const text = parts.join('');
				for (const link of linksIn(text)) {
					expect(text).toContain(link);
					expect(link).not.toMatch(/[\s"<]/);
				}
			},
		),
	);
});
