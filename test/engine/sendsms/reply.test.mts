/** Send SMS → Reply through n8n's engine: an answer from the number that received the text. */
import { type IDataObject, type INode, type INodeType, NodeConnectionTypes } from 'n8n-workflow';
import { until } from '../../sandbox/receiver.mts';
import { type Outcome } from '../../support/engine.mts';
import { specOf, WAYS } from '../../support/inbox-ways.mts';
import { Poller } from '../../support/poller.mts';
import { number, ON_ERROR } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';
import { useWebhooks } from '../../support/webhooks.mts';

const suite = useSuite();
const host = useWebhooks(suite);

const CREDENTIALS = [
	'clickSendApi',
	'matonApi',
	'submailApi',
	'smsMobileApi',
	'smsMobileOAuth2Api',
	'engageLabSmsApi',
];
const [ANN, BOB, OWN] = [number(1), number(2), '+61448000111'];
const DEVICE = 'a1b2c3d4e5f60718';

/** A text as a trigger outputs it. */
const text = (more: IDataObject = {}): IDataObject => ({
	event: 'messageReceived',
	id: 'M1',
	from: ANN,
	to: OWN,
	text: 'Hello?',
	receivedAt: null,
	provider: 'clickSend',
	inReplyTo: null,
	reference: null,
	optOut: false,
	sessionId: `${OWN} ${ANN}`,
	chatInput: 'Hello?',
	...more,
});

const node = (parameters: IDataObject = {}, settings: Partial<INode> = {}) => ({
	type: 'n8n-nodes-sms-suite.sendSms',
	credentials: CREDENTIALS,
	settings,
	parameters: {
		operation: 'reply',
		providers: ['clickSend', 'submail', 'smsMobileApi', 'engageLabSms'],
		message: 'Hi!',
		...parameters,
	},
});

const rows = ({ outputs }: Outcome) => (outputs[0] ?? []).map(({ json }) => json);
const failures = ({ outputs }: Outcome) =>
	rows({ outputs: outputs.slice(-1) } as Outcome).map(({ error }) => error as IDataObject);

const hints = ({ run }: Outcome): string[] =>
	Object.values(run.data.resultData.runData)
		.flat()
		.flatMap((task) => task.hints ?? [])
		.map(({ message }) => message);

const phones = () =>
	suite.sandbox.messages().map(({ to, from, text: body }) => ({ to, from, text: body }));

/** An agent, as far as its output matters: one item with `output` for each of its input. */
const AGENT = { type: 'n8n-nodes-base.set', typeVersion: 3.4 };
const SAID = {
	assignments: { assignments: [{ name: 'output', value: '={{ "To " + $json.chatInput }}' }] },
};

/** Trigger → between → Answer. */
async function behind(
	between: Pick<INode, 'type' | 'typeVersion' | 'parameters'>,
	items: IDataObject[],
	parameters: IDataObject = {},
	trigger = 'n8n-nodes-sms-suite.smsWebhookTrigger',
	settings: Partial<INode> = {},
): Promise<Outcome> {
	const spec = node(parameters);
	const place = { position: [0, 0] as [number, number], typeVersion: 1 };
	const name = 'Say "}}" again';
	const nodes: INode[] = [
		{ ...place, id: 'trigger', name, type: trigger, parameters: {}, webhookId: 'w' },
		{ ...place, id: 'agent', name: 'Agent', ...between },
		{
			...place,
			id: 'answer',
			name: 'Answer',
			type: spec.type,
			parameters: spec.parameters,
			credentials: Object.fromEntries(CREDENTIALS.map((type) => [type, { id: type, name: type }])),
			...settings,
		},
	];
	const to = (next: string) => ({ main: [[{ node: next, type: 'main' as const, index: 0 }]] });
	const connections = { [name]: to('Agent'), Agent: to('Answer') };
	return await suite.engine.runWorkflow(
		{ nodes, connections },
		{ start: name, watched: 'Answer' },
		items,
	);
}

describe('Send SMS: Reply: numbers and provider', () => {
	test.each(WAYS.filter(({ wire }) => wire !== 'submail'))(
		'$name: a polled text is answered from the number that got it',
		async (way) => {
			const trigger = new Poller(suite.engine, specOf(way));
			await trigger.activate();
			suite.sandbox.reply({ from: way.from, to: way.to, text: 'Hello?' });
			const items = await trigger.poll();
			expect(items).toHaveLength(1);
			const outcome = await suite.engine.run(node(way.parameters), items);
			expect(rows(outcome)).toEqual([
				expect.objectContaining({
					to: way.from,
					outcome: 'accepted',
					provider: way.parameters.provider,
				}),
			]);
			expect(suite.sandbox.messages()).toEqual([
				expect.objectContaining({ to: way.from, from: way.to, text: 'Hi!' }),
			]);
		},
	);

	test('SUBMAIL: the answer has the sender under Senders, because no number is known', async () => {
		const senders = { sender: [{ provider: 'submail', from: 'Sandbox' }] };
		const received = text({ provider: 'submail', from: '+8613900000001', to: null });
		const outcome = await suite.engine.run(node({ options: { senders } }), [received]);
		expect(rows(outcome)).toMatchObject([{ to: '+8613900000001', provider: 'submail' }]);
		expect(phones()).toMatchObject([{ to: '+8613900000001', text: '【Sandbox】Hi!' }]);
	});

	test('ClickSend, a shared number: an empty From under Senders lets it choose', async () => {
		const shared = text({ to: '+61400999999' });
		const { error } = await suite.engine.run(node(), [shared]);
		expect(error?.message).toBeDefined();
		const senders = { sender: [{ provider: 'clickSend', from: '' }] };
		const outcome = await suite.engine.run(node({ options: { senders } }), [shared]);
		expect(rows(outcome)).toMatchObject([{ to: ANN, outcome: 'accepted' }]);
	});

	test('EngageLab: the answer is a template, with what an agent has said as a variable', async () => {
		const content = {
			contentType: 'template',
			templates: { template: [{ provider: 'engageLabSms', templateId: '1001' }] },
			variables: { variable: [{ name: 'code', value: '={{ $json.text }}' }] },
		};
		const received = text({ provider: 'engageLabSms', from: BOB });
		const plain = await suite.engine.run(node({}, ON_ERROR.continue), [received]);
		expect(rows(plain)[0]?.error).toMatch(/EngageLab SMS sends only stored templates/);
		await suite.engine.run(node(content, ON_ERROR.continue), [received]);
		const sent = suite.sandbox.requests({ wire: 'engagelab' }).at(-1)?.body;
		expect(JSON.stringify(sent)).toContain(BOB);
	});

	test('items of several providers: each one answers its own, and never another', async () => {
		suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 403 });
		const items = [text(), text({ provider: 'smsMobileApi', to: DEVICE, from: BOB })];
		const outcome = await suite.engine.run(node({}, ON_ERROR.continue), items);
		expect(rows(outcome)).toEqual([
			expect.objectContaining({ to: ANN, outcome: 'rejected', provider: 'clickSend' }),
			expect.objectContaining({ to: BOB, outcome: 'accepted', provider: 'smsMobileApi' }),
		]);
		expect(suite.sandbox.messages()).toMatchObject([{ to: BOB, provider: 'smsMobileApi' }]);
	});

	test('a provider that is not selected: that item fails, the others are answered', async () => {
		const items = [text(), text({ provider: 'smsMobileApi', to: DEVICE, from: BOB })];
		const outcome = await suite.engine.run(
			node({ providers: ['clickSend'] }, ON_ERROR.errorOutput),
			items,
		);
		expect(failures(outcome)).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(
					/The text was received by SMSMobileAPI, which is not selected under Providers/,
				) as string,
				failure: expect.objectContaining({
					hint: 'Add SMSMobileAPI under Providers, and choose its credential.',
				}) as object,
			}),
		]);
		expect(phones()).toEqual([{ to: ANN, from: OWN, text: 'Hi!' }]);
	});

	test('a number without its country is one of the country of the own number', async () => {
		await suite.engine.run(node(), [text({ from: ANN.replace('+61', '0') })]);
		expect(phones()).toMatchObject([{ to: ANN }]);
	});

	test('without If Unsure’s other choice, an unclear answer is not sent again', async () => {
		suite.sandbox.fault({ wire: 'clicksend', kind: 'resetAfter', path: '/v3/sms/send' });
		suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 500, path: '/history' });
		const outcome = await suite.engine.run(node({}, ON_ERROR.continue), [text()]);
		expect(rows(outcome)).toMatchObject([{ outcome: 'unknown' }]);
		expect(phones()).toHaveLength(1);
	});
});

describe('Send SMS: Reply: the thread', () => {
	test('ClickSend: the reference goes on with the conversation', async () => {
		const trigger = new Poller(suite.engine, specOf(WAYS[0]!));
		await trigger.activate();
		const first = {
			...{ operation: 'send', providers: ['clickSend'], to: ANN, message: 'Your order?' },
			...{ from: OWN, options: { reference: 'order-1' } },
		};
		await suite.engine.run({ ...node(), parameters: first });
		for (const round of [1, 2]) {
			suite.sandbox.reply({ from: ANN, to: OWN, text: `Answer ${round}` });
			const items = await trigger.poll();
			expect(items).toMatchObject([{ reference: 'order-1' }]);
			await suite.engine.run(node(), items);
		}
		expect(suite.sandbox.messages().map(({ reference }) => reference)).toEqual(
			Array.from({ length: 3 }, () => 'order-1'),
		);
	});

	test('a Reference of one’s own counts', async () => {
		await suite.engine.run(node({ options: { reference: 'mine' } }), [text({ reference: 'r' })]);
		expect(suite.sandbox.messages()).toMatchObject([{ reference: 'mine' }]);
	});

	test('SMSMobileAPI: WhatsApp is answered by WhatsApp, a text by a text', async () => {
		const hosted = host.add({ provider: 'smsMobileApi', events: ['messageReceived'] }, [
			'smsWebhookApi',
		]);
		const secret = 'sandbox-webhook-secret';
		await suite.engine.credentials.add('smsWebhookApi', { username: '', secret });
		await suite.sandbox.hook({ kind: 'smsMobileApiV2', url: hosted.url, secret });
		suite.sandbox.reply({ from: ANN, to: '+61448000222', text: 'Hello', channel: 'whatsapp' });
		suite.sandbox.reply({ from: BOB, to: '+61448000222', text: 'Hello' });
		await until(() => hosted.events.length === 2);
		await suite.engine.run(node(), hosted.events);
		const channels = suite.sandbox.messages().map(({ to, channel }) => [to, channel]);
		expect(Object.fromEntries(channels)).toEqual({ [ANN]: 'whatsapp', [BOB]: undefined });
	});

	test('SMSMobileAPI: the id of the device may look like a number', async () => {
		const { error } = await suite.engine.run(node(), [
			text({ provider: 'smsMobileApi', to: '4711', from: BOB }),
		]);
		const { body } = suite.sandbox.requests({ wire: 'smsmobileapi' }).at(-1) ?? {};
		expect(JSON.stringify(body)).toContain('4711');
		expect(error?.message ?? '').not.toContain('sends from the numbers of your own phones');
	});
});

describe('Send SMS: Reply: the received text is found', () => {
	const TRIGGERS = ['smsTrigger', 'smsWebhookTrigger'].map((name) => `n8n-nodes-sms-suite.${name}`);

	test.each(TRIGGERS)('behind an agent that started with %s', async (trigger) => {
		const items = [text(), text({ from: BOB, chatInput: 'Where?' })];
		const outcome = await behind(
			{ ...AGENT, parameters: SAID },
			items,
			{ message: undefined },
			trigger,
		);
		expect(rows(outcome)).toMatchObject([{ to: ANN }, { to: BOB }]);
		expect(phones()).toEqual([
			{ to: ANN, from: OWN, text: 'To Hello?' },
			{ to: BOB, from: OWN, text: 'To Where?' },
		]);
	});

	/** A node that does not say which of its items came from which. */
	const lossy = (count: number): INodeType => ({
		description: {
			...{ displayName: 'Lossy', name: 'lossy', group: [], version: 1, description: '' },
			...{ defaults: { name: 'Lossy' }, properties: [] },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
		},
		async execute() {
			const items = Array.from({ length: count }, () => ({ json: { output: 'Hi!' } }));
			return await Promise.resolve([items]);
		},
	});

	const lossyNode = (count: number) => {
		suite.engine.registry.nodes[`test.lossy${count}`] = lossy(count);
		return { type: `test.lossy${count}`, typeVersion: 1, parameters: {} };
	};

	test('a single text is found even if a node has lost where its items came from', async () => {
		await behind(lossyNode(2), [text()]);
		expect(phones()).toEqual([
			{ to: ANN, from: OWN, text: 'Hi!' },
			{ to: ANN, from: OWN, text: 'Hi!' },
		]);
	});

	test('of several texts none is guessed, and the error says what to do', async () => {
		const outcome = await behind(
			lossyNode(3),
			[text(), text({ from: BOB })],
			{},
			TRIGGERS[0],
			ON_ERROR.errorOutput,
		);
		expect(failures(outcome)).toHaveLength(3);
		expect(failures(outcome)[0]).toMatchObject({
			message: expect.stringContaining('No received text belongs to this item') as string,
			failure: {
				parameter: 'Received Text',
				hint: expect.stringMatching(/behind an SMS Trigger.*Received Text to Enter It/) as string,
			},
		});
		expect(phones()).toEqual([]);
	});

	test('an item without any trigger', async () => {
		const { error } = await suite.engine.run(node(), [{ output: 'Hi!' }]);
		expect(error?.message).toContain('No received text belongs to this item');
		expect(phones()).toEqual([]);
	});

	test.each([
		['a delivery report', { event: 'deliveryReport', provider: 'clickSend' }, /delivery report/],
		['a sender that is a name', text({ from: 'Acme Bank' }), /"Acme Bank", which is a name/],
		['a sender that is withheld', text({ from: '' }), /sender of the text is not known/],
		['a provider of nobody', text({ provider: 'acme' }), /"acme" is not the name of a provider/],
	])('%s cannot be answered, the others are', async (_, item, message) => {
		const outcome = await suite.engine.run(node({}, ON_ERROR.errorOutput), [item, text()]);
		expect(failures(outcome)).toEqual([
			expect.objectContaining({ message: expect.stringMatching(message) as string }),
		]);
		expect(phones()).toEqual([{ to: ANN, from: OWN, text: 'Hi!' }]);
	});

	test('a missed call is answered by a text', async () => {
		const call = { event: 'callMissed', id: 'C1', from: ANN, to: DEVICE, provider: 'smsMobileApi' };
		await suite.engine.run(node(), [call]);
		expect(suite.sandbox.messages()).toMatchObject([{ to: ANN, provider: 'smsMobileApi' }]);
	});

	test('Enter It: by the fields, for items that come from elsewhere', async () => {
		const entered = { received: 'enter', to: '={{ $json.person }}', from: '={{ $json.mine }}' };
		const item = { person: '0411 111 101', mine: OWN, provider: 'ClickSend' };
		const outcome = await suite.engine.run(node(entered, ON_ERROR.errorOutput), [
			item,
			{ ...item, provider: 'Acme' },
			{ ...item, person: 'Acme' },
			{ ...item, provider: '' },
		]);
		expect(phones()).toEqual([{ to: number(1).slice(0, 3) + '411111101', from: OWN, text: 'Hi!' }]);
		expect(failures(outcome).map(({ message }) => message)).toEqual([
			expect.stringMatching(/Received By "Acme" is not the name of a provider/),
			expect.stringMatching(/To: "Acme" is not a phone number/),
			expect.stringMatching(/Received By is empty/),
		]);
	});

	test('Enter It: by default from the columns of the item', async () => {
		await suite.engine.run(node({ received: 'enter' }), [text()]);
		expect(phones()).toEqual([{ to: ANN, from: OWN, text: 'Hi!' }]);
	});
});

describe('Send SMS: Reply: fences', () => {
	test('STOP is not answered: the item is skipped, the run succeeds', async () => {
		const items = [text({ optOut: true }), text({ from: BOB })];
		const outcome = await suite.engine.run(node(), items);
		expect(outcome.error).toBeUndefined();
		expect(rows(outcome)).toEqual([
			expect.objectContaining({
				...{ to: ANN, status: 'skipped', outcome: 'skipped', provider: null, messageId: null },
				reason: 'The sender asks for no more texts',
			}),
			expect.objectContaining({ to: BOB, outcome: 'accepted' }),
		]);
		expect(outcome.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 0 },
			{ item: 1 },
		]);
		expect(phones()).toMatchObject([{ to: BOB }]);
		expect(hints(outcome)).toContainEqual(expect.stringContaining('Reply to Opt-Outs'));
	});

	test('only STOPs: nothing is sent, in a summary and a dry run too', async () => {
		for (const options of [{}, { output: 'summary' }, { dryRun: true }]) {
			const outcome = await suite.engine.run(node({ options }), [text({ optOut: true })]);
			expect(outcome.error).toBeUndefined();
			expect(rows(outcome)).toMatchObject(
				'output' in options ? [{ skipped: 1, accepted: 0 }] : [{ outcome: 'skipped' }],
			);
		}
		expect(phones()).toEqual([]);
	});

	test('Reply to Opt-Outs answers them', async () => {
		await suite.engine.run(node({ options: { replyToOptOuts: true } }), [text({ optOut: true })]);
		expect(phones()).toMatchObject([{ to: ANN }]);
	});

	test('Allowed Recipients, Limit per Recipient and Max Segments hold as in every send', async () => {
		const options = {
			allowedRecipients: ANN,
			limitPerRecipient: { limit: { messages: 2, minutes: 60 } },
			maxSegments: 1,
		};
		const answer = async (more: IDataObject, parameters: IDataObject = {}) =>
			await suite.engine.run(node({ options, ...parameters }, ON_ERROR.continue), [text(more)]);
		expect(rows(await answer({ from: BOB }))).toMatchObject([{ outcome: 'notSent' }]);
		expect(rows(await answer({}, { message: 'x'.repeat(200) }))).toMatchObject([
			{ outcome: 'notSent' },
		]);
		for (let round = 0; round < 5; round++) await answer({});
		expect(phones()).toHaveLength(2);
	});

	test('an answer that is empty is not sent', async () => {
		const { error } = await suite.engine.run(node({ message: undefined }), [text()]);
		expect(error?.message).toContain('Message is empty');
		expect(phones()).toEqual([]);
	});

	test('a Retry answers only whom the first run did not', async () => {
		suite.sandbox.fault({ wire: 'smsmobileapi', kind: 'status', status: 401 });
		const items = [text(), text({ provider: 'smsMobileApi', to: DEVICE, from: BOB })];
		const failed = await suite.engine.run(node(), items);
		expect(failed.error).toBeDefined();
		await suite.engine.retry(node(), failed);
		expect(phones().map(({ to }) => to)).toEqual([ANN, BOB]);
	});

	test('One Text per Recipient never joins the answers of two providers', async () => {
		const items = [
			text({ to: null }),
			text({ to: null }),
			text({ provider: 'smsMobileApi', to: null }),
		];
		const outcome = await suite.engine.run(
			node({ options: { oneTextPerRecipient: true } }, ON_ERROR.continue),
			items,
		);
		expect(suite.sandbox.messages().map(({ provider }) => provider)).toEqual([
			'clickSend',
			'smsMobileApi',
		]);
		expect(rows(outcome)).toMatchObject([{ joined: 2 }, {}]);
	});
});
