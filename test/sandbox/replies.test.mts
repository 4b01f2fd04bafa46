/** Which provider a reply reaches, in its inbox and through its webhooks. */
import { SmsMobileCustomer } from '../support/smsmobileapi.mts';
import { customer, server } from './engagelab.mts';
import { Client, type Page, useSandbox } from './harness.mts';
import { until, useReceiver } from './receiver.mts';
import { SubmailClient } from './submail-client.mts';

const sandbox = useSandbox();
const receiver = useReceiver();
const clickSend = new Client(sandbox);
const smsMobile = new SmsMobileCustomer(sandbox);
const submail = new SubmailClient(sandbox);
const engageLab = customer(sandbox, 'current');
const legacy = customer(sandbox, 'legacy');

const phone = '+8613800138000';

type Rows = Record<string, unknown>[];

/** How each provider sends to the phone. */
const senders = {
	clickSend: () => clickSend.send({ to: phone, body: 'Hi', from: 'Alerts' }),
	smsMobileApi: () => smsMobile.post('/sendsms/', { recipients: phone, message: 'Hi' }),
	submail: () => submail.post('sms/send', { to: phone.slice(3), content: '【Sandbox】Hi' }),
	engageLabSms: () =>
		engageLab('POST', '/v1/messages', {
			body: { to: [phone], template: { id: server.current, params: { text: 'Hi' } } },
		}),
};

/** GoTone sends to the phone. It has nothing that reports replies. */
async function goTone(): Promise<void> {
	const form = { recipient: phone, sender_id: 'Alerts', type: 'unicode', message: 'Hi' };
	await fetch(`${sandbox().url}/gotone/api/v3/sms/send`, {
		method: 'POST',
		headers: {
			authorization: 'Bearer 1|gotone-sandbox-token',
			'content-type': 'application/json',
			accept: 'application/json',
		},
		body: JSON.stringify(form),
	});
}

type Provider = keyof typeof senders;
const providers = Object.keys(senders) as Provider[];
const inboxes = ['clickSend', 'smsMobileApi', 'submail'] as const;

/** Sets up everything that reports replies. */
async function listen(): Promise<void> {
	const rule = { rule_name: 'n8n', dedicated_number: '*', enabled: 1, webhook_type: 'json' };
	for (const action of ['POLL', 'URL']) {
		const body = { ...rule, action, action_address: `${receiver.url}?clickSend` };
		await clickSend.call('POST', '/v3/automations/sms/inbound', body);
	}
	const { url } = receiver;
	const secret = 's3cret';
	await sandbox().hook({ kind: 'smsMobileApiV1', url: `${url}?smsMobileApi` });
	await sandbox().hook({
		kind: 'smsMobileApiV2',
		url: `${url}?smsMobileApi`,
		secret,
		events: ['sms.received'],
	});
	await sandbox().hook({ kind: 'submail', url: `${url}?submail`, key: 'x', events: ['mo'] });
	await sandbox().hook({ kind: 'engageLab', url: `${url}?engageLabSms` });
	sandbox().configure({ submailQueryMinuteMs: 0 });
}

/** The texts in the inbox of each provider that has one. */
async function inbox(): Promise<Record<(typeof inboxes)[number], unknown[]>> {
	const kept = await clickSend.call<Page<Rows[number]>>('GET', '/v3/sms/inbound');
	const { body: received } = await smsMobile.get('/getsms/');
	const { body: mo } = await submail.post('sms/mo');
	return {
		clickSend: kept.body.data.data.map(({ body }) => body),
		smsMobileApi: (received as { result: { sms: Rows } }).result.sms.map(({ message }) => message),
		submail: (mo.mo as Rows).map(({ content }) => content),
	};
}

const inboundEvents = ['inbound', 'sms.received', 'mo', 'uplink_message'];

/** The providers whose webhooks reported a reply, once each. */
const reporters = () => [
	...new Set(
		sandbox()
			.deliveries()
			.filter(({ event }) => inboundEvents.includes(event))
			.map(({ url }) => url.split('?')[1]),
	),
];

describe('a reply on the page', () => {
	beforeEach(listen);

	it.each(providers)('to the last message, from %s, reaches only it', async (provider) => {
		for (const one of [...providers.filter((other) => other !== provider), provider]) {
			await senders[one]();
		}
		const { from } = sandbox().messages().at(-1) ?? {};
		const reply = sandbox().reply({ from: phone, to: from ?? '', text: 'Yes' });
		expect(reply).toMatchObject({ provider, messageId: sandbox().messages().at(-1)?.id });
		expect(reporters()).toEqual([provider]);
		expect(await inbox()).toEqual(
			Object.fromEntries(inboxes.map((one) => [one, one === provider ? ['Yes'] : []])),
		);
		await until(() => sandbox().deliveries({ done: false }).length === 0);
		expect(receiver.received.some(({ body }) => body.includes('Yes'))).toBe(true);
	});

	it.each(providers)('without a sender reaches %s, which sent last', async (provider) => {
		await senders.clickSend();
		await senders[provider]();
		sandbox().reply({ from: phone, to: '', text: 'Yes' });
		expect(reporters()).toEqual([provider]);
	});

	it.each([
		['clickSend', '+61448000111'],
		['smsMobileApi', '+61448000333'],
		['submail', '1069010001'],
	])('to a number of %s reaches it, whichever provider sent last', async (provider, to) => {
		await senders.engageLabSms();
		expect(sandbox().reply({ from: phone, to, text: 'Yes' })).toMatchObject({ provider });
		expect(reporters()).toEqual([provider]);
	});

	it('to a name that two providers use reaches the one that used it last', async () => {
		await senders.clickSend();
		await goTone();
		const reply = sandbox().reply({ from: phone, to: 'Alerts', text: 'Yes' });
		expect(reply.provider).toBe('goToneSms');
		expect(reporters()).toEqual([]);
	});

	it.each(['clickSend', 'goToneSms'])(
		'to a name that two providers use reaches %s if the user chooses it',
		async (provider) => {
			await senders.clickSend();
			await goTone();
			await senders.submail();
			const sent = sandbox().messages();
			const reply = sandbox().reply({ from: phone, to: 'Alerts', text: 'Yes', provider });
			const { id: messageId } = sent.find((message) => message.provider === provider) ?? {};
			expect(reply).toMatchObject({ to: 'Alerts', provider, messageId });
			expect(reporters()).toEqual(provider === 'clickSend' ? ['clickSend'] : []);
		},
	);

	it('to a number of a chosen provider needs no message before', () => {
		const reply = { from: phone, to: '+61448000111', text: 'Help', provider: 'clickSend' };
		expect(sandbox().reply(reply)).toMatchObject({ provider: 'clickSend' });
		expect(reporters()).toEqual(['clickSend']);
	});

	it('cannot go to a provider that is unknown here', async () => {
		await senders.clickSend();
		for (const provider of ['goToneSms', 'nobody']) {
			expect(() => sandbox().reply({ from: phone, to: 'Alerts', text: 'Yes', provider })).toThrow(
				`"${provider}" has sent nothing to ${phone}, so no reply can reach it.`,
			);
		}
		expect(sandbox().replies()).toEqual([]);
	});

	it('reaches no provider when the phone has only a scheduled message', async () => {
		await clickSend.send({ to: phone, body: 'Hi', schedule: Math.floor(Date.now() / 1000) + 600 });
		const reply = sandbox().reply({ from: phone, to: '', text: 'Yes' });
		expect(reply).not.toHaveProperty('provider');
		expect(reporters()).toEqual([]);
	});

	it('to the legacy generation of EngageLab does not reach the current one', async () => {
		await senders.engageLabSms();
		await legacy('POST', '/v1/send', {
			body: { to: [phone], body: { template_id: server.legacy, vars: { text: 'Hi' } } },
		});
		sandbox().reply({ from: phone, to: 'EngageLab', text: 'Yes' });
		expect(reporters()).toEqual([]);
	});
});

describe('a reply that arrives late', () => {
	it('has the time that the provider reports', async () => {
		await listen();
		const at = '2026-01-01T00:00:00.000Z';
		const seconds = Date.parse(at) / 1000;
		for (const [to, text] of [
			['+61448000222', 'mobile'],
			['1069010001', 'mo'],
		] as const) {
			sandbox().reply({ from: phone, to, text, at });
		}
		const { body: received } = await smsMobile.get('/getsms/');
		expect(received).toMatchObject({ result: { sms: [{ timestamp_unix: seconds }] } });
		const { body: mo } = await submail.post('sms/mo', { start_date: seconds });
		expect(mo).toMatchObject({ mo: [{ content: 'mo', reply_at: seconds }] });
		expect(sandbox().replies()).toMatchObject([{ at }, { at }]);
	});

	it('is listed in mo at its own time, within the limit of rows', async () => {
		sandbox().configure({ submailQueryMinuteMs: 0, submailMaxRows: 2 });
		const now = Date.now();
		for (const [text, ago] of [
			['now', 0],
			['late', 7200],
			['before', 3600],
		] as const) {
			const at = new Date(now - ago * 1000).toISOString();
			sandbox().reply({ from: phone, to: '1069010001', text, at });
		}
		const contents = async (values = {}) => {
			const { body } = await submail.post('sms/mo', { rows: 100, ...values });
			return [body.total, (body.mo as Rows).map(({ content }) => content)];
		};
		expect(await contents()).toEqual([3, ['now', 'before']]);
		expect(await contents({ offset: 2 })).toEqual([3, ['late']]);
		expect(() => sandbox().configure({ submailMaxRows: 0 })).toThrow('must be');
	});
});
