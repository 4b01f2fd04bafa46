import {
	Client,
	inSeconds,
	type Page,
	type Row,
	type SendData,
	statusesOf,
	useSandbox,
} from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);
const maton = new Client(sandbox, '/maton/clicksend', 'Bearer maton-key');

const hello = { to: '+61455555555', body: 'Hello', lang: 'en-au', voice: 'male' };

const post = (path: string, ...messages: unknown[]) =>
	client.call<SendData>('POST', `/v3/voice/${path}`, { messages });
const call = async (...messages: unknown[]) => (await post('send', ...messages)).body.data;
const history = async (query = ''): Promise<Page<Row>> =>
	(await client.call<Page<Row>>('GET', `/v3/voice/history${query}`)).body.data;

describe('an accepted call', () => {
	it('has the row of a call and arrives at the phone', async () => {
		const data = await call({
			...hello,
			custom_string: 'ref-1',
			require_input: 1,
			machine_detection: 0,
		});
		expect(data).toMatchObject({
			total_price: 0.07,
			queued_count: 1,
			_currency: { currency_name_short: 'AUD' },
		});
		expect(data).not.toHaveProperty('blocked_count');
		expect(data.messages[0]).toMatchObject({
			to: '+61455555555',
			to_type: 'mobile',
			body: 'Hello',
			lang: 'en-au',
			voice: 'male',
			schedule: '',
			message_parts: 1,
			message_price: '0.0700',
			custom_string: 'ref-1',
			require_input: 1,
			machine_detection: 0,
			date: expect.stringMatching(/^\d{10}$/) as string,
			date_added: expect.any(Number) as number,
			status: 'SUCCESS',
		});
		expect(sandbox().messages()).toMatchObject([
			{ id: data.messages[0]?.message_id, channel: 'voice', text: 'Hello', reference: 'ref-1' },
		]);
	});

	it.each([
		['a', 300, 1],
		['a', 301, 2],
		['a', 1201, 4],
		['ж', 150, 1],
		['ж', 151, 2],
		['ж', 601, 4],
	])('of "%s" %i times costs %i parts and is cut at four', async (character, times, parts) => {
		const { messages } = await call({ ...hello, body: character.repeat(times) });
		expect(messages[0]).toMatchObject({
			message_parts: parts,
			message_price: (parts * 0.07).toFixed(4),
		});
		const most = character === 'a' ? 1200 : 600;
		expect(sandbox().messages()[0]?.text).toHaveLength(Math.min(times, most));
	});

	it('uses the first voice of its language unless it names another', async () => {
		const { messages } = await call(
			{ ...hello, voice: undefined },
			{ ...hello, lang: 'pt-pt', voice: '' },
			{ to: hello.to, body: 'x' },
		);
		expect(messages.map(({ lang, voice }) => [lang, voice])).toEqual([
			['en-au', 'female'],
			['pt-pt', 'male'],
			['en-us', 'female'],
		]);
	});

	it('works in the same way through Maton', async () => {
		const { body } = await maton.call<SendData>('POST', '/v3/voice/send', { messages: [hello] });
		expect(statusesOf(body.data)).toEqual(['SUCCESS']);
		expect(sandbox().messages()).toMatchObject([{ via: 'maton', channel: 'voice' }]);
	});
});

describe('a call is refused', () => {
	it.each([
		[{ ...hello, lang: 'tlh' }, 'INVALID_LANG'],
		[{ ...hello, voice: 'robot' }, 'INVALID_VOICE'],
		[{ ...hello, lang: 'fr-ca' }, 'INVALID_VOICE'],
		[{ ...hello, body: '' }, 'EMPTY_MESSAGE'],
		[{ ...hello, to: '12' }, 'INVALID_RECIPIENT'],
		[{ ...hello, list_id: 1 }, 'NOT_ENOUGH_PERMISSION_TO_LIST_ID'],
	])('in its row, and the others are sent: %j', async (message, status) => {
		expect(statusesOf(await call(message, hello))).toEqual([status, 'SUCCESS']);
		expect(sandbox().messages()).toHaveLength(1);
	});

	it.each(['require_input', 'machine_detection'])(
		'as a whole if %s is not 0 or 1',
		async (flag) => {
			const { status } = await post('send', { ...hello, [flag]: true });
			expect(status).toBe(400);
		},
	);

	it('when the same text was just sent as a call, but not when it was sent as an SMS', async () => {
		sandbox().configure({ throttleMs: 60_000 });
		await client.send({ to: hello.to, body: hello.body });
		expect(statusesOf(await call(hello))).toEqual(['SUCCESS']);
		expect(statusesOf(await call(hello))).toEqual(['THROTTLED']);
	});
});

it('a price request makes no call', async () => {
	const { body } = await post('price', { ...hello, body: 'a'.repeat(301), schedule: inSeconds(9) });
	expect(body.data).toMatchObject({
		total_price: 0.14,
		messages: [{ message_price: '0.1400', message_parts: 2, schedule: '' }],
		_currency: { currency_name_short: 'AUD' },
	});
	expect(sandbox().messages()).toEqual([]);
});

it('the languages have one voice as a string, or several as a list', async () => {
	const { body } = await client.call<Row[]>('GET', '/v3/voice/lang');
	expect(body.response_msg).toBe('Here are the possible languages.');
	expect(body.data).toHaveLength(23);
	expect(body.data).toContainEqual({
		code: 'en-au',
		country: 'English, Australia',
		gender: ['female', 'male'],
	});
	expect(body.data).toContainEqual({
		code: 'pt-pt',
		country: 'Portuguese, Portugal',
		gender: 'male',
	});
});

describe('the history of calls', () => {
	it('supports pages, dates and an order, and shows the delivery status', async () => {
		const { messages } = await call(
			...Array.from({ length: 16 }, (_, n) => ({ ...hello, body: `No ${n}` })),
		);
		sandbox().carrier(messages[15]?.message_id ?? '', 'delivered');
		const page = await history('?page=2&order_by=date_added:asc&operator=AND');
		expect(page).toMatchObject({
			last_page: 2,
			data: [{ body: 'No 15', lang: 'en-au', voice: 'male', status: 'Sent', status_code: '201' }],
		});
		expect(await history(`?date_to=${inSeconds(-60)}`)).toMatchObject({ total: 0 });
		expect((await history('?order_by=date_added:desc')).data[0]?.body).toBe('No 15');
		expect(await client.history()).toMatchObject({ total: 0 });
	});

	it('refuses an invalid order', async () => {
		const { status } = await client.call('GET', '/v3/voice/history?order_by=price:asc');
		expect(status).toBe(400);
	});
});

describe('cancelling a call', () => {
	it('works once, while it is scheduled', async () => {
		const { messages } = await call({ ...hello, schedule: inSeconds(600) });
		const path = `/v3/voice/${messages[0]?.message_id}/cancel`;
		const { body } = await client.call('PUT', path);
		expect([body.response_msg, body.data]).toEqual(['Voice have been cancelled.', []]);
		expect(sandbox().messages()[0]?.state).toBe('cancelled');
		expect((await history()).data[0]?.status).toBe('Cancelled');
		expect((await client.call('PUT', path)).status).toBe(404);
	});

	it('does not cancel SMS, and cancelling SMS does not cancel calls', async () => {
		const { messages } = await client.send({ ...hello, schedule: inSeconds(600) });
		const id = messages[0]?.message_id;
		expect((await client.call('PUT', `/v3/voice/${id}/cancel`)).status).toBe(404);
		await call({ ...hello, schedule: inSeconds(600) });
		const { body } = await client.call('PUT', '/v3/sms/cancel-all');
		expect(body.data).toEqual({ count: 1 });
	});
});
