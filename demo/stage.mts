import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DemoFailure } from './failure.mts';
import { request } from './request.mts';
import { type Execution, N8nRest } from './rest.mts';
import { say } from './say.mts';
import {
	ACKNOWLEDGE_EXAMPLE,
	ALERTMANAGER_EXAMPLE,
	AUTO_REPLY_EXAMPLE,
	type CredentialReference,
	DELIVERED_EXAMPLE,
	ESCALATION_EXAMPLE,
	EVERY_PROVIDER_EXAMPLE,
	FAILOVER_EXAMPLE,
	onCallNumbers,
	pollingAt,
	readExample,
	REPORT_LOG_EXAMPLE,
	webhookPath,
	withCredential,
	withOnCall,
	type Workflow,
} from './workflow.mts';

const WEBHOOK_LIMIT_MS = 20_000;
const EXECUTION_LIMIT_MS = 60_000;
/** Keeps the demo short: in the example, each person has ten minutes for an answer. */
const SHORTER = { minutes: 2 };
/** Keeps the demo short: the default would be every minute. */
const EVERY_FIVE_SECONDS = Array.from({ length: 12 }, (_, n) => n * 5);

/** An active example workflow that starts with a text or a delivery report. */
export interface ListeningWorkflow {
	id: string;
	name: string;
}

/** An active example workflow that starts with a POST. */
export interface LiveWorkflow extends ListeningWorkflow {
	webhookUrl: string;
	/** The header without which the webhook refuses the call. */
	header: WebhookHeader;
	numbers: string[];
}

/** A credential of n8n's type Header Auth. */
interface WebhookHeader {
	name: string;
	value: string;
}

/** n8n with the active example workflows. */
export interface Stage {
	rest: N8nRest;
	alert: LiveWorkflow;
	failover: LiveWorkflow;
	delivered: LiveWorkflow;
	escalation: LiveWorkflow;
	everyProvider: LiveWorkflow;
	autoReply: ListeningWorkflow;
	acknowledge: ListeningWorkflow;
	reportLog: ListeningWorkflow;
}

/** The accounts of the sandbox (which it also prints), by credential type. */
export const accounts = (sandboxUrl: string) => ({
	clickSendApi: {
		name: 'ClickSend account',
		data: { username: 'sandbox', apiKey: 'sandbox-key', baseUrl: `${sandboxUrl}/clicksend` },
	},
	engageLabSmsApi: {
		name: 'EngageLab SMS account',
		data: {
			generation: 'current',
			username: 'dev_key',
			password: 'dev_secret',
			baseUrl: `${sandboxUrl}/engagelab`,
		},
	},
	goToneSmsApi: {
		name: 'GoTone SMS account',
		data: {
			apiToken: '1|gotone-sandbox-token',
			apiPath: 'v3',
			baseUrl: `${sandboxUrl}/gotone`,
		},
	},
	smsMobileApi: {
		name: 'SMSMobileAPI account',
		data: { apiKey: 'smsmobile-key', baseUrl: `${sandboxUrl}/smsmobileapi` },
	},
	submailApi: {
		name: 'SUBMAIL account',
		data: {
			appId: '10001',
			appKey: 'submail-sandbox-key',
			appType: 'domestic',
			signatureType: 'normal',
			baseUrl: `${sandboxUrl}/submail`,
		},
	},
});

/** Sets up n8n as a user would: an account, credentials, and the example workflows, activated. */
export async function setTheStage(n8nUrl: string, sandboxUrl: string): Promise<Stage> {
	const rest = new N8nRest(n8nUrl);
	await rest.signIn();
	say('owner account created, logged in');
	const credentials: Array<[type: string, reference: CredentialReference]> = [];
	for (const [type, { name, data }] of Object.entries(accounts(sandboxUrl))) {
		credentials.push([type, await rest.createCredential(name, type, data)]);
	}
	const header = { name: 'X-Alert-Token', value: randomBytes(16).toString('hex') };
	const headerAuth = await rest.createCredential('Alert header', 'httpHeaderAuth', { ...header });
	credentials.push(['httpHeaderAuth', headerAuth]);
	say(`credentials created: ${credentials.map(([, { name }]) => `“${name}”`).join(', ')}`);

	const activate = async (example: Workflow): Promise<ListeningWorkflow> => {
		const id = await rest.publish(
			credentials.reduce((workflow, [type, one]) => withCredential(workflow, type, one), example),
		);
		say(`workflow “${example.name}” created and active`);
		return { id, name: example.name };
	};
	const publish = async (example: Workflow): Promise<LiveWorkflow> => {
		const live = await activate(example);
		const webhookUrl = `${n8nUrl}/webhook/${webhookPath(example)}`;
		return { ...live, webhookUrl, header, numbers: onCallNumbers(example) };
	};
	return {
		rest,
		alert: await publish(readExample(ALERTMANAGER_EXAMPLE)),
		failover: await publish(readExample(FAILOVER_EXAMPLE)),
		delivered: await publish(readExample(DELIVERED_EXAMPLE)),
		escalation: await publish(withOnCall(readExample(ESCALATION_EXAMPLE), SHORTER)),
		everyProvider: await publish(readExample(EVERY_PROVIDER_EXAMPLE)),
		autoReply: await activate(pollingAt(readExample(AUTO_REPLY_EXAMPLE), EVERY_FIVE_SECONDS)),
		acknowledge: await activate(readExample(ACKNOWLEDGE_EXAMPLE)),
		reportLog: await activate(readExample(REPORT_LOG_EXAMPLE)),
	};
}

/** Posts to a workflow's webhook and waits for its execution; throws a DemoFailure if it fails. */
export async function runWorkflow(
	rest: N8nRest,
	{ id, name, webhookUrl, header }: LiveWorkflow,
	payload: object,
): Promise<Execution> {
	await post(webhookUrl, header, payload);
	return await successOf(rest, { id, name });
}

/** Waits for the newest execution of a workflow to end; throws a DemoFailure if it fails. */
export async function successOf(
	rest: N8nRest,
	{ id, name }: ListeningWorkflow,
): Promise<Execution> {
	const execution = await rest.finishedExecution(id, EXECUTION_LIMIT_MS);
	if (execution.status === 'success') return execution;
	const reason = await rest.errorOf(execution.id);
	throw new DemoFailure(`The workflow “${name}” ended with “${execution.status}”: ${reason}`);
}

/** Posts to a webhook. Repeats it on 404, because an activated webhook may need a moment. */
export async function post(url: string, header: WebhookHeader, payload: object): Promise<void> {
	const end = Date.now() + WEBHOOK_LIMIT_MS;
	for (;;) {
		const response = await request(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json', [header.name]: header.value },
			body: JSON.stringify(payload),
		});
		const text = await response.text();
		if (response.ok) return;
		if (response.status !== 404 || Date.now() > end) {
			throw new DemoFailure(`The webhook answered ${response.status}: ${text.slice(0, 300)}`);
		}
		await sleep(200);
	}
}
