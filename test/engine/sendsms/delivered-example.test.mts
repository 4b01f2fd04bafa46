/**
 * The example workflow that waits for delivery, run unchanged: the first provider's carrier delivers
 * nothing, that of the second one reaches one phone, and the other one is called.
 */
import { type INode } from 'n8n-workflow';
import { FAILURE, findDeliveryFaults } from '../../../demo/delivered.mts';
import {
	DELIVERED_EXAMPLE,
	onCallNumbers,
	readExample,
	withCredential,
} from '../../../demo/workflow.mts';
import { type CarrierRule } from '../../../sandbox/carrier-rules.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const NUMBERS = onCallNumbers(readExample(DELIVERED_EXAMPLE));
const [FIRST = ''] = NUMBERS;

/** The example with credentials chosen, as after importing it. */
function imported() {
	const { connections, nodes } = ['clickSendApi', 'smsMobileApi'].reduce(
		(filled, type) => withCredential(filled, type, { id: type, name: type }),
		readExample(DELIVERED_EXAMPLE),
	);
	return { connections, nodes: nodes as INode[] };
}

async function alert(carrierRules: CarrierRule[]) {
	suite.sandbox.configure({ carrierRules });
	return await suite.engine.runWorkflow(
		imported(),
		{ start: 'Must arrive', watched: 'Text until delivered' },
		[{ headers: {}, params: {}, query: {}, body: FAILURE }],
	);
}

const failed = { state: 'undelivered', errorCode: '12', afterMs: 500 } as const;

test('by the second provider, and then by a call', async () => {
	const outcome = await alert([
		{ provider: 'clickSend', to: FIRST, state: 'delivered', afterMs: 500 },
		failed,
	]);
	expect(outcome.error).toBeUndefined();
	const items = (outcome.outputs[0] ?? []).map(({ json }) => json);
	expect(findDeliveryFaults(FAILURE, NUMBERS, suite.sandbox.messages(), items)).toEqual([]);
	expect(items[0]).toMatchObject({
		...{ to: FIRST, outcome: 'accepted', provider: 'clickSend' },
		attempts: [
			{
				provider: 'smsMobileApi',
				outcome: 'accepted',
				delivery: { status: 'failed' },
			},
			{ provider: 'clickSend', outcome: 'accepted', delivery: { status: 'delivered' } },
		],
	});
	expect(items[1]).toMatchObject({
		...{ to: NUMBERS[1], outcome: 'accepted', provider: 'clickSend', channel: 'call' },
	});
}, 60_000);

test('a text that the first provider delivers is the only one', async () => {
	const outcome = await alert([{ state: 'delivered', afterMs: 200 }]);
	expect(suite.sandbox.messages().map(({ to, provider }) => [to, provider])).toEqual(
		NUMBERS.map((to) => [to, 'smsMobileApi']),
	);
	expect(outcome.outputs.map((items) => items.length)).toEqual([NUMBERS.length, 0]);
}, 60_000);
