import {
	type Answer,
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

const gif = 'https://example.com/tpLaX6A.gif';
const hello = { to: '+61455555555', subject: 'Hello', body: 'Look' };

const post = (path: string, messages: unknown[], media_file?: unknown) =>
	client.call<SendData>('POST', `/v3/mms/${path}`, { media_file, messages });
const send = async (messages: unknown[], media_file: unknown = gif) =>
	(await post('send', messages, media_file)).body.data;
const history = async (query = '', from = client): Promise<Page<Row>> => {
	const { body }: Answer<Page<Row>> = await from.call('GET', `/v3/mms/history${query}`);
	return body.data;
};

describe('an accepted MMS', () => {
	it('has the row of an MMS without a currency, and arrives with its picture', async () => {
		const { body } = await post('send', [{ ...hello, custom_string: 'ref-1' }], gif);
		expect(body.response_msg).toBe('Messages queued for delivery.');
		const { messages, ...totals } = body.data;
		expect(totals).toEqual({ total_price: 2.42, total_count: 1, queued_count: 1 });
		expect(messages).toEqual([
			{
				list_id: null,
				contact_id: null,
				message_id: expect.stringMatching(/^[0-9A-F-]{36}$/) as string,
				to: '+61455555555',
				subject: 'Hello',
				from: '+61447254068',
				body: 'Look',
				country: 'AU',
				custom_string: 'ref-1',
				schedule: '',
				message_parts: 1,
				message_price: '2.4200',
				_media_file_url: gif,
				status: 'SUCCESS',
			},
		]);
		expect(sandbox().messages()).toMatchObject([
			{
				id: messages[0]?.message_id,
				channel: 'mms',
				mediaUrl: gif,
				text: 'Look',
				reference: 'ref-1',
				segments: 1,
			},
		]);
	});

	it.each([
		['a', 1500],
		['ж', 500],
	])('is cut at the limit of its encoding: %s, %i', async (character, most) => {
		await send([{ ...hello, body: character.repeat(most + 1) }]);
		expect(sandbox().messages()[0]?.text).toHaveLength(most);
	});

	it('has its subject cut at 20 characters', async () => {
		const { messages } = await send([{ ...hello, subject: 's'.repeat(21) }]);
		expect(messages[0]?.subject).toBe('s'.repeat(20));
	});

	it('can be scheduled, and can be sent to the contacts of a list', async () => {
		const schedule = inSeconds(600);
		const data = await send([{ ...hello, list_id: 428, schedule }]);
		expect(data.messages.map(({ to, list_id }) => [to, list_id])).toEqual([
			['+61411111111', '428'],
			['+61422222222', '428'],
			['+14055555555', '428'],
		]);
		expect(sandbox().messages()[0]?.state).toBe('scheduled');
		expect(data.messages[0]?.schedule).toBe(String(schedule));
	});

	it('works in the same way through Maton, including its history', async () => {
		const { body } = await maton.call<SendData>('POST', '/v3/mms/send', {
			media_file: gif,
			messages: [hello],
		});
		expect(statusesOf(body.data)).toEqual(['SUCCESS']);
		expect(sandbox().messages()).toMatchObject([{ via: 'maton', channel: 'mms' }]);
		expect(await history('', maton)).toMatchObject({ total: 1 });
	});
});

describe('an MMS is refused', () => {
	it.each([
		[{ ...hello, subject: '' }, 'SUBJECT_REQUIRED'],
		[{ to: hello.to, body: 'No subject' }, 'SUBJECT_REQUIRED'],
		[{ ...hello, body: ' ' }, 'EMPTY_MESSAGE'],
		[{ ...hello, to: '12' }, 'INVALID_RECIPIENT'],
		[{ ...hello, from: '+61400000999' }, 'INVALID_SENDER_ID'],
		[{ ...hello, schedule: 'tomorrow' }, 'INVALID_SCHEDULE'],
	])('in its row, and the others are sent: %j', async (message, status) => {
		const data = await send([message, hello]);
		expect(statusesOf(data)).toEqual([status, 'SUCCESS']);
		expect(data.messages[0]).toMatchObject({ message_parts: 0, message_price: '0.0000' });
		expect(sandbox().messages()).toHaveLength(1);
	});

	const wrong = ['ftp://example.com/a.gif', 'a.gif', 'https://example.com/a.png'];
	it.each([...wrong, 'https://example.com/a.jpeg', 'https://example.com/a.bmp?x=1.gif'])(
		'for the attachment %s',
		async (media) => {
			expect(statusesOf(await send([hello], media))).toEqual(['INVALID_MEDIA_FILE']);
		},
	);

	it.each(['https://example.com/a.JPG', 'http://example.com/a.gif?size=2', 'https://x.org/file'])(
		'not for the attachment %s',
		async (media) => {
			expect(statusesOf(await send([hello], media))).toEqual(['SUCCESS']);
		},
	);

	it.each(wrong)('as a whole for the attachment %s, by a setting', async (media) => {
		sandbox().configure({ invalidMediaFile: 'request' });
		const { status, body } = await post('send', [hello], media);
		expect([status, body.response_code]).toEqual([400, 'INVALID_MEDIA_FILE']);
	});

	it('as a whole when the attachment is inside the messages', async () => {
		const { status, body } = await post('send', [{ ...hello, media_file: gif }]);
		expect([status, body.response_code]).toEqual([400, 'MISSING_REQUIRED_FIELDS']);
	});

	it('as a whole with more than 1000 recipients', async () => {
		const { body } = await post(
			'send',
			Array.from({ length: 1001 }, () => hello),
			gif,
		);
		expect(body.response_code).toBe('TOO_MANY_RECIPIENTS');
	});
});

it('a price request sends and charges nothing', async () => {
	sandbox().configure({ balance: 3 });
	const { body } = await post('price', [hello, { ...hello, to: 'x' }], gif);
	expect(body.data).toMatchObject({
		total_price: 2.42,
		messages: [{ message_price: '2.4200', schedule: '' }, { status: 'INVALID_RECIPIENT' }],
	});
	expect(body.data).not.toHaveProperty('_currency');
	expect(sandbox().messages()).toEqual([]);
	expect(statusesOf(await send([hello]))).toEqual(['SUCCESS']);
});

describe('the history of MMS', () => {
	it('has its own rows, separate from those of SMS', async () => {
		await client.send({ to: '+61411111111', body: 'A text' });
		await send([hello]);
		const { data } = await history();
		expect(data).toMatchObject([
			{
				direction: 'out',
				subject: 'Hello',
				_media_file_url: gif,
				date: expect.stringMatching(/^\d{10}$/) as string,
				date_added: expect.any(Number) as number,
				message_parts: '1.00',
				message_price: '2.420000',
				status: 'Completed',
			},
		]);
		expect(await client.history()).toMatchObject({ total: 1 });
	});

	it('supports pages and dates, but not search or order', async () => {
		await send(Array.from({ length: 16 }, (_, n) => ({ ...hello, body: `No ${n}` })));
		expect(await history('?page=2')).toMatchObject({ last_page: 2, data: [{ body: 'No 15' }] });
		expect(await history(`?date_from=${inSeconds(60)}`)).toMatchObject({ total: 0 });
		const asked = await history('?q=body:x&order_by=date:desc&limit=100');
		expect(asked.data[0]?.body).toBe('No 0');
	});

	it('shows the delivery status', async () => {
		const { messages } = await send([hello]);
		sandbox().carrier(messages[0]?.message_id ?? '', 'undelivered', '12');
		expect((await history()).data[0]).toMatchObject({ status: 'Failed', error_code: '12' });
	});
});
