/** ClickSend's automation rules: ours are registered, recognised and removed; others stay untouched. */
import { type IDataObject } from 'n8n-workflow';
import { fetch } from 'undici';
import { until } from '../../sandbox/receiver.mts';
import { accounts, useSuite } from '../../support/suite.mts';
import { WAYS } from '../../support/clicksend.mts';
import { seedMessages } from '../../support/clicksend-seed.mts';
import { clickSendMessage, clickSendReceipt, json } from '../../support/webhook-signers.mts';
import { type Hosted, useWebhooks } from '../../support/webhooks.mts';

const suite = useSuite();
const host = useWebhooks(suite);

type Kind = 'inbound' | 'receipts' | 'voice';

const RULES = '/clicksend/v3/automations';
const PATHS = { inbound: 'sms/inbound', receipts: 'sms/receipts', voice: 'voice/receipts' };
const AUTHORIZATION = `Basic ${Buffer.from('sandbox:sandbox-key').toString('base64')}`;
const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' };

async function rulesOf(kind: Kind): Promise<IDataObject[]> {
	const url = `${suite.sandbox.url}${RULES}/${PATHS[kind]}?limit=100`;
	const { data } = (await (await fetch(url, { headers })).json()) as {
		data: { data: IDataObject[] };
	};
	return data.data;
}

async function addRule(kind: Kind, fields: IDataObject): Promise<void> {
	const body = JSON.stringify({ rule_name: 'mine', action: 'URL', enabled: 1, ...fields });
	const url = `${suite.sandbox.url}${RULES}/${PATHS[kind]}`;
	expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
}

const targets = async (kind: Kind) =>
	(await rulesOf(kind)).map((rule) => rule.action_address as string);

/** The address in the only rule that calls this workflow. */
async function addressOf(hosted: Hosted, kind: Kind = 'inbound'): Promise<string> {
	const ours = (await targets(kind)).filter((address) => address.startsWith(hosted.url));
	expect(ours).toHaveLength(1);
	return ours[0] ?? '';
}

afterEach(async () => {
	const { clickSendApi, matonApi } = accounts(suite.sandbox.url);
	await suite.engine.credentials.add('clickSendApi', clickSendApi);
	await suite.engine.credentials.add('matonApi', matonApi);
	expect(host.logs.join('\n')).not.toMatch(/sandbox-key|maton-key|token=/);
});

describe.each(WAYS)('$name', ({ authentication }) => {
	const add = (more: IDataObject = {}): Hosted => {
		const parameters = { provider: 'clickSend', clickSendAuthentication: authentication, ...more };
		return host.addForBoth(parameters, [authentication]);
	};

	test('activating adds the three rules, and calls with their token start the workflow', async () => {
		const hosted = add();
		await hosted.activate();
		const address = await addressOf(hosted);
		expect(address).toMatch(/\?token=[\w-]{32}$/);
		expect(await addressOf(hosted, 'receipts')).toBe(address);
		expect(await addressOf(hosted, 'voice')).toBe(address);
		expect(await rulesOf('inbound')).toMatchObject([
			{
				dedicated_number: '*',
				rule_name: 'n8n Inbox',
				message_search_type: 0,
				message_search_term: '',
				action: 'URL',
				enabled: 1,
				webhook_type: 'json',
			},
		]);
		expect(await rulesOf('receipts')).toMatchObject([
			{ rule_name: 'n8n Inbox', match_type: 0, action: 'URL', enabled: 1, webhook_type: 'json' },
		]);
		expect(await rulesOf('voice')).toMatchObject([
			{ rule_name: 'n8n Inbox', match_type: 0, action: 'URL', enabled: 1, webhook_type: 'json' },
		]);

		expect(await hosted.call(json(clickSendMessage('M1', 'STOP')), address)).toMatchObject({
			status: 200,
		});
		expect(await hosted.call(json(clickSendMessage('M1', 'STOP')), address)).toMatchObject({
			status: 200,
		});
		await hosted.call(json(clickSendReceipt('S1')), address);
		await hosted.call(json(clickSendReceipt('S1', '301')), address);
		expect(hosted.events).toMatchObject([
			{ event: 'messageReceived', id: 'M1', optOut: true, reference: 'order-1' },
			{ event: 'deliveryReport', messageId: 'S1', status: 'delivered', final: true },
			{ event: 'deliveryReport', messageId: 'S1', status: 'failed', final: true },
		]);
		expect(await hosted.call(json(clickSendMessage('M2')))).toMatchObject({ status: 401 });
		expect(await hosted.call(json(clickSendMessage('M2')), `${address}x`)).toMatchObject({
			status: 401,
		});
		expect(hosted.started).toHaveLength(3);
	});

	test('activating again adds nothing', async () => {
		const hosted = add();
		await hosted.activate();
		const before = [await rulesOf('inbound'), await rulesOf('receipts')];
		await hosted.activate();
		host.restart();
		await hosted.activate();
		expect([await rulesOf('inbound'), await rulesOf('receipts')]).toEqual(before);
	});

	test('deactivating removes them and leaves other rules alone', async () => {
		const others = [
			'https://other.example.com/hook',
			'https://other.example.com/hook?token=x',
			'mailbox',
		];
		for (const address of others) {
			await addRule('inbound', { action_address: address });
			await addRule('receipts', { action_address: address });
		}
		const [hosted, neighbour] = [add(), add()];
		const near = [hosted.url, `${hosted.url}/x`, `${hosted.url}?token=mine`, `${hosted.url}x`];
		for (const address of near) await addRule('inbound', { action_address: address });
		await neighbour.activate();
		await hosted.activate();
		await hosted.deactivate();
		const left = [...others, ...near];
		expect(await targets('inbound')).toEqual([...left, await addressOf2(neighbour)]);
		expect(await targets('receipts')).toEqual([...others, await addressOf2(neighbour)]);
	});

	const addressOf2 = async (hosted: Hosted) => await addressOf(hosted, 'receipts');

	test('only the rules of the chosen events; a change is applied', async () => {
		const hosted = add({ events: ['deliveryReport'] });
		await hosted.activate();
		expect(await targets('inbound')).toEqual([]);
		expect(await targets('receipts')).toHaveLength(1);
		hosted.node.parameters.events = ['messageReceived'];
		await hosted.activate();
		expect(await targets('inbound')).toHaveLength(1);
		expect(await targets('receipts')).toEqual([]);
		await hosted.deactivate();
		expect(await targets('inbound')).toEqual([]);
	});

	test('rules on later pages are found', async () => {
		for (let n = 0; n < 120; n++)
			await addRule('inbound', { action_address: `https://x.example/${n}` });
		const hosted = add();
		await hosted.activate();
		await hosted.activate();
		await hosted.deactivate();
		const pages = suite.sandbox.requests({ path: '/automations/sms/inbound', method: 'POST' });
		expect(pages.filter(({ body }) => JSON.stringify(body).includes(hosted.url))).toHaveLength(1);
		expect(await targets('inbound')).toHaveLength(100);
		const second = await fetch(`${suite.sandbox.url}${RULES}/sms/inbound?limit=100&page=2`, {
			headers,
		});
		expect(((await second.json()) as { data: { data: unknown[] } }).data.data).toHaveLength(20);
	});

	test('rules of ours that are disabled or duplicated are replaced', async () => {
		const hosted = add();
		await hosted.activate();
		const address = await addressOf(hosted);
		await addRule('inbound', { action_address: address, enabled: 0 });
		await addRule('inbound', { action_address: address, webhook_type: 'get' });
		await addRule('receipts', { action_address: address, webhook_type: 'json' });
		await addRule('receipts', { action_address: address.replace(/.$/, 'X') });
		await hosted.activate();
		expect(await targets('inbound')).toEqual([address]);
		expect(await targets('receipts')).toEqual([address]);
	});

	test('after deactivating and activating again, earlier events are still known', async () => {
		const hosted = add();
		await hosted.activate();
		const address = await addressOf(hosted);
		await hosted.call(json(clickSendMessage('M1')), address);
		await hosted.deactivate();
		await hosted.activate();
		expect(await addressOf(hosted)).toBe(address);
		await hosted.call(json(clickSendMessage('M1')), address);
		expect(hosted.started).toHaveLength(1);
	});

	test('if the second rule cannot be added, the first one is removed again', async () => {
		const hosted = add();
		suite.sandbox.fault({ method: 'POST', path: 'sms/receipts', kind: 'status', status: 403 });
		await expect(hosted.activate()).rejects.toMatchObject({
			message: expect.stringContaining('does not allow') as string,
		});
		expect([await targets('inbound'), await targets('receipts')]).toEqual([[], []]);
		await hosted.activate();
		expect(await targets('receipts')).toHaveLength(1);
	});

	test.each([403, 404])('an account without calls (%i) has two rules', async (status) => {
		const hosted = add();
		suite.sandbox.fault({ path: 'voice/receipts', kind: 'status', status });
		await hosted.activate();
		await hosted.activate();
		expect([await targets('inbound'), await targets('receipts')]).toEqual([
			[expect.any(String)],
			[expect.any(String)],
		]);
		const added = suite.sandbox.requests({ path: '/automations/', method: 'POST' });
		expect(added.filter(({ path }) => path.includes('/sms/'))).toHaveLength(2);
		const before = host.logs.length;
		await hosted.deactivate();
		expect(host.logs).toHaveLength(before);
		expect([await targets('inbound'), await targets('receipts')]).toEqual([[], []]);
	});

	test('an account that may list the rules of calls, but not add one', async () => {
		suite.sandbox.fault({
			path: 'voice/receipts',
			method: 'POST',
			kind: 'status',
			status: 403,
		});
		await add().activate();
		expect(await targets('receipts')).toHaveLength(1);
	});

	test('if the rule of calls cannot be added for another reason, all are removed again', async () => {
		suite.sandbox.fault({ path: 'voice/receipts', method: 'POST', kind: 'status', status: 500 });
		await expect(add().activate()).rejects.toThrow();
		expect([await targets('inbound'), await targets('receipts')]).toEqual([[], []]);
	});

	test('deactivating succeeds if ClickSend does not answer, and the log reports it', async () => {
		const hosted = add();
		await hosted.activate();
		suite.sandbox.fault({ kind: 'status', status: 500, times: 2 });
		await hosted.deactivate();
		expect(host.logs.at(-1)).toContain('could not be removed');
		await hosted.deactivate();
		expect(await targets('inbound')).toEqual([]);
	});

	test('a rule that is already removed is no problem', async () => {
		const hosted = add();
		await hosted.activate();
		suite.sandbox.fault({ method: 'DELETE', kind: 'status', status: 404, times: 1 });
		const before = host.logs.length;
		await hosted.deactivate();
		expect(host.logs).toHaveLength(before);
	});

	test('a wrong credential is reported as such', async () => {
		const wrong = {
			...accounts(suite.sandbox.url)[authentication as 'clickSendApi'],
			apiKey: 'no',
		};
		await suite.engine.credentials.add(authentication, wrong);
		await expect(add().activate()).rejects.toMatchObject({
			message: expect.stringMatching(/refused the (credential|API key)/) as string,
		});
	});

	test('a test in the editor has separate rules, with the test URL', async () => {
		const hosted = add();
		await hosted.activate();
		await hosted.activate(true);
		const [production = '', test = ''] = await targets('inbound');
		expect(test).toBe(production.replace('/webhook/', '/webhook-test/'));
		await hosted.call(json(clickSendMessage('M1')), test);
		expect(hosted.tested).toHaveLength(1);
		await hosted.deactivate(true);
		expect(await targets('inbound')).toEqual([production]);
		await hosted.call(json(clickSendMessage('M1')), production);
		expect(hosted.started).toHaveLength(1);
	});

	test('the token survives lost static data or a new key, but not both', async () => {
		const hosted = add();
		await hosted.activate();
		const address = await addressOf(hosted);
		const status = async (id: string) =>
			(await hosted.call(json(clickSendMessage(id)), address)).status;
		const written = hosted.staticData;
		hosted.staticData = '{}';
		expect(await status('M1')).toBe(200);
		hosted.staticData = written;
		const account = accounts(suite.sandbox.url)[authentication as 'clickSendApi'];
		await suite.engine.credentials.add(authentication, { ...account, apiKey: 'renewed' });
		expect(await status('M2')).toBe(200);
		hosted.staticData = '{}';
		expect(await status('M3')).toBe(401);
		expect(hosted.started).toHaveLength(2);
	});
});

test('a call is followed: its receipt starts the workflow, with the keys that were pressed', async () => {
	const hosted = host.addForBoth({ provider: 'clickSend', simplify: false }, ['clickSendApi']);
	await hosted.activate();
	const [id = ''] = await seedMessages(suite.sandbox.url, '/v3/voice/send', {
		messages: [{ to: '+61411111111', body: 'x', lang: 'en-us', require_input: 1 }],
	});
	suite.sandbox.carrier(id, 'delivered');
	await until(() => hosted.started.length > 0);
	expect(hosted.events).toMatchObject([
		{
			event: 'deliveryReport',
			messageId: id,
			status: 'delivered',
			raw: { message_type: 'voice', digits: '1' },
		},
	]);
});

test('rules are found and removed, whatever the list calls their ids', async () => {
	suite.sandbox.configure({ clickSendRuleIdName: 'sms_inbound_rule_id' });
	const hosted = host.addForBoth({ provider: 'clickSend' }, ['clickSendApi']);
	await hosted.activate();
	await hosted.activate();
	const asked = (method: string) =>
		suite.sandbox.requests({ method, path: '/automations/sms/' }).length;
	expect(asked('POST')).toBe(2);
	await hosted.deactivate();
	expect(asked('DELETE')).toBe(2);
});

describe('a private URL', () => {
	const add = () => host.addForBoth({ provider: 'clickSend' }, ['clickSendApi']);

	test('is refused if ClickSend is on the internet, before anything is sent', async () => {
		const account = accounts('https://rest.clicksend.invalid.example').clickSendApi;
		await suite.engine.credentials.add('clickSendApi', account);
		await expect(add().activate()).rejects.toMatchObject({
			// n8n shows only the message.
			message: expect.stringMatching(/private address.*WEBHOOK_URL/) as string,
		});
	});

	test('is accepted if ClickSend is on a private address too', async () => {
		await add().activate();
		expect(await targets('inbound')).toHaveLength(1);
	});
});

describe('settings that cannot work fail the activation', () => {
	const failing = async (parameters: IDataObject, credentials: string[] = [], more = {}) => {
		const hosted = host.addForBoth(parameters, credentials, more);
		const error = await hosted.activate().then(
			() => undefined,
			(reason: Error & { description?: string }) => reason,
		);
		return `${error?.message}. ${error?.description}`;
	};

	test('missing settings are named', async () => {
		const filters = { pattern: '(' };
		expect(await failing({ provider: 'submail', filters })).toContain('Regular Expression');
		expect(await failing({ provider: 'submail', events: [] })).toContain('Events');
		expect(await failing({ provider: 'submail' })).toContain('SMS Webhook API');
		expect(await failing({ provider: 'nobody' })).toContain('Provider');
		expect(await failing({ provider: 'smsMobileApi', smsMobileVersion: 'v3' })).toContain(
			'Webhook Version is not one of its choices',
		);
	});

	test('a credential that is not filled in', async () => {
		await suite.engine.credentials.add('smsWebhookApi', { secret: ' ', username: '' });
		expect(await failing({ provider: 'submail' }, ['smsWebhookApi'])).toContain('not filled in');
		await suite.engine.credentials.add('smsWebhookApi', { secret: 'a-secret', username: '' });
		expect(await failing({ provider: 'engageLabSms' }, ['smsWebhookApi'])).toContain('Username');
		await host.addForBoth({ provider: 'submail' }, ['smsWebhookApi']).activate();
	});

	test('an account without a key: anyone could derive its token', async () => {
		const account = accounts(suite.sandbox.url).clickSendApi;
		await suite.engine.credentials.add('clickSendApi', { ...account, apiKey: ' ' });
		expect(await failing({ provider: 'clickSend' }, ['clickSendApi'])).toContain('no API key');
	});

	test('an unsigned wire needs a token, so it does not matter who knows the path', async () => {
		const v1 = { provider: 'smsMobileApi', smsMobileVersion: 'v1' };
		expect(await failing(v1, [])).toContain('append ?token=');
		const secret = 'a-token-of-24-characters';
		await suite.engine.credentials.add('smsWebhookApi', { secret, username: '' });
		await host.add(v1, ['smsWebhookApi']).activate();
		await host.add(v1, ['smsWebhookApi'], { webhookId: undefined }).activate();
	});
});
