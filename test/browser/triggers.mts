/** Both triggers: a reply typed on the phones page starts the workflow. */
import { type Workflow } from '../../demo/workflow.mts';
import { answering, smsTrigger, TRIGGER, type TriggerSpec } from '../e2e/answering.mts';
import { until } from '../support/patience.mts';
import { PATIENCE_MS } from './browser.mts';
import { type World } from './world.mts';

const PHONE = '+61411111111';
const WEBHOOK_ID = '6f1f0c1b-5a3f-4c0e-9a3e-0d4c2a52b277';

const TRIGGERS: { name: string; button: RegExp; trigger: TriggerSpec }[] = [
	{
		name: 'SMS Trigger',
		button: /Fetch test event/i,
		trigger: smsTrigger('clickSend', 'clickSendApi', { createPollRule: true }),
	},
	{
		name: 'SMS Webhook Trigger',
		button: /Listen for test event/i,
		trigger: {
			type: 'n8n-nodes-sms-suite.smsWebhookTrigger',
			parameters: { provider: 'clickSend', events: ['messageReceived'] },
			webhookId: WEBHOOK_ID,
			credential: 'clickSendApi',
		},
	},
];

/** The same workflow with an id that can stand in an address. */
const withId = (workflow: Workflow): Workflow => ({
	...workflow,
	nodes: workflow.nodes.map((node) => (node.name === TRIGGER ? { ...node, id: 'trigger' } : node)),
});

export function triggers(world: World): void {
	test.each(TRIGGERS)('$name: a test event, then the published workflow', (each) =>
		world.step(async () => {
			const { editor, phones, place } = world;
			const { name, button, trigger } = each;
			const workflow = withId(answering(place, name, trigger));
			const { id, versionId } = await place.rest.create(workflow);
			await editor.openWorkflow(id);
			await editor.openNode(TRIGGER, 'trigger');
			const listen = editor.panel.getByRole('button', { name: button }).first();
			if (name === 'SMS Trigger') {
				// It fetches what is there.
				await phones.reply(PHONE, `Test of ${name}`);
				await listen.click();
			} else {
				await listen.click();
				await until('the rule at the provider', PATIENCE_MS, () =>
					place.sandbox
						.requests({ method: 'POST', path: '/v3/automations/sms/inbound' })
						.some(({ status }) => status === 200),
				);
				await phones.reply(PHONE, `Test of ${name}`);
			}
			await editor.sees(`Test of ${name}`);

			await place.rest.activate(id, versionId);
			await phones.reply(PHONE, `Hello ${name}`);
			await phones.shows(PHONE, `got Hello ${name}`);
			await place.rest.deactivate(id);
		}),
	);
}
