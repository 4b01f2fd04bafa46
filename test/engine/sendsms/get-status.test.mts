/** Send SMS → Get Status through n8n's engine: what became of messages that were sent earlier. */
import { type IDataObject, type INode } from 'n8n-workflow';
import { type Outcome } from '../../support/engine.mts';
import { ON_ERROR } from '../../support/send.mts';
import { accounts, useSuite } from '../../support/suite.mts';

const suite = useSuite();

const CREDENTIALS = [
	'clickSendApi',
	'submailApi',
	'smsMobileApi',
	'goToneSmsApi',
	'engageLabSmsApi',
];
const CHINA = '+8613800138000';

const node = (operation: string, parameters: IDataObject, settings: Partial<INode> = {}) => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: CREDENTIALS,
	settings,
	parameters: { operation, ...parameters },
});

/** The ids of messages, in order. */
const idsOf = (items: readonly IDataObject[]) => items.map(({ messageId }) => messageId as string);

const rows = ({ outputs }: Outcome) => (outputs[0] ?? []).map(({ json }) => json);

const hints = ({ run }: Outcome): string[] =>
	Object.values(run.data.resultData.runData)
		.flat()
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);

/** Sends through one provider and returns the items of the send. */
async function sent(provider: string, ...to: string[]): Promise<IDataObject[]> {
	const parameters = {
		providers: [provider],
		to: '={{ $json.to }}',
		message: 'Disk full',
		from: provider === 'goToneSms' ? 'Sandbox' : '',
		options: { senders: { sender: [{ provider: 'submail', from: 'Sandbox' }] } },
	};
	const outcome = await suite.engine.run(
		node('send', parameters),
		to.map((one) => ({ to: one })),
	);
	expect(rows(outcome).map(({ outcome: kind }) => kind)).toEqual(to.map(() => 'accepted'));
	return rows(outcome);
}

const ask = async (providers: string[], items: IDataObject[], settings: Partial<INode> = {}) =>
	await suite.engine.run(node('getStatus', { providers }, settings), items);

const numbers = (count: number, first = 411_111_100) =>
	Array.from({ length: count }, (_, at) => `+61${first + at}`);

const asked = (wire: string) =>
	suite.sandbox
		.requests({ wire })
		.filter(({ path }) => !/send/i.test(path.replace('/log/sent', '')));

const WIRES = [
	['clickSend', 'clicksend'],
	['goToneSms', 'gotone'],
	['smsMobileApi', 'smsmobileapi'],
] as const;

describe('Send SMS: Get Status', () => {
	test('reads whole items of an earlier send, one item per message, in order', async () => {
		const items = await sent('clickSend', ...numbers(3));
		const [first, second, third] = idsOf(items);
		suite.sandbox.carrier(first!, 'delivered');
		suite.sandbox.carrier(third!, 'undelivered', '12');
		const outcome = await ask(['clickSend'], items);
		expect(rows(outcome)).toEqual([
			expect.objectContaining({ messageId: first, status: 'delivered', final: true }),
			expect.objectContaining({ messageId: second, status: 'sent', final: false }),
			expect.objectContaining({
				...{ messageId: third, status: 'failed', final: true, errorCode: '12' },
				...{ to: items[2]?.to, provider: 'clickSend' },
			}),
		]);
		expect(outcome.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
			{ item: 2 },
		]);
		expect(rows(outcome).some((row) => 'raw' in row)).toBe(false);
	});

	test.each([
		['goToneSms', 'delivered', 'delivered'],
		['smsMobileApi', 'delivered', 'sent'],
		['smsMobileApi', 'undelivered', 'failed'],
		['submail', 'delivered', 'delivered'],
		['submail', 'undelivered', 'failed'],
	] as const)('%s: %s is %s', async (provider, state, status) => {
		const items = await sent(provider, CHINA);
		suite.sandbox.carrier(idsOf(items)[0]!, state);
		const outcome = await ask([provider], items);
		expect(rows(outcome)).toMatchObject([{ messageId: items[0]?.messageId, status, provider }]);
	});

	test('asks several providers, each about its own messages', async () => {
		const items = [...(await sent('clickSend', CHINA)), ...(await sent('submail', CHINA))];
		for (const id of idsOf(items)) suite.sandbox.carrier(id, 'delivered');
		const outcome = await ask(['submail', 'clickSend'], items);
		expect(rows(outcome)).toMatchObject([
			{ provider: 'clickSend', status: 'delivered' },
			{ provider: 'submail', status: 'delivered' },
		]);
	});

	test.each([
		// A page of the history has 100 rows, one of the reports 25, one of the log 20.
		['clickSend', 'clicksend', 4],
		['goToneSms', 'gotone', 9],
		['smsMobileApi', 'smsmobileapi', 12],
	] as const)('%s: 200 messages take a few requests', async (provider, wire, most) => {
		suite.sandbox.configure({ smsMobileLogPage: 20 });
		const items = await sent(provider, ...numbers(200));
		for (const id of idsOf(items)) suite.sandbox.carrier(id, 'delivered');
		const outcome = await ask([provider], items);
		const status = provider === 'smsMobileApi' ? 'sent' : 'delivered';
		expect(rows(outcome).map((row) => row.status)).toEqual(items.map(() => status));
		expect(asked(wire).length).toBeLessThanOrEqual(most);
		expect(asked(wire).length).toBeGreaterThan(0);
	});

	test('submail: 200 messages take one request, because the log answers once a minute', async () => {
		const to = Array.from({ length: 200 }, (_, at) => `+86138001${38000 + at}`);
		const items = await sent('submail', ...to);
		const outcome = await ask(['submail'], items);
		expect(rows(outcome)).toHaveLength(200);
		expect(suite.sandbox.requests({ wire: 'submail', path: '/sms/log.json' })).toHaveLength(1);
	});

	test('ids as text, of the only provider that is selected', async () => {
		const items = await sent('clickSend', ...numbers(2));
		const ids = idsOf(items).join(', ');
		const outcome = await suite.engine.run(
			node('getStatus', { providers: ['clickSend'], messageIds: ids, sentBy: '', sentAt: '' }),
			[{}],
		);
		expect(rows(outcome)).toMatchObject(items.map(({ messageId }) => ({ messageId })));
	});

	test('a message that is not listed is unknown, and a hint says so', async () => {
		const item = { messageId: 'BF7AD270-0DE2-418B-B606-71D527D9C1AE', provider: 'clickSend' };
		const outcome = await ask(['clickSend'], [item]);
		expect(rows(outcome)).toMatchObject([{ ...item, status: 'unknown', final: false }]);
		expect(JSON.stringify(hints(outcome))).toContain('ClickSend does not list 1 of the messages');
	});

	test('ClickSend without a rule for receipts: the hint says how to get them', async () => {
		const items = await sent('clickSend', CHINA);
		const outcome = await ask(['clickSend'], items);
		expect(rows(outcome)).toMatchObject([{ status: 'sent', final: false }]);
		expect(JSON.stringify(hints(outcome))).toContain('with the action POLL');
	});

	test('a provider without such an API fails for its own messages only', async () => {
		const [item] = await sent('clickSend', CHINA);
		const outcome = await ask(
			['clickSend', 'engageLabSms'],
			[{ messageId: '1', provider: 'engageLabSms' }, item!],
			ON_ERROR.continue,
		);
		expect(rows(outcome)).toMatchObject([
			{
				failure: {
					code: 'NO_STATUS',
					hint: expect.stringContaining('SMS Webhook Trigger') as string,
				},
			},
			{ messageId: item?.messageId, status: 'sent' },
		]);
		const { error } = await ask(['engageLabSms'], [{ messageId: '1', provider: 'engageLabSms' }]);
		expect(error?.message).toContain('EngageLab SMS has no API for the delivery status');
	});

	test.each([
		[{ provider: 'submail' }, 'The message was sent by SUBMAIL, which is not selected'],
		[{ provider: 'Twilio' }, 'Sent By "Twilio" is not the name of a provider'],
		[{ provider: 'clickSend', messageId: '' }, 'Message IDs'],
	])('refuses %j', async (item, message) => {
		const { error } = await ask(['clickSend'], [{ messageId: 'A', ...item }]);
		expect(error?.message).toContain(message);
		expect(suite.sandbox.requests({})).toEqual([]);
	});

	test.each(WIRES)(
		'%s: a refused key is reported, and nothing is called final',
		async (provider, wire) => {
			const items = await sent(provider, ...numbers(2));
			suite.sandbox.fault({ wire, kind: 'status', status: 401, times: 20 });
			const outcome = await ask([provider], items, ON_ERROR.continue);
			expect(rows(outcome)).toHaveLength(2);
			for (const row of rows(outcome)) expect(row).toMatchObject({ failure: { class: 'auth' } });
		},
	);

	test('each item goes through its own account', async () => {
		const type = 'clickSendApi';
		await suite.engine.credentials.add(type, {
			...accounts(suite.sandbox.url).clickSendApi,
			apiKey: '={{ $json.key }}',
		});
		try {
			const items = [
				{ messageId: 'A', provider: 'clickSend', key: 'sandbox-key' },
				{ messageId: 'B', provider: 'clickSend', key: 'wrong-key-123' },
			];
			const outcome = await ask(['clickSend'], items, ON_ERROR.continue);
			expect(rows(outcome)).toMatchObject([
				{ messageId: 'A', status: 'unknown' },
				{ failure: { class: 'auth' } },
			]);
		} finally {
			await suite.engine.credentials.add(type, accounts(suite.sandbox.url).clickSendApi);
		}
	});
});
