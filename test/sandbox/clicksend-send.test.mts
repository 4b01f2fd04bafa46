import { Client, inSeconds, type SendData, statusesOf, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);

const mobile = '+61411111111';
const hello = { to: mobile, body: 'Hello' };

describe('an accepted message', () => {
	it('has a full row and arrives at the phone', async () => {
		const { status, body } = await client.call<SendData>('POST', '/v3/sms/send', {
			messages: [{ ...hello, from: 'Alerts', custom_string: 'ref-1' }],
		});
		expect(status).toBe(200);
		expect(body).toMatchObject({
			http_code: 200,
			response_code: 'SUCCESS',
			response_msg: 'Messages queued for delivery.',
			data: { total_price: 0.0792, total_count: 1, queued_count: 1, blocked_count: 0 },
		});
		const [row] = body.data.messages;
		expect(row).toMatchObject({
			direction: 'out',
			to: mobile,
			from: 'Alerts',
			message_parts: 1,
			message_price: '0.0792',
			custom_string: 'ref-1',
			country: 'AU',
			list_id: null,
			status: 'SUCCESS',
		});
		expect(typeof row?.schedule).toBe('number');
		expect(row?.message_id).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
		expect(sandbox().messages()).toEqual([
			{
				id: row?.message_id,
				provider: 'clickSend',
				to: mobile,
				from: 'Alerts',
				text: 'Hello',
				encoding: 'GSM-7',
				segments: 1,
				reference: 'ref-1',
				state: 'sent',
				acceptedAt: expect.any(String) as string,
			},
		]);
	});

	it('may have a national number when its country is given', async () => {
		const { messages } = await client.send({ to: '0411111111', body: 'Hi', country: 'AU' });
		expect(messages[0]).toMatchObject({ to: mobile, status: 'SUCCESS' });
	});

	it('without a country, is one of the account’s default country', async () => {
		const { messages } = await client.send({ to: '0411111111', body: 'Hi' });
		expect(messages[0]).toMatchObject({ to: mobile, status: 'SUCCESS' });
		sandbox().configure({ clickSendDefaultCountry: 'GB' });
		const british = await client.send(
			{ to: '07777777777', body: 'Hi' },
			{ to: '0411111111', body: 'Hi', country: 'AU' },
		);
		expect(british.messages.map(({ to }) => to)).toEqual(['+447777777777', mobile]);
		const account = await client.call<{ default_country_sms: string }>('GET', '/v3/account');
		expect(account.body.data.default_country_sms).toBe('GB');
	});

	it('is sent from a shared number unless a sender is given', async () => {
		const { messages } = await client.send(hello, { ...hello, from: '+61448000111' });
		expect(messages[0]).toMatchObject({ is_shared_system_number: true });
		expect(messages[1]).toMatchObject({ from: '+61448000111', is_shared_system_number: false });
	});

	it('has its sender replaced when the number is of another country', async () => {
		const { messages } = await client.send({ ...hello, from: '+14155550123' });
		expect(messages[0]).toMatchObject({ status: 'SUCCESS', is_shared_system_number: true });
		expect(messages[0]?.from).not.toBe('+14155550123');
	});

	it('uses the sender that senders names for the country, and ignores an invalid one', async () => {
		const send = async (sender_id: string) => {
			const { body } = await client.call<SendData>('POST', '/v3/sms/send', {
				senders: [{ recipient_country_code: 'AU', sender_id }],
				messages: [hello],
			});
			return body.data.messages[0];
		};
		expect(await send('SandboxCo')).toMatchObject({ from: 'SandboxCo', status: 'SUCCESS' });
		expect(await send('no sender')).toMatchObject({
			is_shared_system_number: true,
			status: 'SUCCESS',
		});
	});

	it('lowers the balance, except for the documented test numbers', async () => {
		const balance = async () => {
			const { body } = await client.call<{ balance: string }>('GET', '/v3/account');
			return body.data.balance;
		};
		sandbox().configure({ balance: 1 });
		await client.send(hello);
		expect(await balance()).toBe('1.000000');
		await client.send({ ...hello, to: '+61455555555' });
		expect(await balance()).toBe('0.920800');
	});

	it('is cut after six parts', async () => {
		const { messages } = await client.send({ to: mobile, body: 'a'.repeat(2000) });
		expect(messages[0]?.message_parts).toBe(6);
		expect(messages[0]?.message_price).toBe('0.4752');
		expect(sandbox().messages()[0]?.text).toHaveLength(918);
	});
});

describe('a rejected message', () => {
	it.each(['12', '61411111111', '+6141111111', '+999123456789', 'Bob', ''])(
		'to the recipient "%s" has the short row with an id, and the others are sent',
		async (to) => {
			const data = await client.send({ to, body: 'No', custom_string: 'x' }, hello);
			expect(statusesOf(data)).toEqual(['INVALID_RECIPIENT', 'SUCCESS']);
			expect(Object.keys(data.messages[0] ?? {}).sort()).toEqual([
				'body',
				'custom_string',
				'from',
				'is_shared_system_number',
				'message_id',
				'schedule',
				'status',
				'to',
			]);
			expect(data.messages[0]).toMatchObject({ to, schedule: '', custom_string: 'x' });
			expect(data.messages[0]?.message_id).toMatch(/^[0-9A-F-]{36}$/);
			expect(data).toMatchObject({ queued_count: 1, blocked_count: 0, total_price: 0.0792 });
			expect(sandbox().messages()).toHaveLength(1);
		},
	);

	it('to a country that is not enabled has a full row without a price and is counted', async () => {
		sandbox().configure({ enabledCountries: ['AU'] });
		const data = await client.send(hello, { to: '+447777777777', body: 'Hi' });
		expect(statusesOf(data)).toEqual(['SUCCESS', 'COUNTRY_NOT_ENABLED']);
		expect(data.messages[1]).toMatchObject({
			message_price: '0.0000',
			message_parts: 0,
			country: 'GB',
			schedule: '',
		});
		expect(data.blocked_count).toBe(1);
		expect(sandbox().messages()).toHaveLength(1);
	});

	it('costs nothing, so that a total may be the number 0', async () => {
		expect(await client.send({ to: 'x', body: 'y' })).toMatchObject({
			total_price: 0,
			queued_count: 0,
		});
	});

	it.each([undefined, '', '  '])('with the text "%s" is EMPTY_MESSAGE', async (body) => {
		expect(statusesOf(await client.send({ to: mobile, body }))).toEqual(['EMPTY_MESSAGE']);
	});

	it('beyond the credit is INSUFFICIENT_CREDIT, and those before it are sent', async () => {
		sandbox().configure({ balance: 0.2 });
		const texts = ['one', 'two', 'three'].map((body) => ({ to: '+61455555555', body }));
		expect(statusesOf(await client.send(...texts))).toEqual([
			'SUCCESS',
			'SUCCESS',
			'INSUFFICIENT_CREDIT',
		]);
	});

	it.each(['ab', 'TwelveLetter', 'No-dash', '12345', '+61400000999'])(
		'from "%s" is INVALID_SENDER_ID',
		async (from) => {
			expect(statusesOf(await client.send({ ...hello, from }))).toEqual(['INVALID_SENDER_ID']);
		},
	);

	it('from a number that is not owned is sent from another, by a setting', async () => {
		sandbox().configure({ unownedSender: 'replace' });
		const { messages } = await client.send({ ...hello, from: '+61400000999' });
		expect(messages[0]).toMatchObject({ status: 'SUCCESS', is_shared_system_number: true });
	});

	it('is THROTTLED when the same text was just sent to the same number', async () => {
		sandbox().configure({ throttleMs: 2000 });
		const other = { ...hello, body: 'Other' };
		expect(statusesOf(await client.send(hello, hello, other))).toEqual([
			'SUCCESS',
			'THROTTLED',
			'SUCCESS',
		]);
		expect(statusesOf(await client.send(hello))).toEqual(['THROTTLED']);
		await new Promise((resolve) => setTimeout(resolve, 2100));
		expect(statusesOf(await client.send(hello))).toEqual(['SUCCESS']);
	});

	it('is never THROTTLED while the setting is off', async () => {
		expect(statusesOf(await client.send(hello, hello))).toEqual(['SUCCESS', 'SUCCESS']);
	});
});

describe('a schedule', () => {
	it('in the future is returned as a number and delays the message', async () => {
		const schedule = inSeconds(600);
		const { messages } = await client.send({ ...hello, schedule });
		expect(messages[0]).toMatchObject({ schedule, status: 'SUCCESS' });
		expect(sandbox().messages()[0]).toMatchObject({
			state: 'scheduled',
			scheduledAt: new Date(schedule * 1000).toISOString(),
		});
	});

	it.each([0, null, 1_400_000_000])('of %s means now', async (schedule) => {
		const { messages } = await client.send({ ...hello, schedule });
		expect(Math.abs(Number(messages[0]?.schedule) - inSeconds(0))).toBeLessThan(5);
		expect(sandbox().messages()[0]?.state).toBe('sent');
	});

	it.each(['tomorrow', String(inSeconds(600)), inSeconds(600) * 1000, 1.5])(
		'of %s is INVALID_SCHEDULE',
		async (schedule) => {
			expect(statusesOf(await client.send({ ...hello, schedule }))).toEqual(['INVALID_SCHEDULE']);
		},
	);

	it('is kept: the message is sent when it is due', async () => {
		// A time that has passed when the request arrives means "now".
		await client.send({ ...hello, schedule: inSeconds(3) });
		await new Promise((resolve) => setTimeout(resolve, 3000));
		expect(sandbox().messages()).toMatchObject([
			{ state: 'sent', scheduledAt: expect.any(String) as string },
		]);
	});
});

describe('a list', () => {
	it('becomes one row per contact and overrides a number', async () => {
		const { messages } = await client.send({ ...hello, list_id: '428' });
		expect(messages.map(({ to, list_id }) => [to, list_id])).toEqual([
			['+61411111111', '428'],
			['+61422222222', '428'],
			['+14055555555', '428'],
		]);
		expect(sandbox().messages()).toHaveLength(3);
	});

	it('returns one row when a setting says so, and still reaches all contacts', async () => {
		sandbox().configure({ listRows: 'single' });
		const data = await client.send({ body: 'Hi', list_id: 428 }, hello);
		expect(data.messages.map(({ to, list_id }) => [to, list_id])).toEqual([
			['', '428'],
			[mobile, null],
		]);
		expect(sandbox().messages()).toHaveLength(4);
	});

	it('that is empty has no rows', async () => {
		expect(await client.send({ body: 'Hi', list_id: 429 })).toMatchObject({ total_count: 0 });
	});

	it('that is unknown is refused in its row', async () => {
		const data = await client.send({ body: 'Hi', list_id: 1 });
		expect(statusesOf(data)).toEqual(['NOT_ENOUGH_PERMISSION_TO_LIST_ID']);
	});
});

describe('a request', () => {
	const thousand = Array.from({ length: 1000 }, (_, index) => ({ to: mobile, body: `${index}` }));

	it('may have 1000 messages', async () => {
		expect(await client.send(...thousand)).toMatchObject({ queued_count: 1000 });
	});

	it('with more is refused as a whole, counted after lists are expanded', async () => {
		const messages = [...thousand.slice(0, 998), { list_id: 428, body: 'x' }];
		const { status, body } = await client.call('POST', '/v3/sms/send', { messages });
		expect([status, body.response_code]).toEqual([400, 'TOO_MANY_RECIPIENTS']);
		expect(sandbox().messages()).toHaveLength(0);
	});

	it('with more loses only the rows above 1000, by a setting', async () => {
		sandbox().configure({ tooManyRecipients: 'rows' });
		const data = await client.send(...thousand, hello);
		expect(data.queued_count).toBe(1000);
		expect(data.messages.at(-1)?.status).toBe('TOO_MANY_RECIPIENTS');
	});

	it.each([{}, { messages: [] }, { messages: 'x' }, [], 'text'])(
		'of %j is refused because messages are missing',
		async (content) => {
			const { status, body } = await client.call('POST', '/v3/sms/send', content);
			expect(body).toMatchObject({ http_code: 400, response_code: 'MISSING_REQUIRED_FIELDS' });
			expect([status, body.data]).toEqual([400, null]);
		},
	);

	it('for a price sends and charges nothing', async () => {
		sandbox().configure({ balance: 1 });
		const { body } = await client.call<SendData & { _summary: unknown }>('POST', '/v3/sms/price', {
			messages: [
				{ to: '+61455555555', body: 'a'.repeat(161) },
				{ to: 'x', body: 'y' },
			],
		});
		expect(body.response_msg).toBe('Here is some pricing.');
		expect(body.data).toMatchObject({
			total_price: 0.1584,
			messages: [
				{ schedule: '', message_price: '0.1584', message_parts: 2 },
				{ status: 'INVALID_RECIPIENT' },
			],
			_summary: { countries: { AU: { recipient_count: 1 } } },
		});
		expect(sandbox().messages()).toHaveLength(0);
		const account = await client.call<{ balance: string }>('GET', '/v3/account');
		expect(account.body.data.balance).toBe('1.000000');
	});
});
