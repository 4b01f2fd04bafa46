import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The parts of n8n's workflow JSON that the demo uses. */
export interface Workflow {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, { main: { node: string; type: 'main'; index: number }[][] }>;
	settings: Record<string, unknown>;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, CredentialReference>;
	webhookId?: string;
	onError?: string;
}

export interface CredentialReference {
	/** Null in the examples: n8n then looks for a credential with that name. */
	id: string | null;
	name: string;
}

export const SEND_SMS = 'n8n-nodes-sms-suite.sendSms';

const EXAMPLES = join(import.meta.dirname, '../examples');
export const ALERTMANAGER_EXAMPLE = join(EXAMPLES, 'alertmanager-to-sms.json');
export const EVERY_PROVIDER_EXAMPLE = join(EXAMPLES, 'text-through-every-provider.json');
export const FAILOVER_EXAMPLE = join(EXAMPLES, 'failover-to-second-provider.json');
export const DELIVERED_EXAMPLE = join(EXAMPLES, 'alert-until-delivered.json');
export const ESCALATION_EXAMPLE = join(EXAMPLES, 'escalate-until-taken.json');
export const AUTO_REPLY_EXAMPLE = join(EXAMPLES, 'auto-reply.json');
export const ACKNOWLEDGE_EXAMPLE = join(EXAMPLES, 'text-back-acknowledgement.json');
export const AGENT_EXAMPLE = join(EXAMPLES, 'agent-answers-texts.json');
export const REPORT_LOG_EXAMPLE = join(EXAMPLES, 'delivery-report-log.json');

/** A workflow of examples/, as a user would import it. */
export function readExample(file: string): Workflow {
	return JSON.parse(readFileSync(file, 'utf8')) as Workflow;
}

/** The same workflow with this credential in every node that needs one of its type. */
export function withCredential(
	workflow: Workflow,
	type: string,
	reference: CredentialReference,
): Workflow {
	const nodes = workflow.nodes.map((node) =>
		node.credentials?.[type]
			? { ...node, credentials: { ...node.credentials, [type]: reference } }
			: node,
	);
	return { ...workflow, nodes };
}

const SMS_TRIGGER = 'n8n-nodes-sms-suite.smsTrigger';

/** The same workflow, polling at these seconds of every minute; n8n needs an entry for each. */
export function pollingAt(workflow: Workflow, seconds: readonly number[]): Workflow {
	const item = seconds.map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	}));
	const nodes = workflow.nodes.map((node) =>
		node.type === SMS_TRIGGER
			? { ...node, parameters: { ...node.parameters, pollTimes: { item } } }
			: node,
	);
	return { ...workflow, nodes };
}

/** The first Send SMS node of a workflow. */
export function sendSmsNode(workflow: Workflow): WorkflowNode | undefined {
	return workflow.nodes.find(({ type }) => type === SEND_SMS);
}

interface Assignment {
	name: string;
	value: unknown;
}

const EDIT_FIELDS = 'n8n-nodes-base.set';

/** The fields of a node of the type Edit Fields. */
const assignmentsOf = ({ parameters }: WorkflowNode): Assignment[] =>
	(parameters.assignments as { assignments: Assignment[] }).assignments;

/** The numbers that a workflow texts: those of its on-call list, or else of its Send SMS node. */
export function onCallNumbers(workflow: Workflow): string[] {
	const list = workflow.nodes
		.filter(({ type }) => type === EDIT_FIELDS)
		.flatMap(assignmentsOf)
		.find(({ name }) => name === 'people');
	if (list) return JSON.parse(String(list.value)) as string[];
	const to = sendSmsNode(workflow)?.parameters.to;
	return typeof to === 'string' ? to.split(',').map((number) => number.trim()) : [];
}

/** The same workflow with another on-call list, or with other minutes for an answer. */
export function withOnCall(
	workflow: Workflow,
	{ people, minutes }: { people?: readonly string[]; minutes?: number },
): Workflow {
	const values: Record<string, unknown> = {
		...(people && { people: JSON.stringify(people) }),
		...(minutes !== undefined && { minutes }),
	};
	const nodes = workflow.nodes.map((node) => {
		if (node.type !== EDIT_FIELDS) return node;
		const assignments = assignmentsOf(node).map((one) => ({
			...one,
			...(one.name in values && { value: values[one.name] }),
		}));
		return { ...node, parameters: { ...node.parameters, assignments: { assignments } } };
	});
	return { ...workflow, nodes };
}

/** The path of the workflow's webhook. */
export function webhookPath(workflow: Workflow): string {
	const webhook = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
	return String(webhook?.parameters.path);
}
