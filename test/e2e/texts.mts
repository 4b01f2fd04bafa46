/** A workflow that sends every element of `body.texts` of a call to its webhook. */
import { type CredentialReference, type Workflow } from '../../demo/workflow.mts';

export interface TextsWorkflow {
	/** Its name, and the path of its webhook. */
	path: string;
	/** Of Send SMS, in addition to the recipient and the text. */
	parameters: Record<string, unknown>;
	credentials: Record<string, CredentialReference>;
	/** On Error of Send SMS. */
	onError?: string;
	/** The names of the nodes as they stand in the workflow; in the order of their run if absent. */
	order?: readonly string[];
	settings?: Record<string, unknown>;
}

export function textsWorkflow(spec: TextsWorkflow): Workflow {
	const { path, parameters, credentials, onError, order, settings } = spec;
	const common = { typeVersion: 1, position: [0, 0] as [number, number] };
	const nodes = [
		{
			...common,
			id: 'hook',
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			webhookId: path,
			parameters: { httpMethod: 'POST', path },
		},
		{
			...common,
			id: 'split',
			name: 'Split',
			type: 'n8n-nodes-base.splitOut',
			parameters: { fieldToSplitOut: 'body.texts' },
		},
		{
			...common,
			id: 'send',
			name: 'Send',
			type: 'n8n-nodes-sms-suite.sendSms',
			...(onError && { onError }),
			parameters: {
				operation: 'send',
				to: '={{ $json.to }}',
				message: '={{ $json.text }}',
				ifUnsure: 'neverTwice',
				...parameters,
			},
			credentials,
		},
	];
	const names = order ?? nodes.map(({ name }) => name);
	const to = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });
	return {
		name: path,
		nodes: names.flatMap((name) => nodes.filter((node) => node.name === name)),
		connections: { Webhook: to('Split'), Split: to('Send') },
		settings: { executionOrder: 'v1', ...settings },
	};
}
