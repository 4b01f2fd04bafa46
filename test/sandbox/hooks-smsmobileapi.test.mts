/** SMSMobileAPI's webhooks: V1 reports received messages, V2 is signed and reports more. */
import { createHmac } from 'node:crypto';
import { SmsMobileCustomer } from '../support/smsmobileapi.mts';
import { useSandbox } from './harness.mts';
import { type Received, until, useReceiver } from './receiver.mts';

const sandbox = useSandbox();
const receiver = useReceiver();
const customer = new SmsMobileCustomer(sandbox);

const phone = '+61411111111';
const device = 'a1b2c3d4e5f60718';
const secret = 'Geheim & s3cret';

const reply = (text = 'Yes', at?: string) =>
	sandbox().reply({ from: phone, to: '+61448000222', text, ...(at && { at }) });

async function send(form: Record<string, string> = {}): Promise<string> {
	const { body } = await customer.post('/sendsms/', { recipients: phone, message: 'Hi', ...form });
	return (body as { result: { id: string } }).result.id;
}

/** The GUID of the newest message in the inbox. */
async function guidInInbox(): Promise<unknown> {
	const { body } = await customer.get('/getsms/');
	return (body as { result: { sms: { guid: string }[] } }).result.sms.at(-1)?.guid;
}

const typesOf = (received: Received[]) => received.map(({ json }) => json.type);
const events = () =>
	sandbox()
		.deliveries()
		.map(({ event }) => event);

describe('V1', () => {
	beforeEach(() => sandbox().hook({ kind: 'smsMobileApiV1', url: receiver.url }));

	it('reports a received message as in the inbox', async () => {
		reply('Yes', '2026-01-01T10:14:50Z');
		const [{ json, headers } = {}] = await receiver.first(1);
		expect(json).toEqual({
			date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
			hour: expect.stringMatching(/^\d\d:\d\d:\d\d$/) as string,
			time_received: '2026-01-01 10:14:50',
			message: 'Yes',
			number: phone,
			guid: await guidInInbox(),
		});
		expect(Object.keys(headers ?? {}).filter((name) => name.includes('signature'))).toEqual([]);
	});

	it('reports nothing about sent messages', async () => {
		sandbox().carrier(await send(), 'undelivered');
		expect(events()).toEqual([]);
	});
});

describe('V2', () => {
	const hookIn = (of?: ('sms.failed' | 'sms.sent')[]) =>
		sandbox().hook({
			kind: 'smsMobileApiV2',
			url: receiver.url,
			secret,
			...(of && { events: of }),
		});

	it('signs the time and the body in its own headers', async () => {
		await hookIn();
		reply('Grüße');
		const [received] = await receiver.first(1);
		const { headers = {}, rawHeaders = [], body = '', json = {} } = received ?? {};
		const timestamp = headers['x-smsmobileapi-timestamp'] ?? '';
		const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(body);
		expect(headers['x-smsmobileapi-signature']).toBe(`v1=${expected.digest('hex')}`);
		expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
		expect(headers).toMatchObject({
			'x-smsmobileapi-event': 'sms.received',
			'x-smsmobileapi-event-id': json.id,
			'idempotency-key': json.id,
			'content-type': 'application/json',
		});
		expect(rawHeaders).toContain('X-SMSMobileAPI-Signature');
		expect(json).toEqual({
			id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
			type: 'sms.received',
			api_version: '2026-09-22',
			created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
			occurred_at: expect.stringMatching(/Z$/) as string,
			data: {
				guid: await guidInInbox(),
				from: phone,
				message: 'Grüße',
				received_at: json.occurred_at,
				alias: null,
				device_id: device,
			},
		});
	});

	it('may have a wrong clock', async () => {
		sandbox().configure({ webhookClockSkewMs: -600_000 });
		await hookIn();
		reply();
		const [{ headers = {} } = {}] = await receiver.first(1);
		const age = Date.now() / 1000 - Number(headers['x-smsmobileapi-timestamp']);
		expect(age).toBeGreaterThan(590);
		expect(age).toBeLessThan(660);
	});

	it('accepts 202 as success', async () => {
		await hookIn();
		receiver.answers = [202];
		reply();
		await receiver.first(1);
		reply('Next');
		expect(typesOf(await receiver.first(2))).toEqual(['sms.received', 'sms.received']);
		expect(receiver.received.map(({ json }) => (json.data as { message: string }).message)).toEqual(
			['Yes', 'Next'],
		);
	});

	it('reports a message: submitted, sent by the phone, then failed or nothing more', async () => {
		await hookIn();
		const [good, bad] = [await send(), await send()];
		const first = typesOf(await receiver.first(6));
		expect(first).toEqual([
			...['sms.api.submitted', 'sms.sent', 'sms.mobile.sent'],
			...['sms.api.submitted', 'sms.sent', 'sms.mobile.sent'],
		]);
		expect(receiver.received[1]?.json.data).toEqual({ guid: good, to: phone, device_id: device });
		sandbox().carrier(good, 'delivered');
		sandbox().configure({ smsMobileGuidField: 'guid_message' });
		sandbox().carrier(bad, 'undelivered', 'NO_SERVICE');
		const failed = (await receiver.first(7))[6];
		expect(failed?.json).toMatchObject({
			type: 'sms.failed',
			data: { guid_message: bad, to: phone, device_id: device, error: 'NO_SERVICE' },
		});
		expect(events()).toHaveLength(7);
	});

	it('reports only the events it was set up for, and nothing about WhatsApp', async () => {
		await hookIn(['sms.failed']);
		await send({ waonly: 'yes' });
		const guid = await send();
		sandbox().carrier(guid, 'undelivered');
		expect(events()).toEqual(['sms.failed']);
	});

	it('reports a scheduled message when it is due', async () => {
		await hookIn(['sms.sent']);
		// Fractions of a second are cut off: the time is 2 to 3 s ahead.
		await send({ schedule_timestamp: String(Math.floor(Date.now() / 1000) + 3) });
		expect(events()).toEqual([]);
		expect(typesOf(await receiver.first(1))).toEqual(['sms.sent']);
	});

	it('reports no failure when the carrier delivers automatically', async () => {
		sandbox().configure({ carrierDelivers: 1 });
		await hookIn(['sms.failed']);
		const guid = await send();
		await until(() => sandbox().messages()[0]?.state === 'delivered');
		expect(sandbox().messages()).toMatchObject([{ id: guid, state: 'delivered' }]);
	});

	it('reports missed calls and WhatsApp messages as the provider’s examples show them', async () => {
		await hookIn();
		sandbox().call({ from: phone, to: '+61448000222', name: 'Morgan', at: '2026-01-01T13:10:00Z' });
		const whatsApp = { from: phone, to: '+61448000222', text: 'Is my order ready?' };
		sandbox().reply({ ...whatsApp, channel: 'whatsapp' });
		const [call, message] = await receiver.first(2);
		expect(call?.json).toMatchObject({
			type: 'call.missed',
			occurred_at: '2026-01-01T13:10:00Z',
			data: {
				number: phone,
				name: 'Morgan',
				duration_seconds: 0,
				device_id: device,
				call_at: '2026-01-01 13:10:00',
			},
		});
		expect(message?.json).toMatchObject({
			type: 'whatsapp.received',
			data: { from: phone, message: 'Is my order ready?', is_voice_message: false },
		});
		expect(events()).toEqual(['call.missed', 'whatsapp.received']);
	});
});
