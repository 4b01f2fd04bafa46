/**
 * The SMS Webhook Trigger with the providers that the sandbox simulates: texts from phones and the carrier's
 * reports are signed and sent there, and checked, read and deduplicated here. The two share no code.
 */
import { randomUUID } from 'node:crypto';
import { type IDataObject } from 'n8n-workflow';
import { type HookSpec } from '../../../sandbox/server.mts';
import { until } from '../../sandbox/receiver.mts';
import { CURRENT } from '../../support/engagelab.mts';
import { useSuite } from '../../support/suite.mts';
import { type Hosted, useWebhooks } from '../../support/webhooks.mts';

const suite = useSuite();
const host = useWebhooks(suite);

const SECRET = 'a webhook secret';
const USER = 'sandbox-user';

beforeAll(async () => {
	await suite.engine.credentials.add('smsWebhookApi', { secret: SECRET, username: USER });
});

interface Wire {
	name: string;
	parameters: IDataObject;
	/** How the webhook is set up in the provider's dashboard; ClickSend's are registered by the node. */
	hook?: (url: string) => HookSpec;
	credentials: string[];
	/** Sends a text through the provider; replies go back to it. */
	node: IDataObject & { type: string };
	credential: string;
	phone: string;
	/** Statuses that follow a send, and then the carrier's report. */
	statuses?: { delivered: string[]; undelivered: string[] };
}

const AU = '+61411111111';
const CN = '+8613800138000';

const clickSendNode = (authentication: string) => ({
	type: 'clickSend',
	...{ authentication, resource: 'sms', operation: 'send', to: AU, message: 'Server down' },
});
const engageLabNode = (templateId: string) => ({
	type: 'engageLabSms',
	...{ resource: 'message', operation: 'send', to: AU, template: locator(templateId) },
	variables: { variable: [{ name: 'text', value: 'Server down' }] },
});
const submailNode = {
	type: 'submail',
	...{ resource: 'message', operation: 'send', to: CN, message: '【Sandbox】Server down' },
};
const locator = (value: string) => ({ __rl: true, mode: 'id', value });
const smsMobileNode = {
	type: 'smsMobileApi',
	...{ authentication: 'smsMobileApi', resource: 'message', operation: 'send' },
	...{ to: AU, message: 'Server down' },
};

const submail = (format: 'form' | 'json' | 'multipart' | 'get'): Wire => ({
	name: `SUBHOOK, ${format}`,
	parameters: { provider: 'submail' },
	hook: (url) => ({ kind: 'submail', url, key: SECRET, format }),
	credentials: ['smsWebhookApi'],
	node: submailNode,
	credential: 'submailApi',
	phone: CN,
	statuses: {
		delivered: ['queued', 'sent', 'delivered'],
		undelivered: ['queued', 'sent', 'failed'],
	},
});

const WIRES: Wire[] = [
	...(['clickSendApi', 'matonApi'] as const).map((authentication): Wire => ({
		name: `ClickSend, ${authentication}`,
		parameters: { provider: 'clickSend', clickSendAuthentication: authentication },
		credentials: [authentication],
		node: clickSendNode(authentication),
		credential: authentication,
		phone: AU,
		statuses: { delivered: ['delivered'], undelivered: ['failed'] },
	})),
	{
		name: 'SMSMobileAPI V1',
		parameters: { provider: 'smsMobileApi', smsMobileVersion: 'v1' },
		hook: (url) => ({ kind: 'smsMobileApiV1', url: `${url}?token=${encodeURIComponent(SECRET)}` }),
		credentials: ['smsWebhookApi'],
		node: smsMobileNode,
		credential: 'smsMobileApi',
		phone: AU,
	},
	{
		name: 'SMSMobileAPI V2',
		parameters: { provider: 'smsMobileApi', smsMobileVersion: 'v2' },
		hook: (url) => ({ kind: 'smsMobileApiV2', url, secret: SECRET }),
		credentials: ['smsWebhookApi'],
		node: smsMobileNode,
		credential: 'smsMobileApi',
		phone: AU,
		statuses: { delivered: ['queued', 'sent'], undelivered: ['queued', 'sent', 'failed'] },
	},
	...(['form', 'json', 'multipart', 'get'] as const).map(submail),
	{
		name: 'EngageLab callback',
		parameters: { provider: 'engageLabSms', engageLabGeneration: 'current' },
		hook: (url) => ({ kind: 'engageLab', url, username: USER, secret: SECRET }),
		credentials: ['smsWebhookApi'],
		node: engageLabNode(CURRENT.templateId),
		credential: 'engageLabSmsApi',
		phone: AU,
		statuses: {
			// plan and target_valid
			delivered: ['queued', 'queued', 'sent', 'delivered'],
			undelivered: ['queued', 'queued', 'sent', 'failed'],
		},
	},
];

const PREFIX = 'n8n-nodes-sms-suite.';

describe.each(WIRES)('$name', (wire) => {
	const { parameters, credentials, hook } = wire;

	/** Activated, and registered at the provider. */
	async function active(more: IDataObject = {}): Promise<Hosted> {
		const hosted = host.addForBoth({ ...parameters, ...more }, credentials);
		await hosted.activate();
		if (hook) await suite.sandbox.hook(hook(hosted.url));
		return hosted;
	}

	async function send(): Promise<string> {
		const { type, ...rest } = wire.node;
		const spec = { type: PREFIX + type, parameters: rest, credentials: [wire.credential] };
		const { error } = await suite.engine.run(spec);
		expect(error).toBeUndefined();
		return suite.sandbox.messages().at(-1)?.id ?? '';
	}

	const settled = async () =>
		await until(() => suite.sandbox.deliveries({ done: false }).length === 0);
	const events = (hosted: Hosted, event: string) =>
		hosted.events.filter((one) => one.event === event);

	test('a reply on the phone starts the workflow, once', async () => {
		const hosted = await active();
		await send();
		const [{ from = '' } = {}] = suite.sandbox.messages();
		suite.sandbox.reply({ from: wire.phone, to: from, text: 'STOP' });
		await until(() => events(hosted, 'messageReceived').length > 0);
		await settled();
		expect(events(hosted, 'messageReceived')).toMatchObject([
			{ from: wire.phone, text: 'STOP', optOut: true, provider: wire.parameters.provider },
		]);
		const delivery = suite.sandbox
			.deliveries()
			.findLast(({ event }) => /inbound|received|mo|uplink/.test(event));
		suite.sandbox.redeliver(delivery?.id ?? '');
		host.restart();
		suite.sandbox.redeliver(delivery?.id ?? '');
		await settled();
		expect(events(hosted, 'messageReceived')).toHaveLength(1);
		expect(suite.sandbox.deliveries().every(({ delivered }) => delivered)).toBe(true);
		expect(hosted.crashes).toEqual([]);
	});

	test('reports follow a send and the carrier’s status', async () => {
		const { statuses } = wire;
		const hosted = await active();
		for (const state of ['delivered', 'undelivered'] as const) {
			const before = hosted.events.length;
			const id = await send();
			await settled();
			suite.sandbox.carrier(id, state, state === 'undelivered' ? 'MK:0001' : undefined);
			await settled();
			const told = events(hosted, 'deliveryReport').slice(before);
			expect(told.map(({ status }) => status)).toEqual(statuses?.[state] ?? []);
			for (const report of told) expect(typeof report.messageId).toBe('string');
			const [last] = told.slice(-1);
			if (last) expect(last.final).toBe(['delivered', 'failed'].includes(last.status as string));
		}
		expect(hosted.crashes).toEqual([]);
	});
});

test('calls that n8n did not accept are repeated until it does', async () => {
	suite.sandbox.configure({ webhookRetryMs: [50, 50, 50, 50, 50, 50, 50, 50] });
	const webhookId = randomUUID();
	const url = `${host.url}/webhook/${webhookId}/webhook`;
	await suite.sandbox.hook({
		kind: 'smsMobileApiV2',
		url,
		secret: SECRET,
		events: ['sms.received'],
	});
	suite.sandbox.reply({ from: AU, to: '+61448000222', text: 'hello' });
	await until(() => (suite.sandbox.deliveries()[0]?.attempts.length ?? 0) > 1);
	// Now the workflow is activated.
	const hosted = host.addForBoth({ provider: 'smsMobileApi' }, ['smsWebhookApi'], { webhookId });
	await until(() => suite.sandbox.deliveries({ done: false }).length === 0);
	const [delivery] = suite.sandbox.deliveries();
	expect(delivery?.attempts[0]?.status).toBe(404);
	expect(delivery?.attempts.at(-1)?.status).toBe(202);
	expect(hosted.events).toMatchObject([{ text: 'hello' }]);
});

test.each([
	['Australia/Sydney', '2026-01-01T10:00:00.000Z'],
	['', null],
])('SMSMobileAPI V1, Time Zone "%s"', async (timeZone, receivedAt) => {
	const parameters = { provider: 'smsMobileApi', smsMobileVersion: 'v1', timeZone };
	const hosted = host.addForBoth(parameters, ['smsWebhookApi']);
	await hosted.activate();
	await suite.sandbox.hook({
		kind: 'smsMobileApiV1',
		url: `${hosted.url}?token=${encodeURIComponent(SECRET)}`,
	});
	// The sandbox's zone is UTC: a clock in Sydney shows 21:00 at 10:00 UTC.
	suite.sandbox.reply({ from: AU, to: '+61448000222', text: 'Hi', at: '2026-01-01T21:00:00Z' });
	await until(() => hosted.events.length > 0);
	expect(hosted.events).toMatchObject([{ text: 'Hi', receivedAt }]);
});

test('a Time Zone that does not exist is reported when the workflow is activated', async () => {
	const parameters = { provider: 'smsMobileApi', smsMobileVersion: 'v1', timeZone: 'Mars/Base' };
	const hosted = host.addForBoth(parameters, ['smsWebhookApi']);
	await expect(hosted.activate()).rejects.toThrow('Time Zone "Mars/Base" is not a valid time zone');
});

test('SMSMobileAPI V2: missed calls and WhatsApp messages', async () => {
	const { description } = suite.engine.registry.getByNameAndVersion(`${PREFIX}smsWebhookTrigger`);
	const offered = description.properties.filter(({ name }) => name === 'events');
	const withCalls = offered.filter(({ options }) =>
		options?.some((option) => 'value' in option && option.value === 'callMissed'),
	);
	expect(withCalls.map(({ displayOptions }) => displayOptions?.show)).toEqual([
		{ provider: ['smsMobileApi'], smsMobileVersion: ['v2'] },
	]);
	const hosted = host.add({ provider: 'smsMobileApi', events: ['callMissed', 'messageReceived'] }, [
		'smsWebhookApi',
	]);
	const others = host.add({ provider: 'smsMobileApi', events: ['deliveryReport'] }, [
		'smsWebhookApi',
	]);
	for (const { url } of [hosted, others]) {
		await suite.sandbox.hook({ kind: 'smsMobileApiV2', url, secret: SECRET });
	}
	const at = '2026-01-01T10:00:00Z';
	suite.sandbox.call({ from: AU, to: '+61448000222', name: 'Ada', at });
	suite.sandbox.reply({ from: AU, to: '+61448000222', text: 'Hello', channel: 'whatsapp' });
	suite.sandbox.reply({ from: AU, to: '+61448000222', text: 'Hello' });
	await until(() => suite.sandbox.deliveries({ done: false }).length === 0);
	await until(() => hosted.events.length === 3);
	expect(hosted.events.find(({ event }) => event === 'callMissed')).toEqual({
		event: 'callMissed',
		id: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
		from: AU,
		to: 'a1b2c3d4e5f60718',
		name: 'Ada',
		calledAt: '2026-01-01T10:00:00.000Z',
		provider: 'smsMobileApi',
	});
	const messages = hosted.events.filter(({ event }) => event === 'messageReceived');
	expect(messages.map(({ channel }) => channel)).toEqual(['whatsapp', undefined]);
	expect(others.events).toEqual([]);
	for (const { id } of suite.sandbox.deliveries()) suite.sandbox.redeliver(id);
	await until(() => suite.sandbox.deliveries({ done: false }).length === 0);
	expect(hosted.events).toHaveLength(3);
});

test('EngageLab saves a callback only if its URL answers', async () => {
	const hosted = host.addForBoth({ provider: 'engageLabSms' }, ['smsWebhookApi']);
	const spec = { kind: 'engageLab', username: USER, secret: SECRET } as const;
	await expect(
		suite.sandbox.hook({ ...spec, url: `${host.url}/webhook/nobody/webhook` }),
	).rejects.toThrow();
	await suite.sandbox.hook({ ...spec, url: hosted.url });
	suite.sandbox.configure({ engageLabVerification: '{}' });
	await suite.sandbox.hook({ ...spec, url: hosted.url });
	expect(hosted.started).toEqual([]);
});

test('with a wrong secret nothing starts, and the provider keeps trying', async () => {
	suite.sandbox.configure({ webhookRetryMs: [20, 20] });
	const hosted = host.addForBoth({ provider: 'submail' }, ['smsWebhookApi']);
	await suite.sandbox.hook({ kind: 'submail', url: hosted.url, key: 'another key' });
	suite.sandbox.reply({ from: CN, to: '1069010001', text: 'hello' });
	await until(() => suite.sandbox.deliveries({ done: true }).length > 0);
	const [delivery] = suite.sandbox.deliveries();
	expect(delivery?.attempts.map(({ status }) => status)).toEqual([401, 401, 401]);
	expect(hosted.started).toEqual([]);
});
