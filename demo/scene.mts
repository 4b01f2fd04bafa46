import { type Sandbox } from '../sandbox/server.mts';
import { type AlertmanagerPayload, expectedTexts, findFaults } from './alert.mts';
import { DemoFailure } from './failure.mts';
import { say } from './say.mts';
import { runWorkflow, type Stage } from './stage.mts';
import { list, table } from './table.mts';

/** Posts the alerts as Alertmanager does, and checks that they arrive at each phone as one text. */
export async function play(
	{ rest, alert }: Stage,
	payload: AlertmanagerPayload,
	sandbox: Sandbox,
): Promise<void> {
	const before = sandbox.messages().length;
	say(
		`posting an Alertmanager webhook with ${payload.alerts.length} alerts to ${alert.webhookUrl}`,
	);
	const execution = await runWorkflow(rest, alert, payload);
	const arrived = sandbox.messages().slice(before);
	console.log(`\n${table(arrived)}\n`);
	const faults = findFaults(expectedTexts(payload, alert.numbers), arrived);
	if (faults.length > 0) throw new DemoFailure(`The wrong texts arrived:\n${list(faults)}`);
	const requests = sandbox.requests({ wire: 'clicksend', method: 'POST', path: '/v3/sms/send' });
	say(
		`all ${arrived.length} texts arrived, each once; requests to ClickSend: ${requests.length}; execution ${execution.id} succeeded`,
	);
}
