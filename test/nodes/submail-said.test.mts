/** SUBMAIL's own message of an error, as it is shown: useful, short, and never what was sent. */
import fc from 'fast-check';
import { type ApiOutcome, type ApiRequest } from '../../core/provider.ts';
import { withFitMessages } from '../../nodes/Submail/said.ts';

const KEY = 'own-app-key';

const request = (form: ApiRequest['form']): ApiRequest => ({
	method: 'POST',
	path: '/sms/send.json',
	form,
});

const answer = (body: unknown): ApiOutcome => ({
	kind: 'response',
	status: 200,
	headers: {},
	text: '',
	body,
});

const bodyOf = (outcome: ApiOutcome) => (outcome.kind === 'response' ? outcome.body : undefined);

/** The message as shown, for a request with these fields. */
function shown(msg: unknown, form: ApiRequest['form'] = {}): unknown {
	const error = { status: 'error', code: '101', msg };
	const body = bodyOf(withFitMessages(answer(error), request(form), [KEY]));
	return (body as { msg?: unknown }).msg;
}

test.each([
	'Incorrect app id',
	'Message content and signature are limited to 1000 characters',
	'appid 不存在，请检查',
	'短信签名未报备',
	'company_lisence_code is required',
])('%s: as it is', (msg) => {
	const form = { content: '【Acme】Server db1 is down', to: '13800138000', project: 'SbTpl1' };
	expect(shown(msg, form)).toBe(msg);
});

test.each([
	['a key', `wrong key ${KEY}!`, {}, 'wrong key …!'],
	['a signature', `got 2cef2154cbc8c910d54b9ec500e5876d`, {}, 'got …'],
	['a number', 'no route to 13800138000', {}, 'no route to 1380*****00'],
	[
		'the text',
		'refused: Server db1 is down.',
		{ content: '【Acme】Server db1 is down' },
		'refused: ….',
	],
	['a part of the text', 'word "db1 is down"', { content: 'x db1 is down' }, 'word "…"'],
	['the text in other case', 'SERVER DB1 IS DOWN', { content: 'Server db1 is down' }, undefined],
	['a short text', 'bad: Hi Ada', { content: 'Hi Ada' }, 'bad: …'],
	['a Chinese phrase', '含敏感词：今晚行动', { content: '【甲】今晚行动开始' }, '含敏感词：…'],
	['a value', 'vars: 4711', { vars: '{"code":"4711"}' }, 'vars: …'],
	[
		'a value of another recipient',
		'vars: Ada',
		{ multi: '[{"to":"13800138000","vars":{"name":"Ada"}}]' },
		'vars: …',
	],
	['digits of the text', 'code 0000', { content: 'The code is 0000' }, 'code …'],
])('%s is left out', (_, msg, form, expected) => {
	expect(shown(msg, form)).toBe(expected);
});

test.each([
	[undefined],
	[null],
	[7],
	[['a text']],
	[{ text: 'x' }],
	[''],
	[' \n'],
	['13800138000'],
])('%j: nothing to show', (msg) => {
	const left = shown(msg);
	if (msg === '13800138000') expect(left).toBe('1380*****00');
	else expect(left).toBeUndefined();
});

test('one line of at most 120 characters', () => {
	const left = String(shown(`a\r\nb\u202E\u0000${' c'.repeat(500)}`));
	expect(left).toMatch(/^a b c c/);
	expect(left.length).toBeLessThanOrEqual(121);
});

test('each row has its own, and the others stay as they are', () => {
	const good = { status: 'success', send_id: 'x', msg: 'Hi Ada' };
	const bad = { status: 'error', code: 114, msg: 'bad: Hi Ada' };
	const fit = { status: 'error', code: 114, msg: 'bad: …' };
	const form = request({ content: 'Hi Ada' });
	expect(bodyOf(withFitMessages(answer([good, bad]), form, []))).toEqual([good, fit]);
	expect(
		bodyOf(withFitMessages(answer({ status: 'success', responses: [bad, good] }), form, [])),
	).toEqual({ status: 'success', responses: [fit, good] });
	const fine = answer({ status: 'success', templates: [] });
	expect(withFitMessages(fine, form, [])).toBe(fine);
});

test('200,000 rows with messages of their own: at most 200 are read', () => {
	const rows = Array.from({ length: 200_000 }, (_, n) => ({ status: 'error', msg: `no. ${n}` }));
	const form = request({ content: 'x'.repeat(1000) });
	const left = bodyOf(withFitMessages(answer(rows), form, [])) as Array<{ msg?: string }>;
	expect(left.filter(({ msg }) => msg !== undefined)).toHaveLength(200);
});

test('no text of 8 characters and no key ever comes back, wherever it stands', () => {
	const text = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' });
	fc.assert(
		fc.property(
			text,
			fc.string({ maxLength: 60 }),
			fc.string({ maxLength: 60 }),
			(secret, a, b) => {
				const clean = secret.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
				fc.pre([...clean].length >= 8 && /^[\P{ASCII}\w ]+$/u.test(clean));
				const left = JSON.stringify(shown(`${a} ${clean} ${KEY} ${b}`, { content: clean }) ?? '');
				expect(left.toLowerCase()).not.toContain(clean.normalize('NFC').toLowerCase());
				expect(left).not.toContain(KEY);
			},
		),
	);
});
