import { setTimeout as sleep } from 'node:timers/promises';
import { type PhoneMessage, type Sandbox } from '../sandbox/server.mts';
import { findFaults, type Text } from './alert.mts';
import { DemoFailure } from './failure.mts';
import { ACKNOWLEDGEMENT, ANSWER, findLogFaults, QUESTION, takenOver } from './inbound.mts';
import { say } from './say.mts';
import { type Stage, successOf } from './stage.mts';
import { list, table } from './table.mts';

const LIMIT_MS = 30_000;

/** Runs an action and returns the texts that arrive until there are at least `count` of them. */
async function arrivals(
	sandbox: Sandbox,
	count: number,
	action: () => void,
): Promise<PhoneMessage[]> {
	const before = sandbox.messages().length;
	action();
	const end = Date.now() + LIMIT_MS;
	while (sandbox.messages().length < before + count && Date.now() < end) await sleep(100);
	return sandbox.messages().slice(before);
}

function check(expected: readonly Text[], arrived: readonly Text[]): void {
	console.log(`\n${table(arrived)}\n`);
	const faults = findFaults(expected, arrived);
	if (faults.length > 0) throw new DemoFailure(`The wrong texts arrived:\n${list(faults)}`);
}

/** A phone sends a text; the SMS Trigger polls it and the workflow replies. */
async function playQuestion({ rest, autoReply }: Stage, sandbox: Sandbox): Promise<void> {
	say(`${QUESTION.from} texts “${QUESTION.text}”; the SMS Trigger polls every five seconds`);
	const arrived = await arrivals(sandbox, 1, () => void sandbox.reply(QUESTION));
	const answer = arrived.map(({ to, text }) => ({ to, text: text.slice(0, ANSWER.length) }));
	check([{ to: QUESTION.from, text: ANSWER }], answer);
	const execution = await successOf(rest, autoReply);
	say(`answered; execution ${execution.id} of “${autoReply.name}” succeeded`);
}

/** A reply to an alert is pushed to the SMS Webhook Trigger and forwarded to everyone on call. */
async function playAcknowledgement(
	{ rest, acknowledge, alert }: Stage,
	sandbox: Sandbox,
): Promise<void> {
	const [phone = ''] = alert.numbers;
	const last = sandbox.messages().findLast(({ to }) => to === phone);
	say(`${phone} replies “${ACKNOWLEDGEMENT}”; ClickSend calls the SMS Webhook Trigger`);
	const reply = { from: phone, to: last?.from ?? '', text: ACKNOWLEDGEMENT };
	const arrived = await arrivals(sandbox, alert.numbers.length, () => void sandbox.reply(reply));
	check(takenOver(phone, last?.reference ?? '', alert.numbers), arrived);
	const execution = await successOf(rest, acknowledge);
	say(`everyone on call knows; execution ${execution.id} of “${acknowledge.name}” succeeded`);
}

/** A delivery receipt is pushed to the SMS Webhook Trigger and becomes a row of a log. */
async function playReport({ rest, reportLog, alert }: Stage, sandbox: Sandbox): Promise<void> {
	const sent = sandbox.messages().find(({ to }) => to === alert.numbers[0]);
	if (!sent) throw new DemoFailure('There is no text to deliver.');
	say(`the carrier delivers the first text to ${sent.to}; ClickSend calls again`);
	sandbox.carrier(sent.id, 'delivered');
	const execution = await successOf(rest, reportLog);
	const rows = await rest.itemsOf(execution.id, 'Log row');
	console.log(`\n${list(rows.map((row) => JSON.stringify(row)))}\n`);
	const faults = findLogFaults(rows, sent);
	if (faults.length > 0) throw new DemoFailure(`The row of the log is wrong:\n${list(faults)}`);
	say(`logged; execution ${execution.id} of “${reportLog.name}” succeeded`);
}

/** Waits until the triggers are active, because n8n 2.41 activates workflows later than it reports. */
async function listening(sandbox: Sandbox): Promise<void> {
	const end = Date.now() + LIMIT_MS;
	const has = (count: number, method: string, path: RegExp) =>
		sandbox.requests({ method, path }).filter(({ status }) => status === 200).length >= count;
	while (
		!has(1, 'GET', /^\/v3\/sms\/inbound$/) ||
		// The rule that keeps messages for polling, and one of each webhook trigger.
		!has(3, 'POST', /^\/v3\/automations\/sms\//)
	) {
		if (Date.now() > end) throw new DemoFailure('The triggers are not active after 30 s.');
		await sleep(100);
	}
}

/** Shows an inbound text that is polled, one that is pushed, and a delivery receipt. */
export async function playInbound(stage: Stage, sandbox: Sandbox): Promise<void> {
	await listening(sandbox);
	await playQuestion(stage, sandbox);
	await playAcknowledgement(stage, sandbox);
	await playReport(stage, sandbox);
}
