/** The examples that begin with a text or a report, run unchanged (issue 5, "Done when"). */
import { type IDataObject, type INode } from 'n8n-workflow';
import { ANSWER, findLogFaults, OUR_NUMBER, QUESTION, takenOver } from '../../demo/inbound.mts';
import {
	ACKNOWLEDGE_EXAMPLE,
	AUTO_REPLY_EXAMPLE,
	pollingAt,
	readExample,
	REPORT_LOG_EXAMPLE,
	type WorkflowNode,
} from '../../demo/workflow.mts';
import { until } from '../sandbox/receiver.mts';
import { type Outcome } from '../support/engine.mts';
import { Poller } from '../support/poller.mts';
import { useSuite } from '../support/suite.mts';
import { useWebhooks } from '../support/webhooks.mts';

const suite = useSuite();
const host = useWebhooks(suite);

const CREDENTIALS = ['clickSendApi'];
const NUMBERS = ['+61411111111', '+61422222222'];

/** The example with its credential chosen, as after importing it, and its trigger. */
function imported(file: string): { trigger: WorkflowNode; run: Run } {
	const { nodes, connections } = readExample(file);
	for (const node of nodes) {
		if (node.credentials?.clickSendApi) {
			node.credentials = { clickSendApi: { id: 'clickSendApi', name: 'clickSendApi' } };
		}
	}
	const trigger = nodes.find(({ type }) => type.endsWith('Trigger'));
	if (!trigger) throw new Error(`${file} has no trigger`);
	const workflow = { nodes: nodes as unknown as INode[], connections };
	return {
		trigger,
		run: async (items, watched) =>
			await suite.engine.runWorkflow(workflow, { start: trigger.name, watched }, items),
	};
}

type Run = (items: IDataObject[], watched: string) => Promise<Outcome>;

const phones = () => suite.sandbox.messages().map(({ to, text }) => ({ to, text }));

async function alert(reference: string): Promise<void> {
	await suite.engine.run({
		type: 'n8n-nodes-sms-suite.sendSms',
		parameters: {
			...{ operation: 'send', providers: ['clickSend'], to: NUMBERS.join(), message: 'Down' },
			options: { reference },
		},
		credentials: CREDENTIALS,
	});
}

test('auto-reply: HELP is answered, STOP and small talk are not', async () => {
	const { trigger, run } = imported(AUTO_REPLY_EXAMPLE);
	const { type, parameters } = trigger;
	const poller = new Poller(suite.engine, {
		type,
		parameters: parameters as IDataObject,
		credentials: CREDENTIALS,
	});
	await poller.activate();
	// The last one is an automatic reply of somebody else's.
	for (const text of ['STOP', 'Hello', QUESTION.text, 'Text HELP to get help'])
		suite.sandbox.reply({ ...QUESTION, text });
	const items = await poller.poll();
	expect(items).toMatchObject([{ from: QUESTION.from, text: QUESTION.text }]);
	const outcome = await run(items, 'Answer');
	expect(outcome.error).toBeUndefined();
	expect(phones()).toEqual([
		{ to: QUESTION.from, text: expect.stringContaining(ANSWER) as string },
	]);
	expect(await poller.poll()).toEqual([]);

	// Somebody's automatic reply that is taken for a question: the answers end.
	for (let round = 0; round < 15; round++) await run(items, 'Answer');
	expect(phones()).toHaveLength(3);
});

test('acknowledgement: ACK is reported to everyone, with the alert it is about', async () => {
	const { trigger, run } = imported(ACKNOWLEDGE_EXAMPLE);
	const hosted = host.add(trigger.parameters as IDataObject, CREDENTIALS);
	await hosted.activate();
	await alert('DiskFull');
	suite.sandbox.reply({ from: NUMBERS[0] ?? '', to: OUR_NUMBER, text: 'Who is this?' });
	suite.sandbox.reply({ from: QUESTION.from, to: OUR_NUMBER, text: 'ACK, says a stranger' });
	suite.sandbox.reply({ from: NUMBERS[0] ?? '', to: OUR_NUMBER, text: 'ACK, on my way' });
	await until(() => hosted.started.length > 0);
	await until(() => suite.sandbox.deliveries({ done: false }).length === 0);
	expect(hosted.started).toHaveLength(1);
	const outcome = await run(hosted.started.flat(), 'Tell the team');
	expect(outcome.error).toBeUndefined();
	expect(phones().slice(2)).toEqual(takenOver(NUMBERS[0] ?? '', 'DiskFull', NUMBERS));
	await hosted.deactivate();
});

test('delivery reports: a row for each', async () => {
	const { trigger, run } = imported(REPORT_LOG_EXAMPLE);
	const hosted = host.add(trigger.parameters as IDataObject, CREDENTIALS);
	await hosted.activate();
	await alert('DiskFull');
	const [first, second] = suite.sandbox.messages();
	if (!first || !second) throw new Error('Nothing was sent');
	suite.sandbox.carrier(first.id, 'delivered');
	await until(() => hosted.started.length === 1);
	const log = await run(hosted.started[0] ?? [], 'Log row');
	expect(
		findLogFaults(
			(log.outputs[0] ?? []).map(({ json }) => json),
			first,
		),
	).toEqual([]);

	suite.sandbox.carrier(second.id, 'undelivered', '12');
	await until(() => hosted.started.length === 2);
	const failed = await run(hosted.started[1] ?? [], 'Log row');
	expect(failed.outputs[0]?.[0]?.json).toMatchObject({
		...{ messageId: second.id, status: 'failed', isFinal: true },
		reason: expect.stringContaining('12') as string,
	});
	await hosted.deactivate();
});

test('faults in a log are found', () => {
	const sent = { id: 'a', reference: 'r' };
	const row = { messageId: 'a', reference: 'r', status: 'delivered', isFinal: true };
	expect(findLogFaults([row], sent)).toEqual([]);
	expect(findLogFaults([], sent)).toEqual(['there is no row in the log']);
	expect(findLogFaults([{ ...row, status: 'sent' }, row], sent)).toHaveLength(2);
});

test('the demo polls at the stated seconds, and changes nothing else', () => {
	const example = readExample(AUTO_REPLY_EXAMPLE);
	const often = pollingAt(example, [0, 30]);
	const [, trigger] = often.nodes;
	expect(trigger?.parameters.pollTimes).toEqual({
		item: [
			{ mode: 'custom', cronExpression: '0 * * * * *' },
			{ mode: 'custom', cronExpression: '30 * * * * *' },
		],
	});
	expect(often.nodes.slice(2)).toEqual(example.nodes.slice(2));
});
