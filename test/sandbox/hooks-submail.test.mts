/** SUBHOOK: the events of a message, replies, four formats. */
import { createHash } from 'node:crypto';
import { subhookSignature } from '../../sandbox/wires/submail/subhook.mts';
import { readMultipart } from '../../sandbox/multipart.mts';
import { useSandbox } from './harness.mts';
import { type Received, until, useReceiver } from './receiver.mts';
import { abroad, mobile, SubmailClient } from './submail-client.mts';

const sandbox = useSandbox();
const receiver = useReceiver();
const client = new SubmailClient(sandbox);

const key = 'my_subhook_key';
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

async function send(tag = 'order-1'): Promise<string> {
	const content = '【Sandbox】您好 & hi';
	return String((await client.post('sms/send', { to: mobile, content, tag })).body.send_id);
}

const fieldsOf = ({ body }: Received) => Object.fromEntries(new URLSearchParams(body));

it('has the documented signature of the test vector', () => {
	expect(subhookSignature('067ef7e2f286a9a56eabb07dc9657852', key)).toBe(
		'61bc33e46c8329ed51c264a0b0f700bb',
	);
});

describe('as a form', () => {
	beforeEach(() => sandbox().hook({ kind: 'submail', url: receiver.url, key }));

	const common = {
		address: mobile,
		app: '10001',
		tag: 'order-1',
		timestamp: expect.stringMatching(/^\d{10}$/) as string,
		token: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
		signature: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
	};

	it('reports a message: requested, with the carrier, delivered, dropped', async () => {
		const send_id = await send();
		sandbox().carrier(send_id, 'delivered');
		sandbox().carrier(send_id, 'undelivered', 'MK:0012');
		const received = await receiver.first(4);
		expect(received.map(({ headers }) => headers['content-type'])).toEqual(
			Array(4).fill('application/x-www-form-urlencoded'),
		);
		const carrier = { operator: '中国移动', location: '广东 广州' };
		expect(received.map(fieldsOf)).toEqual([
			{ ...common, events: 'request', send_id, content: '【Sandbox】您好 & hi' },
			{ ...common, events: 'sending', send_id },
			{ ...common, events: 'delivered', send_id, ...carrier },
			{ ...common, events: 'dropped', send_id, ...carrier, report: 'MK:0012' },
		]);
	});

	it('signs each with a new token', async () => {
		await send();
		const received = (await receiver.first(2)).map(fieldsOf);
		for (const { token, signature } of received) expect(signature).toBe(md5(`${token}${key}`));
		expect(new Set(received.map(({ token }) => token)).size).toBe(2);
	});

	it('reports replies, without send_id and tag', async () => {
		sandbox().reply({ from: '+8613800138000', to: '1069010001', text: '退订 & T' });
		const [mo] = (await receiver.first(1)).map(fieldsOf);
		const { events, address, app, content, ...rest } = mo ?? {};
		expect([events, address, app, content]).toEqual(['mo', mobile, '10001', '退订 & T']);
		expect(Object.keys(rest)).toEqual(['timestamp', 'token', 'signature']);
	});

	it('reports events of both apps', async () => {
		await client.post('internationalsms/send', { to: abroad, content: 'Hi' });
		sandbox().reply({ from: abroad, to: 'SUBMAIL', text: 'Yes' });
		const received = (await receiver.first(3)).map(fieldsOf);
		expect(received.map(({ events, app, address }) => [events, app, address])).toEqual([
			['request', '20001', abroad],
			['sending', '20001', abroad],
			['mo', '20001', abroad],
		]);
	});
});

describe('in other formats', () => {
	const hookIn = (format: 'json' | 'multipart' | 'get', url = receiver.url) =>
		sandbox().hook({ kind: 'submail', url, key, format, events: ['request'] });

	it('JSON has numbers', async () => {
		await hookIn('json');
		await send();
		const [{ json } = {}] = await receiver.first(1);
		expect(json).toMatchObject({ app: 10001, timestamp: expect.any(Number) as number });
		expect(json?.signature).toBe(md5(`${String(json?.token)}${key}`));
	});

	it('multipart', async () => {
		await hookIn('multipart');
		await send();
		const [{ headers, body } = {}] = await receiver.first(1);
		expect(readMultipart(headers?.['content-type'] ?? '', body ?? '')).toMatchObject({
			events: 'request',
			content: '【Sandbox】您好 & hi',
		});
	});

	it('GET has everything in the query, and keeps the query of the URL', async () => {
		await hookIn('get', `${receiver.url}?path=1`);
		await send();
		const [{ method, url, body } = {}] = await receiver.first(1);
		const query = Object.fromEntries(new URL(url ?? '', receiver.url).searchParams);
		expect([method, body]).toEqual(['GET', '']);
		expect(query).toMatchObject({ path: '1', events: 'request', content: '【Sandbox】您好 & hi' });
	});

	it('reports only the events it was set up for', async () => {
		await hookIn('json');
		sandbox().carrier(await send(), 'delivered');
		await until(() => sandbox().deliveries({ done: false }).length === 0);
		expect(receiver.received.map(({ json }) => json.events)).toEqual(['request']);
	});
});
