/** SMS Webhook Triggers that are copied and renamed, and rules that were left over at ClickSend. */
import { randomUUID } from 'node:crypto';
import { type IDataObject } from 'n8n-workflow';
import { fetch } from 'undici';
import { WAYS } from '../../support/clicksend.mts';
import { accounts, useSuite } from '../../support/suite.mts';
import { clickSendMessage, json, v1Message } from '../../support/webhook-signers.mts';
import { type Hosted, useWebhooks } from '../../support/webhooks.mts';

const suite = useSuite();
const host = useWebhooks(suite);

const RULES = '/clicksend/v3/automations/sms';
const AUTHORIZATION = `Basic ${Buffer.from('sandbox:sandbox-key').toString('base64')}`;
const headers = { authorization: AUTHORIZATION, 'content-type': 'application/json' };

async function targets(kind: 'inbound' | 'receipts' = 'inbound'): Promise<string[]> {
	const url = `${suite.sandbox.url}${RULES}/${kind}?limit=100`;
	const { data } = (await (await fetch(url, { headers })).json()) as {
		data: { data: IDataObject[] };
	};
	return data.data.map((rule) => rule.action_address as string);
}

const message = (id: string) => json(clickSendMessage(id));

afterEach(async () => {
	const { clickSendApi, matonApi } = accounts(suite.sandbox.url);
	await suite.engine.credentials.add('clickSendApi', clickSendApi);
	await suite.engine.credentials.add('matonApi', matonApi);
	expect(host.logs.join('\n')).not.toMatch(/sandbox-key|maton-key|token=/);
});

describe('copies', () => {
	const V1 = { provider: 'smsMobileApi', smsMobileVersion: 'v1' };
	const TOKEN = 'a-token-of-24-characters';
	const pushed = (id: string) => ({ ...v1Message(id), query: `token=${TOKEN}` });
	const ids = ({ events }: Hosted) => events.map(({ id }) => id);

	test('two nodes of a workflow with the same id: a call to each starts the workflow', async () => {
		await suite.engine.credentials.add('smsWebhookApi', { secret: TOKEN, username: '' });
		const first = host.add(V1, ['smsWebhookApi'], { id: 'same', name: 'A' });
		const second = host.add(V1, ['smsWebhookApi'], { id: 'same', name: 'B' }, first);
		await first.activate();
		await second.activate();
		for (const one of [first, second, first, second]) await one.call(pushed('hello'));
		expect([ids(first), ids(second)]).toEqual([['hello'], ['hello']]);

		// Neither the end of one nor a restart makes the other one forget.
		await second.deactivate();
		await first.call(pushed('hello'));
		host.restart();
		await first.call(pushed('hello'));
		expect(ids(first)).toEqual(['hello']);
	});

	test('two rules at the provider, and removing one leaves the other one alone', async () => {
		const clickSend = { provider: 'clickSend' };
		for (const webhookIds of [
			[randomUUID(), randomUUID()],
			[undefined, undefined],
		]) {
			const [a, b] = webhookIds;
			const first = host.add(clickSend, ['clickSendApi'], { id: 'same', name: 'A', webhookId: a });
			const second = host.add(
				clickSend,
				['clickSendApi'],
				{ id: 'same', name: 'B', webhookId: b },
				first,
			);
			await first.activate();
			const [address] = await targets();
			await second.activate();
			expect(await targets()).toHaveLength(2);
			await second.deactivate();
			expect(await targets()).toEqual([address]);
			await first.deactivate();
			expect(await targets()).toEqual([]);
		}
	});
});

describe.each(WAYS)('$name', ({ authentication }) => {
	const add = (more: IDataObject = {}) =>
		host.add({ provider: 'clickSend', clickSendAuthentication: authentication, ...more }, [
			authentication,
		]);
	const account = () => accounts(suite.sandbox.url)[authentication as 'clickSendApi'];
	const refuseRemoval = () =>
		suite.sandbox.fault({ method: 'DELETE', kind: 'status', status: 503, times: 20 });

	test('renamed: what was seen before stays seen, in the same process and after a restart', async () => {
		const hosted = add();
		await hosted.activate();
		const [address = ''] = await targets();
		await hosted.call(message('M1'), address);
		await hosted.deactivate();
		hosted.node.name = 'Renamed';
		await hosted.activate();
		await hosted.call(message('M1'), address);
		host.restart();
		hosted.node.name = 'Renamed again';
		await hosted.activate();
		await hosted.call(message('M1'), address);
		await hosted.call(message('M2'), address);
		expect(hosted.events.map(({ id }) => id)).toEqual(['M1', 'M2']);
		expect(Object.keys(JSON.parse(hosted.staticData) as object)).toEqual(['node:Renamed again']);
	});

	test('renamed after the key has changed: calls with the registered token count until then', async () => {
		const hosted = add();
		await hosted.activate();
		const [address = ''] = await targets();
		await suite.engine.credentials.add(authentication, { ...account(), apiKey: 'renewed' });
		hosted.node.name = 'Renamed';
		expect(await hosted.call(message('M1'), address)).toMatchObject({ status: 200 });
		expect(hosted.events).toHaveLength(1);
	});

	test('ClickSend answers 503 to a removal: deactivating ends, the next activation leaves one rule', async () => {
		const hosted = add();
		await hosted.activate();
		const [address] = await targets();
		refuseRemoval();
		await hosted.deactivate();
		expect(host.logs.at(-1)).toContain('could not be removed');
		expect(await targets()).toEqual([address]);
		suite.sandbox.clearFaults();
		await hosted.activate();
		expect(await targets()).toEqual([address]);
	});

	test.each<[string, (hosted: Hosted) => void]>([
		['it was renamed', ({ node }) => void (node.name = 'Renamed')],
		['it asks for other events', ({ node }) => void (node.parameters.events = ['deliveryReport'])],
		['its URL changed', ({ node }) => void (node.webhookId = randomUUID())],
	])('a leftover rule goes with the next activation, if since then %s', async (_, change) => {
		const hosted = add();
		await hosted.activate();
		refuseRemoval();
		await hosted.deactivate();
		suite.sandbox.clearFaults();
		change(hosted);
		await hosted.activate();
		const left = [...(await targets()), ...(await targets('receipts'))];
		expect(left).toEqual([expect.stringContaining(`${hosted.node.webhookId}/webhook?token=`)]);
		expect(hosted.staticData).not.toContain('leftovers');
		await hosted.deactivate();
		expect([...(await targets()), ...(await targets('receipts'))]).toEqual([]);
	});

	test('rules of an interrupted test go with the next activation, or with the next test', async () => {
		const hosted = add();
		await hosted.activate(true);
		host.restart();
		await hosted.activate();
		const [address = ''] = await targets();
		expect(await targets()).toEqual([expect.stringContaining(`${hosted.url}?token=`)]);
		await hosted.activate(true);
		host.restart();
		await hosted.activate(true);
		await hosted.deactivate(true);
		expect(await targets()).toEqual([address]);
	});

	test('a leftover rule that still cannot be removed does not keep the workflow off', async () => {
		const hosted = add();
		await hosted.activate();
		refuseRemoval();
		await hosted.deactivate();
		hosted.node.webhookId = randomUUID();
		const before = host.logs.length;
		await hosted.activate();
		expect(host.logs.slice(before)).toEqual([expect.stringContaining('could not be removed')]);
		expect(await targets()).toHaveLength(2);
		suite.sandbox.clearFaults();
		await hosted.activate();
		expect(await targets()).toEqual([expect.stringContaining(String(hosted.node.webhookId))]);
	});

	test('the rules of another workflow with a copy of this node stay', async () => {
		const hosted = add();
		await hosted.activate();
		const copy = host.add(
			{ provider: 'clickSend', clickSendAuthentication: authentication },
			[authentication],
			{ id: hosted.node.id },
		);
		await copy.activate();
		await hosted.deactivate();
		expect(await targets()).toEqual([expect.stringContaining(copy.url)]);
	});
});
