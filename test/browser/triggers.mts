/** Both triggers: a reply typed on the phones page starts the workflow. */
import { pollingAt, type Workflow } from '../../demo/workflow.mts';
import { answering, smsTrigger, TRIGGER, type TriggerSpec } from '../e2e/answering.mts';
import { until } from '../support/patience.mts';
import { PATIENCE_MS } from './browser.mts';
import { type World } from './world.mts';

const PHONE = '+61411111111';
const WEBHOOK_ID = '6f1f0c1b-5a3f-4c0e-9a3e-0d4c2a52b277';

const TRIGGERS: { name: string; trigger: TriggerSpec }[] = [
	{
		name: 'SMS Trigger',
		trigger: smsTrigger('clickSend', 'clickSendApi', { createPollRule: true }),
	},
	{
		name: 'SMS Webhook Trigger',
		trigger: {
			type: 'n8n-nodes-sms-suite.smsWebhookTrigger',
			parameters: { provider: 'clickSend', events: ['messageReceived'] },
			webhookId: WEBHOOK_ID,
			credential: 'clickSendApi',
		},
	},
];

/** Fewer entries than the panel of a trigger that polls every second would have to draw. */
const EVERY_FIVE_SECONDS = Array.from({ length: 12 }, (_, n) => n * 5);

/** The same workflow with an id that can stand in an address. */
const withId = (workflow: Workflow): Workflow => ({
	...workflow,
	nodes: workflow.nodes.map((node) => (node.name === TRIGGER ? { ...node, id: 'trigger' } : node)),
});

const answered = ({ place }: World, method: string, path: string) =>
	place.sandbox.requests({ method, path }).filter(({ status }) => status === 200).length;

/** How many rules n8n has created at ClickSend so far. */
const rules = (world: World) => answered(world, 'POST', '/v3/automations/sms/inbound');

/** Grows when a trigger is activated, by its first poll or its rule. */
const listening = (world: World) => rules(world) + answered(world, 'GET', '/v3/sms/inbound');

export function triggers(world: World): void {
	test.each(TRIGGERS)('$name: a test event, then the published workflow', (each) =>
		world.step(async () => {
			const { editor, phones, place } = world;
			const { name, trigger } = each;
			const workflow = withId(pollingAt(answering(place, name, trigger), EVERY_FIVE_SECONDS));
			const { id, versionId } = await place.rest.create(workflow);
			await editor.openWorkflow(id);
			await editor.openNode(TRIGGER, 'trigger');
			const listen = editor.panel.getByTestId('node-execute-button').first();
			if (name === 'SMS Trigger') {
				// The first test creates the rule with which the provider keeps what arrives.
				await listen.click();
				await editor.sees('Send a text to your number and try again.');
				await phones.reply(PHONE, `Test of ${name}`);
				await listen.click();
			} else {
				const before = rules(world);
				await listen.click();
				await until('the rule at the provider', PATIENCE_MS, () => rules(world) > before);
				await phones.reply(PHONE, `Test of ${name}`);
			}
			await editor.sees(`Test of ${name}`);

			const before = listening(world);
			await place.rest.activate(id, versionId);
			// n8n 2.41 answers before it has activated the workflow.
			await until('the trigger to listen', PATIENCE_MS, () => listening(world) > before);
			await phones.reply(PHONE, `Hello ${name}`);
			await phones.shows(PHONE, `got Hello ${name}`);
			await place.rest.deactivate(id);
		}),
	);
}
