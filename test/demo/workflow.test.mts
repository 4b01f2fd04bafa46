import {
	ACKNOWLEDGE_EXAMPLE,
	AGENT_EXAMPLE,
	ALERTMANAGER_EXAMPLE,
	AUTO_REPLY_EXAMPLE,
	DELIVERED_EXAMPLE,
	ESCALATION_EXAMPLE,
	EVERY_PROVIDER_EXAMPLE,
	FAILOVER_EXAMPLE,
	onCallNumbers,
	readExample,
	REPORT_LOG_EXAMPLE,
	SEND_SMS,
	sendSmsNode,
	webhookPath,
	withCredential,
	withOnCall,
} from '../../demo/workflow.mts';

const WEBHOOK = 'n8n-nodes-base.webhook';
const ALERTMANAGER = readExample(ALERTMANAGER_EXAMPLE);
const FAILOVER = readExample(FAILOVER_EXAMPLE);
const DELIVERED = readExample(DELIVERED_EXAMPLE);
const ESCALATION = readExample(ESCALATION_EXAMPLE);
/** The examples that text an alert, each with the node for what was not sent. */
const ALERTS = [
	[ALERTMANAGER, 'Not texted'],
	[FAILOVER, 'Not texted'],
	[DELIVERED, 'Nobody reached'],
] as const;

const EVERY = [
	...[ALERTMANAGER_EXAMPLE, FAILOVER_EXAMPLE, EVERY_PROVIDER_EXAMPLE],
	...[DELIVERED_EXAMPLE, ESCALATION_EXAMPLE, AUTO_REPLY_EXAMPLE, ACKNOWLEDGE_EXAMPLE],
	...[REPORT_LOG_EXAMPLE, AGENT_EXAMPLE],
].map(readExample);

describe.each(EVERY)('$name', (example) => {
	test('node names and ids are unique', () => {
		for (const key of ['name', 'id'] as const) {
			expect(new Set(example.nodes.map((node) => node[key])).size).toBe(example.nodes.length);
		}
	});

	test('every connection links two nodes, and every node except the note is connected', () => {
		const names = new Set(example.nodes.map(({ name }) => name));
		const connected = new Set<string>();
		for (const [from, ways] of Object.entries(example.connections)) {
			connected.add(from);
			for (const [kind, outputs] of Object.entries(ways)) {
				for (const { node, type, index } of outputs.flat()) {
					expect({ type, index }).toEqual({ type: kind, index: 0 });
					connected.add(node);
				}
			}
		}
		expect([...connected].filter((name) => !names.has(name))).toEqual([]);
		const notes = example.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(notes).toHaveLength(1);
		expect(connected.size).toBe(names.size - notes.length);
	});

	test('its note shows all its text, and covers no node', () => {
		const note = example.nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote')!;
		const { content, width, height } = note.parameters as Record<string, number | string>;
		// As n8n 2.8 draws it: a heading, then lines of 18 px with about 6.35 px for a character.
		const [, ...points] = String(content).split('\n');
		const perLine = Number(width) / 6.35;
		const lines = points.reduce(
			(sum, point) => sum + Math.ceil(point.replace(/[*`]/g, '').length / perLine),
			0,
		);
		expect(Number(height)).toBeGreaterThanOrEqual(70 + 18 * lines + 4 * points.length);
		const [left, top] = note.position;
		const covered = example.nodes.filter(
			({ position: [x, y] }) =>
				x >= left && x < left + Number(width) && y >= top && y < top + Number(height),
		);
		expect(covered).toEqual([note]);
	});

	test('it contains no credential id', () => {
		const credentials = example.nodes.flatMap((node) => Object.values(node.credentials ?? {}));
		expect(credentials.length).toBeGreaterThan(0);
		for (const { id } of credentials) expect(id).toBeNull();
	});
});

// The example with a node for each provider is exempt: its note describes them all together.
test.each(EVERY.filter(({ name }) => name !== readExample(EVERY_PROVIDER_EXAMPLE).name))(
	'$name: its note names its other nodes',
	(example) => {
		const note = example.nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const others = example.nodes.filter((node) => node !== note).map(({ name }) => name);
		const content = String(note?.parameters.content);
		expect(others.filter((name) => !content.includes(name))).toEqual([]);
	},
);

describe('the examples are safe by default', () => {
	test.each(EVERY.filter(({ nodes }) => nodes.some(({ type }) => type === WEBHOOK)))(
		'$name: its webhook requires a header',
		({ nodes }) => {
			const webhook = nodes.find(({ type }) => type === WEBHOOK);
			expect(webhook?.parameters.authentication).toBe('headerAuth');
			expect(webhook?.credentials).toEqual({ httpHeaderAuth: { id: null, name: 'Alert header' } });
		},
	);

	test.each([...ALERTS.map(([example]) => example), ESCALATION])(
		'$name: what one call can cost is limited',
		({ nodes }) => {
			for (const { parameters } of nodes.filter(({ type }) => type === SEND_SMS)) {
				const { maxSegmentsInTotal } = parameters.options as Record<string, unknown>;
				expect(Number(maxSegmentsInTotal)).toBeGreaterThan(0);
			}
		},
	);

	test('acknowledgements come from the on-call numbers only, and are not repeated', () => {
		const example = readExample(ACKNOWLEDGE_EXAMPLE);
		const [trigger] = example.nodes.filter(({ type }) => type.endsWith('Trigger'));
		const { from } = trigger?.parameters.filters as { from: string };
		expect(from.split(', ')).toEqual(onCallNumbers(example));
		expect(sendSmsNode(example)?.parameters.message).not.toContain('$json.text');
	});

	test('automatic replies to one sender are limited', () => {
		const { options } = sendSmsNode(readExample(AUTO_REPLY_EXAMPLE))?.parameters ?? {};
		expect(options).toMatchObject({ limitPerRecipient: { limit: { messages: 3, minutes: 60 } } });
	});
});

describe('the agent that answers texts', () => {
	const agent = readExample(AGENT_EXAMPLE);
	const parametersOf = (type: string) =>
		agent.nodes.find((node) => node.type.endsWith(type))?.parameters ?? {};

	test('what one stranger can cost is limited', () => {
		const { operation, options } = sendSmsNode(agent)?.parameters ?? {};
		expect(operation).toBe('reply');
		expect(options).toMatchObject({
			limitPerRecipient: { limit: { messages: 10, minutes: 60 } },
			allowedCountries: ['AU'],
			maxSegments: 3,
			maxSegmentsInTotal: 30,
		});
		expect(options).not.toHaveProperty('replyToOptOuts');
		expect(parametersOf('.smsWebhookTrigger').filters).toEqual({ from: '+61*' });
		expect(parametersOf('.agent').options).toMatchObject({ maxIterations: 5 });
	});

	test('it takes the text and the memory from the columns of the trigger, and has no tools', () => {
		expect(parametersOf('.agent').promptType).toBe('auto');
		expect(parametersOf('.memoryBufferWindow').sessionIdType).toBe('fromInput');
		const kinds = Object.values(agent.connections).flatMap((ways) => Object.keys(ways));
		expect(new Set(kinds)).toEqual(new Set(['main', 'ai_languageModel', 'ai_memory']));
		const { systemMessage } = parametersOf('.agent').options as Record<string, string>;
		expect(systemMessage).toMatch(/strangers/);
		expect(systemMessage).toMatch(/never an instruction/);
	});
});

describe.each(ALERTS.map(([example, last]) => ({ name: example.name, example, lastName: last })))(
	'$name',
	({ example, lastName }) => {
		const sendSms = sendSmsNode(example);
		const next = (name = '') => example.connections[name]?.main.map((way) => way[0]?.node);

		test('messages that were not sent fail the execution', () => {
			expect(sendSms?.onError).toBe('continueErrorOutput');
			expect(next(sendSms?.name)).toEqual([undefined, lastName]);
			const last = example.nodes.find(({ name }) => name === lastName);
			expect(last?.type).toBe('n8n-nodes-base.stopAndError');
		});

		test('it contains no credential id; importing fills them in and changes nothing else', () => {
			const entries = Object.entries(sendSms?.credentials ?? {});
			expect(entries.length).toBeGreaterThan(0);
			for (const [type, { id }] of entries) {
				expect(id).toBeNull();
				const reference = { id: 'abc', name: 'Mine' };
				const filled = withCredential(example, type, reference);
				const changed = filled.nodes.filter((node, index) => node !== example.nodes[index]);
				expect(changed).toEqual([
					{ ...sendSms, credentials: { ...sendSms?.credentials, [type]: reference } },
				]);
				expect(filled.connections).toEqual(example.connections);
			}
		});

		test('its note names its webhook', () => {
			const note = example.nodes.find(({ type }) => type === 'n8n-nodes-base.stickyNote');
			const content = String(note?.parameters.content);
			expect(content).toContain(`/webhook/${webhookPath(example)}\``);
		});
	},
);

test('they can be active at once: their webhooks have different paths and ids', () => {
	const webhooks = EVERY.flatMap(({ nodes }) => nodes.filter(({ type }) => type === WEBHOOK));
	expect(webhooks.length).toBeGreaterThan(ALERTS.length);
	for (const key of ['webhookId', 'path'] as const) {
		const values = webhooks.map((node) => node[key as 'webhookId'] ?? node.parameters[key]);
		expect(new Set(values).size).toBe(webhooks.length);
	}
});

describe('Alertmanager to SMS', () => {
	test('the alerts are split, then texted', () => {
		const path = [WEBHOOK, 'n8n-nodes-base.splitOut', SEND_SMS];
		const [webhook, split, send] = path.map((type) =>
			ALERTMANAGER.nodes.find((node) => node.type === type),
		);
		expect(webhook?.parameters).toMatchObject({ httpMethod: 'POST', path: 'alertmanager' });
		expect(split?.parameters).toMatchObject({ fieldToSplitOut: 'body.alerts' });
		const next = (name = '') => ALERTMANAGER.connections[name]?.main.map((way) => way[0]?.node);
		expect(next(webhook?.name)).toEqual([split?.name]);
		expect(next(split?.name)).toEqual([send?.name]);
	});

	test('Send SMS never sends twice, to two numbers in international format', () => {
		expect(sendSmsNode(ALERTMANAGER)?.parameters).toMatchObject({
			operation: 'send',
			providers: ['clickSend'],
			clickSendAuthentication: 'clickSendApi',
			ifUnsure: 'neverTwice',
		});
		expect(onCallNumbers(ALERTMANAGER)).toEqual(['+61411111111', '+61422222222']);
	});

	test('it requires the credential under the name that n8n gives it', () => {
		expect(sendSmsNode(ALERTMANAGER)?.credentials).toEqual({
			clickSendApi: { id: null, name: 'ClickSend account' },
		});
	});
});

describe('Alert through a second provider', () => {
	test('ClickSend is tried first, then SUBMAIL, with its signature; the text must arrive', () => {
		expect(sendSmsNode(FAILOVER)?.parameters).toMatchObject({
			operation: 'send',
			providers: ['clickSend', 'submail'],
			ifUnsure: 'makeSure',
			options: { senders: { sender: [{ provider: 'submail', from: '【Sandbox】' }] } },
		});
	});

	test('both providers can reach every number', () => {
		const numbers = onCallNumbers(FAILOVER);
		expect(numbers.length).toBeGreaterThan(0);
		for (const number of numbers) expect(number).toMatch(/^\+86\d{11}$/);
	});

	test('it requires the credentials of both', () => {
		expect(sendSmsNode(FAILOVER)?.credentials).toEqual({
			clickSendApi: { id: null, name: 'ClickSend account' },
			submailApi: { id: null, name: 'SUBMAIL account' },
		});
	});
});

describe('Alert until it is delivered', () => {
	test('waits for delivery, goes on to the next provider, and calls in the end', () => {
		expect(sendSmsNode(DELIVERED)?.parameters).toMatchObject({
			providers: ['smsMobileApi', 'clickSend'],
			ifUnsure: 'makeSure',
			options: {
				waitForDelivery: 60,
				ifNotDelivered: 'next',
				callAsLastResort: { call: { language: 'en-us', voice: 'female' } },
			},
		});
	});
});

describe('Escalate until somebody takes it', () => {
	const named = (wanted: string) => ESCALATION.nodes.find(({ name }) => name === wanted);
	const next = (name: string) =>
		ESCALATION.connections[name]?.main.map((way) => way.map(({ node }) => node));

	test('each person has ten minutes, and can take it or not', () => {
		expect(named('Ask by text')).toMatchObject({
			onError: 'continueErrorOutput',
			parameters: { operation: 'sendAndWait', responseType: 'approval', resumeUnit: 'minutes' },
		});
		expect(onCallNumbers(ESCALATION)).toHaveLength(3);
		const fields = JSON.stringify(named('On-call list')?.parameters);
		expect(fields).toContain('"name":"minutes","value":10');
	});

	test('whatever happens to a question, the next person follows; then everybody is called', () => {
		expect(next('Ask by text')).toEqual([['Taken?'], ['Next person']]);
		expect(next('Taken?')).toEqual([['Anybody to tell?'], ['Next person']]);
		expect(next('Next person')).toEqual([['Call everybody'], ['Ask by text']]);
		expect(next('Call everybody')).toEqual([['Nobody has taken it']]);
		expect(named('Call everybody')).toMatchObject({
			executeOnce: true,
			onError: 'continueRegularOutput',
			parameters: { resource: 'voice', operation: 'send' },
		});
	});

	test('a list without anybody goes on to the node that fails', () => {
		expect(named('One by one')).toMatchObject({ alwaysOutputData: true });
	});

	test('its note names its webhook, and how phones reach n8n', () => {
		const content = String(named('How it works')?.parameters.content);
		expect(content).toContain(`/webhook/${webhookPath(ESCALATION)}\``);
		expect(content).toContain('WEBHOOK_URL');
	});

	test('the numbers and minutes stand in one node, and changing them changes nothing else', () => {
		const changed = withOnCall(ESCALATION, { people: ['+61400000001'], minutes: 2 });
		expect(onCallNumbers(changed)).toEqual(['+61400000001']);
		const before = JSON.stringify(ESCALATION);
		for (const number of onCallNumbers(ESCALATION)) expect(before.split(number)).toHaveLength(2);
		const others = ({ nodes }: typeof changed) =>
			nodes.filter(({ name }) => name !== 'On-call list');
		expect(others(changed)).toEqual(others(ESCALATION));
	});
});
