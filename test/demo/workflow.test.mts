import { onCallNumbers, readExample, SEND_SMS, withCredential } from '../../demo/workflow.mts';

const example = readExample();
const sendSms = example.nodes.find(({ type }) => type === SEND_SMS);

test('node names and ids are unique', () => {
	for (const key of ['name', 'id'] as const) {
		expect(new Set(example.nodes.map((node) => node[key])).size).toBe(example.nodes.length);
	}
});

test('every connection leads from a node to a node, and every node but the note is connected', () => {
	const names = new Set(example.nodes.map(({ name }) => name));
	const connected = new Set<string>();
	for (const [from, { main }] of Object.entries(example.connections)) {
		connected.add(from);
		for (const { node, type, index } of main.flat()) {
			expect({ type, index }).toEqual({ type: 'main', index: 0 });
			connected.add(node);
		}
	}
	expect([...connected].filter((name) => !names.has(name))).toEqual([]);
	const notes = example.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
	expect(connected.size).toBe(names.size - notes.length);
});

test('the alerts are split, then texted; what was not sent fails the execution', () => {
	const path = ['n8n-nodes-base.webhook', 'n8n-nodes-base.splitOut', SEND_SMS];
	const [webhook, split, send] = path.map((type) => example.nodes.find((n) => n.type === type));
	expect(webhook?.parameters).toMatchObject({ httpMethod: 'POST', path: 'alertmanager' });
	expect(split?.parameters).toMatchObject({ fieldToSplitOut: 'body.alerts' });
	const next = (name = '') => example.connections[name]?.main.map((way) => way[0]?.node);
	expect(next(webhook?.name)).toEqual([split?.name]);
	expect(next(split?.name)).toEqual([send?.name]);
	expect(send?.onError).toBe('continueErrorOutput');
	expect(next(send?.name)).toEqual([undefined, 'Not texted']);
	const last = example.nodes.find(({ name }) => name === 'Not texted');
	expect(last?.type).toBe('n8n-nodes-base.stopAndError');
});

test('Send SMS never sends twice, to two numbers in international form', () => {
	expect(sendSms?.parameters).toMatchObject({
		operation: 'send',
		providers: ['clickSend'],
		clickSendAuthentication: 'clickSendApi',
		ifUnsure: 'neverTwice',
	});
	expect(onCallNumbers(example)).toEqual(['+61411111111', '+61422222222']);
});

test('the example holds no credential id; importing it fills one in and changes nothing else', () => {
	expect(sendSms?.credentials).toEqual({ clickSendApi: { id: null, name: 'ClickSend account' } });
	const reference = { id: 'abc', name: 'Mine' };
	const filled = withCredential(example, 'clickSendApi', reference);
	const changed = filled.nodes.filter((node, index) => node !== example.nodes[index]);
	expect(changed).toEqual([{ ...sendSms, credentials: { clickSendApi: reference } }]);
	expect(filled.connections).toEqual(example.connections);
});
