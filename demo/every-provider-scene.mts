import { type Sandbox } from '../sandbox/server.mts';
import { findGreetingFaults, GUEST } from './every-provider.mts';
import { DemoFailure } from './failure.mts';
import { say } from './say.mts';
import { runWorkflow, type Stage } from './stage.mts';
import { list, table } from './table.mts';

/** Sends one text through each of the five providers and checks that all arrive. */
export async function playEveryProvider(
	{ rest, everyProvider }: Stage,
	sandbox: Sandbox,
): Promise<void> {
	const before = sandbox.messages().length;
	say(`posting to ${everyProvider.webhookUrl}: one text through every provider`);
	const execution = await runWorkflow(rest, everyProvider, GUEST);
	const arrived = sandbox.messages().slice(before);
	console.log(`\n${table(arrived)}\n`);
	const faults = findGreetingFaults(arrived);
	if (faults.length > 0) throw new DemoFailure(`The wrong texts arrived:\n${list(faults)}`);
	say(`${arrived.length} providers, ${arrived.length} texts; execution ${execution.id} succeeded`);
}
