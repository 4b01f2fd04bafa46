import { Client, inSeconds, type Page, type Row, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);

const sendMany = (count: number) =>
	client.send(
		...Array.from({ length: count }, (_, index) => ({ to: '+61411111111', body: `Text ${index}` })),
	);

const textsOf = ({ data }: Page<Row>) => data.map(({ body }) => body);

describe('history paging', () => {
	it('shows 15 rows per page, and the position of the page', async () => {
		await sendMany(31);
		const first = await client.history();
		expect(first).toMatchObject({
			total: 31,
			per_page: 15,
			current_page: 1,
			last_page: 3,
			prev_page_url: null,
			from: 1,
			to: 15,
		});
		expect(first.next_page_url).toContain('page=2');
		const last = await client.history('?page=3');
		expect(last).toMatchObject({ current_page: 3, next_page_url: null, from: 31, to: 31 });
		expect(textsOf(last)).toEqual(['Text 30']);
	});

	it('is empty with last_page 0', async () => {
		expect(await client.history()).toMatchObject({ total: 0, current_page: 1, last_page: 0 });
	});

	it('allows 100 rows per page', async () => {
		await sendMany(101);
		const page = await client.history('?limit=100');
		expect([page.data.length, page.last_page]).toEqual([100, 2]);
	});

	it.each(['limit=14', 'limit=101', 'limit=x', 'limit=-15', 'page=0', 'page=1.5'])(
		'refuses %s',
		async (query) => {
			const { status, body } = await client.call('GET', `/v3/sms/history?${query}`);
			expect(status).toBe(400);
			expect(body).toMatchObject({ http_code: 400, response_code: 'BAD_REQUEST', data: null });
		},
	);
});

describe('history rows', () => {
	it('have some fields in another format than the answer to the send', async () => {
		await client.send({ to: '+61411111111', body: 'Hi' });
		const { data } = await client.history();
		expect(data[0]).toMatchObject({
			schedule: expect.stringMatching(/^\d{10}$/) as string,
			message_price: '0.079200',
			custom_string: null,
			status: 'Completed',
			status_code: null,
			_api_username: 'sandbox',
		});
	});

	it('leave out rejected messages', async () => {
		await client.send({ to: 'x', body: 'Hi' });
		expect(await client.history()).toMatchObject({ total: 0 });
	});

	it('show the delivery status', async () => {
		const { messages } = await sendMany(2);
		const [first, second] = messages.map(({ message_id }) => message_id);
		sandbox().carrier(first ?? '', 'delivered');
		sandbox().carrier(second ?? '', 'undelivered', '12');
		const { data } = await client.history();
		expect(data).toMatchObject([
			{ status: 'Sent', status_code: '201' },
			{ status: 'Failed', status_code: '301', error_code: '12' },
		]);
	});

	it('appear late when a setting says so', async () => {
		sandbox().configure({ historyLagMs: 60_000 });
		await sendMany(1);
		expect(await client.history()).toMatchObject({ total: 0 });
		sandbox().configure({ historyLagMs: 0 });
		expect(await client.history()).toMatchObject({ total: 1 });
	});
});

describe('history search', () => {
	beforeEach(async () => {
		await client.send(
			{ to: '+61411111111', body: 'b', from: 'Alerts' },
			{ to: '+61422222222', body: 'a', from: 'Alerts' },
			{ to: '+61433333333', body: 'c', from: 'SandboxCo', schedule: inSeconds(600) },
		);
	});

	it.each([
		['q=to:%2B61411111111', ['b']],
		['q=to:+61411111111', []], // an unencoded plus is a space
		['q=from:alerts', ['b', 'a']],
		['q=status:Scheduled', ['c']],
		['q=from:Alerts,to:%2B61422222222', ['a']],
		['q=to:%2B61411111111,status:Scheduled&operator=OR', ['b', 'c']],
		['q=to:', ['b', 'a', 'c']],
		['order_by=body:asc', ['a', 'b', 'c']],
		['order_by=body:desc', ['c', 'b', 'a']],
		['order_by=date:desc', ['c', 'a', 'b']],
		['', ['b', 'a', 'c']],
	])('?%s finds %j', async (query, texts) => {
		expect(textsOf(await client.history(`?${query}`))).toEqual(texts);
	});

	it('finds by message id', async () => {
		const [message] = sandbox().messages();
		expect(textsOf(await client.history(`?q=message_id:${message?.id}`))).toEqual(['b']);
	});

	it('filters by date_from and date_to', async () => {
		const [past, future] = [inSeconds(-60), inSeconds(60)];
		expect(await client.history(`?date_from=${past}&date_to=${future}`)).toMatchObject({
			total: 3,
		});
		expect(await client.history(`?date_from=${future}`)).toMatchObject({ total: 0 });
		expect(await client.history(`?date_to=${past}`)).toMatchObject({ total: 0 });
		expect(await client.history('?date_from=&date_to=')).toMatchObject({ total: 3 });
	});

	it.each(['q=body:a', 'order_by=price:asc', 'order_by=date:up', 'date_from=yesterday'])(
		'refuses %s',
		async (query) => {
			expect((await client.call('GET', `/v3/sms/history?${query}`)).status).toBe(400);
		},
	);
});

describe('cancelling', () => {
	const later = { to: '+61411111111', body: 'Later', schedule: inSeconds(600) };

	it('cancels a scheduled message once', async () => {
		const { messages } = await client.send(later);
		const path = `/v3/sms/${messages[0]?.message_id}/cancel`;
		const { body } = await client.call('PUT', path);
		expect(body).toEqual({
			http_code: 200,
			response_code: 'SUCCESS',
			response_msg: 'Scheduled sms message has been cancelled.',
			data: null,
		});
		expect(sandbox().messages()[0]?.state).toBe('cancelled');
		expect((await client.history()).data[0]?.status).toBe('Cancelled');
		expect((await client.call('PUT', path)).status).toBe(404);
	});

	it('does not cancel a message that was sent or is unknown', async () => {
		const { messages } = await client.send({ to: '+61411111111', body: 'Now' });
		for (const id of [messages[0]?.message_id, 'nothing']) {
			const { status, body } = await client.call('PUT', `/v3/sms/${id}/cancel`);
			expect([status, body.response_code]).toEqual([404, 'NOT_FOUND']);
		}
		expect(sandbox().messages()[0]?.state).toBe('sent');
	});

	it('cancels all with one custom_string, or all', async () => {
		await client.send({ ...later, custom_string: 'a' }, { ...later, custom_string: 'b' }, later);
		const some = await client.call('PUT', '/v3/sms/cancel-all', { custom_string: 'a' });
		expect(some.body).toMatchObject({
			response_msg: '1 sms messages have been cancelled.',
			data: { count: 1 },
		});
		const rest = await client.call('PUT', '/v3/sms/cancel-all');
		expect(rest.body.data).toEqual({ count: 2 });
	});
});
