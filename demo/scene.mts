import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox } from '../sandbox/server.mts';
import { type AlertmanagerPayload, expectedTexts, findFaults } from './alert.mts';
import { N8nRest } from './rest.mts';
import { DemoFailure } from './failure.mts';
import { say } from './say.mts';
import { onCallNumbers, readExample, webhookPath, withCredential } from './workflow.mts';

/** The account that the sandbox knows (sandbox/ prints it too). */
const ACCOUNT = { username: 'sandbox', apiKey: 'sandbox-key' };
const WEBHOOK_LIMIT_MS = 20_000;
const EXECUTION_LIMIT_MS = 60_000;

/** The example workflow, live in n8n. */
export interface Stage {
	rest: N8nRest;
	workflowId: string;
	webhookUrl: string;
	numbers: string[];
}

/** Sets n8n up as a user would: account, credential, the example workflow, switched on. */
export async function setTheStage(n8nUrl: string, sandboxUrl: string): Promise<Stage> {
	const rest = new N8nRest(n8nUrl);
	await rest.signIn();
	say('owner account created, logged in');
	const example = readExample();
	const credential = await rest.createCredential('ClickSend account', 'clickSendApi', {
		...ACCOUNT,
		baseUrl: `${sandboxUrl}/clicksend`,
	});
	const workflowId = await rest.publish(withCredential(example, 'clickSendApi', credential));
	say(`credential and workflow “${example.name}” created, workflow active`);
	const webhookUrl = `${n8nUrl}/webhook/${webhookPath(example)}`;
	return { rest, workflowId, webhookUrl, numbers: onCallNumbers(example) };
}

/** Posts the alerts as Alertmanager would and makes sure that each arrives once at each phone. */
export async function play(
	stage: Stage,
	payload: AlertmanagerPayload,
	sandbox: Sandbox,
): Promise<void> {
	const before = sandbox.messages().length;
	say(
		`posting an Alertmanager webhook with ${payload.alerts.length} alerts to ${stage.webhookUrl}`,
	);
	await post(stage.webhookUrl, payload);
	const execution = await stage.rest.finishedExecution(stage.workflowId, EXECUTION_LIMIT_MS);
	if (execution.status !== 'success') {
		const reason = await stage.rest.errorOf(execution.id);
		throw new DemoFailure(`The workflow ended with “${execution.status}”: ${reason}`);
	}
	const arrived = sandbox.messages().slice(before);
	console.log(`\n${table(arrived)}\n`);
	const faults = findFaults(expectedTexts(payload, stage.numbers), arrived);
	if (faults.length > 0) throw new DemoFailure(`Not the texts that should:\n${list(faults)}`);
	const requests = sandbox.requests({ wire: 'clicksend', method: 'POST', path: '/v3/sms/send' });
	say(
		`all ${arrived.length} texts arrived, each once, with ${requests.length} request to ClickSend; execution ${execution.id} succeeded`,
	);
}

/** n8n may need a moment until an activated webhook answers. */
async function post(url: string, payload: AlertmanagerPayload): Promise<void> {
	const end = Date.now() + WEBHOOK_LIMIT_MS;
	for (;;) {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(payload),
			signal: AbortSignal.timeout(30_000),
		});
		const text = await response.text();
		if (response.ok) return;
		if (response.status !== 404 || Date.now() > end) {
			throw new DemoFailure(`The webhook answered ${response.status}: ${text.slice(0, 300)}`);
		}
		await sleep(200);
	}
}

/** The texts as a table, grouped by phone. */
export function table(texts: readonly { to: string; text: string }[]): string {
	if (texts.length === 0) return '  (no text arrived)';
	const phones = [...new Set(texts.map(({ to }) => to))].sort();
	return phones
		.map((phone) => {
			const mine = texts.filter(({ to }) => to === phone).map(({ text }) => text);
			return `  ${phone}\n${list(mine)}`;
		})
		.join('\n');
}

function list(lines: readonly string[]): string {
	return lines.map((line) => `    · ${line}`).join('\n');
}
