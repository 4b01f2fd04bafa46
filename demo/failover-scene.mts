import { type Sandbox } from '../sandbox/server.mts';
import { DemoFailure } from './failure.mts';
import {
	CLICKSEND_DOWN,
	expectedTexts,
	findFailoverFaults,
	OUTAGE,
	tellAttempts,
} from './failover.mts';
import { say } from './say.mts';
import { runWorkflow, type Stage } from './stage.mts';
import { list, table } from './table.mts';
import { FAILOVER_EXAMPLE, readExample, sendSmsNode } from './workflow.mts';

/** Takes ClickSend down and checks that the alert still arrives, once, through SUBMAIL. */
export async function playFailover({ rest, failover }: Stage, sandbox: Sandbox): Promise<void> {
	const before = sandbox.messages().length;
	sandbox.fault(CLICKSEND_DOWN);
	say('ClickSend goes down: every connection to it breaks; SUBMAIL stays up');
	say(`posting an alert to ${failover.webhookUrl}`);
	const execution = await runWorkflow(rest, failover, OUTAGE).finally(() => sandbox.clearFaults());
	const arrived = sandbox.messages().slice(before);
	const node = sendSmsNode(readExample(FAILOVER_EXAMPLE))?.name ?? '';
	const items = await rest.itemsOf(execution.id, node);
	console.log(`\n${table(arrived)}\n`);
	console.log(`  The attempts of “${node}”\n${list(items.flatMap(tellAttempts))}\n`);
	const faults = findFailoverFaults(expectedTexts(OUTAGE, failover.numbers), arrived, items);
	if (faults.length > 0) {
		throw new DemoFailure(`The failover did not work as expected:\n${list(faults)}`);
	}
	say(
		`ClickSend was down, and the text arrived once, through SUBMAIL; execution ${execution.id} succeeded; ClickSend is up again`,
	);
}
