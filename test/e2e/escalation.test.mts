/**
 * The real n8n: the escalation example, imported with its credentials, other numbers and a shorter time.
 * Who does not answer is called, and an answer is told to those who were asked before.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expectedSteps, INCIDENT, linkIn, type Reaction, seen } from '../../demo/escalation.mts';
import { tap } from '../../demo/question-page.mts';
import { request } from '../../demo/request.mts';
import { FINAL } from '../../demo/rest.mts';
import { type LiveWorkflow, post } from '../../demo/stage.mts';
import {
	ESCALATION_EXAMPLE,
	readExample,
	withCredential,
	withOnCall,
} from '../../demo/workflow.mts';
import { number } from '../support/send.mts';
import { until } from '../support/patience.mts';
import { Place } from './place.mts';

const LIMIT_MS = 4 * 60_000;
const place = new Place();
const header = { name: 'X-Alert-Token', value: 'a long secret value' };
let headerAuth: Awaited<ReturnType<typeof place.rest.createCredential>>;

beforeAll(async () => {
	await place.open('clickSendApi');
	headerAuth = await place.rest.createCredential('Alert header', 'httpHeaderAuth', header);
}, 20 * 60_000);
afterAll(async () => {
	await place.close();
});

/** Imports the example, under a path of its own, and lets an incident begin. */
async function raise(path: string, people: string[], minutes: number): Promise<LiveWorkflow> {
	const { clickSendApi } = place.credential('clickSendApi');
	const example = withCredential(
		withCredential(readExample(ESCALATION_EXAMPLE), 'clickSendApi', clickSendApi!),
		'httpHeaderAuth',
		headerAuth,
	);
	const { nodes, ...rest } = withOnCall(example, { people, minutes });
	const own = nodes.map((node) =>
		node.webhookId ? { ...node, webhookId: path, parameters: { ...node.parameters, path } } : node,
	);
	const id = await place.rest.publish({ ...rest, nodes: own });
	const webhookUrl = `${place.url}/webhook/${path}`;
	const live = { id, name: path, webhookUrl, header, numbers: people };
	await post(webhookUrl, header, INCIDENT);
	return live;
}

const at = (people: readonly string[]) =>
	place.sandbox.messages().filter(({ to }) => people.includes(to));

async function answer(to: string, label: string, limitMs = 30_000): Promise<void> {
	const link = await until(`a question to ${to}`, limitMs, () =>
		Promise.resolve(at([to]).flatMap(({ text }) => linkIn(text) ?? [])[0]),
	);
	expect(await tap(link, label)).toContain('Your answer was recorded');
}

async function ended({ id }: LiveWorkflow, limitMs = 30_000): Promise<string> {
	const over = await until('the end of the execution', limitMs, async () => {
		const [one] = await place.rest.executions(id);
		return one && FINAL.includes(one.status) ? one : undefined;
	});
	return over.status === 'error' ? await place.rest.errorOf(over.id) : over.status;
}

const expected = (...people: Array<readonly [string, Reaction]>) => expectedSteps(INCIDENT, people);

const waits = async ({ id }: LiveWorkflow) =>
	await until('n8n to wait', 30_000, async () => {
		const [one] = await place.rest.executions(id);
		return one?.status === 'waiting';
	});

test(
	'who does not answer is called; if the next one takes it, the first one is told; also after a restart',
	async () => {
		const [ann, bob, cat, dan, eve] = [number(1), number(2), number(3), number(4), number(5)];
		const taken = await raise('taken', [ann, bob], 0.6);
		// n8n gives up what runs while it stops, so no limit may pass before that.
		const missed = await raise('missed', ['+61 nobody', cat], 0.6);
		const passed = await raise('passed', [dan, eve], 1.15);
		const limit = Date.now() + 1.15 * 60_000;
		for (const one of [taken, missed, passed]) await waits(one);
		// When n8n starts, it sets its timers for all limits that are less than 70 seconds ahead.
		await place.stop();
		await place.start();

		// On a very slow machine, his time is over by now; the texts are the same.
		if (Date.now() < limit - 5_000) await answer(dan, 'I cannot take it');
		await answer(bob, 'I take it', 150_000);
		expect(await ended(taken)).toBe('success');
		expect(at([ann, bob]).map(seen)).toEqual(expected([ann, 'does not answer'], [bob, 'takes it']));
		// The workflow has gone on without her.
		const [link = ''] = at([ann]).flatMap(({ text }) => linkIn(text) ?? []);
		expect(await (await request(link)).text()).toMatch(/no action required/i);

		expect(await ended(missed, 150_000)).toMatch(
			/^Nobody has taken “DOWN db-3: No backup for 24 hours”\. 1 of 2 calls were made\. Not called: .* Not asked: /,
		);
		expect(at([cat]).map(seen)).toEqual(expected([cat, 'does not answer']));

		// The timer of the first question does not end the second one, which has its whole time.
		await until('the second question', 120_000, () => at([eve]).length === 1);
		expect(Date.now()).toBeGreaterThan(limit - 5_000);
		await waits(passed);
		await sleep(4_000);
		await answer(eve, 'I take it');
		expect(await ended(passed)).toBe('success');
		expect(at([dan, eve]).map(seen)).toEqual(expected([dan, 'declines'], [eve, 'takes it']));
	},
	LIMIT_MS,
);

test(
	'who cannot take it passes it on at once; if all do, everybody is called',
	async () => {
		const [ann, bob] = [number(11), number(12)];
		const live = await raise('declined', [ann, bob], 10);
		await answer(ann, 'I cannot take it');
		await answer(bob, 'I cannot take it');
		expect(await ended(live)).toBe(
			'Nobody has taken “DOWN db-3: No backup for 24 hours”. 2 of 2 calls were made',
		);
		expect(at([ann, bob]).map(seen)).toEqual(expected([ann, 'declines'], [bob, 'declines']));
	},
	LIMIT_MS,
);
