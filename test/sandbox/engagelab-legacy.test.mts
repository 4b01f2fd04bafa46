import { customer, server } from './engagelab.mts';
import { basic, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const call = customer(sandbox, 'legacy');

const seeded = {
	sign_id: 10,
	sign_name: 'shanshan',
	create_time: '2021-04-10T10:44:37+0800',
	update_time: '2022-06-14T19:20:35+0800',
};

it.each([basic('sms_user', 'wrong'), basic('dev_key', 'dev_secret'), ''])(
	'refuses the authorization "%s"',
	async (authorization) => {
		const { status, body } = await call('GET', '/v1/signs', { headers: { authorization } });
		expect(status).toBe(401);
		expect(body).toEqual({ code: 30000, message: 'Authentication failed' });
	},
);

describe('signs', () => {
	it('have an envelope and +0800', async () => {
		expect((await call('GET', '/v1/signs/10')).body).toEqual({ result: seeded });
		expect((await call('GET', '/v1/signs?sign_name=SHAN')).body).toEqual({
			result: [seeded],
			count: 1,
			total: 1,
		});
		expect((await call('GET', '/v1/signs')).body).toMatchObject({ count: 2, total: 2 });
	});

	it('are created, changed and deleted', async () => {
		const made = await call('POST', '/v1/signs', { body: { sign_name: 'ccc' } });
		expect(made.body).toMatchObject({ result: { sign_id: 1528, sign_name: 'ccc' } });
		const changed = await call('PUT', '/v1/signs/1528', { body: { sign_name: 'ddd' } });
		expect(changed.body).toEqual({ count: 1 });
		expect((await call('GET', '/v1/signs/1528')).body).toMatchObject({
			result: { sign_name: 'ddd' },
		});
		expect((await call('DELETE', '/v1/signs/1528')).body).toEqual({ count: 1 });
		const gone = await call('GET', '/v1/signs/1528');
		expect([gone.status, gone.body]).toEqual([400, { code: 34010, message: 'sign not exists' }]);
	});

	it('that are unknown lead to an error, or to a count of 0', async () => {
		expect((await call('DELETE', '/v1/signs/1')).body.code).toBe(34010);
		sandbox().configure({ engageLabUnknownId: 'count' });
		expect((await call('DELETE', '/v1/signs/1')).body).toEqual({ count: 0 });
		const { body } = await call('PUT', '/v1/signs/1', { body: { sign_name: 'ccc' } });
		expect(body).toEqual({ count: 0 });
	});

	it.each(['a', 'x'.repeat(61), 'a[b', '【ab', undefined])(
		'refuse the name "%s"',
		async (sign_name) => {
			for (const [method, path] of [
				['POST', '/v1/signs'],
				['PUT', '/v1/signs/10'],
			] as const) {
				const { status, body } = await call(method, path, { body: { sign_name } });
				expect([status, body]).toEqual([400, { code: 34005, message: 'Invalid sign_name' }]);
			}
		},
	);

	it('are limited to 100', async () => {
		for (let n = 2; n < 100; n++) {
			await call('POST', '/v1/signs', { body: { sign_name: `Sign ${n}` } });
		}
		sandbox().configure({ engageLabSignLimitCode: 34098 });
		const { status, body } = await call('POST', '/v1/signs', { body: { sign_name: 'one more' } });
		expect([status, body.code]).toEqual([400, 34098]);
	});

	it('may have ids above 2^53', async () => {
		sandbox().configure({ engageLabInt64Ids: true });
		const { text } = await call('POST', '/v1/signs', { body: { sign_name: 'ccc' } });
		expect(text).toContain('"sign_id":1972488990548348929,');
		const { text: read } = await call('GET', '/v1/signs/1972488990548348929');
		expect(read).toContain('"sign_id":1972488990548348929,');
	});
});

describe('templates', () => {
	const written = {
		template_name: 'New',
		msg_type: 2,
		template_type: 0,
		template_content: 'Code %code%',
		sign_id: 10,
	};

	it('are created, changed and deleted', async () => {
		const made = await call('POST', '/v1/templates', { body: written });
		expect(made.body).toMatchObject({
			result: { template_id: 1528, ...written, approval_status: -2, approval_message: '' },
		});
		const change = { body: { ...written, template_name: 'Newer' } };
		expect((await call('PUT', '/v1/templates/1528', change)).body).toEqual({ count: 1 });
		sandbox().configure({ engageLabTemplateChange: 'result' });
		expect((await call('PUT', '/v1/templates/1528', change)).body).toMatchObject({
			result: { template_name: 'Newer' },
		});
		expect((await call('GET', '/v1/templates')).body).toMatchObject({ count: 4 });
		expect((await call('DELETE', '/v1/templates/1528')).body).toHaveProperty('result');
		expect((await call('GET', '/v1/templates/1528')).body).toEqual({
			code: 33001,
			message: 'The template does not exist',
		});
	});

	it.each<[string, object]>([
		['a name of 65 characters', { template_name: 'x'.repeat(65) }],
		['a text of 513 characters', { template_content: 'x'.repeat(513) }],
		['a type that is a word', { template_type: 'marketing' }],
		['another msg_type', { msg_type: 1 }],
		['an unknown sign', { sign_id: 11 }],
	])('refuse %s', async (_name, change) => {
		const { status } = await call('POST', '/v1/templates', { body: { ...written, ...change } });
		expect(status).toBe(400);
	});
});

describe('send', () => {
	const to = ['+886987654321'];
	const content = { template_id: server.legacy, vars: { text: 'Down' } };
	const send = (body: object) => call('POST', '/v1/send', { body });

	it('returns no code beside the result', async () => {
		const { status, body } = await send({ to, body: content });
		const [{ id, text } = { id: '', text: '' }] = sandbox().messages();
		expect([status, body, text]).toEqual([200, { result: { sms_ids: [id] } }, 'Down']);
		sandbox().configure({ engageLabLegacySend: 'bare' });
		expect((await send({ to, body: content })).body).toEqual({ result: {} });
		expect(sandbox().messages()).toHaveLength(2);
	});

	it('leaves out an impossible number, or refuses the request', async () => {
		expect((await send({ to: ['+6140'], body: content })).body).toEqual({
			result: { sms_ids: [] },
		});
		sandbox().configure({ engageLabRefusedNumber: 'error' });
		const { status, body } = await send({ to: ['+6140'], body: content });
		expect([status, typeof body.code]).toEqual([400, 'number']);
		expect(sandbox().messages()).toEqual([]);
	});

	it.each<[string, object]>([
		['a number that is not in a list', { to: '+886987654321', body: content }],
		['an unknown template', { to, body: { template_id: 1 } }],
		['a template that is not approved', { to, body: { template_id: 125 } }],
		['values that are not strings', { to, body: { ...content, vars: { text: 1 } } }],
	])('refuses %s', async (_name, body) => {
		expect((await send(body)).status).toBe(400);
		expect(sandbox().messages()).toEqual([]);
	});
});

it('answers other paths with 404', async () => {
	expect((await call('GET', '/v1/sign-configs')).status).toBe(404);
});

describe('statistics', () => {
	const day = (days: number) =>
		new Date(Date.now() + 8 * 3_600_000 + days * 24 * 3_600_000).toISOString().slice(0, 10);
	const ask = async (query: Record<string, string>) =>
		await call('GET', `/v1/stats_day?${new URLSearchParams(query).toString()}`);

	it('count messages by day in China and template', async () => {
		const body = { to: ['+61411111111', '+61422222222'], body: { template_id: 123, vars: {} } };
		await call('POST', '/v1/send', { body });
		const today = { start_date: day(0), end_date: day(0) };
		const row = {
			send_date: day(0),
			msg_type: 2,
			template_id: 123,
			targets: 2,
			sent: 2,
			wait_result: 2,
			delivered: 0,
			billing_count: 2,
		};
		expect((await ask(today)).body).toMatchObject({ result: [row], count: 1, total: 1 });
		expect((await ask({ ...today, template_ids: '124;125' })).body).toMatchObject({ count: 0 });
		expect((await ask({ start_date: day(-3), end_date: day(-2) })).body).toMatchObject({
			count: 0,
		});
	});

	it.each([
		[{ start_date: '2026-01-01' }],
		[{ start_date: '2026-01-02', end_date: '2026-01-01' }],
		[{ start_date: '2026-01-01', end_date: '2026-04-01' }],
		[{ start_date: '1.1.2026', end_date: '2026-01-01' }],
		[{ start_date: '2026-01-01', end_date: '2026-01-01', time_zone: 'China' }],
	])('refuse %j', async (query) => {
		expect((await ask(query as Record<string, string>)).status).toBe(400);
	});
});

describe('status', () => {
	const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
	const ask = async (query: Record<string, string>) =>
		await call('GET', `/v1/status?${new URLSearchParams(query).toString()}`);
	const send = async () => {
		const body = { to: ['+61411111111', '+61422222222'], body: { template_id: 123, vars: {} } };
		const { body: answer } = await call('POST', '/v1/send', { body });
		return (answer.result as { sms_ids: [string, string] }).sms_ids;
	};

	it('lists the messages of a day in China, or those of up to ten ids', async () => {
		const [first, second] = await send();
		sandbox().carrier(first, 'delivered');
		const { body } = await ask({ send_date: today() });
		expect(body).toMatchObject({ count: 2, total: 2 });
		expect(body.result).toMatchObject([
			{ phone: '+61411111111', sms_id: first, msg_type: 2, template_id: 123, status: 2 },
			{ phone: '+61422222222', sms_id: second, template_name: 'Server alert', status: 1 },
		]);
		const one = { send_date: today(), sms_ids: `${second};1` };
		expect((await ask(one)).body).toMatchObject({ result: [{ sms_id: second }], total: 1 });
		expect((await ask({ send_date: today(), offset: '1', limit: '5' })).body).toMatchObject({
			result: [{ sms_id: second }],
			count: 1,
			total: 2,
		});
		expect((await ask({ send_date: '2026-01-01' })).body).toMatchObject({ result: [], total: 0 });
	});

	it('repeats its answer to the same question for ten minutes', async () => {
		const [id] = await send();
		const query = { send_date: today(), sms_ids: id };
		expect((await ask(query)).body.result).toMatchObject([{ status: 1 }]);
		sandbox().carrier(id, 'delivered');
		expect((await ask(query)).body.result).toMatchObject([{ status: 1 }]);
		expect((await ask({ ...query, limit: '1' })).body.result).toMatchObject([{ status: 2 }]);
		sandbox().configure({ engageLabStatusCacheMs: 0 });
		expect((await ask(query)).body.result).toMatchObject([{ status: 2 }]);
	});

	it('takes 60 questions a minute', async () => {
		for (let n = 0; n < 60; n++) expect((await ask({ send_date: today() })).status).toBe(200);
		expect((await ask({ send_date: today() })).status).toBe(429);
	});

	it.each([
		[{}],
		[{ send_date: 'today' }],
		[{ send_date: '2026-01-01', limit: '101' }],
		[{ send_date: '2026-01-01', offset: '-1' }],
		[{ send_date: '2026-01-01', sms_ids: '1;2;3;4;5;6;7;8;9;10;11' }],
	])('refuses %j', async (query) => {
		expect((await ask(query as Record<string, string>)).status).toBe(400);
	});
});
