import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import {
	expectedSteps,
	findEscalationFaults,
	INCIDENT,
	linkIn,
	seen,
	withChannel,
} from '../../demo/escalation.mts';
import { tap } from '../../demo/question-page.mts';
import { type PhoneMessage } from '../../sandbox/server.mts';

const [ANN, BOB, CAT] = ['+61411111111', '+61422222222', '+61433333333'] as const;
const LINK = 'http://127.0.0.1:5678/webhook-waiting/1/node?ask=0-0&signature=abc';
const ASKED = 'DOWN db-3: No backup for 24 hours. Can you take it?';

test('the link is not part of what is compared', () => {
	expect(linkIn(`${ASKED}\n${LINK}`)).toBe(LINK);
	expect(linkIn(ASKED)).toBeUndefined();
	expect(linkIn(undefined)).toBeUndefined();
	const message = { to: ANN, text: `${ASKED}\n${LINK}` } as PhoneMessage;
	expect(seen(message)).toEqual({ to: ANN, text: ASKED, channel: 'sms' });
});

test('who takes it is not told; those who were asked before are, and nobody else', () => {
	const people = [
		[ANN, 'declines'],
		[BOB, 'takes it'],
		[CAT, 'does not answer'],
	] as const;
	expect(withChannel(expectedSteps(INCIDENT, people))).toEqual([
		{ to: ANN, text: `${ASKED} (sms)` },
		{ to: BOB, text: `${ASKED} (sms)` },
		{ to: ANN, text: `${BOB} has taken it: DOWN db-3: No backup for 24 hours (sms)` },
	]);
});

test('if nobody takes it, all are called, also who could not be texted', () => {
	const people = [
		[ANN, 'cannotBeTexted'],
		[BOB, 'does not answer'],
	] as const;
	const calls = expectedSteps(INCIDENT, people).filter(({ channel }) => channel === 'voice');
	expect(calls.map(({ to }) => to)).toEqual([ANN, BOB]);
});

test('a call that was not made, and a text too many, are reported', () => {
	const people = [[ANN, 'does not answer']] as const;
	const asked = { to: ANN, text: `${ASKED}\n${LINK}` } as PhoneMessage;
	expect(findEscalationFaults(people, [asked, asked])).toEqual([
		`arrived more than once: ${ANN} “${ASKED} (sms)”`,
		`did not arrive: ${ANN} “DOWN db-3: No backup for 24 hours. Nobody has taken it yet. (voice)”`,
	]);
});

describe('a tap on the page', () => {
	let server: Server;
	const asked: string[] = [];
	let answers: Array<[status: number, text: string]> = [];
	const listener: RequestListener = (request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			asked.push(`${request.method} ${Buffer.concat(chunks).toString()}`.trim());
			const [status, text] = answers.shift() ?? [500, ''];
			response.writeHead(status).end(text);
		});
	};
	beforeEach(async () => {
		asked.length = 0;
		server = createServer(listener);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterEach(() => server.close());
	const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	const PAGE = `<form><button name="answer" value="yes" dir="auto">Yes</button></form>`;

	test('opens the page, and posts the value of the button', async () => {
		answers = [
			[409, 'running'],
			[200, PAGE],
			[200, 'Thank you'],
		];
		expect(await tap(url(), 'Yes')).toBe('Thank you');
		expect(asked).toEqual(['GET', 'GET', 'POST answer=yes']);
	});

	test('a button that is not there, and a refusal, are reported', async () => {
		answers = [
			[200, PAGE],
			[404, 'gone'],
		];
		await expect(tap(url(), 'No')).rejects.toThrow('has no button “No”');
		await expect(tap(url(), 'Yes')).rejects.toThrow('answered 404: gone');
	});
});
