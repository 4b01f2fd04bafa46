import { setTimeout as sleep } from 'node:timers/promises';
import { type PhoneMessage, type Sandbox } from '../sandbox/server.mts';
import { findFaults, type Text } from './alert.mts';
import { DemoFailure } from './failure.mts';
import { ACKNOWLEDGEMENT, ANSWER, findLogFaults, QUESTION, takenOver } from './inbound.mts';
import { say } from './say.mts';
import { type Stage, successOf } from './stage.mts';
import { list, table } from './table.mts';

const LIMIT_MS = 30_000;

/** The texts that arrive while something happens: as many as are waited for, and what else comes by then. */
async function arrivals(
	sandbox: Sandbox,
	count: number,
	happens: () => void,
): Promise<PhoneMessage[]> {
	const before = sandbox.messages().length;
	happens();
	const end = Date.now() + LIMIT_MS;
	while (sandbox.messages().length < before + count && Date.now() < end) await sleep(100);
	return sandbox.messages().slice(before);
}

function check(expected: readonly Text[], arrived: readonly Text[]): void {
	console.log(`\n${table(arrived)}\n`);
	const faults = findFaults(expected, arrived);
	if (faults.length > 0) throw new DemoFailure(`Not the texts that should:\n${list(faults)}`);
}

/** A text from a phone that the SMS Trigger polls for, and that is answered. */
async function playQuestion({ rest, autoReply }: Stage, sandbox: Sandbox): Promise<void> {
	say(`${QUESTION.from} writes “${QUESTION.text}”; the SMS Trigger asks every five seconds`);
	const arrived = await arrivals(sandbox, 1, () => void sandbox.reply(QUESTION));
	const answer = arrived.map(({ to, text }) => ({ to, text: text.slice(0, ANSWER.length) }));
	check([{ to: QUESTION.from, text: ANSWER }], answer);
	const execution = await successOf(rest, autoReply);
	say(`answered; execution ${execution.id} of “${autoReply.name}” succeeded`);
}

/** An answer to an alert, pushed to the SMS Webhook Trigger, and told to everybody on call. */
async function playAcknowledgement(
	{ rest, acknowledge, alert }: Stage,
	sandbox: Sandbox,
): Promise<void> {
	const [phone = ''] = alert.numbers;
	const last = sandbox.messages().findLast(({ to }) => to === phone);
	say(`${phone} answers “${ACKNOWLEDGEMENT}”; ClickSend calls the SMS Webhook Trigger`);
	const reply = { from: phone, to: last?.from ?? '', text: ACKNOWLEDGEMENT };
	const arrived = await arrivals(sandbox, alert.numbers.length, () => void sandbox.reply(reply));
	check(takenOver(phone, last?.reference ?? '', alert.numbers), arrived);
	const execution = await successOf(rest, acknowledge);
	say(`everybody on call knows; execution ${execution.id} of “${acknowledge.name}” succeeded`);
}

/** The carrier's word on a text, pushed to the SMS Webhook Trigger, as a row of a log. */
async function playReport({ rest, reportLog, alert }: Stage, sandbox: Sandbox): Promise<void> {
	const sent = sandbox.messages().find(({ to }) => to === alert.numbers[0]);
	if (!sent) throw new DemoFailure('There is no text that could be delivered.');
	say(`the carrier delivers the first text to ${sent.to}; ClickSend calls again`);
	sandbox.carrier(sent.id, 'delivered');
	const execution = await successOf(rest, reportLog);
	const rows = await rest.itemsOf(execution.id, 'Log row');
	console.log(`\n${list(rows.map((row) => JSON.stringify(row)))}\n`);
	const faults = findLogFaults(rows, sent);
	if (faults.length > 0) throw new DemoFailure(`Not the row that should be:\n${list(faults)}`);
	say(`logged; execution ${execution.id} of “${reportLog.name}” succeeded`);
}

/** n8n 2.41 switches workflows on later than it says: what is written before belongs to the past. */
async function listening(sandbox: Sandbox): Promise<void> {
	const end = Date.now() + LIMIT_MS;
	const has = (count: number, method: string, path: RegExp) =>
		sandbox.requests({ method, path }).filter(({ status }) => status === 200).length >= count;
	while (
		!has(1, 'GET', /^\/v3\/sms\/inbound$/) ||
		// The rule that keeps messages for polling, and one of each webhook trigger.
		!has(3, 'POST', /^\/v3\/automations\/sms\//)
	) {
		if (Date.now() > end) throw new DemoFailure('The triggers are not switched on after 30 s.');
		await sleep(100);
	}
}

/** Texts that come in: asked for, and pushed; and what became of one that went out. */
export async function playInbound(stage: Stage, sandbox: Sandbox): Promise<void> {
	await listening(sandbox);
	await playQuestion(stage, sandbox);
	await playAcknowledgement(stage, sandbox);
	await playReport(stage, sandbox);
}
