/** Following the delivery of texts, MMS and calls: one message of the history, and receipts of calls. */
import { type IDataObject } from 'n8n-workflow';
import { addPollRule, seedMessages } from '../../support/clicksend-seed.mts';
import { operationOf, rowsOf, WAYS } from '../../support/clicksend.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

/** What a native send request of each channel has besides its messages, and in each message. */
const NATIVE = {
	sms: [{}, {}],
	mms: [{ media_file: 'https://example.com/a.gif' }, { subject: 'Chart' }],
	voice: [{}, { lang: 'en-us', voice: 'female', require_input: 1 }],
} as const;
type Channel = keyof typeof NATIVE;

async function seed(channel: Channel, count: number): Promise<string[]> {
	const [request, fields] = NATIVE[channel];
	const messages = Array.from({ length: count }, (_, n) => ({
		to: number(n),
		body: `No ${n}`,
		...fields,
	}));
	return await seedMessages(suite.sandbox.url, `/v3/${channel}/send`, { ...request, messages });
}

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);
	const run = async (resource: string, name: string, parameters: IDataObject = {}) =>
		await suite.engine.run(operation(resource, name, parameters));
	const asked = (path: string) => suite.sandbox.requests({ path, method: 'GET' });

	const followed = (channel: Channel) => async () => {
		const [sent = '', delivered = '', failed = ''] = await seed(channel, 3);
		suite.sandbox.carrier(delivered, 'delivered');
		suite.sandbox.carrier(failed, 'undelivered', '8');
		const get = operation(channel, 'get', { messageId: '={{ $json.id }}' });
		const ids = [{ id: sent }, { id: ` ${delivered.toLowerCase()} ` }, { id: failed }];
		const outcome = await suite.engine.run(get, ids);
		expect(rowsOf(outcome)).toMatchObject([
			{ messageId: sent, deliveryStatus: 'sent' },
			{ messageId: delivered, deliveryStatus: 'delivered' },
			{ messageId: failed, deliveryStatus: 'failed' },
		]);
		expect(outcome.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
	};

	test('SMS: Get: its delivery status, with a search', async () => {
		await followed('sms')();
		expect(asked('/v3/sms/history')[0]?.query.q).toMatch(/^message_id:[\dA-F-]{36}$/);
		expect(asked('/v3/sms/history')).toHaveLength(3);
	});
	test('MMS: Get: its delivery status', followed('mms'));
	test('Voice: Get: its delivery status', followed('voice'));

	test.each(['mms', 'voice'] as const)(
		'%s: Get reads pages until the message is found',
		async (channel) => {
			const ids = await seed(channel, 250);
			const [first = '', last = ''] = [ids[0], ids.at(-1)];
			// The history of calls is asked for newest first; the order of that of MMS is not documented.
			const [near, far] = channel === 'voice' ? [last, first] : [first, last];
			expect(rowsOf(await run(channel, 'get', { messageId: near }))).toHaveLength(1);
			expect(asked(`/v3/${channel}/history`)).toHaveLength(1);
			expect(rowsOf(await run(channel, 'get', { messageId: far }))).toHaveLength(1);
			expect(asked(`/v3/${channel}/history`)).toHaveLength(4);
			expect(asked(`/v3/${channel}/history`).map(({ query }) => query.limit)).toEqual([
				'100',
				'100',
				'100',
				'100',
			]);
		},
	);

	test('Get: an ID that the history does not have fails its own item', async () => {
		const [id = ''] = await seed('mms', 1);
		const get = operation('mms', 'get', { messageId: '={{ $json.id }}' }, ON_ERROR.errorOutput);
		const outcome = await suite.engine.run(get, [{ id: 'no-such' }, { id }]);
		expect(rowsOf(outcome)).toMatchObject([{ messageId: id }]);
		expect(outcome.outputs[1]).toHaveLength(1);
		expect(outcome.outputs[1]?.[0]?.pairedItem).toEqual({ item: 0 });
		expect(JSON.stringify(outcome.outputs[1]?.[0]?.json)).toContain(
			'The history at ClickSend has no message with this ID',
		);
	});

	test('Get: dates limit the search, and an empty ID asks for nothing', async () => {
		const [id = ''] = await seed('voice', 1);
		const filters = { dateFrom: '2035-01-01T00:00:00+00:00' };
		const { error } = await run('voice', 'get', { messageId: id, filters });
		expect(error?.message).toContain('has no message with this ID');
		expect(asked('/v3/voice/history')[0]?.query.date_from).toBe(
			String(Date.UTC(2035, 0, 1) / 1000),
		);
		const none = await run('voice', 'get', { messageId: '={{ "" }}' });
		expect(none.error?.message).toBe('Message ID is empty');
		expect(asked('/v3/voice/history')).toHaveLength(1);
	});

	test('Delivery Receipt: Get Many: those of calls, with the digits pressed', async () => {
		const receipts = async () =>
			rowsOf(await run('deliveryReceipt', 'getAll', { channel: 'voice', returnAll: true }));
		const [early = ''] = await seed('voice', 1);
		suite.sandbox.carrier(early, 'delivered');
		expect(await receipts()).toEqual([]);
		await addPollRule(suite.sandbox.url, 'voice');
		const [answered = '', missed = ''] = await seed('voice', 2);
		suite.sandbox.carrier(answered, 'delivered');
		suite.sandbox.carrier(missed, 'undelivered', '12');
		expect(await receipts()).toMatchObject([
			{ messageId: answered, channel: 'voice', status: 'delivered', statusCode: 201, digits: '1' },
			{ messageId: missed, channel: 'voice', status: 'failed', errorCode: '12', digits: null },
		]);
		expect(typeof (await receipts())[0]?.sentAt).toBe('string');
		expect(rowsOf(await run('deliveryReceipt', 'getAll', { returnAll: true }))).toEqual([]);
	});

	test.each(['number', 'text'] as const)(
		'Delivery Receipt: Get Many and Get: codes that are %ss',
		async (clickSendReceiptCodes) => {
			suite.sandbox.configure({ clickSendReceiptCodes });
			await addPollRule(suite.sandbox.url, 'receipts');
			const [id = ''] = await seed('sms', 1);
			suite.sandbox.carrier(id, 'undelivered', '8');
			const row = { channel: 'sms', status: 'failed', statusCode: 301, errorCode: '8' };
			const list = await run('deliveryReceipt', 'getAll', { returnAll: true });
			expect(rowsOf(list)).toMatchObject([row]);
			expect(rowsOf(await run('deliveryReceipt', 'get', { messageId: id }))).toMatchObject([row]);
		},
	);
});
