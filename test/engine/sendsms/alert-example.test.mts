/** The alert example, run unchanged: however many alerts come at once, each person gets one text. */
import { type INode } from 'n8n-workflow';
import { type Alert, expectedTexts, findFaults, readPayload } from '../../../demo/alert.mts';
import {
	ALERTMANAGER_EXAMPLE,
	onCallNumbers,
	readExample,
	withCredential,
} from '../../../demo/workflow.mts';
import { segment } from '../../../core/text/segments';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const example = readExample(ALERTMANAGER_EXAMPLE);
const NUMBERS = onCallNumbers(example);

async function post(body: ReturnType<typeof readPayload>) {
	const { connections, nodes } = structuredClone(
		withCredential(example, 'clickSendApi', { id: 'clickSendApi', name: 'clickSendApi' }),
	);
	return await suite.engine.runWorkflow(
		{ connections, nodes: nodes as INode[] },
		{ start: 'Alertmanager', watched: 'Text on-call' },
		[{ headers: {}, params: {}, query: {}, body: { ...body } }],
	);
}

test('the payload of the demo is one text per person, with a line for each alert', async () => {
	const outcome = await post(readPayload());
	expect(outcome.error).toBeUndefined();
	const arrived = suite.sandbox.messages();
	expect(
		findFaults(
			expectedTexts(readPayload(), NUMBERS),
			arrived.map(({ to, text = '' }) => ({ to, text })),
		),
	).toEqual([]);
	expect(arrived.map(({ reference }) => reference)).toEqual(['checkout', 'checkout']);
});

test('40 alerts are one text per person, not 40', async () => {
	const payload = readPayload();
	const [first] = payload.alerts;
	const alerts = Array.from({ length: 40 }, (_, n): Alert => ({
		...first!,
		labels: { ...first!.labels, instance: `checkout-${n}:8080` },
	}));
	const outcome = await post({ ...payload, alerts });
	expect(outcome.error).toBeUndefined();
	const arrived = suite.sandbox.messages();
	expect(arrived.map(({ to }) => to)).toEqual(NUMBERS);
	const [text = ''] = arrived.map((one) => one.text);
	expect(segment(text).segments).toBeLessThanOrEqual(4);
	expect(text).toMatch(/^FIRING InstanceDown \(critical\) on checkout-0:8080: .*\n\+\d+ more$/s);
	const lines = text.split('\n').length - 1;
	expect(text).toContain(`+${40 - lines} more`);
	expect(suite.sandbox.requests({ wire: 'clicksend', method: 'POST' })).toHaveLength(1);
	expect(outcome.outputs[0]).toHaveLength(2);
});

test('one person of two cannot be texted: the execution fails, and the other one got the text', async () => {
	suite.sandbox.configure({ enabledCountries: ['US'] });
	const outcome = await post(readPayload());
	expect(outcome.outputs[1]).toHaveLength(2);
	expect(outcome.error?.message).toMatch(/^2 of the texts could not be sent/);
});
