/** Answers by text: codes, how a text says to reply, and what replies mean in each language. */
import fc from 'fast-check';
import type { Question } from '../../../core/asking/question';
import {
	codeFrom,
	contradicts,
	digitsOf,
	howToReply,
	isCode,
	judgeReply,
	readReply,
	readReplyKey,
	replyKey,
} from '../../../core/asking/reply';
import '../../support/properties.mts';

const NOW = 1_800_000_000_000;
const [ANN, BOB, EVE] = ['+61411111111', '+61422222222', '+61433333333'];
const CODE = '47K';
const TYPES = ['approval', 'acknowledge', 'freeText'] as const;
const SEED = fc.stringMatching(/^[0-9a-f]{8}$/);

const question: Question = {
	run: 3,
	execution: '7',
	text: 'Server db1 is down. Can you take it?',
	responseType: 'approval',
	approveLabel: 'Approve',
	declineLabel: 'Decline',
	until: NOW + 1,
	zone: 'UTC',
	asked: [
		{ to: ANN, texted: true },
		{ to: BOB, texted: true },
		{ to: EVE, texted: false },
	],
	replies: [{ provider: 'one', authentication: 'x', rule: '1', code: CODE }],
};

const asked = (responseType: Question['responseType'], text: string, to = ANN) =>
	readReply({ ...question, responseType }, CODE, text, to);
const approval = (text: string, to?: string) => asked('approval', text, to)?.answer;
const acknowledged = (text: string, to?: string) => asked('acknowledge', text, to)?.answer;
const free = (text: string) => asked('freeText', text)?.answer;

test.each([
	'YES 47K',
	'yes 47k',
	'47K yes',
	'YES-47K',
	'Yes, 47k!',
	'yes47k',
	'"YES 47K"',
	'“Yes 47K”',
	'ＹＥＳ　４７Ｋ',
	'yes 47 k',
	'Yes please. Thanks! (47K)',
	' YES\u200B 47K\uFE0F ',
	'YES 47K\n\nSent from my iPhone',
	'47k YES 47k',
	'👍 47K',
	'✅47K',
	'okay yes 47K',
	'ok, got it 47K',
	// Letters of other keyboards.
	'да 47К',
	'ναι 47Κ',
	'نعم ٤٧K',
	'是47K',
	'はい47K',
])('approves: %s', (text) => {
	expect(approval(text)).toBe('approved');
});

test.each(['NO 47K', 'no, thanks 47k', '47K: No.', 'n 47K', '👎 47K', 'not ok 47K', '不行47K'])(
	'declines: %s',
	(text) => {
		expect(approval(text)).toBe('declined');
	},
);

test.each([
	'YES',
	'47K',
	'YES 48K',
	'YES 47H',
	'YES 147K',
	'YES 47K2',
	'YES 4 7K',
	'47 kn',
	'47 ky',
	'yes 47 kilometres',
	'yes no 47K',
	'maybe 47K',
	'yes but not now 47K',
	'do not approve 47K',
	'received 47K',
	'confirmed 47K',
	'STOP 47K',
	'是不是47K',
	'没收到47K',
	'Liked “Server db1 is down. Can you take it? Reply YES 47K or NO 47K, or open: https://x”',
	'Reply YES 47K or NO 47K, or open:',
	`yes ${'very '.repeat(100)} 47K`,
	'',
])('answers nothing: %s', (text) => {
	expect(approval(text)).toBeUndefined();
});

/** Yes, no and received, by language. */
const LANGUAGES: Record<string, readonly [string, string, string]> = {
	English: ['Yes', 'No', 'ACK'],
	French: ['Oui', 'Non', 'Bien reçu'],
	Spanish: ['Sí', 'No', 'Recibido'],
	Portuguese: ['Sim', 'Não', 'Recebido'],
	German: ['Ja', 'Nein', 'Verstanden'],
	Italian: ['Sì', 'No', 'Ricevuto'],
	Dutch: ['Ja', 'Nee', 'Ontvangen'],
	Swedish: ['Ja', 'Nej', 'Mottaget'],
	Norwegian: ['Ja', 'Nei', 'Mottatt'],
	Danish: ['Ja', 'Nej', 'Modtaget'],
	Finnish: ['Kyllä', 'Ei', 'Vastaanotettu'],
	Czech: ['Souhlasím', 'Ne', 'Přijato'],
	Croatian: ['Da', 'Ne', 'Primljeno'],
	Hungarian: ['Rendben', 'Elutasítom', 'Megkaptam'],
	Romanian: ['Da', 'Refuz', 'Primit'],
	Turkish: ['EVET', 'HAYIR', 'Alındı'],
	Indonesian: ['Setuju', 'Tidak', 'Diterima'],
	Vietnamese: ['Đồng ý', 'Không', 'Đã nhận'],
	Greek: ['Ναι', 'Όχι', 'Ελήφθη'],
	Russian: ['Да', 'Нет', 'Принято'],
	Ukrainian: ['Добре', 'Ні', 'Отримано'],
	Bulgarian: ['Да', 'Не', 'Получих'],
	Arabic: ['نعم', 'لا', 'تم الاستلام'],
	Hebrew: ['כן', 'לא', 'קיבלתי'],
	Thai: ['ใช่', 'ไม่', 'รับทราบ'],
	Japanese: ['はい', 'いいえ', '了解しました'],
	Korean: ['네', '아니요', '확인'],
	Chinese: ['同意', '不同意', '收到'],
	'Traditional Chinese': ['沒問題', '拒絕', '已讀'],
};

test.each(Object.entries(LANGUAGES))('%s', (_, [yes, no, ack]) => {
	for (const form of [(word: string) => `${word} 47K`, (word: string) => `47K ${word}!`]) {
		expect([form(yes), approval(form(yes))]).toEqual([form(yes), 'approved']);
		expect([form(no), approval(form(no))]).toEqual([form(no), 'declined']);
		// That a text has arrived approves nothing.
		expect([form(ack), approval(form(ack))]).toEqual([form(ack), undefined]);
		expect([form(ack), acknowledged(form(ack))]).toEqual([form(ack), 'acknowledged']);
		expect([form(yes), acknowledged(form(yes))]).toEqual([form(yes), 'acknowledged']);
		expect([form(no), acknowledged(form(no))]).toEqual([form(no), undefined]);
	}
});

test.each([
	['Tak 47K', '+48512345678', 'approved'],
	['Tak 47K', '+60123456789', 'declined'],
	['Tak 47K', '+4520123456', undefined],
	['Nej tak 47K', '+4520123456', 'declined'],
	['Ano 47K', '+420601123456', 'approved'],
	['Ano 47K', '+639171234567', undefined],
	['Igen 47K', '+36201234567', 'approved'],
	['Igen 47K', '+46701234567', undefined],
	['Так 47K', '+380501234567', 'approved'],
	['Так 47K', '+79161234567', undefined],
] as const)('%s from %s: %s', (text, to, answer) => {
	expect(approval(text, to)).toBe(answer);
});

test('the code alone acknowledges, and nothing else', () => {
	expect(acknowledged(' 47k. ')).toBe('acknowledged');
	expect(acknowledged('OK 47K')).toBe('acknowledged');
	expect(acknowledged('No 47K')).toBeUndefined();
	expect(acknowledged('who is this? 47K')).toBeUndefined();
	expect(acknowledged('OK')).toBeUndefined();
});

test.each([
	['47K On my way', 'On my way'],
	['47k: on my way, 10 min', 'on my way, 10 min'],
	['"47K On my way"', 'On my way'],
	['４７Ｋ　すぐ行きます', 'すぐ行きます'],
	['47K服务器恢复了', '服务器恢复了'],
	['47 K - yes!', 'yes!'],
	['On my way 47K', 'On my way'],
	['On my way (47k).', 'On my way'],
	['47K Restarted db1\r\nand db2 👩‍🚒', 'Restarted db1\nand db2 👩‍🚒'],
	['47K 47K', '47K'],
	['47К еду', 'еду'],
	[`47K ${'x'.repeat(1600)}`, 'x'.repeat(1600)],
])('free text: %s', (text, answer) => {
	expect(free(text)).toBe(answer);
});

test.each([
	'On my way',
	'47K',
	'47K ... ',
	'47 Kilometres to go',
	'147K users are affected',
	'I have 47K users here',
	'47 кило',
	`47K ${'x'.repeat(1601)}`,
	'47K Liked “Server db1 is down. Can you take it?”',
	'Liked “Server db1 is down. Can you take it? Reply 47K”',
])('free text: answers nothing: %s', (text) => {
	expect(free(text)).toBeUndefined();
});

test('labels of the buttons answer, too', () => {
	const own = { ...question, approveLabel: 'Ship it!', declineLabel: 'Später' };
	expect(readReply(own, CODE, 'ship it 47K', ANN)?.answer).toBe('approved');
	expect(readReply(own, CODE, '47K spater', ANN)?.answer).toBe('declined');
	expect(readReply(own, CODE, '47K ship', ANN)).toBeUndefined();
	expect(readReply(own, CODE, 'no 47K', ANN)?.answer).toBe('declined');
});

test('how to reply', () => {
	const how = (more: Partial<Question>) => howToReply({ ...question, ...more }, CODE);
	expect(how({})).toBe('Reply YES 47K or NO 47K, or open:');
	expect(how({ approveLabel: 'Yes!', declineLabel: 'No' })).toBe(
		'Reply YES 47K or NO 47K, or open:',
	);
	expect(how({ approveLabel: 'Ship' })).toBe('Reply YES 47K (Ship) or NO 47K, or open:');
	expect(how({ responseType: 'acknowledge' })).toBe('Reply OK 47K, or open:');
	expect(how({ responseType: 'freeText' })).toBe('Reply 47K and your answer, or open:');
});

test.each([
	['Approve', 'Decline', false],
	['Ship', 'Hold', false],
	['No problem', 'Not now', false],
	['No', 'Yes', true],
	['No, wait', 'Stop', true],
	['Stop', 'Yes, stop it', true],
	['Nein', 'Ja', true],
])('%s and %s contradict the words: %p', (approveLabel, declineLabel, is) => {
	expect(contradicts({ ...question, approveLabel, declineLabel })).toBe(is);
});

test('what a text says is understood: each of its choices, whatever the labels', () => {
	const label = fc.string({ minLength: 1, maxLength: 60 });
	fc.assert(
		fc.property(label, label, SEED, (approveLabel, declineLabel, seed) => {
			const own = { ...question, approveLabel, declineLabel };
			fc.pre(!contradicts(own));
			const code = codeFrom(seed, new Set()) ?? '';
			expect(readReply(own, code, `YES ${code}`, ANN)?.answer).toBe('approved');
			expect(readReply(own, code, `NO ${code}`, ANN)?.answer).toBe('declined');
			expect(howToReply(own, code)).toContain(`YES ${code}`);
		}),
	);
});

test('codes: two digits and a letter that nobody confuses; never one that is taken', () => {
	const taken = new Set<string>();
	for (let code = codeFrom('00', taken); code !== undefined; code = codeFrom('00', taken)) {
		expect(code).toMatch(/^[2-9]{2}[ACDEFHJKMPRTWX]$/);
		expect(isCode(code)).toBe(true);
		expect(digitsOf(code)).toBe(code.slice(0, 2));
		taken.add(code);
	}
	expect(taken.size).toBe(8 * 8 * 14);
	expect(['47B', '40K', 'K47', '47', '', '47k'].filter(isCode)).toEqual([]);
});

test('no reply with one code is read as one with another', () => {
	const code = SEED.map((seed) => codeFrom(seed, new Set()) ?? '');
	const word = fc.constantFrom('yes', 'NO', 'ok', 'да', '', 'on my way');
	fc.assert(
		fc.property(code, code, word, fc.constantFrom(...TYPES), (one, other, said, responseType) => {
			fc.pre(one !== other);
			const own = { ...question, responseType };
			for (const text of [`${said} ${one}`, `${one} ${said}`, `${said}${one}`]) {
				expect(readReply(own, other, text, ANN)).toBeUndefined();
			}
		}),
	);
});

describe('judging', () => {
	const rule = { run: 3, provider: 'one' };
	const yes = { from: ANN, text: 'YES 47K' };
	const kind = (
		text: Partial<typeof yes>,
		own: Partial<typeof rule> = {},
		more: Partial<Question> = {},
		isAnswered = false,
	) =>
		judgeReply({ ...question, ...more }, { ...rule, ...own }, { ...yes, ...text }, NOW, isAnswered)
			.kind;

	test('only who was asked and texted', () => {
		expect(judgeReply(question, rule, yes, NOW, false)).toMatchObject({
			kind: 'answer',
			approved: true,
			by: { to: ANN },
		});
		for (const from of ['61411111111', '+61 411 111 111', '＋61411111111']) {
			expect(kind({ from })).toBe('answer');
		}
		const strangers = [EVE, '+61444444444', '', '411111111', 'A61411111111', 'Acme', '+'];
		for (const from of strangers) expect(kind({ from })).toBe('closed');
	});

	test('only this question, and only in time', () => {
		expect(kind({}, { run: 2 })).toBe('closed');
		expect(kind({}, { provider: 'two' })).toBe('closed');
		expect(kind({}, {}, { replies: undefined })).toBe('closed');
		expect(judgeReply(undefined, rule, yes, NOW, false).kind).toBe('closed');
		expect(kind({}, {}, { until: NOW })).toBe('late');
		expect(kind({}, {}, { until: undefined })).toBe('answer');
		expect(kind({}, {}, {}, true)).toBe('answered');
		expect(kind({ text: 'hm 47K' })).toBe('unclear');
	});

	test('keys', () => {
		expect(readReplyKey(replyKey(3, 'one'))).toEqual(rule);
		for (const key of ['3-0', 'text-3', 'text--one', 'text-3-', 'text-3-a/b', undefined, 3]) {
			expect(readReplyKey(key)).toBeUndefined();
		}
	});
});
