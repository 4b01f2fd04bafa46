import { FormData } from 'undici';
import { useSandbox } from './harness.mts';
import {
	codeOf,
	mobile,
	SubmailClient,
	type SubmailAnswer,
	type Values,
} from './submail-client.mts';

const sandbox = useSandbox();
const client = new SubmailClient(sandbox);

const now = () => Math.floor(Date.now() / 1000);
const send = async (to = mobile, content = '【Sandbox】Hello') =>
	String((await client.post('sms/send', { to, content })).body.send_id);
const listOf = ({ body }: SubmailAnswer, name: string) => body[name] as Values[];

describe('templates', () => {
	const list = async (values: Values = {}, path = 'sms/template') =>
		listOf(await client.get(path, values), 'templates');
	const idsOf = (rows: Values[]) => rows.map(({ template_id }) => template_id);
	const draft = { sms_title: 'T', sms_signature: '【Sandbox】', sms_content: 'Hi @var(name)' };
	const one = async (template_id: unknown, path = 'sms/template') =>
		(await client.get(path, { template_id })).body.template as Values;

	it('are listed newest first, with their status', async () => {
		const { body } = await client.get('message/template.json');
		expect(body).toMatchObject({ status: 'success', start_row: 1, end_row: 50 });
		const rows = await list();
		expect(idsOf(rows)).toEqual(['SbTpl5', 'SbTpl4', 'SbTpl3', 'SbTpl2', 'SbTpl1']);
		expect(rows[4]).toEqual({
			template_id: 'SbTpl1',
			sms_title: 'Login code',
			sms_signature: '【Sandbox】',
			sms_content: '您的验证码是@var(code)，10分钟内有效。',
			add_date: expect.any(Number) as number,
			edit_date: expect.any(Number) as number,
			template_status: '2',
			template_status_description: '通过审核',
		});
		expect(rows[1]).toHaveProperty('template_reject_reson');
		expect(rows[2]).toMatchObject({ template_status: '1' });
	});

	it('of the international app are separate and have no signatures', async () => {
		const rows = await list({}, 'internationalsms/template');
		expect(idsOf(rows)).toEqual(['SbInt4', 'SbInt3', 'SbInt2', 'SbInt1']);
		expect(rows[0]).not.toHaveProperty('sms_signature');
		expect(await one('SbInt1', 'internationalsms/template')).toMatchObject({
			template_id: 'SbInt1',
			template_status: '2',
		});
		expect(codeOf(await client.get('sms/template', { template_id: 'SbInt1' }))).toBe('420');
	});

	it('have pages of 50; offset counts templates or pages, by a setting', async () => {
		for (let index = 0; index < 60; index++) await client.post('sms/template', draft);
		expect(await list()).toHaveLength(50);
		const rest = await list({ offset: 50 });
		expect(rest).toHaveLength(15);
		expect(idsOf(rest).at(-1)).toBe('SbTpl1');
		const { body } = await client.get('sms/template', { offset: 50 });
		expect(body).toMatchObject({ start_row: 51, end_row: 100 });
		sandbox().configure({ submailTemplateOffset: 'pages' });
		expect(await list({ offset: 1 })).toEqual(rest);
		expect(await list({ offset: 50 })).toEqual([]);
	});

	it('are created, changed and deleted with form bodies', async () => {
		const { body } = await client.post('sms/template', draft);
		expect(body).toEqual({ status: 'success', template_id: expect.any(String) as string });
		const { template_id } = body;
		expect(await one(template_id)).toMatchObject({ ...draft, template_status: '1' });
		const key = { appid: '10001', signature: 'submail-sandbox-key', template_id };
		const change = (method: string, values: Values = {}) =>
			client.raw('sms/template', { ...key, ...values }, 'urlencoded', method);
		expect((await change('PUT', { ...draft, sms_content: 'New' })).body).toEqual({
			status: 'success',
		});
		expect(await one(template_id)).toMatchObject({ sms_content: 'New', template_status: '1' });
		expect((await change('DELETE')).body).toEqual({ status: 'success' });
		expect(codeOf(await client.get('sms/template', { template_id }))).toBe('420');
		expect(codeOf(await change('DELETE'))).toBe('418');
		expect(codeOf(await change('PUT', draft))).toBe('418');
		expect(codeOf(await change('PUT', { template_id: '' }))).toBe('417');
		expect(codeOf(await change('PUT', { template_id: 'SbTpl1', ...draft, sms_content: '' }))).toBe(
			'419',
		);
	});

	it('are reviewed at once, by a setting', async () => {
		const states: unknown[] = [];
		for (const review of ['pending', 'approve', 'reject'] as const) {
			sandbox().configure({ submailTemplateReview: review });
			const { body } = await client.post('sms/template', draft);
			states.push((await one(body.template_id)).template_status);
		}
		expect(states).toEqual(['1', '2', '3']);
	});

	it.each([
		[{ sms_signature: '' }, '411'],
		[{ sms_signature: '【ElevenChars】' }, '412'],
		[{ sms_signature: '【A】' }, '413'],
		[{ sms_content: '' }, '414'],
		[{ sms_content: 'a'.repeat(501) }, '415'],
		[{ sms_title: 'a'.repeat(65) }, '416'],
	])('with %j are refused', async (change, code) => {
		expect(codeOf(await client.post('sms/template', { ...draft, ...change }))).toBe(code);
	});
});

describe('the log', () => {
	const log = async (values: Values = {}) => {
		sandbox().configure({ submailQueryMinuteMs: 0 });
		return client.post('sms/log', values);
	};
	const idsOf = (answer: SubmailAnswer) => listOf(answer, 'data').map(({ sendID }) => sendID);

	it('shows the delivery status', async () => {
		const [first, second, third] = [await send(), await send('13000130000'), await send()];
		sandbox().carrier(first, 'delivered');
		sandbox().carrier(second, 'undelivered', 'MK:0012');
		const answer = await log();
		expect(answer.body).toMatchObject({
			status: 'success',
			start_date: expect.any(Number) as number,
			end_date: expect.any(Number) as number,
			total: 3,
			offset: 0,
			results: 50,
		});
		const [pending, dropped, delivered] = listOf(answer, 'data');
		expect(delivered).toEqual({
			sendID: first,
			to: mobile,
			appid: '10001',
			template_id: '',
			sms_signature: '【Sandbox】',
			sms_content: 'Hello',
			fee: 1,
			status: 'delivered',
			report_state: 'DELIVRD',
			location: '广东 广州',
			mobile_type: '中国移动',
			ip_address: '127.0.0.1',
			send_at: expect.any(Number) as number,
			sent_at: expect.any(Number) as number,
			report_at: expect.any(Number) as number,
		});
		expect(Math.abs(Number(delivered?.report_at) - now())).toBeLessThan(3);
		expect(dropped).toMatchObject({
			sendID: second,
			fee: 0,
			status: 'dropped',
			report_state: 'MK:0012',
			dropped_reason: '空号/停机',
			mobile_type: '中国联通',
		});
		expect(pending).toMatchObject({ sendID: third, status: 'pending', report_at: 0 });
	});

	it('is filtered and paged', async () => {
		const [first, second] = [await send(), await send('13000130000')];
		const batch = { to: mobile, content: '【Sandbox】Batch' };
		const { body } = await client.post('sms/batchsend', batch);
		sandbox().carrier(first, 'delivered');
		sandbox().carrier(second, 'undelivered');
		expect(idsOf(await log({ to: '13000130000' }))).toEqual([second]);
		expect(idsOf(await log({ send_id: first }))).toEqual([first]);
		expect(idsOf(await log({ status: 'delivered' }))).toEqual([first]);
		expect(idsOf(await log({ status: 'dropped' }))).toEqual([second]);
		expect(idsOf(await log({ sendlist: body.batchlist }))).toHaveLength(1);
		expect(idsOf(await log({ app: '30001' }))).toEqual([]);
		expect(idsOf(await log({ rows: 1, offset: 1 }))).toEqual([second]);
		expect(idsOf(await log({ end_date: now() - 100 }))).toEqual([]);
		expect(idsOf(await log({ start_date: now() + 100 }))).toEqual([]);
	});

	it('lists the oldest first by a setting, and nothing of the other app', async () => {
		const ids = [await send(), await send()];
		await client.post('internationalsms/send', { to: '+12025550100', content: 'Hi' });
		expect(idsOf(await log())).toEqual(ids.toReversed());
		sandbox().configure({ submailListOrder: 'oldest' });
		expect(idsOf(await log())).toEqual(ids);
	});

	it('queries once a minute, and repeats its answer for every filter in between', async () => {
		await send();
		const first = (await client.post('sms/log')).body;
		const other = await send('13000130000');
		expect((await client.post('sms/log', { to: '13000130000', offset: 7 })).body).toEqual(first);
		sandbox().configure({ submailQueryMinuteMs: 1 });
		await new Promise((resolve) => setTimeout(resolve, 10));
		expect(idsOf(await client.post('sms/log', { to: '13000130000' }))).toEqual([other]);
	});

	it('has a minute separate from that of mo, and a refused query does not count', async () => {
		expect(codeOf(await client.post('sms/log', { signature: 'x' }))).toBe('109');
		await client.post('sms/mo');
		await send();
		expect((await client.post('sms/log')).body.total).toBe(1);
		await send();
		expect((await client.post('sms/log')).body.total).toBe(1);
		sandbox().reset();
		expect((await client.post('sms/log')).body.total).toBe(0);
	});
});

describe('mo', () => {
	const mo = async (values: Values = {}) => {
		sandbox().configure({ submailQueryMinuteMs: 0 });
		return client.post('sms/mo', values);
	};
	const reply = (from: string, text: string, to = '1069010001') =>
		sandbox().reply({ from, to, text });

	it('lists the replies newest first, with numbers without a country code', async () => {
		reply('+8613800138000', 'yes');
		reply('13000130000', 'TD');
		const { body } = await mo();
		expect(body).toMatchObject({ status: 'success', total: 2, offset: 0, results: 2 });
		expect(body.mo).toEqual([
			{
				appid: '10001',
				from: '13000130000',
				content: 'TD',
				reply_at: expect.any(Number) as number,
			},
			{ appid: '10001', from: mobile, content: 'yes', reply_at: expect.any(Number) as number },
		]);
	});

	it('lists only replies to SUBMAIL', async () => {
		reply('+8613800138000', 'before', '+61411111111');
		await send();
		reply('+8613800138000', 'after', '');
		reply('+61411111111', 'other', '+61448000111');
		expect(listOf(await mo(), 'mo')).toMatchObject([{ content: 'after' }]);
	});

	it('is filtered and paged, and repeats its answer within the minute', async () => {
		for (const text of ['1', '2', '3']) reply(mobile, text);
		reply('13000130000', '4');
		expect(listOf(await mo({ from: mobile, rows: 1, offset: 1 }), 'mo')).toMatchObject([
			{ content: '2' },
		]);
		expect(listOf(await mo({ end_date: now() - 100 }), 'mo')).toEqual([]);
		sandbox().configure({ submailQueryMinuteMs: 60_000 });
		expect((await client.post('sms/mo', { from: mobile })).body).toMatchObject({ total: 0 });
	});
});

describe('the report', () => {
	it('counts what was sent between two times', async () => {
		const [first, second] = [await send(), await send('13300130000')];
		await send('13000130000');
		sandbox().carrier(first, 'delivered');
		sandbox().carrier(second, 'undelivered', 'mk:0012');
		const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
		const { body } = await client.post('sms/reports', { end_date: now() + 1 });
		const totals = { request: 3, deliveryed: 1, dropped: 1, fee: 2 };
		expect(body).toMatchObject({
			status: 'success',
			end_date: today,
			overview: {
				...totals,
				operators: { china_mobile: 1, china_unicom: 1, china_telecom: 1 },
				location: { province: { 广东: 3 }, cities: { '广东 广州': 3 } },
				dropped_reason_analysis: { '空号/停机': 1 },
			},
			timeline: [{ date: today, report: totals }],
		});
	});

	it('ends a day ago by default', async () => {
		await send();
		expect((await client.post('sms/reports')).body).toMatchObject({
			overview: { request: 0 },
			timeline: [],
		});
	});
});

describe('the account', () => {
	it('has strings as domestic balances, which a send lowers', async () => {
		sandbox().configure({ submailCredit: 9775 });
		await send();
		expect((await client.post('balance/sms')).body).toEqual({
			status: 'success',
			balance: '9410',
			transactional_balance: '9774',
		});
	});

	it('has a number as international balance', async () => {
		sandbox().configure({ submailMoney: 100.15 });
		expect((await client.post('balance/internationalsms')).body).toEqual({
			status: 'success',
			balance: 100.15,
		});
	});

	it('has signatures', async () => {
		const { body } = await client.get('sms/appextend');
		expect(body).toEqual({
			status: 'success',
			smsSignature: [
				{ appid: '10001', smsSignature: '【Sandbox】', extend: '01', status: 1 },
				{ appid: '10001', smsSignature: '【InReview】', extend: '02', status: 0 },
			],
		});
		expect(codeOf(await client.get('sms/appextend', { target_appid: '30001' }))).toBe('154');
	});

	const company = {
		sms_signature: 'Acme',
		company: 'Acme Ltd',
		company_lisence_code: '91310000MA1K35X000',
		legal_name: 'Ada',
		agent_name: 'Bob',
		agent_id: '310101199001011234',
		agent_mob: mobile,
		source_type: '0',
	};
	/** As the official library for mails sends files (docs/providers/submail.md §8). */
	const apply = async (values: Record<string, string>, files: string[] = ['paper']) => {
		const body = new FormData();
		const app = { appid: '10001', signature: 'submail-sandbox-key' };
		for (const [name, value] of Object.entries({ ...app, ...values })) body.append(name, value);
		for (const [n, text] of files.entries()) {
			body.append('attachments[]', new Blob([text], { type: 'image/png' }), `${n}.png`);
		}
		return await client.request('POST', 'sms/appextend', { body });
	};

	it('are created for review with papers', async () => {
		expect((await apply(company, ['one', 'two'])).body).toEqual({ status: 'success' });
		const { body } = await client.get('sms/appextend');
		expect((body.smsSignature as unknown[]).at(-1)).toEqual({
			appid: '10001',
			smsSignature: '【Acme】',
			extend: '03',
			status: 0,
		});
		expect(codeOf(await apply(company))).toBe('127');
		sandbox().configure({ submailSignatureReview: 'approve' });
		await apply({ ...company, sms_signature: '【Other】' });
		const all = (await client.get('sms/appextend')).body.smsSignature as Array<{ status: number }>;
		expect(all.map(({ status }) => status)).toEqual([1, 0, 0, 1]);
	});

	it.each([
		['no papers', {}, [], '128'],
		['an empty paper', {}, [''], '128'],
		['no company', { company: '' }, ['x'], '128'],
		['another source', { source_type: '3' }, ['x'], '128'],
		['no signature', { sms_signature: '' }, ['x'], '411'],
		['a long signature', { sms_signature: 'A name of eleven' }, ['x'], '412'],
	])('are refused with %s', async (_, change, files, code) => {
		expect(codeOf(await apply({ ...company, ...change }, files))).toBe(code);
	});
});

describe('the address book', () => {
	it('has those who unsubscribed, who get 253 until they subscribe again', async () => {
		const send = async () =>
			codeOf(await client.post('sms/send', { to: mobile, content: '【Sandbox】x' }));
		expect(
			(await client.post('addressbook/sms/unsubscribe.json', { address: mobile })).body,
		).toEqual({
			status: 'success',
		});
		expect(await send()).toBe('253');
		await client.post('addressbook/sms/unsubscribe', { address: mobile, target: 'SbBook1' });
		// The path as one example prints it.
		await client.post('addressbook/message/subscribe.json', { address: mobile });
		expect(await send()).toBeUndefined();
	});

	it.each([
		['a foreign number', { address: '+12025550100' }, '251'],
		['a number with its country code', { address: `+86${mobile}` }, '251'],
		['an unknown book', { address: mobile, target: 'nowhere' }, '501'],
	])('refuses %s', async (_, values, code) => {
		for (const name of ['subscribe', 'unsubscribe']) {
			expect(codeOf(await client.post(`addressbook/sms/${name}`, values))).toBe(code);
		}
	});
});

describe('the services', () => {
	it.each(['GET', 'POST'])('need no app, with %s', async (method) => {
		const { body } = await client.request(method, 'service/timestamp');
		expect(Math.abs(Number(body.timestamp) - now())).toBeLessThan(3);
		expect((await client.request(method, 'service/status.json')).body).toEqual({
			status: 'runing',
			runtime: 0.024,
		});
	});

	it('find the country of a number', async () => {
		const verify = (to: string) => client.raw('service/verifyphonenumber', { to });
		expect((await verify('+14165550123')).body).toEqual({
			status: 'success',
			to: '+14165550123',
			country_code: 1,
			country_region: 'CA',
			country_name: 'Canada',
		});
		expect(codeOf(await verify('123'))).toBe('251');
	});
});
