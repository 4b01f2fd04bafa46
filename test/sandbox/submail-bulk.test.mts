import { type FaultSpec } from '../../sandbox/server.mts';
import { useSandbox } from './harness.mts';
import { abroad, codeOf, mobile, SubmailClient, type Values } from './submail-client.mts';

const sandbox = useSandbox();
const client = new SubmailClient(sandbox);

const texts = () =>
	sandbox()
		.messages()
		.map(({ text }) => text);
const listOf = (value: unknown) => (Array.isArray(value) ? (value as Values[]) : []);
const sendId = expect.stringMatching(/^[0-9a-f]{32}$/) as string;

const entry = (to: string, vars?: unknown) => ({ to, vars });
const multi = (...entries: unknown[]) => JSON.stringify(entries);

describe('multixsend', () => {
	const project = 'SbTpl2';
	const send = (...entries: unknown[]) =>
		client.post('sms/multixsend', { project, multi: multi(...entries), tag: 'all' });

	it('takes a signature per number by a setting', async () => {
		const own = (to: string, sms_signature: string) => ({
			...entry(to, { host: 'a', state: 'up' }),
			sms_signature,
		});
		const { rows } = await send(
			own('13800138000', '【Acme】'),
			entry('13800138001', { host: 'b', state: 'up' }),
			own('13800138002', 'Acme'),
		);
		expect(rows.map(({ code }) => code)).toEqual([undefined, undefined, 411]);
		sandbox().configure({ submailMultiSignature: false });
		await send(own('13800138003', '【Acme】'));
		expect(texts()).toEqual([
			'【Acme】Host a is up.',
			'【Sandbox】Host b is up.',
			'【Sandbox】Host a is up.',
		]);
	});

	it('returns an array, and every number has its own variables', async () => {
		const { status, rows } = await send(
			entry('13800138000', { host: 'a', state: 'up' }),
			entry('13800138001', { host: 'b', state: 1 }),
		);
		expect([status, rows]).toEqual([
			200,
			[
				{ status: 'success', to: '13800138000', send_id: sendId, fee: 1 },
				{ status: 'success', to: '13800138001', send_id: sendId, fee: 1 },
			],
		]);
		expect(sandbox().messages()).toMatchObject([
			{ to: '+8613800138000', text: '【Sandbox】Host a is up.', reference: 'all' },
			{ to: '+8613800138001', text: '【Sandbox】Host b is 1.', reference: 'all' },
		]);
	});

	it('has error rows in position, with numbers as codes and without a recipient', async () => {
		sandbox().configure({ submailCredit: 1, submailErrorStatus: 400 });
		const { status, rows } = await send(
			entry('12'),
			entry('13900000114'),
			entry(mobile, []),
			entry(mobile, 'x'),
			entry(mobile, {}),
			null,
		);
		expect([status, rows.map(({ code }) => code)]).toEqual([
			200,
			[251, 114, undefined, 307, 905, 251],
		]);
		expect(rows[0]).toEqual({ status: 'error', code: 251, msg: expect.any(String) as string });
		expect(rows[3]).toMatchObject({ json_decoding_error: 2 });
		expect(texts()).toHaveLength(1);
		sandbox().configure({ submailErrorCodes: 'text' });
		expect((await send(entry('12'))).rows[0]?.code).toBe('251');
	});

	it('refuses the second of two equal texts to one number', async () => {
		sandbox().configure({ submailDuplicateMs: 60_000 });
		const { rows } = await send(entry(mobile), entry(mobile));
		expect(rows.map(({ code }) => code)).toEqual([undefined, 408]);
	});

	it('accepts 250 recipients: the recommended number is not a limit', async () => {
		const numbers = Array.from({ length: 250 }, (_, index) => `${13800138000 + index}`);
		const { rows } = await send(...numbers.map((to) => entry(to)));
		expect(rows.map(({ to }) => to)).toEqual(numbers);
	});

	it.each([
		['', '410', undefined],
		['[]', '410', undefined],
		['{}', '309', 2],
		['[{"to":}]', '309', 4],
	])('with the multi %j is %s', async (value, code, json_decoding_error) => {
		const { body } = await client.post('sms/multixsend', { project, multi: value });
		expect([body.code, body.json_decoding_error]).toEqual([code, json_decoding_error]);
	});

	it('needs multi as a JSON string even in a JSON body', async () => {
		const values = { project, multi: [entry(mobile)] };
		expect(codeOf(await client.post('sms/multixsend', values, 'json'))).toBe('309');
		const text = { project, multi: multi(entry(mobile)) };
		expect((await client.post('sms/multixsend', text, 'json')).rows).toHaveLength(1);
	});

	it('returns an error of the whole request once, or in every row by a setting', async () => {
		const values = { project: 'SbTpl3', multi: multi(entry(mobile), entry(mobile)) };
		expect(codeOf(await client.post('sms/multixsend', values))).toBe('409');
		sandbox().configure({ submailMultiErrors: 'rows' });
		const { status, rows } = await client.post('sms/multixsend', values);
		expect([status, rows.map(({ code }) => code)]).toEqual([200, [409, 409]]);
	});

	it('shows prices and balances for international messages', async () => {
		const values = { project: 'SbInt1', multi: multi(entry(abroad, { code: 1 }), entry(mobile)) };
		const { rows } = await client.post('internationalsms/multixsend', values);
		expect(rows).toMatchObject([
			{ status: 'success', to: abroad, fee: 0.046, account_balance: 9999.954 },
			{ status: 'error', code: 251 },
		]);
		expect(texts()).toEqual(['Your code is 1.']);
	});
});

describe('multisend', () => {
	it('fills in its content, and its rows have no recipient', async () => {
		const { rows } = await client.post('sms/multisend', {
			content: '【Sandbox】Hi @var(name)',
			multi: multi(entry(mobile, { name: 'Ada' }), entry('1')),
		});
		expect(rows).toEqual([
			{ status: 'success', send_id: sendId, fee: 1 },
			{ status: 'error', code: 251, msg: expect.any(String) as string },
		]);
		expect(texts()).toEqual(['【Sandbox】Hi Ada']);
	});

	it('checks the signature once for all', async () => {
		const values = { content: 'Hi', multi: multi(entry(mobile)) };
		expect(codeOf(await client.post('sms/multisend', values))).toBe('411');
	});
});

describe('batchsend and batchxsend', () => {
	const to = '13800138000,12,13800138001';
	const content = '【Sandbox】Hello';

	it.each([
		['sms/batchsend', { content }, content],
		['sms/batchxsend', { project: 'SbTpl2', vars: '{"host":"a","state":"up"}' }, undefined],
	])('%s sends one text to all and returns a row for each', async (path, values, text) => {
		const { body } = await client.post(path, { to, ...values });
		expect(body).toEqual({
			status: 'success',
			batchlist: sendId,
			total_fee: 2,
			responses: [
				{ status: 'success', to: '13800138000', send_id: sendId, fee: 1 },
				{ status: 'error', to: '12', fee: 0 },
				{ status: 'success', to: '13800138001', send_id: sendId, fee: 1 },
			],
		});
		const whole = text ?? '【Sandbox】Host a is up.';
		expect(texts()).toEqual([whole, whole]);
	});

	it('works for international messages', async () => {
		const values = { to: `${abroad},${mobile}`, content: 'Hello' };
		const { body } = await client.post('internationalsms/batchsend', values);
		expect(body).toMatchObject({
			total_fee: 0.046,
			responses: [
				{ status: 'success', to: abroad, fee: 0.046 },
				{ status: 'error', to: mobile, fee: 0 },
			],
		});
	});

	it('has codes in its error rows by a setting', async () => {
		sandbox().configure({ submailBatchErrorCodes: true });
		const { body } = await client.post('sms/batchsend', { to, content });
		expect(listOf(body.responses)[1]).toMatchObject({ status: 'error', code: '251', to: '12' });
	});

	it('is refused as a whole when the credit is not enough for all', async () => {
		sandbox().configure({ submailCredit: 2 });
		expect(codeOf(await client.post('sms/batchsend', { to, content }))).toBe('905');
		expect(texts()).toEqual([]);
	});

	it('needs at least one number and at most 10000', async () => {
		const numbers = Array.from({ length: 10_001 }, (_, index) => `${13800100000 + index}`);
		const send = async (list: string[]) =>
			client.post('sms/batchsend', { to: list.join(), content });
		expect(codeOf(await send(numbers))).toBe('251');
		expect(codeOf(await send([]))).toBe('251');
		const { body } = await send(numbers.slice(1));
		expect(body.total_fee).toBe(10_000);
	});
});

describe('an app that may not send in bulk', () => {
	const values = {
		to: mobile,
		content: '【Sandbox】Hi',
		project: 'SbTpl1',
		multi: multi(entry(mobile)),
	};

	it.each(['multisend', 'multixsend', 'batchsend', 'batchxsend'])(
		'is refused with 119 at %s, and can send one by one',
		async (name) => {
			sandbox().configure({ submailBulk: false });
			expect(codeOf(await client.post(`sms/${name}`, values))).toBe('119');
			expect(codeOf(await client.post('sms/xsend', values))).toBeUndefined();
			expect(texts()).toHaveLength(1);
		},
	);
});

describe('the rows fault', () => {
	const numbers = [0, 1, 2, 3, 4].map((index) => `${13800138000 + index}`);
	const arm = (rows: FaultSpec['rows']) => sandbox().fault({ wire: 'submail', kind: 'rows', rows });
	const many = async (rows: FaultSpec['rows']) => {
		arm(rows);
		const all = multi(...numbers.map((to) => entry(to)));
		return (await client.post('sms/multixsend', { project: 'SbTpl1', multi: all })).rows;
	};
	const codes = (rows: Values[]) => rows.map(({ code }) => code);

	it('gives rows an error code, and their messages do not arrive', async () => {
		expect(codes(await many({ status: '115', every: 2 }))).toEqual([
			undefined,
			115,
			undefined,
			115,
			undefined,
		]);
		expect(texts()).toHaveLength(3);
	});

	it('chooses a recipient as written in the request or in E.164', async () => {
		expect(codes(await many({ status: '114', to: '13800138001' }))[1]).toBe(114);
		expect(codes(await many({ status: '114', to: '+8613800138001' }))[1]).toBe(114);
	});

	it('may report a false result, with a code that is not listed', async () => {
		expect(codes(await many({ status: 'odd', accepted: true }))).toEqual(Array(5).fill('odd'));
		expect(texts()).toHaveLength(5);
	});

	it('leaves rows out and changes their order', async () => {
		expect((await many({ drop: 2 })).map(({ to }) => to)).toEqual(numbers.slice(0, 3));
		const shuffled = await many({ shuffle: true });
		expect(shuffled.map(({ to }) => numbers.indexOf(String(to))).join('')).toBe('13024');
	});

	it('works on batches and on one message', async () => {
		arm({ status: '114', to: numbers[1] });
		const batch = { to: numbers.join(), content: '【Sandbox】Hi' };
		const { body } = await client.post('sms/batchsend', batch);
		expect(listOf(body.responses).map(({ status }) => status === 'success')).toEqual([
			true,
			false,
			true,
			true,
			true,
		]);
		arm({ status: '901' });
		const one = { to: mobile, content: '【Sandbox】Hi' };
		expect(codeOf(await client.post('sms/send', one))).toBe('901');
	});

	it('only hits a send', async () => {
		arm({ status: '114' });
		await client.post('sms/log');
		expect(codeOf(await client.post('sms/xsend', { to: mobile, project: 'SbTpl1' }))).toBe('114');
	});
});

describe('the other faults', () => {
	const one = { to: mobile, content: '【Sandbox】Hi' };

	it('of HTTP have a body without a code', async () => {
		sandbox().fault({ wire: 'submail', kind: 'statusAfter', status: 500 });
		sandbox().fault({ wire: 'submail', kind: 'status', status: 429 });
		for (const status of [500, 429]) {
			expect(await client.post('sms/send', one)).toMatchObject({
				status,
				body: { status: 'error', msg: expect.any(String) as string },
			});
		}
		expect(texts()).toHaveLength(1);
	});

	it('cut the connection before or after the request is handled', async () => {
		for (const kind of ['resetBefore', 'resetAfter'] as const) {
			sandbox().fault({ wire: 'submail', kind });
			await expect(client.post('sms/send', one)).rejects.toThrow();
		}
		expect(texts()).toHaveLength(1);
	});

	it('break an array in the middle', async () => {
		sandbox().fault({ wire: 'submail', kind: 'garbage' });
		const values = { project: 'SbTpl1', multi: multi(entry(mobile)) };
		await expect(client.post('sms/multixsend', values)).rejects.toThrow(SyntaxError);
		expect(texts()).toHaveLength(1);
	});
});
