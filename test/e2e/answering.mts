import { type Workflow, type WorkflowNode } from '../../demo/workflow.mts';
import { type Account, type Place } from './place.mts';

export const TRIGGER = 'Text received';

/** The trigger of a workflow, without the fields that all nodes have. */
export type TriggerSpec = Pick<WorkflowNode, 'type' | 'parameters' | 'webhookId'> & {
	credential: Account;
};

/** Every second; n8n does not allow this with fewer entries. */
const EVERY_SECOND = {
	item: Array.from({ length: 60 }, (_, second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

/** An SMS Trigger that polls every second. */
export const smsTrigger = (
	provider: string,
	credential: Account,
	options: Record<string, boolean> = {},
): TriggerSpec => ({
	type: 'n8n-nodes-sms-suite.smsTrigger',
	parameters: {
		pollTimes: EVERY_SECOND,
		provider,
		[`${provider}Authentication`]: credential,
		options,
	},
	credential,
});

/** The answer of the workflow to a text, so that processed texts can be counted at the phones. */
export const answerTo = (text: string): string => `got ${text}`;

/** A workflow that answers each text with one text to its sender. */
export function answering(
	place: Place,
	name: string,
	{ credential, ...trigger }: TriggerSpec,
): Workflow {
	const node = (one: string, x: number, more: Omit<WorkflowNode, keyof typeof common>) => ({
		...common,
		id: one,
		name: one,
		position: [x, 0] as [number, number],
		...more,
	});
	const common = { id: '', name: '', typeVersion: 1, position: [0, 0] };
	return {
		name,
		nodes: [
			node(TRIGGER, 0, { ...trigger, credentials: place.credential(credential) }),
			node('Text back', 240, {
				type: 'n8n-nodes-sms-suite.clickSend',
				parameters: {
					authentication: 'clickSendApi',
					resource: 'sms',
					operation: 'send',
					to: '={{ $json.from }}',
					message: `=${answerTo('{{ $json.text }}')}`,
				},
				credentials: place.credential('clickSendApi'),
			}),
		],
		connections: { [TRIGGER]: { main: [[{ node: 'Text back', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** How often the answer to a text arrived. */
export const answersTo = (place: Place, text: string): number =>
	place.sandbox.messages().filter((message) => message.text === answerTo(text)).length;
