/** ClickSend's automation rules: what they keep, and what they push. */
import { Client, type Page, useSandbox } from './harness.mts';
import { until, useReceiver } from './receiver.mts';

const sandbox = useSandbox();
const receiver = useReceiver();
const client = new Client(sandbox);
const maton = new Client(sandbox, '/maton/clicksend', 'Bearer maton-key');

const phone = '+61411111111';
const ours = '+61448000111';
const inbound = '/v3/automations/sms/inbound';
const receipts = '/v3/automations/sms/receipts';

type Rule = Record<string, unknown>;

async function add(path: string, fields: Rule = {}, by = client): Promise<number> {
	const action = { action: 'URL', action_address: receiver.url };
	const rule = { rule_name: 'n8n', ...action, dedicated_number: '*', enabled: 1, ...fields };
	const { body } = await by.call<Rule>('POST', path, rule);
	return Number(body.data.inbound_rule_id ?? body.data.receipt_rule_id);
}

const reply = (text: string, fields: { to?: string; at?: string } = {}) =>
	sandbox().reply({ from: phone, to: ours, text, ...fields });

const settled = () => until(() => sandbox().deliveries({ done: false }).length === 0);

async function polled(): Promise<Rule[]> {
	return (await client.call<Page<Rule>>('GET', '/v3/sms/inbound')).body.data.data;
}

describe('rules', () => {
	it.each([
		[inbound, 'inbound_rule_id', 'Your inbound rule.', 'Your record has been updated.'],
		[
			receipts,
			'receipt_rule_id',
			'Your rule incoming voice receipt.',
			'Your rule incoming sms receipt has been updated.',
		],
	])('of %s are read and changed', async (path, idName, read, changed) => {
		const id = await add(path);
		const one = await client.call<Rule>('GET', `${path}/${id}`);
		expect(one.body).toMatchObject({
			response_msg: read,
			data: { [idName]: id, rule_name: 'n8n', action: 'URL', enabled: 1 },
		});
		const put = await client.call<Rule>('PUT', `${path}/${id}`, { enabled: 0 });
		expect(put.body).toMatchObject({ response_msg: changed, data: { [idName]: id, enabled: 0 } });
		expect((await client.call<Rule>('GET', `${path}/${id}`)).body.data).toEqual(put.body.data);
		await client.call('DELETE', `${path}/${id}`);
		for (const method of ['GET', 'PUT', 'DELETE']) {
			expect((await client.call(method, `${path}/${id}`)).status).toBe(404);
		}
	});
});

describe('an inbound rule', () => {
	it('acts only if it is one of the first ten that match', async () => {
		await add(inbound, { message_search_type: 2, message_search_term: 'other' });
		for (let n = 0; n < 12; n++) await add(inbound, { webhook_type: 'json' });
		reply('Hello');
		await settled();
		expect(sandbox().deliveries()).toHaveLength(10);
	});

	it('pushes JSON', async () => {
		await add(inbound, { webhook_type: 'json' });
		const sent = { to: phone, body: 'Liquorice', from: ours, custom_string: 'order-1' };
		const { messages } = await client.send(sent);
		const { id } = reply('STOP please');
		const [{ method, headers, json } = {}] = await receiver.first(1);
		expect([method, headers?.['content-type']]).toEqual(['POST', 'application/json']);
		expect(json).toEqual({
			originalsenderid: ours,
			body: 'STOP please',
			message: 'STOP please',
			sms: ours,
			from: phone,
			to: ours,
			timestamp: expect.any(Number) as number,
			message_id: id.toUpperCase(),
			original_message_id: messages[0]?.message_id,
			original_body: 'Liquorice',
			user_id: expect.any(Number) as number,
			subaccount_id: expect.any(Number) as number,
			custom_string: 'order-1',
		});
	});

	it.each([undefined, 'post'])('pushes a form when webhook_type is %s', async (webhook_type) => {
		await add(inbound, webhook_type === undefined ? {} : { webhook_type });
		await client.send({ to: phone, body: 'Ä & b', from: ours, custom_string: 'order-1' });
		reply('Ja, ä & ö');
		const [{ method, headers, body } = {}] = await receiver.first(1);
		expect([method, headers?.['content-type']]).toEqual([
			'POST',
			'application/x-www-form-urlencoded',
		]);
		expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({
			message: 'Ja, ä & ö',
			from: phone,
			customstring: 'order-1',
			custom_string: 'order-1',
			originalmessage: 'Ä & b',
			originalmessageid: sandbox().messages()[0]?.id,
		});
	});

	it('pushes in the query, and keeps the query of the URL', async () => {
		await add(inbound, { webhook_type: 'get', action_address: `${receiver.url}?key=1` });
		reply('Yes & no');
		const [{ method, url, body } = {}] = await receiver.first(1);
		const query = new URL(url ?? '', receiver.url).searchParams;
		expect([method, body, query.get('key'), query.get('message')]).toEqual([
			'GET',
			'',
			'1',
			'Yes & no',
		]);
	});

	it.each<[Rule, boolean]>([
		[{ enabled: 0 }, false],
		[{ action: 'NONE' }, false],
		[{ dedicated_number: ours }, true],
		[{ dedicated_number: ours.slice(1) }, true],
		[{ dedicated_number: '+14155550123' }, false],
		[{ message_search_type: 0, message_search_term: 'nothing' }, true],
		[{ message_search_type: 1, message_search_term: 'yes' }, true],
		[{ message_search_type: 1, message_search_term: 'boss' }, false],
		[{ message_search_type: 2, message_search_term: 'boss' }, true],
		[{ message_search_type: 2, message_search_term: 'no' }, false],
		[{ message_search_type: 3, message_search_term: 'no' }, true],
		[{ message_search_type: 3, message_search_term: 'boss' }, false],
	])('%j pushes "Yes boss": %s', async (fields, isPushed) => {
		const id = await add(inbound, fields);
		reply('Yes boss');
		expect(sandbox().deliveries()).toHaveLength(isPushed ? 1 : 0);
		await client.call('PUT', `${inbound}/${id}`, {
			...{ enabled: 1, action: 'URL', dedicated_number: '*', message_search_type: 0 },
		});
		reply('Later');
		expect(sandbox().deliveries()).toHaveLength(isPushed ? 2 : 1);
		await settled();
	});

	it('works alongside other rules: one created through Maton, and one with POLL', async () => {
		await add(inbound);
		await add(inbound, { webhook_type: 'json' }, maton);
		await add(inbound, { action: 'POLL', action_address: '' });
		const { id } = reply('Yes');
		await receiver.first(2);
		expect(await polled()).toMatchObject([{ message_id: id.toUpperCase(), body: 'Yes' }]);
		await settled();
		expect(receiver.received).toHaveLength(2);
	});
});

describe('a receipt rule', () => {
	const values = {
		custom_string: 'order-1',
		customstring: 'order-1',
		message_type: 'sms',
		timestamp: expect.stringMatching(/^\d{10}$/) as string,
		timestamp_send: expect.stringMatching(/^\d{10}$/) as string,
		user_id: expect.any(String) as string,
		subaccount_id: expect.any(String) as string,
	};

	it('pushes the delivery status as a form or as JSON', async () => {
		const rule = await add(receipts);
		const { messages } = await client.send({ to: phone, body: 'Hi', custom_string: 'order-1' });
		const id = messages[0]?.message_id ?? '';
		expect(sandbox().deliveries()).toEqual([]);
		sandbox().carrier(id, 'delivered');
		const [form] = await receiver.first(1);
		expect(Object.fromEntries(new URLSearchParams(form?.body))).toEqual({
			...values,
			message_id: id,
			messageid: id,
			status: 'Delivered',
			status_code: '201',
			status_text: 'Success: Message received on handset.',
			error_code: '',
			error_text: '',
		});
		await client.call('PUT', `${receipts}/${rule}`, { webhook_type: 'json' });
		sandbox().carrier(id, 'undelivered', '12');
		expect((await receiver.first(2))[1]?.json).toEqual({
			...values,
			message_id: id,
			messageid: id,
			status: 'Undelivered',
			status_code: '301',
			status_text: 'Error: Delivery failed',
			error_code: '12',
			error_text: 'Not delivered',
		});
	});

	it('pushes nothing when it is disabled', async () => {
		await add(receipts, { enabled: 0 });
		const { messages } = await client.send({ to: phone, body: 'Hi' });
		sandbox().carrier(messages[0]?.message_id ?? '', 'delivered');
		expect(sandbox().deliveries()).toEqual([]);
	});
});

describe('inbound messages to poll', () => {
	it('are listed oldest first, or newest first', async () => {
		await add(inbound, { action: 'POLL' });
		for (const text of ['1', '2', '3']) reply(text);
		expect((await polled()).map(({ body }) => body)).toEqual(['1', '2', '3']);
		sandbox().configure({ clickSendInboundOrder: 'newest' });
		expect((await polled()).map(({ body }) => body)).toEqual(['3', '2', '1']);
	});

	it('may have arrived late', async () => {
		await add(inbound, { action: 'POLL' });
		reply('Late', { at: '2026-01-01T10:00:00+10:00' });
		expect(await polled()).toMatchObject([{ timestamp: Date.UTC(2026, 0, 1) / 1000 }]);
		for (const at of ['yesterday', '2026-01-01T10:00:00', '2026-13-01T00:00:00Z']) {
			expect(() => reply('Never', { at })).toThrow('ISO 8601');
		}
	});
});
