import { useSandbox } from './harness.mts';
import {
	abroad,
	codeOf,
	international,
	mobile,
	SubmailClient,
	type Values,
} from './submail-client.mts';

const sandbox = useSandbox();
const client = new SubmailClient(sandbox);

const hello = { to: mobile, content: '【Sandbox】Hello' };
const texts = () =>
	sandbox()
		.messages()
		.map(({ text }) => text);
const send = async (change: Values = {}, path = 'sms/send') =>
	codeOf(await client.post(path, { ...hello, ...change }));

describe('an accepted message', () => {
	it('has a send_id and a fee, and arrives at the phone', async () => {
		const { status, body } = await client.post('sms/send', { ...hello, tag: 'ref-1' });
		expect([status, body]).toEqual([
			200,
			{
				status: 'success',
				send_id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
				fee: 1,
			},
		]);
		expect(sandbox().messages()).toEqual([
			{
				id: body.send_id,
				provider: 'submail',
				to: '+8613800138000',
				from: '1069010001',
				text: '【Sandbox】Hello',
				encoding: 'UCS-2',
				segments: 1,
				reference: 'ref-1',
				state: 'sent',
				acceptedAt: expect.any(String) as string,
			},
		]);
	});

	it.each(['sms/send', 'sms/send.json', 'message/send', 'message/send.json'])(
		'may be sent to %s in every body format',
		async (path) => {
			for (const form of ['urlencoded', 'multipart', 'json'] as const) {
				expect((await client.post(path, hello, form)).body.status).toBe('success');
			}
			expect((await client.get(path, hello)).body.status).toBe('success');
			expect(texts()).toEqual(Array(4).fill('【Sandbox】Hello'));
		},
	);

	it('is recorded with its fields, even in multipart', async () => {
		await client.post('sms/send.json', hello, 'multipart');
		await client.get('sms/send', hello);
		expect(sandbox().requests({ wire: 'submail' })).toMatchObject([
			{ method: 'POST', path: '/sms/send.json', body: hello },
			{ method: 'GET', path: '/sms/send', query: hello, body: null },
		]);
	});

	it('costs a part per 70 or 67 characters, including the signature', async () => {
		const feeOf = async (length: number) => {
			const content = '【Sandbox】'.padEnd(length, 'a');
			return (await client.post('sms/send', { to: mobile, content })).body.fee;
		};
		expect(await feeOf(70)).toBe(1);
		expect(await feeOf(71)).toBe(2);
		expect(await feeOf(134)).toBe(2);
		expect(await feeOf(135)).toBe(3);
	});
});

describe('an international message', () => {
	it('costs money, shows the balance and has another sender', async () => {
		sandbox().configure({ submailMoney: 1 });
		const content = 'a'.repeat(141);
		const { body } = await client.post('internationalsms/send', { to: abroad, content });
		expect(body).toMatchObject({ status: 'success', fee: 0.092, account_balance: 0.908 });
		expect(sandbox().messages()).toMatchObject([
			{ to: abroad, from: 'SUBMAIL', text: content, encoding: 'GSM-7', segments: 2 },
		]);
	});

	it('is sent by template without a signature', async () => {
		const values = { to: abroad, project: 'SbInt1', vars: '{"code":"42"}' };
		const { body } = await client.post('internationalsms/xsend', values);
		expect(body).toMatchObject({ status: 'success', fee: 0.046 });
		expect(texts()).toEqual(['Your code is 42.']);
	});

	it('of more than 500 characters is 404', async () => {
		const code = async (length: number) =>
			send({ to: abroad, content: 'a'.repeat(length) }, 'internationalsms/send');
		expect([await code(500), await code(501)]).toEqual([undefined, '404']);
	});

	it('beyond the money is 904', async () => {
		sandbox().configure({ submailMoney: 0.05 });
		const values = { to: abroad };
		expect(await send(values, 'internationalsms/send')).toBeUndefined();
		expect(await send(values, 'internationalsms/send')).toBe('904');
	});
});

describe('a recipient', () => {
	it.each(['', '1380013800', '138001380000', '23800138000', '+8613800138000', 'Bob'])(
		'"%s" is 251 in the mainland',
		async (to) => expect(await send({ to })).toBe('251'),
	);

	it('with its country code is taken in the mainland by a setting', async () => {
		sandbox().configure({ submailMainlandPrefix: true });
		for (const to of ['+8613800138000', '8613800138001', '13800138002']) {
			expect(await send({ to })).toBeUndefined();
		}
		expect(
			sandbox()
				.messages()
				.map(({ to }) => to),
		).toEqual(['+8613800138000', '+8613800138001', '+8613800138002']);
		expect(await send({ to: '+86138001380000' })).toBe('251');
		expect(await send({ to: '+12025550100' })).toBe('251');
	});

	it('is a single number: two numbers are 251', async () => {
		expect(await send({ to: '13800138000,13800138001' })).toBe('251');
	});

	it.each(['2025550100', '+8613800138000', '+1202555010', '13800138000'])(
		'"%s" is 251 abroad',
		async (to) => expect(await send({ to }, 'internationalsms/send')).toBe('251'),
	);

	it('whose + was not encoded is 252', async () => {
		const fields = new URLSearchParams({ ...international, content: 'Hi' }).toString();
		const answer = await client.request('POST', 'internationalsms/send', {
			headers: { 'content-type': 'application/x-www-form-urlencoded' },
			body: `${fields}&to=${abroad}`,
		});
		expect(codeOf(answer)).toBe('252');
	});

	it.each([
		['sms/send', '13900000114', '114'],
		['sms/send', '13900000115', '115'],
		['sms/send', '13900000253', '253'],
		['internationalsms/send', '+12025550114', '114'],
		['internationalsms/send', '+12025550115', '115'],
		['internationalsms/send', '+12025550153', '253'],
	])('%s to %s is %s', async (path, to, code) => {
		expect(await send({ to }, path)).toBe(code);
		expect(texts()).toEqual([]);
	});
});

describe('a text', () => {
	it.each([
		['', '403'],
		['  ', '403'],
		['【Sandbox】', '403'],
		['Hello', '411'],
		['Hello【Sandbox】', '411'],
		['[Sandbox]Hello', '411'],
		['【ElevenChars】Hello', '412'],
		['【A】Hello', '413'],
		['【】Hello', '413'],
		['【InReview】Hello', '126'],
		['【Sandbox】has sandbox-forbidden in it', '405'],
		['【Sandbox】has sandbox-unmatched in it', '420'],
		['【Sandbox】'.padEnd(1001, 'a'), '404'],
		['【Sandbox】'.padEnd(1000, 'a'), undefined],
		['【TenChars10】Hello', undefined],
		['【签名】你好', undefined],
	])('"%.40s" is %s', async (content, code) => expect(await send({ content })).toBe(code));

	it('with a signature that is not registered is 126, by a setting', async () => {
		const content = '【Other】Hello';
		expect(await send({ content })).toBeUndefined();
		sandbox().configure({ submailUnknownSignature: 'refuse' });
		expect([await send({ content }), await send()]).toEqual(['126', undefined]);
	});

	it('is 408 when the same text was just sent to the same number', async () => {
		expect([await send(), await send()]).toEqual([undefined, undefined]);
		sandbox().configure({ submailDuplicateMs: 60_000 });
		expect(await send()).toBe('408');
		expect(await send({ content: '【Sandbox】Other' })).toBeUndefined();
		expect(await send({ to: '13800138001' })).toBeUndefined();
		sandbox().configure({ submailDuplicateMs: 1 });
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(await send()).toBeUndefined();
	});

	it('beyond the credit is 905', async () => {
		sandbox().configure({ submailCredit: 1 });
		expect([await send(), await send()]).toEqual([undefined, '905']);
		expect(texts()).toHaveLength(1);
	});

	it('with a tag of more than 32 characters is 310', async () => {
		expect(await send({ tag: 'x'.repeat(32) })).toBeUndefined();
		expect(await send({ tag: 'x'.repeat(33) })).toBe('310');
	});
});

describe('a template', () => {
	const xsend = (values: Values) => client.post('sms/xsend', { to: mobile, ...values });

	it('is filled in and begins with its signature', async () => {
		const vars = '{"host":"db 1","state":"down & out"}';
		for (const form of ['urlencoded', 'multipart', 'json'] as const) {
			const values = { to: mobile, project: 'SbTpl2', vars, tag: form };
			expect((await client.post('message/xsend.json', values, form)).body.fee).toBe(1);
		}
		await client.get('sms/xsend', { to: mobile, project: 'SbTpl2', vars });
		expect(texts()).toEqual(Array(4).fill('【Sandbox】Host db 1 is down & out.'));
	});

	it('accepts numbers as values, and keeps placeholders without a value', async () => {
		await xsend({ project: 'SbTpl2', vars: '{"host":7}' });
		await xsend({ project: 'SbTpl2' });
		expect(texts()).toEqual([
			'【Sandbox】Host 7 is @var(state).',
			'【Sandbox】Host @var(host) is @var(state).',
		]);
	});

	it('accepts another signature, which is checked like any other', async () => {
		const code = async (sms_signature: string) =>
			codeOf(await xsend({ project: 'SbTpl2', sms_signature }));
		expect(await code('【Other】')).toBeUndefined();
		expect(texts()).toEqual(['【Other】Host @var(host) is @var(state).']);
		expect(await code('Other')).toBe('411');
		expect(await code('【ElevenChars】')).toBe('412');
		expect(await code('【A】')).toBe('413');
		expect(await code('【InReview】')).toBe('126');
	});

	it('fills in the date in China', async () => {
		sandbox().configure({ submailTemplateReview: 'approve' });
		const { body } = await client.post('sms/template', {
			sms_signature: '【Sandbox】',
			sms_content: '@date() @date(Y)@date(q)',
		});
		await xsend({ project: body.template_id });
		const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
		expect(texts()[0]).toMatch(
			new RegExp(`^【Sandbox】${today} \\d\\d:\\d\\d:\\d\\d ${today.slice(0, 4)}@date\\(q\\)$`),
		);
	});

	it.each([
		['', '406'],
		['Nothing', '407'],
		['SbInt1', '407'],
		['SbTpl5', '407'],
		['SbTpl3', '409'],
		['SbTpl4', '120'],
	])('"%s" is %s', async (project, code) => {
		expect(codeOf(await xsend({ project }))).toBe(code);
		expect(texts()).toEqual([]);
	});

	it('that is missing or unknown is 305 or 306, by a setting', async () => {
		sandbox().configure({ submailProjectCodes: '3xx' });
		expect(codeOf(await xsend({}))).toBe('305');
		expect(codeOf(await xsend({ project: 'Nothing' }))).toBe('306');
	});

	it.each([
		["{'code':'1'}", 4],
		['{"code":"1"', 4],
		['{"code":"1",}', 4],
		['{"code":"a\nb"}', 3],
		['["1"]', 2],
		['"1"', 2],
		['null', 2],
	])('with the vars %j is 307 with its reason', async (vars, json_decoding_error) => {
		expect((await xsend({ project: 'SbTpl1', vars })).body).toMatchObject({
			status: 'error',
			code: '307',
			json_decoding_error,
		});
	});

	it('needs vars as a JSON string even in a JSON body', async () => {
		const values = { to: mobile, project: 'SbTpl1', vars: { code: '1' } };
		expect(codeOf(await client.post('sms/xsend', values, 'json'))).toBe('307');
	});
});

describe('unionsend', () => {
	const both = {
		inter_appid: international.appid,
		inter_signature: international.signature,
		content: '【Sandbox】Code 4438',
		inter_content: '[Sandbox] your code is @var(code)',
	};
	const union = (change: Values) => client.post('sms/unionsend', { ...both, ...change });

	it.each([mobile, `+86${mobile}`])('to %s is domestic', async (to) => {
		expect((await union({ to })).body).toMatchObject({ status: 'success', fee: 1 });
		expect(sandbox().messages()).toMatchObject([{ to: '+8613800138000', text: both.content }]);
	});

	it('to another country uses the international text, with the code if requested', async () => {
		const { body } = await union({ to: abroad });
		expect(body).toEqual({
			status: 'success',
			send_id: expect.any(String) as string,
			fee: 0.046,
		});
		await union({ to: abroad, intersms_verify_code_transform: 'true' });
		await union({ to: abroad, inter_content: '' });
		expect(texts()).toEqual([
			'[Sandbox] your code is @var(code)',
			'[Sandbox] your code is 4438',
			'【Sandbox】Code 4438',
		]);
		expect(sandbox().messages()[0]).toMatchObject({ to: abroad, from: 'SUBMAIL' });
	});

	it.each([
		[{ inter_appid: '10001' }, '101'],
		[{ inter_appid: '' }, '101'],
		[{ inter_signature: '' }, '111'],
		[{ inter_signature: 'x' }, '109'],
		[{ to: '138' }, '251'],
		[{ to: '+999123456789' }, '251'],
	])('with %j is %s', async (change, code) => {
		expect(codeOf(await union({ to: mobile, ...change }))).toBe(code);
	});
});
