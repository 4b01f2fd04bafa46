/** The SMS Trigger in the real n8n as a user sees it, with nothing being killed. */
import { type Execution, FINAL, Refusal } from '../../demo/rest.mts';
import { type N8nVersion } from '../../demo/versions.mts';
import { answering, answersTo, smsTrigger, TRIGGER } from './answering.mts';
import { until } from '../support/patience.mts';
import { Place } from './place.mts';

const PHONE = '+61455000001';
const NUMBER = '+61448000111';
const INBOX = { wire: 'clicksend', method: 'GET', path: '/v3/sms/inbound' };
const LIMIT_MS = 30_000;

/** Defines the tests of the SMS Trigger in one version of n8n. */
export function polls(version: N8nVersion): void {
	const place = new Place({ n8n: version });
	let workflowId: string;

	beforeAll(async () => {
		await place.open('clickSendApi');
	}, 20 * 60_000);
	afterAll(async () => {
		await place.close();
	});

	/** Writes a text on the phones page. */
	async function text(words: string): Promise<void> {
		const response = await fetch(`${place.sandbox.url}/__sandbox/replies`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ from: PHONE, to: NUMBER, text: words }),
		});
		expect(response.status).toBe(200);
	}

	/** The number of answered requests for messages; `/automations/…/inbound` is another path. */
	const polls = () => place.sandbox.requests(INBOX).filter(({ status }) => status === 200).length;

	const finished = async (status: string, except: readonly Execution[] = []) =>
		await until(`an execution with the status ${status}`, LIMIT_MS, async () =>
			(await place.rest.executions(workflowId)).find(
				(one) => one.status === status && !except.some(({ id }) => id === one.id),
			),
		);

	test('an account without a POLL rule is refused, with the solution in the message', async () => {
		const trigger = smsTrigger('clickSend', 'clickSendApi', { createPollRule: false });
		const sentence =
			'There was a problem activating the workflow: "ClickSend does not keep received messages for this account because it has no inbound rule with the action POLL. Switch on Create POLL Rule under Options, or add the rule in ClickSend under SMS, Inbound SMS, Inbound Rules."';
		const refusal = await place.rest.publish(answering(place, 'Refused', trigger)).then(
			() => undefined,
			(error: unknown) => error,
		);
		if (refusal === undefined) {
			// n8n 2.41 publishes first and then tries to activate.
			await until('n8n to log it', LIMIT_MS, () => place.log().includes(sentence));
		} else {
			expect(refusal).toBeInstanceOf(Refusal);
			expect((refusal as Refusal).said).toBe(sentence);
		}
		expect(polls()).toBe(0);
	});

	test('a text from a phone starts the workflow', async () => {
		const trigger = smsTrigger('clickSend', 'clickSendApi', { createPollRule: true });
		workflowId = await place.rest.publish(answering(place, 'Answers', trigger));
		await until('the first poll', LIMIT_MS, () => polls() > 0);
		await text('Is anybody there?');
		const { id } = await finished('success');
		expect(await place.rest.itemsOf(id, TRIGGER)).toEqual([
			{
				event: 'messageReceived',
				id: expect.stringMatching(/^[\w-]{16,}$/) as string,
				from: PHONE,
				to: NUMBER,
				text: 'Is anybody there?',
				sessionId: `${NUMBER} ${PHONE}`,
				chatInput: 'Is anybody there?',
				receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.000Z$/) as string,
				provider: 'clickSend',
				inReplyTo: null,
				reference: null,
				optOut: false,
			},
		]);
		const [answer] = place.sandbox.messages();
		expect(answer).toMatchObject({
			to: PHONE,
			text: 'got Is anybody there?',
			provider: 'clickSend',
		});
		// Polling continues meanwhile, without starting further executions.
		const before = polls();
		await until('two more polls', LIMIT_MS, () => polls() >= before + 2);
		expect(await place.rest.executions(workflowId)).toEqual([{ id, status: 'success' }]);
		expect(place.sandbox.messages()).toHaveLength(1);
	});

	test('while the provider fails, n8n reports it; texts received meanwhile arrive once', async () => {
		const before = await place.rest.executions(workflowId);
		place.sandbox.fault({ ...INBOX, kind: 'status', status: 500, times: 1000 });
		await text('written while it was down');
		const failed = await finished('error', before);
		expect(await place.rest.errorOf(failed.id)).toBe(
			'ClickSend’s server answered with HTTP 500 and the code INTERNAL_SERVER_ERROR The next poll tries again; nothing is lost.',
		);
		expect(answersTo(place, 'written while it was down')).toBe(0);
		place.sandbox.clearFaults();
		const { id } = await finished('success', before);
		expect(await place.rest.itemsOf(id, TRIGGER)).toMatchObject([
			{ text: 'written while it was down' },
		]);
		const then = polls();
		await until('two more polls', LIMIT_MS, () => polls() >= then + 2);
		const all = await place.rest.executions(workflowId);
		expect(all.every(({ status }) => FINAL.includes(status))).toBe(true);
		expect(all.filter(({ status }) => status === 'success')).toHaveLength(2);
		expect(answersTo(place, 'written while it was down')).toBe(1);
	});

	test('a renamed trigger hands over what waited, and repeats nothing', async () => {
		const trigger = smsTrigger('clickSend', 'clickSendApi', { createPollRule: true });
		const workflow = answering(place, 'Answers', trigger);
		const before = await place.rest.executions(workflowId);
		await text('written just before the rename');
		const renamed = JSON.parse(
			JSON.stringify(workflow).replaceAll(`"name":"${TRIGGER}"`, '"name":"Renamed"'),
		) as typeof workflow;
		renamed.connections = Object.fromEntries(
			Object.values(workflow.connections).map((connection) => ['Renamed', connection]),
		);
		await place.rest.republish(workflowId, renamed);
		const { id } = await finished('success', before);
		// By the poll right before or right after.
		const items = [
			...(await place.rest.itemsOf(id, TRIGGER)),
			...(await place.rest.itemsOf(id, 'Renamed')),
		];
		expect(items).toMatchObject([{ text: 'written just before the rename' }]);
		await text('written after the rename');
		const next = await finished('success', [...before, { id, status: 'success' }]);
		expect(await place.rest.itemsOf(next.id, 'Renamed')).toMatchObject([
			{ text: 'written after the rename' },
		]);
		const then = polls();
		await until('two more polls', LIMIT_MS, () => polls() >= then + 2);
		for (const words of ['just before', 'after']) {
			expect(answersTo(place, `written ${words} the rename`)).toBe(1);
		}
		expect(answersTo(place, 'Is anybody there?')).toBe(1);
	});
}
