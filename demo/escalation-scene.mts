import { setTimeout as sleep } from 'node:timers/promises';
import { type Sandbox } from '../sandbox/server.mts';
import {
	findEscalationFaults,
	INCIDENT,
	linkIn,
	type Reaction,
	seen,
	withChannel,
} from './escalation.mts';
import { DemoFailure } from './failure.mts';
import { tap } from './question-page.mts';
import { type Execution } from './rest.mts';
import { say } from './say.mts';
import { post, type Stage } from './stage.mts';
import { list, table } from './table.mts';

const LIMIT_MS = 60_000;

const LABELS = { 'takes it': 'I take it', declines: 'I cannot take it' } as const;
type Tap = keyof typeof LABELS;

/** The link in the question to this phone, as soon as it has arrived. */
async function questionTo(phone: string, sandbox: Sandbox, before: number): Promise<string> {
	const end = Date.now() + LIMIT_MS;
	for (;;) {
		const texts = sandbox.messages().slice(before);
		const [link] = texts.flatMap(({ to, text }) => (to === phone ? (linkIn(text) ?? []) : []));
		if (link !== undefined) return link;
		if (Date.now() > end) throw new DemoFailure(`No question arrived at ${phone}.`);
		await sleep(100);
	}
}

/** An incident, for which each of these people opens the link in the text and taps. */
async function incident(
	{ rest, escalation }: Stage,
	sandbox: Sandbox,
	people: ReadonlyArray<readonly [number: string, does: Tap & Reaction]>,
): Promise<Execution> {
	const before = sandbox.messages().length;
	say(`posting an incident to ${escalation.webhookUrl}`);
	await post(escalation.webhookUrl, escalation.header, INCIDENT);
	for (const [phone, does] of people) {
		const link = await questionTo(phone, sandbox, before);
		await tap(link, LABELS[does]);
		say(`${phone} was asked, opened the link in the text and tapped “${LABELS[does]}”`);
	}
	const execution = await rest.finishedExecution(escalation.id, LIMIT_MS);
	const arrived = sandbox.messages().slice(before);
	console.log(`\n${table(withChannel(arrived.map(seen)))}\n`);
	const faults = findEscalationFaults(people, arrived);
	if (faults.length === 0) return execution;
	throw new DemoFailure(`The escalation did not work as expected:\n${list(faults)}`);
}

/** Somebody is asked after the other, by a text with a link: until one takes it, or all phones ring. */
export async function playEscalation(stage: Stage, sandbox: Sandbox): Promise<void> {
	const [ann = '', bob = '', ...others] = stage.escalation.numbers;
	const taken = await incident(stage, sandbox, [
		[ann, 'declines'],
		[bob, 'takes it'],
	]);
	if (taken.status !== 'success') {
		throw new DemoFailure(`Somebody took it, but the execution ended with “${taken.status}”.`);
	}
	say(`the workflow went on, and ${ann} was told; execution ${taken.id} succeeded`);
	const all = [ann, bob, ...others];
	const missed = await incident(
		stage,
		sandbox,
		all.map((phone) => [phone, 'declines'] as const),
	);
	const reason = await stage.rest.errorOf(missed.id);
	if (missed.status !== 'error' || !reason.includes(`${all.length} of ${all.length} calls`)) {
		throw new DemoFailure(`Nobody took it, but the execution ended with “${missed.status}”.`);
	}
	say(`nobody took it, and all ${all.length} phones were called; execution ${missed.id} says so`);
}
