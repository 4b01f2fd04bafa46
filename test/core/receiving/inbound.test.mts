/** Opt-outs, filters and regular expressions for inbound messages. */
import fc from 'fast-check';
import { readFilter, type WrittenFilter } from '../../../core/receiving/filter';
import { isOptOut } from '../../../core/receiving/inbound';
import { compilePattern, LONGEST_TEXT } from '../../../core/text/pattern';

describe('opt-outs', () => {
	test.each([
		...[
			'STOP',
			'stop',
			' Stop! ',
			'"STOP"',
			'STOP.',
			'STOPALL',
			'stop all',
			'Unsubscribe',
			'UNSUB',
		],
		...['CANCEL', 'end', 'Quit', 'opt-out', 'Opt out', 'REVOKE', 'TD', 'td', 'T', '退订', '退订。'],
		...[
			'【退订】',
			'ＴＤ',
			'退訂',
			'STOP please',
			'Please stop texting me',
			'stop sending messages now',
		],
		...['请退订', '取消订阅'],
		...['STOP ❤️', 'STOP ⛔️', '退订❤️', '🛑 stop', 'STOP -', 'STOP - thanks', 'Opt out please'],
		...[
			'Remove me',
			'Arrêt svp',
			'Arre\u0302t',
			'TD退订',
			'退订T',
			'T退订',
			'回复TD退订',
			'我要退订',
		],
		...[
			'ＳＴＯＰ',
			'«STOP»',
			'S T O P',
			's.t.o.p.',
			'ST\u200BOP',
			'\u202ASTOP\u202C',
			'STOP\u3164',
		],
		...[
			'STOP STOP',
			'Stop\nSent from my iPhone',
			'STOP\n--\nJane',
			'quit texting me',
			'cancel, thanks',
		],
		...['cancel my subscription', "don't text me", 'Don’t text me again', 'no more texts please'],
		...['please remove me from your list', 'Unsubscribe me from this list', 'take me off the list'],
		...['I want to unsubscribe', 'Could you stop texting me?', 'can you please stop the messages'],
		...[
			'수신거부합니다',
			'수신거부 해주세요',
			'Отписаться от рассылки',
			'STOP SMS',
			'stop spamming me',
		],
		...[
			'baja',
			'Cancelar por favor',
			'ALTO',
			'darme de baja',
			'PARAR',
			'Sair',
			'Stopp',
			'bitte abmelden',
		],
		...['ABBESTELLEN!', 'basta grazie', 'Afmelden aub', 'me désabonner', 'se désabonner'.slice(3)],
		...['afmeld tak', 'Wypisz mnie proszę', 'rezygnuję', 'СТОП', 'отписаться', 'відписатися'],
		...[
			'停止',
			'配信停止',
			'配信停止お願いします',
			'수신거부',
			'수신 거부',
			'取消訂閱',
			'拒收',
			'退订，谢谢',
		],
		...[
			'إلغاء الاشتراك',
			'الغاء الاشتراك',
			'הסר',
			'הסר בבקשה',
			'ยกเลิก',
			'ยกเลิกครับ',
			'İPTAL',
			'UNREG',
		],
	])('%j is an opt-out', (text) => expect(isOptOut(text)).toBe(true));

	test.each([
		...['', ' ', '?', 'Stop the server', "don't stop", 'ACK', 'The end', 'end of shift at 5'],
		...[
			'stop by later',
			'bus stop',
			'不要退订',
			"can't stop",
			'end of the day?',
			'the stop',
			'stop it?!',
		],
		...[
			"please don't cancel my appointment",
			'cancel this',
			'cancel my order',
			'remove this',
			'R',
			'r.',
		],
		...[
			'could you stop?',
			'I want to cancel',
			'can you stop now',
			'i want to quit',
			'수신거부 방법',
		],
		...[
			'T T',
			'T_T',
			'T stop',
			'R T',
			'non-stop',
			'Stop\nthe server',
			'text me',
			'all',
			'🛑',
			'❤️',
			'end it',
		],
		...[
			'退订成功',
			'如何退订',
			'取消订单',
			'退款',
			'Kein Stopp',
			"j'arrête de fumer",
			'baja la temperatura',
		],
		...[
			'don’t unsubscribe me',
			'never stop',
			'the bus stop please',
			'停止服务器',
			'unstop',
			'STOPP 5',
		],
		...['please', 'thanks', 'I will cancel the order', 'T minus 10', '不退订', 'please text me'],
		`STOP ${'please '.repeat(20)}`,
	])('%j is not an opt-out', (text) => expect(isOptOut(text)).toBe(false));

	test('a provider may add codes of its own, which count only by themselves', () => {
		const codes = new Set(['r']);
		for (const text of ['R', 'r', ' Ｒ。', 'R ❤️', '拒收请回复R', '退订R']) {
			expect([text, isOptOut(text, codes)]).toEqual([text, true]);
		}
		for (const text of ['R U there', 'R R', 'R stop', 'R2', 'are', 'ok R']) {
			expect([text, isOptOut(text, codes)]).toEqual([text, false]);
		}
	});

	test('takes any text, and the same one with any case and marks around it', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
				expect(typeof isOptOut(text)).toBe('boolean');
			}),
		);
		const word = fc.constantFrom('stop', '退订', 'unsubscribe', 'arrêt', 'стоп', '수신거부');
		const mark = fc.constantFrom(
			'\uFE0F',
			'\u200B',
			'❤️',
			'!',
			' ',
			'\u2060',
			'"',
			'…',
			'\n',
			'👍🏽',
		);
		fc.assert(
			fc.property(
				word,
				fc.array(mark, { maxLength: 5 }),
				fc.array(mark, { maxLength: 5 }),
				(...given) => {
					const [text, before, after] = given;
					expect(isOptOut(before.join('') + text.toUpperCase() + after.join(''))).toBe(true);
				},
			),
		);
	});
});

const message = (text: string, from = '+61411111111', to: string | null = '+61422222222') => ({
	...{ text, from, to },
});

function filter(written: WrittenFilter) {
	const read = readFilter(written);
	if (typeof read !== 'function') throw new Error(read.unusable);
	return read;
}

describe('filters', () => {
	test('without filters, every message matches', () => {
		fc.assert(fc.property(fc.string(), (text) => filter({})(message(text))));
		expect(filter({ from: ' ', to: '\n', keyword: ',;', pattern: '  ' })(message(''))).toBe(true);
	});

	test.each([
		['+61411111111', true],
		['61411111111', true],
		['0061 411 111 111', true],
		['+61 (411) 111-111', true],
		['+61411111112', false],
		['+614*', true],
		['+852*', false],
		['+852*, +61411111111', true],
		['6141111111', false],
	])('From %j: %j', (from, fits) => expect(filter({ from })(message('x'))).toBe(fits));

	test('sender names match in any case; an unknown receiver matches no filter', () => {
		expect(filter({ from: 'acme' })(message('x', 'ACME'))).toBe(true);
		expect(filter({ from: 'ac*' })(message('x', 'ACME'))).toBe(true);
		expect(filter({ to: '+61422222222' })(message('x'))).toBe(true);
		expect(filter({ to: '+61422222222' })(message('x', 'y', null))).toBe(false);
	});

	test.each([
		['ack', 'ACK 4711', true],
		['ack', 'please ack.', true],
		['ack', 'back', false],
		['ack', 'acknowledged', false],
		['ack, done', 'it is Done', true],
		['all clear', 'ALL CLEAR!', true],
		['退订', '我要退订', true],
		['ü', 'für ü', true],
		['ü', 'für', false],
		['c++', 'I like C++.', true],
	])('Keyword %j in %j: %j', (keyword, text, fits) => {
		expect(filter({ keyword })(message(text))).toBe(fits);
	});

	test('all parts must match', () => {
		const both = filter({ keyword: 'ack', pattern: '\\d{4}' });
		expect([both(message('ack 4711')), both(message('ack')), both(message('4711'))]).toEqual([
			...[true, false, false],
		]);
	});

	test('a keyword is found wherever it is a whole word', () => {
		const word = fc.stringMatching(/^[a-z]{1,8}$/);
		fc.assert(
			fc.property(fc.array(word), word, fc.array(word), (before, keyword, after) => {
				const text = [...before, keyword.toUpperCase(), ...after].join(' ');
				return filter({ keyword })(message(text));
			}),
		);
	});
});

describe('regular expressions', () => {
	const matches = (written: string, text: string) => {
		const compiled = compilePattern(written);
		if ('unusable' in compiled) throw new Error(compiled.unusable);
		return compiled.matches(text);
	};

	test.each([
		['^ack \\d+$', 'ack 12', true],
		['^ack', 'Ack', false],
		['/^ACK/i', 'ack 12', true],
		['/a.b/s', 'a\nb', true],
		['/^b$/m', 'a\nb', true],
		['退订|TD', '请退订', true],
		['path/to/x', 'path/to/x', true],
	])('%j over %j: %j', (written, text, fits) => expect(matches(written, text)).toBe(fits));

	test.each([
		['(?=x)x', 'invalid or unsupported Perl syntax'],
		['(a', 'missing closing )'],
		['(\\w+) \\1', 'invalid escape sequence'],
		['/x/y', 'there is no flag "y"'],
		['((a{1,100}){1,100}){1,100}', 'invalid repeat count'],
		['x'.repeat(1001), 'longer than 1000 characters'],
	])('%j cannot be used', (written, reason) => {
		expect(compilePattern(written)).toEqual({
			unusable: expect.stringContaining(reason) as string,
		});
	});

	test('expressions that would stall other engines for years are answered for any text', () => {
		// Exponential for backtracking engines: this test would run for years with one.
		const text = `${'a'.repeat(LONGEST_TEXT)}!`;
		for (const slow of [
			'^(a+)+$',
			'^(a|aa)+$',
			'^(a|a?)+$',
			'(.*a){20}$',
			'^(([a-z])+.)+[A-Z]([a-z])+$',
		]) {
			expect(typeof matches(slow, text)).toBe('boolean');
		}
	});

	test('any expression compiles or gives a reason why not, and accepts any text', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (written, text) => {
				const compiled = compilePattern(written);
				if ('unusable' in compiled) expect(compiled.unusable).not.toBe('');
				else expect(typeof compiled.matches(text)).toBe('boolean');
			}),
		);
	});
});
