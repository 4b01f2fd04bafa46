/**
 * Requests as ClickSend's clients and connector make them (docs/providers/clicksend.md §5, §6, §12): uploads,
 * searches, campaigns, cleaning lists, statistics, national numbers, received MMS.
 */
import { Client, type Page, statusesOf, useSandbox } from './harness.mts';

const sandbox = useSandbox();
const client = new Client(sandbox);

type Fields = Record<string, unknown>;

const PHONE = '+61411111111';
const later = Math.floor(Date.UTC(2035, 0) / 1000);
const get = async (path: string) => (await client.call<Fields>('GET', path)).body.data;

describe('uploads', () => {
	const gif = Buffer.from('GIF89a').toString('base64');
	const upload = async (query: string, body: unknown) =>
		await client.call<Fields>('POST', `/v3/uploads${query}`, body);

	it('of a picture answer with the address of the converted file, kept for ten minutes', async () => {
		const { status, body } = await upload('?convert=mms', { content: gif });
		expect(status).toBe(200);
		expect(body.data).toEqual({
			upload_id: expect.any(Number) as number,
			file_name: expect.stringMatching(/\.gif$/) as string,
			date_added: expect.any(Number) as number,
			date_delete: Number(body.data.date_added) + 600,
			user_id: expect.any(Number) as number,
			_url: expect.stringMatching(/^https:\/\/clicksend-api-downloads\.s3\..*\.gif$/) as string,
		});
		// The address is what a send takes.
		const sent = await client.call<{ messages: Fields[] }>('POST', '/v3/mms/send', {
			media_file: body.data._url,
			messages: [{ to: PHONE, subject: 's', body: 'x' }],
		});
		expect(sent.body.data.messages).toMatchObject([{ _media_file_url: body.data._url }]);
	});

	it('take `convert` from the body too, as the Python client sends it', async () => {
		expect((await upload('', { content: gif, convert: 'mms' })).status).toBe(200);
	});

	it.each<[string, string, unknown]>([
		['no conversion', '', { content: gif }],
		['something that is no picture', '?convert=mms', { content: 'JVBERi0=' }],
		['nothing', '?convert=mms', {}],
	])('of %s are refused', async (_name, query, body) => {
		expect((await upload(query, body)).status).toBe(400);
	});
});

describe('searches', () => {
	const find = async (path: string) => ((await get(path)) as unknown as Page<Fields>).data;

	it('of contacts and lists together have one shape', async () => {
		expect(await find('/v3/search/contacts-lists?q=On-call')).toMatchObject([
			{ id: 428, name: 'On-call', type: 'list', contacts_count: 3 },
		]);
		const [found] = await find(`/v3/search/contacts-lists?q=${encodeURIComponent(PHONE)}`);
		expect(found).toMatchObject({ type: 'contact', contact: PHONE });
		expect((await client.call('GET', '/v3/search/contacts-lists')).status).toBe(400);
	});

	it('of lists and of contacts take q=field:value', async () => {
		expect(await find('/v3/lists?q=list_name:On-call')).toMatchObject([{ list_id: 428 }]);
		const contacts = '/v3/lists/428/contacts?q=phone_number:';
		expect(await find(contacts + encodeURIComponent(PHONE))).toMatchObject([
			{ phone_number: PHONE },
		]);
		// An unencoded plus is a blank.
		expect(await find(contacts + PHONE)).toEqual([]);
		expect(await find(`${contacts}61400000000`)).toEqual([]);
		expect((await client.call('GET', '/v3/lists?q=color:red')).status).toBe(400);
	});
});

describe('campaigns', () => {
	const campaign = {
		list_id: 428,
		name: 'Outage',
		from: 'SandboxCo',
		body: 'Down',
		schedule: later,
	};
	const path = '/v3/sms-campaigns';

	it('have one row for the whole list, and can be cancelled while they wait', async () => {
		const { body } = await client.call<Fields>('POST', `${path}/send`, campaign);
		expect(body.data).toMatchObject({ list_id: 428, status: 'Scheduled', _total_count: 3 });
		const one = `${path}/${String(body.data.sms_campaign_id)}`;
		expect(await get(one)).toMatchObject({ name: 'Outage', schedule: later });
		expect(await get(path)).toMatchObject({ total: 1, data: [{ name: 'Outage' }] });
		expect(sandbox().messages()).toHaveLength(3);
		const cancelled = await client.call<Fields>('PUT', `${one}/cancel`);
		expect(cancelled.body.data).toMatchObject({ status: 'Cancelled' });
		expect(
			sandbox()
				.messages()
				.every(({ state }) => state === 'cancelled'),
		).toBe(true);
		expect((await client.call('PUT', `${one}/cancel`)).status).toBe(400);
	});

	it('tell their price without sending', async () => {
		const { body } = await client.call<Fields>('POST', `${path}/price`, campaign);
		expect(body.data).toMatchObject({ total_count: 3, total_price: expect.any(String) as string });
		expect(sandbox().messages()).toEqual([]);
	});

	it('of an unknown list are refused', async () => {
		const unknown = { ...campaign, list_id: 1 };
		expect((await client.call('POST', `${path}/send`, unknown)).status).toBeGreaterThanOrEqual(400);
		expect((await client.call('GET', `${path}/1`)).status).toBe(404);
	});
});

describe('lists are cleaned', () => {
	const add = async (list: number, contact: Fields) =>
		await client.call('POST', `/v3/lists/${list}/contacts`, contact);

	it.each([[['phone_number']], [{ phone_number: true }]])('of duplicates by %j', async (fields) => {
		await add(428, { phone_number: PHONE });
		const url = '/v3/lists/428/remove-duplicates/';
		expect((await client.call('PUT', url, { fields })).body.data).toEqual({ deleted: 1 });
		expect(await get('/v3/lists/428')).toMatchObject({ _contacts_count: 3 });
		expect((await client.call('PUT', url, {})).status).toBe(400);
	});

	it('of contacts that are in the opt-out list', async () => {
		await add(429, { phone_number: PHONE });
		const url = '/v3/lists/428/remove-opted-out-contacts/429';
		expect((await client.call('PUT', url)).body.data).toEqual({ deleted: 1 });
		expect((await client.call('PUT', '/v3/lists/428/remove-opted-out-contacts/1')).status).toBe(
			404,
		);
	});
});

describe('statistics', () => {
	it('count what was sent, received and bounced, in all and by day', async () => {
		const { messages } = await client.send({ to: PHONE, body: 'a' }, { to: PHONE, body: 'b' });
		sandbox().carrier(messages[0]?.message_id ?? '', 'undelivered', '8');
		expect(await get('/v3/statistics/sms')).toMatchObject({
			total: { outbound: { count: 2 }, bounced: { count: 1 }, inbound: { count: 0 } },
			stats: [{ outbound: { count: 2 } }],
		});
		const voice = await get('/v3/statistics/voice');
		expect(voice).toMatchObject({ total: { outbound: { count: 0 } }, stats: [] });
		expect(voice.total).not.toHaveProperty('inbound');
	});
});

describe('national numbers', () => {
	it('of messages belong to `country`, else to the default country of the account', async () => {
		const to = '0411111111';
		const sent = await client.send(
			{ to, body: 'x' },
			{ to: '07400123456', country: 'GB', body: 'x' },
		);
		expect(sent.messages.map((row) => row.to)).toEqual([PHONE, '+447400123456']);
		sandbox().configure({ clickSendDefaultCountry: 'US' });
		expect(statusesOf(await client.send({ to, body: 'x' }))).toEqual(['INVALID_RECIPIENT']);
		expect(statusesOf(await client.send({ to, country: 'AU', body: 'x' }))).toEqual(['SUCCESS']);
	});

	it('of contacts belong to `address_country`, else to the default country of the account', async () => {
		const add = async (contact: Fields) =>
			(await client.call<Fields>('POST', '/v3/lists/429/contacts', contact)).body;
		expect((await add({ phone_number: '0411111111' })).data).toMatchObject({ phone_number: PHONE });
		expect((await add({ phone_number: '07400123456', address_country: 'GB' })).data).toMatchObject({
			phone_number: '+447400123456',
		});
		sandbox().configure({ clickSendDefaultCountry: 'US' });
		expect((await add({ phone_number: '0411111111' })).http_code).toBe(400);
	});
});

describe('a received MMS', () => {
	const rule = {
		...{ rule_name: 'n8n', dedicated_number: '*', message_search_type: 0, message_search_term: '' },
		...{ action: 'POLL', action_address: 'poll', enabled: 1 },
	};
	const media = 'https://clicksend-api-downloads.s3.ap-southeast-2.amazonaws.com/_private/a.jpg';
	const inbound = async () => ((await get('/v3/sms/inbound')) as unknown as Page<Fields>).data;

	it('has its picture as a link in the body, or by a switch in a field', async () => {
		await client.call('POST', '/v3/automations/sms/inbound', rule);
		sandbox().reply({ from: PHONE, to: '+61448000111', text: 'Look', media });
		sandbox().configure({ clickSendInboundMedia: 'field' });
		sandbox().reply({ from: PHONE, to: '+61448000111', text: '', media });
		const [first, second] = await inbound();
		expect(first).toMatchObject({ body: `Look ${media}` });
		expect(first).not.toHaveProperty('_media_file_url');
		expect(second).toMatchObject({ body: '', _media_file_url: media });
	});

	it.each([{ media: 'a picture' }, { media: 7 }, {}])('with %j is no reply', (more) => {
		expect(() => sandbox().reply({ from: PHONE, to: '', text: '', ...more } as never)).toThrow();
	});
});
