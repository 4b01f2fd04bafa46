import { customer, server } from './engagelab.mts';
import { basic, inSeconds, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const call = customer(sandbox, 'current');

const template = { id: server.current, params: { text: 'Down' } };
const to = ['+61411111111'];
const send = (body: object) => call('POST', '/v1/messages', { body });
const arrived = () => sandbox().messages();

describe('accounts', () => {
	it.each([basic('dev_key', 'wrong'), basic('sms_user', 'sms_key'), ''])(
		'refuse the authorization "%s"',
		async (authorization) => {
			const { status, body } = await call('GET', '/v1/sign-configs', {
				headers: { authorization },
			});
			expect([status, body.code]).toEqual([401, 2001]);
		},
	);

	it('may report errors with HTTP 200', async () => {
		sandbox().configure({ engageLabErrorStatus: 'ok' });
		const { status, body } = await send({ to, template: { id: '1' } });
		expect([status, body.code]).toEqual([200, 4001]);
	});
});

describe('messages', () => {
	it('to one recipient have a message_id and arrive at its phone', async () => {
		const { status, body } = await send({ to, template, custom_args: { reference: 'r-1' } });
		expect(status).toBe(200);
		expect(body).toEqual({
			plan_id: expect.stringMatching(/^\d{19}$/) as string,
			total_count: 1,
			accepted_count: 1,
			message_id: expect.stringMatching(/^\d{19}$/) as string,
		});
		expect(arrived()).toMatchObject([
			{ id: body.message_id, to: to[0], text: 'Down', reference: 'r-1', provider: 'engageLabSms' },
		]);
	});

	it('to several recipients, with and without a plus, are only counted', async () => {
		const { body } = await send({ to: ['61411111111', '+61422222222', '+6140'], template });
		expect(body).toEqual({
			plan_id: expect.any(String) as string,
			total_count: 3,
			accepted_count: 2,
		});
		expect(arrived().map((one) => one.to)).toEqual(['+61411111111', '+61422222222']);
		const { body: none } = await send({ to: ['+6140'], template });
		expect(none).toMatchObject({ accepted_count: 0 });
		expect(none).not.toHaveProperty('message_id');
	});

	it('are refused for an impossible number, or for too many of them, by a setting', async () => {
		sandbox().configure({ engageLabRefusedNumber: 'error', engageLabMaxRecipients: 2 });
		expect((await send({ to: ['+6140'], template })).body.code).toBe(3002);
		const three = ['+61411111111', '+61422222222', '+61433333333'];
		expect((await send({ to: three, template })).body.code).toBe(3002);
		expect(arrived()).toEqual([]);
	});

	it('keep placeholders that have no value', async () => {
		await send({ to, template: { id: server.current } });
		await send({ to, template: { id: '1972488990548341002', params: { code: '7' } } });
		expect(arrived().map(({ text, from }) => `${from}: ${text}`)).toEqual([
			'EngageLab: {{text}}',
			'Sandbox: Your code is 7',
		]);
	});

	it('with a schedule have a task_id that is an integer above 2^53, and no message_id', async () => {
		const schedule_time = inSeconds(600);
		const { text, body } = await send({ to, template, schedule_time });
		expect(text).toMatch(/"schedule_info":\{"task_id":\d{19}\}/);
		expect(Object.keys(body).sort()).toEqual([
			'accepted_count',
			'plan_id',
			'schedule_info',
			'total_count',
		]);
		expect(arrived()).toMatchObject([
			{ state: 'scheduled', scheduledAt: new Date(schedule_time * 1000).toISOString() },
		]);
	});

	it.each<[string, object, number]>([
		['no recipients', { to: [], template }, 3002],
		['a recipient that is not in a list', { to: '+61411111111', template }, 3002],
		['no template', { to }, 3002],
		['an unknown template', { to, template: { id: '1' } }, 4001],
		['a template under review', { to, template: { id: '1972488990548341003' } }, 3003],
		['values that are not strings', { to, template: { ...template, params: { text: 1 } } }, 3002],
		['custom_args that are not an object', { to, template, custom_args: 'r-1' }, 3002],
		['a schedule in two minutes', { to, template, schedule_time: inSeconds(120) }, 3002],
		['a schedule in 31 days', { to, template, schedule_time: inSeconds(31 * 24 * 3600) }, 3002],
	])('are refused with %s', async (_name, body, code) => {
		const answer = await send(body);
		expect([answer.status, answer.body.code]).toEqual([400, code]);
		expect(arrived()).toEqual([]);
	});

	it('are refused when the body is not JSON', async () => {
		const headers = { 'content-type': 'text/plain' };
		const { body } = await call('POST', '/v1/messages', { body: 'x', headers });
		expect(body.code).toBe(3001);
	});
});

describe('sign-configs', () => {
	const path = '/v1/sign-configs';
	const own = `${path}/1972488990548340001`;

	it('are a bare array and bare objects with Unix seconds', async () => {
		const { rows } = await call('GET', path);
		expect(rows).toHaveLength(2);
		expect(rows[0]).toEqual((await call('GET', own)).body);
		expect(rows[0]).toEqual({
			sign_id: '1972488990548340001',
			sign_name: 'Sandbox',
			status: 2,
			related_template_count: 1,
			audit_remark: '',
			created_time: Date.parse('2021-04-10T02:44:37Z') / 1000,
			updated_time: Date.parse('2022-06-14T11:20:35Z') / 1000,
		});
	});

	it('are created, then reviewed, changed and deleted', async () => {
		const { body } = await call('POST', path, { body: { sign_name: 'ccc' } });
		const one = `${path}/${String(body.sign_id)}`;
		expect((await call('GET', one)).body).toMatchObject({ sign_name: 'ccc', status: 1 });
		const early = await call('PUT', one, { body: { sign_name: 'ddd' } });
		expect([early.status, early.body.message]).toEqual([400, 'can not update pending status sign']);
		expect((await call('PUT', own, { body: { sign_name: 'ddd' } })).body).toEqual({
			code: 0,
			message: 'success',
		});
		expect((await call('DELETE', one)).body).toEqual({ code: 0, message: 'success' });
		expect((await call('GET', one)).body.message).toBe('sign config not exist');
		expect((await call('GET', `${path}/x`)).body.message).toBe('invalid signId');
	});

	it('are reviewed as a setting says', async () => {
		sandbox().configure({ engageLabReview: 'approved' });
		const { body } = await call('POST', path, { body: { sign_name: 'ccc' } });
		expect((await call('GET', `${path}/${String(body.sign_id)}`)).body.status).toBe(2);
	});

	it.each(['a', 'x'.repeat(61), 'a[b', 'a】b', '', undefined])(
		'refuse the name "%s"',
		async (sign_name) => {
			const { status, body } = await call('POST', path, { body: { sign_name } });
			expect([status, body.code]).toEqual([400, 400]);
		},
	);

	it('have unique names', async () => {
		const { body } = await call('POST', path, { body: { sign_name: 'Sandbox' } });
		expect(body.message).toBe('sign_name already exist');
	});
});

describe('template-configs', () => {
	const path = '/v1/template-configs';
	const written = {
		template_name: 'New',
		template_type: 'otp',
		template_content: 'Hi {name}',
		country_codes: 'CN,US',
	};

	it('are created, changed and deleted; a change is reviewed', async () => {
		const { body } = await call('POST', path, { body: written });
		const one = `${path}/${String(body.template_id)}`;
		expect((await call('GET', one)).body).toMatchObject({
			...written,
			template_type: 'authentication',
			add_signature: false,
			sign_position: 0,
			status: 1,
		});
		const changed = await call('PUT', `${path}/${server.current}`, { body: written });
		expect(changed.body).toEqual({ code: 0, message: 'success' });
		const { rows } = await call('GET', path);
		expect(rows.map(({ status }) => status)).toEqual([1, 2, 1, 1]);
		expect((await call('DELETE', one)).body.code).toBe(0);
		expect((await call('GET', one)).body.message).toBe('template config not exist');
	});

	it('cannot be changed or deleted while a scheduled send uses them', async () => {
		await send({ to, template, schedule_time: inSeconds(600) });
		const { body } = await call('PUT', `${path}/${server.current}`, { body: written });
		expect(body.message).toMatch(/pending or running plans using current template/);
		const deleted = await call('DELETE', `${path}/${server.current}`);
		expect([deleted.status, deleted.body]).toEqual([
			400,
			{
				code: 400,
				message: 'there are pending or running plans using current template, can not update',
			},
		]);
		expect((await call('GET', `${path}/${server.current}`)).status).toBe(200);
	});

	it('take their sign with them: it cannot be deleted either', async () => {
		const signed = { id: '1972488990548341002', params: { code: '7' } };
		await send({ to, template: signed, schedule_time: inSeconds(600) });
		const { status, body } = await call('DELETE', '/v1/sign-configs/1972488990548340001');
		expect([status, body.message]).toEqual([
			400,
			'there are pending or running plans using current sign, can not update',
		]);
		expect((await call('DELETE', '/v1/sign-configs/1972488990548340002')).body.code).toBe(0);
	});

	it.each<[string, object]>([
		['a name of 256 characters', { template_name: 'x'.repeat(256) }],
		['an unknown type', { template_type: 'notice' }],
		['brackets', { template_content: 'a [b]' }],
		['the word test', { template_content: 'a test' }],
		['no countries', { country_codes: undefined }],
		['an unknown sign', { add_signature: true, sign_id: '1', sign_position: 1 }],
		[
			'a sign without a position',
			{ add_signature: true, sign_id: '1972488990548340001', sign_position: 0 },
		],
		[
			'a sign under review',
			{ add_signature: true, sign_id: '1972488990548340002', sign_position: 1 },
		],
	])('refuse %s', async (_name, change) => {
		const { status, body } = await call('POST', path, { body: { ...written, ...change } });
		expect([status, body.code]).toEqual([400, 400]);
	});
});

it('answers other paths with 404', async () => {
	expect((await call('GET', '/v1/signs')).status).toBe(404);
});
