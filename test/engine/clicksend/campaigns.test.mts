/** ClickSend's SMS campaigns, direct and through Maton. */
import { type IDataObject } from 'n8n-workflow';
import { byId, operationOf, rowsOf, WAYS } from '../../support/clicksend.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();

const LATER = '2035-06-01T12:00:00+00:00';
const CONTENT = {
	contactList: byId(428),
	campaignName: 'Maintenance',
	message: 'Down on Sunday',
	from: { __rl: true, mode: 'value', value: 'SandboxCo' },
};

describe.each(WAYS)('$name', (way) => {
	const operation = operationOf(way);
	const run = async (name: string, parameters: IDataObject = {}) =>
		await suite.engine.run(operation('smsCampaign', name, parameters));
	const rows = async (name: string, parameters: IDataObject = {}) =>
		rowsOf(await run(name, parameters));
	const sent = () => suite.sandbox.requests({ path: '/v3/sms-campaigns/send' });

	test('SMS Campaign: Send: one item for the whole, without the text', async () => {
		const outcome = await run('send', CONTENT);
		expect(rowsOf(outcome)).toEqual([
			{
				campaignId: expect.any(Number) as number,
				name: 'Maintenance',
				contactList: 428,
				listName: 'On-call',
				from: 'SandboxCo',
				status: 'Queued',
				recipients: 3,
				createdAt: expect.any(String) as string,
				scheduledAt: expect.any(String) as string,
			},
		]);
		expect(suite.sandbox.messages().map(({ to, text }) => `${to} ${text}`)).toEqual([
			'+61411111111 Down on Sunday',
			'+61422222222 Down on Sunday',
			'+14055555555 Down on Sunday',
		]);
		expect(sent()[0]?.body).toEqual({
			list_id: 428,
			name: 'Maintenance',
			body: 'Down on Sunday',
			from: 'SandboxCo',
			source: 'n8n',
		});
		const raw = await rows('send', { ...CONTENT, simplify: false });
		expect(raw[0]).toHaveProperty('sms_campaign_id');
		expect(raw[0]).not.toHaveProperty('body');
	});

	test('SMS Campaign: Send, Get, Get Many and Cancel: a scheduled one', async () => {
		const options = { sendAt: LATER, source: 'pager', urlToShorten: 'https://example.com/a' };
		const [made] = await rows('send', { ...CONTENT, options });
		expect(made).toMatchObject({ status: 'Scheduled', scheduledAt: '2035-06-01T12:00:00.000Z' });
		expect(sent()[0]?.body).toMatchObject({
			schedule: Date.UTC(2035, 5, 1, 12) / 1000,
			source: 'pager',
			url_to_shorten: 'https://example.com/a',
		});
		const campaign = byId(made?.campaignId);
		expect(await rows('get', { campaign })).toMatchObject([{ status: 'Scheduled' }]);
		await rows('send', { ...CONTENT, campaignName: 'Second' });
		expect((await rows('getAll', { returnAll: true })).map(({ name }) => name)).toEqual([
			'Second',
			'Maintenance',
		]);
		const filters = { dateFrom: '2035-01-01T00:00:00+00:00' };
		expect(await rows('getAll', { returnAll: true, filters })).toEqual([]);
		expect(await rows('cancel', { campaign })).toEqual([
			{ cancelled: true, campaignId: campaign.value },
		]);
		expect(await rows('get', { campaign })).toMatchObject([{ status: 'Cancelled' }]);
		expect((await run('cancel', { campaign })).error?.context?.itemIndex).toBe(0);
	});

	test('SMS Campaign: Get Price: nothing is sent', async () => {
		expect(await rows('getPrice', CONTENT)).toEqual([
			{ recipients: 3, price: { amount: expect.any(String) as string, currency: 'AUD' } },
		]);
		const [raw] = await rows('getPrice', { ...CONTENT, simplify: false });
		expect(JSON.stringify(raw)).not.toContain('Down on Sunday');
		expect(suite.sandbox.messages()).toEqual([]);
	});

	test('a list that is no ID, and one that does not exist', async () => {
		const none = await run('send', { ...CONTENT, contactList: byId('On-call') });
		expect(none.error?.message).toBe('Contact List is not the ID of a list');
		expect(sent()).toEqual([]);
		const foreign = await run('send', { ...CONTENT, contactList: byId(1) });
		expect(foreign.error?.message).toContain('does not allow the account to use this contact list');
	});

	test('SMS Campaign: Send: after an unclear answer, a retry sends nothing again', async () => {
		suite.sandbox.fault({ kind: 'resetAfter', path: '/sms-campaigns/send', times: 1 });
		const node = operation('smsCampaign', 'send', CONTENT);
		const failed = await suite.engine.run(node);
		expect(failed.error).toBeDefined();
		expect(suite.sandbox.messages()).toHaveLength(3);
		await suite.engine.retry(node, failed);
		expect(sent()).toHaveLength(1);
	});

	test('From List: campaigns', async () => {
		const [made] = await rows('send', CONTENT);
		const node = suite.engine.registry.getByNameAndVersion(way.type);
		const context = suite.engine.loadOptions(operation('smsCampaign', 'get'));
		expect(await node.methods?.listSearch?.searchCampaigns?.call(context)).toEqual({
			results: [{ name: 'Maintenance (Sent)', value: JSON.stringify(made?.campaignId) }],
		});
	});
});
