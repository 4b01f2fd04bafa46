import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox } from '../sandbox/server.mts';
import { carrierOf, FAILURE, findDeliveryFaults, labelled } from './delivered.mts';
import { DemoFailure } from './failure.mts';
import { tellAttempts } from './failover.mts';
import { say } from './say.mts';
import { runWorkflow, type Stage } from './stage.mts';
import { list, table } from './table.mts';
import { DELIVERED_EXAMPLE, readExample, sendSmsNode } from './workflow.mts';

const TICK_MS = 200;

/** Plays the carrier, as the phones page does, for every message from now on, until `done` resolves. */
async function playCarrier(
	sandbox: Sandbox,
	numbers: readonly string[],
	done: Promise<unknown>,
): Promise<void> {
	let isOver = false;
	const end = () => void (isOver = true);
	done.then(end, end);
	const seen = new Set(sandbox.messages().map(({ id }) => id));
	while (!isOver) {
		for (const message of sandbox.messages()) {
			if (seen.has(message.id)) continue;
			seen.add(message.id);
			if (message.channel === 'voice') continue;
			const state = carrierOf(message, numbers);
			say(`the carrier: ${message.to} through ${message.provider} is ${state}`);
			sandbox.carrier(message.id, state, '12');
		}
		await sleep(TICK_MS);
	}
}

/** The first provider accepts the alert and its carrier does not deliver it: the next one does, or a call. */
export async function playDelivered({ rest, delivered }: Stage, sandbox: Sandbox): Promise<void> {
	const before = sandbox.messages().length;
	const { numbers, webhookUrl } = delivered;
	say(`posting an alert to ${webhookUrl}; the texts are accepted, but not all are delivered`);
	const running = runWorkflow(rest, delivered, FAILURE);
	const [execution] = await Promise.all([running, playCarrier(sandbox, numbers, running)]);
	const arrived = sandbox.messages().slice(before);
	const node = sendSmsNode(readExample(DELIVERED_EXAMPLE))?.name ?? '';
	const items = await rest.itemsOf(execution.id, node);
	console.log(`\n${table(labelled(arrived))}\n`);
	console.log(`  The attempts of “${node}”\n${list(items.flatMap(tellAttempts))}\n`);
	const faults = findDeliveryFaults(FAILURE, numbers, arrived, items);
	if (faults.length > 0) {
		throw new DemoFailure(`The delivery did not work as expected:\n${list(faults)}`);
	}
	say(
		`one text was delivered by the second provider, and the other recipient was called; execution ${execution.id} succeeded`,
	);
}
