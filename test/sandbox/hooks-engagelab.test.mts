/** EngageLab's callback, and SMSHook of its legacy generation. */
import { createHash, createHmac } from 'node:crypto';
import { type Fields, fieldsOf } from '../../sandbox/values.mts';
import { withTimeouts } from '../support/patience.mts';
import { customer, server } from './engagelab.mts';
import { request, useSandbox } from './harness.mts';
import { type Received, until, useReceiver } from './receiver.mts';

const sandbox = useSandbox();
const receiver = useReceiver();
const call = customer(sandbox, 'current');
const legacy = customer(sandbox, 'legacy');

const phone = '+61411111111';
const template = { id: server.current, params: { text: 'Down' } };

async function send(): Promise<string> {
	const body = { to: [phone], template, custom_args: { order_id: 'X' } };
	return String((await call('POST', '/v1/messages', { body })).body.message_id);
}

const hookIn = (fields: { username?: string; secret?: string; authorization?: string } = {}) =>
	sandbox().hook({ kind: 'engageLab', url: receiver.url, ...fields });

const rowsOf = ({ json }: Received) => json.rows as Fields[];
const statusOf = (row: Fields) => fieldsOf(row.status).message_status;

/** The first calls after the verification. */
const calls = async (count: number) => (await receiver.first(count + 1)).slice(1);

describe('saving a callback URL', () => {
	it.each(['', '{}'] as const)('verifies it with the body "%s"', async (body) => {
		sandbox().configure({ engageLabVerification: body });
		const id = await hookIn({ authorization: 'Bearer geheim' });
		expect(receiver.received).toMatchObject([{ method: 'POST', body }]);
		expect(receiver.received[0]?.headers.authorization).toBe('Bearer geheim');
		expect(sandbox().hooks()).toMatchObject([{ id, kind: 'engageLab' }]);
		const [delivery] = sandbox().deliveries({ event: 'verification' });
		expect(delivery).toMatchObject({ attempts: [{ status: 200 }], delivered: true });
		expect(JSON.stringify(delivery)).not.toContain('geheim');
	});

	it.each([204, 500, 'silence'] as const)('fails after %s without a retry', async (answer) => {
		await withTimeouts(async (webhookTimeoutMs) => {
			sandbox().reset();
			receiver.received.length = 0;
			sandbox().configure({ webhookTimeoutMs, webhookRetryMs: [1] });
			receiver.answers = [answer, answer];
			const body = { kind: 'engageLab', url: receiver.url };
			const refused = await request(`${sandbox().url}/__sandbox/hooks`, 'POST', { body });
			expect(refused.status).toBe(400);
			expect(fieldsOf(await refused.json()).error).toMatch(
				/was not saved: its verification needs a 200\. (The answer was|No answer)/,
			);
			expect(sandbox().hooks()).toEqual([]);
			await until(() => sandbox().deliveries({ done: false }).length === 0);
			expect(receiver.received).toHaveLength(1);
		});
	});

	it('fails when the sandbox is reset during the verification', async () => {
		receiver.answers = ['silence'];
		const saved = hookIn();
		const failed = expect(saved).rejects.toThrow('was not saved');
		await receiver.first(1);
		sandbox().reset();
		await failed;
		expect(sandbox().hooks()).toEqual([]);
	});
});

describe('a callback', () => {
	it('reports every stage of a message, with the price when it is sent', async () => {
		await hookIn();
		const id = await send();
		sandbox().carrier(id, 'delivered');
		const received = await calls(4);
		const rows = received.flatMap(rowsOf);
		expect(received.map(({ json }) => json.total)).toEqual([1, 1, 1, 1]);
		expect(rows.map(statusOf)).toEqual(['plan', 'target_valid', 'sent', 'delivered']);
		expect(rows[2]).toEqual({
			message_id: id,
			to: phone,
			server: 'sms',
			channel: 'sms',
			itime: expect.any(Number) as number,
			custom_args: { order_id: 'X' },
			status: {
				message_status: 'sent',
				status_data: {
					msg_time: expect.any(Number) as number,
					message_id: id,
					current_send_channel: 'SANDBOX',
					template_key: server.current,
					business_id: expect.any(String) as string,
				},
				billing: { cost: 0.005, currency: 'USD' },
				error_code: 0,
			},
		});
		expect(rows.filter(({ status }) => 'billing' in fieldsOf(status))).toHaveLength(1);
	});

	it.each(['delivered_failed', 'sent_failed', 'sent_fail'] as const)(
		'has the status %s for a failure',
		async (engageLabUndelivered) => {
			sandbox().configure({ engageLabUndelivered });
			await hookIn();
			sandbox().carrier(await send(), 'undelivered', '4012');
			const [, , , failed] = (await calls(4)).flatMap(rowsOf);
			expect(failed?.status).toMatchObject({
				message_status: engageLabUndelivered,
				error_code: 4012,
				error_detail: { message: '4012' },
			});
		},
	);

	it('reports a reply to a message of EngageLab', async () => {
		await hookIn();
		await send();
		const { id } = sandbox().reply({ from: phone, to: 'EngageLab', text: 'On my way' });
		const [row] = (await calls(4)).flatMap(rowsOf).slice(3);
		expect(row).toEqual({
			server: 'sms',
			itime: expect.any(Number) as number,
			message_id: '0',
			business_id: '0',
			response: {
				event: 'uplink_message',
				response_data: {
					message_sid: `SM${id.replaceAll('-', '')}`,
					account_sid: expect.stringMatching(/^AC[0-9a-f]{32}$/) as string,
					from: phone,
					to: 'EngageLab',
					body: 'On my way',
				},
			},
		});
	});

	it('has several rows when they arrive together', async () => {
		await hookIn();
		sandbox().configure({ engageLabBatchMs: 1000 });
		const id = await send();
		sandbox().reply({ from: phone, to: '', text: 'Yes' });
		const [{ json } = { json: {} as Fields }] = await calls(1);
		expect(json.total).toBe(4);
		expect((json.rows as Fields[]).map(({ message_id }) => message_id)).toEqual([id, id, id, '0']);
		const [delivery] = sandbox().deliveries({ url: receiver.url }).slice(1);
		expect(delivery?.event).toBe('plan,target_valid,sent,uplink_message');
		// Later rows have their own call.
		sandbox().configure({ engageLabBatchMs: 0 });
		sandbox().carrier(id, 'delivered');
		expect((await calls(2))[1]?.json.total).toBe(1);
	});

	it('is signed without its body, with a new nonce each time', async () => {
		await hookIn({ username: 'test', secret: 's3cret' });
		await send();
		const nonces = (await receiver.first(3)).map(({ headers, rawHeaders }) => {
			expect(rawHeaders).toContain('X-CALLBACK-ID');
			const [, timestamp = '', nonce = '', username, signature] =
				/^timestamp=(\d{10});nonce=(\d{12});username=(\w+);signature=([0-9a-f]{64})$/.exec(
					headers['x-callback-id'] ?? '',
				) ?? [];
			const expected = createHmac('sha256', 's3cret').update(`${timestamp}${nonce}test`);
			expect([username, signature]).toEqual(['test', expected.digest('hex')]);
			expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
			return nonce;
		});
		expect(new Set(nonces).size).toBe(3);
	});

	it('is not signed without a secret', async () => {
		await hookIn({ username: 'test' });
		expect(receiver.received[0]?.headers).not.toHaveProperty('x-callback-id');
	});

	it('reports nothing from the legacy generation', async () => {
		await hookIn();
		await legacy('POST', '/v1/send', {
			body: { to: [phone], body: { template_id: server.legacy, vars: { text: 'Hi' } } },
		});
		expect(sandbox().deliveries()).toHaveLength(1);
	});
});

describe('SMSHook', () => {
	it('is signed without its body, and reports every stage of a message', async () => {
		await sandbox().hook({
			kind: 'engageLabLegacy',
			url: receiver.url,
			appKey: 'app',
			secret: 's3cret',
		});
		receiver.answers = [204, 200];
		sandbox().configure({ webhookClockSkewMs: 3_600_000 });
		await legacy('POST', '/v1/send', {
			body: { to: [phone], body: { template_id: server.legacy, vars: { text: 'Hi' } } },
		});
		const [{ id } = { id: '' }] = sandbox().messages();
		sandbox().carrier(id, 'delivered');
		sandbox().carrier(id, 'undelivered');
		const received = await receiver.first(4);
		expect(received.map(({ json }) => json.status)).toEqual([3, 1, 2, 5]);
		expect(received[0]?.json).toEqual({
			sms_id: id,
			phone,
			sms_user: 'sms_user',
			template_id: server.legacy,
			msg_type: 2,
			status: 3,
			sub_status: 0,
			send_date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
		});
		for (const { headers } of received) {
			const timestamp = headers['x-smshook-timestamp'] ?? '';
			const expected = createHash('md5').update(`${timestamp}apps3cret`).digest('hex');
			expect(headers).toMatchObject({
				'x-smshook-appkey': 'app',
				'x-smshook-signature': expected,
			});
			expect(Number(timestamp) - Date.now() / 1000).toBeGreaterThan(3500);
		}
		await until(() => sandbox().deliveries({ done: false }).length === 0);
		expect(receiver.received).toHaveLength(4);
	});
});
