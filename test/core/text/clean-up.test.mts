/** Clean Up Text: markup becomes plain text, ordinary text stays. */
import fc from 'fast-check';
import { cleanUp } from '../../../core/text/clean-up';

const becomes = (cases: ReadonlyArray<readonly [string, string]>) =>
	test.each(cases)('%j becomes %j', (written, plain) => expect(cleanUp(written)).toBe(plain));

describe('literal escapes', () => {
	becomes([
		['Host: db1\\nState: down', 'Host: db1\nState: down'],
		['one\\r\\ntwo\\rthree', 'one\ntwo\nthree'],
		['key\\tvalue', 'key value'],
		['one\\\\ntwo', 'one\ntwo'],
		['say \\"hi\\" to caf\\u00e9', 'say "hi" to café'],
		['Log C:\\logs\\app.log\\nHost: db1', 'Log C:\\logs\\app.log\nHost: db1'],
		['Disk C:\\ is full\\nHost: db1', 'Disk C:\\ is full\nHost: db1'],
		['CPU 95%\\n\\nSee wiki', 'CPU 95%\n\nSee wiki'],
	]);
});

describe('HTML', () => {
	becomes([
		['Disk &gt; 90 % &amp; rising', 'Disk > 90 % & rising'],
		['5&nbsp;&euro; &#8211; &#x2713; &hearts; &eacute; &apos;', "5 € – ✓ ♥ é '"],
		['A &amp;lt; B &amp;amp; C', 'A < B & C'],
		['one<br>two<br/>three<BR />four', 'one\ntwo\nthree\nfour'],
		['one<br>\ntwo', 'one\ntwo'],
		['one<br><br>two', 'one\n\ntwo'],
		['<p>one</p><p>two</p>', 'one\ntwo'],
		['<p>one<p>two', 'one\ntwo'],
		['<ul>\n  <li>one</li>\n  <li><p>two</p></li>\n</ul>', '- one\n- two'],
		['<b>Alert</b>: <span style="color:red">down</span>', 'Alert: down'],
		[
			'<table><tr><th>Host</th><th>State</th></tr>\n<tr><td>db1</td>\n<td>down</td></tr></table>',
			'Host State\ndb1 down',
		],
		['<a href="https://a.example/x?b=1&amp;c=2">Open</a>', 'Open (https://a.example/x?b=1&c=2)'],
		['<a href="https://a.example/">a.example</a>', 'a.example'],
		["<a href='mailto:ops@a.example'>ops@a.example</a>", 'ops@a.example'],
		['<a href="#top">Up</a>', 'Up'],
		['<img src="x.png" alt="Chart"> of <img src=y.png>', 'Chart of'],
		['a<!-- hidden --><script>alert("<b>")</script><style>p{}</style>b', 'ab'],
		[
			'<!DOCTYPE html><html><head><title>x</title></head><body><h1>Down</h1>db1</body></html>',
			'Down\ndb1',
		],
		['&lt;p&gt;one&lt;/p&gt;&lt;p&gt;two&lt;/p&gt;', 'one\ntwo'],
		['<![CDATA[one <b>two</b>]]>', 'one two'],
		['<alert level="5">down</alert>', 'down'],
		['See <https://a.example/x_y_z> now', 'See https://a.example/x_y_z now'],
		['<https://a.example|Open it>', 'Open it (https://a.example)'],
		['<div class=x>one</div>two', 'one\ntwo'],
	]);
});

describe('Markdown', () => {
	becomes([
		['**Alert**: *db1* is __down__ _now_', 'Alert: db1 is down now'],
		['***Alert***', 'Alert'],
		['**a *b***', 'a b'],
		['_*one*_ **_two_** *__three__*', 'one two three'],
		['~~old~~ new', 'old new'],
		['run `systemctl restart *_x_*` now', 'run systemctl restart *_x_* now'],
		['# Alert\n## db1 ##\ntext', 'Alert\ndb1\ntext'],
		['[Open](https://a.example/x_y_z)', 'Open (https://a.example/x_y_z)'],
		['[**Open**](https://a.example "Title")', 'Open (https://a.example)'],
		['[https://a.example](https://a.example)', 'https://a.example'],
		['![Chart](https://a.example/c.png)', 'Chart (https://a.example/c.png)'],
		['[wiki](https://en.wikipedia.org/wiki/A_(b))', 'wiki (https://en.wikipedia.org/wiki/A_(b))'],
		['> quoted\n> more', 'quoted\nmore'],
		['```json\n{ "a_b_c": "*x*" }\n```\nend', '{ "a_b_c": "*x*" }\nend'],
		['**警告**：服务器*宕机*', '警告：服务器宕机'],
		['**see https://a.example/x_y_**', 'see https://a.example/x_y_'],
		['snake\\_case \\*not bold\\*', 'snake_case *not bold*'],
		['* **Host:** db1', '* Host: db1'],
	]);
});

describe('ordinary text stays', () => {
	test.each([
		...[
			'2 * 3 * 4',
			'2*3*4',
			'5 * 5 = 25',
			'a**b**c',
			'**',
			'* * *',
			'*',
			'__',
			'~',
			'~5 min ~ 6 min',
		],
		...[
			'snake_case_name',
			'my_var_ and _x',
			'__init__.py',
			'*args and **kwargs',
			'f(*a, *b)',
			'*.log *.txt',
		],
		...[
			'a < b and c > d',
			'a<b and c>d',
			'a<b>c',
			'1 < 2',
			'<3',
			'I <3 you > me',
			'<- back',
			'<host> is down',
		],
		...[
			'List<String> x',
			'Bob <bob@example.com>',
			'dial <number>',
			'x<p>y',
			'</3',
			'<',
			'<<<',
			'<!-- open',
		],
		...[
			'C:\\new\\table',
			'C:\\my new folder\\table',
			'"C:\\Program Files\\nginx\\"',
			'C:\\temp\\report\\u00e9',
			'\\\\nas01\\temp',
			'.\\run',
			'%TEMP%\\new',
		],
		...['user CORP\\nsmith logged in', 'AC\\DC', '100\\%', 'HKLM\\network\\tcpip'],
		...[
			'#1 priority',
			'#hashtag',
			'# of hosts: 5',
			'> 90 % full',
			'>= 5',
			'[ERROR](db1) failed',
			'[x] done',
		],
		...['AT&T', 'a & b', '?a=1&copy=2&lt=3', '&', 'R&D;', '&unknown;', 'Tom & Jerry;'],
		...[
			'https://a.example/a_b_c/*x*?q=_y_',
			'www.a.example/_a_',
			'mail_me_now@a_b.example',
			"it's `quoted",
		],
		...[
			'0 */5 * * * *',
			'SELECT * FROM a WHERE b = 1 * 2',
			'price: $5* (*was $9)',
			'*** ALERT ***',
			'____ fill in ____',
		],
		...['', ' ', '  indented\n\n\nlines  ', 'plain text', 'ß€漢字😀', '-- \nJane', '| a | b |'],
	])('%j', (text) => expect(cleanUp(text)).toBe(text));
});

describe('any text', () => {
	const unit = fc.constantFrom(
		...[
			'a',
			'B',
			'1',
			' ',
			'\n',
			'\\',
			'n',
			't',
			'<',
			'>',
			'/',
			'!',
			'-',
			'"',
			"'",
			'=',
			'&',
			';',
			'#',
			'*',
		],
		...[
			'_',
			'~',
			'`',
			'[',
			']',
			'(',
			')',
			'.',
			':',
			'😀',
			'漢',
			'http://',
			'<b>',
			'</b>',
			'<a href="',
			'&lt;',
		],
	);

	test('is taken without an error, and letters and digits alone never change', () => {
		fc.assert(
			fc.property(fc.string({ unit, maxLength: 200 }), (text) => {
				expect(typeof cleanUp(text)).toBe('string');
			}),
			{ numRuns: 1000 },
		);
		fc.assert(
			fc.property(fc.stringMatching(/^[\p{L}\p{N} .,:;!?()'"+=-]*$/u), (text) => {
				expect(cleanUp(text)).toBe(text);
			}),
		);
	});

	// Quadratic time would run into the limit of the test.
	test.each([
		...[
			'<',
			'<a ',
			'<a b="',
			"<a b='",
			'<!--',
			'<![CDATA[',
			'<a href=x>',
			'</a>',
			'<script>',
			'&',
			'&#',
			'<p ',
		],
		...[
			'*',
			'**a',
			'*a ',
			'_a',
			'`',
			'``` ',
			'[',
			'[a](',
			'![a](b ',
			'[a](b "',
			'~~',
			'> ',
			'# ',
			'\\',
			'\\n',
		],
		...[
			'C:\\',
			'http://',
			' ',
			'\n',
			'`a``b```',
			'<a b=c ',
			'<https://',
			'%a%\\',
			'.\\',
			'\\\\a',
			'user A\\n',
			'C:\\_a *b ',
			'*_',
			'*a_b~',
			'<li>',
		],
	])('of %j over and over takes linear time', (piece) => {
		const text = piece.repeat(Math.floor(99_000 / piece.length));
		expect([text, `${text}x`].map(cleanUp)).toHaveLength(2);
	});
});
