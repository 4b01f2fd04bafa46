/** The escalation example, run unchanged, but for the list of people: one is asked after the other. */
import { type INode } from 'n8n-workflow';
import fc from 'fast-check';
import { expectedSteps, INCIDENT, linkIn, type Reaction, seen } from '../../../demo/escalation.mts';
import {
	ESCALATION_EXAMPLE,
	onCallNumbers,
	readExample,
	withCredential,
	withOnCall,
} from '../../../demo/workflow.mts';
import { useAsking, type Waiting } from '../../support/asking.mts';
import '../../support/properties.mts';
import { number } from '../../support/send.mts';
import { useSuite } from '../../support/suite.mts';

const suite = useSuite();
const host = useAsking(suite);
const EXAMPLE = readExample(ESCALATION_EXAMPLE);
const [ANN = '', BOB = '', CAT = ''] = onCallNumbers(EXAMPLE);
afterEach(() => expect(host.crashes).toEqual([]));

/** The example with its credential chosen, as after importing it. */
function imported(people: readonly string[]) {
	const { connections, nodes } = withCredential(
		withOnCall(structuredClone(EXAMPLE), { people }),
		'clickSendApi',
		{ id: 'clickSendApi', name: 'clickSendApi' },
	);
	return { connections, nodes: nodes as INode[] };
}

const raise = async (people: readonly string[] = [ANN, BOB, CAT], body: object = INCIDENT) =>
	await host.runWhole(imported(people), 'Incident', [
		{ headers: {}, params: {}, query: {}, body: { ...body } },
	]);

const phones = () => suite.sandbox.messages().map(seen);
const links = (to: string): string[] =>
	suite.sandbox.messages().flatMap((one) => (one.to === to ? (linkIn(one.text) ?? []) : []));
async function answer(waiting: Waiting, to: string, given: 'approve' | 'decline') {
	await host.visit(links(to).at(-1) ?? '', { answer: given });
	await waiting.running;
}

/** The provider refuses these requests of texts, counted from 0. */
const refuseTexts = (...requests: number[]) =>
	requests.forEach((skip) =>
		suite.sandbox.fault({
			...{ wire: 'clicksend', path: '/v3/sms/send', kind: 'rows', skip },
			rows: { status: 'INVALID_RECIPIENT' },
		}),
	);

const errorOf = ({ ended }: Waiting) => ended?.error?.message;

test('the first one takes it: nobody else gets a text', async () => {
	const waiting = await raise();
	expect(Number(waiting.waitTill) - Date.now()).toBeGreaterThan(9 * 60_000);
	expect(Number(waiting.waitTill) - Date.now()).toBeLessThanOrEqual(10 * 60_000);
	const page = await host.visit(links(ANN)[0] ?? '');
	expect(page.text).toContain('DOWN db-3: No backup for 24 hours. Can you take it?');
	expect(page.text).toMatch(/>I take it<.*>I cannot take it</s);
	await answer(waiting, ANN, 'approve');
	expect(waiting.ended?.run.status).toBe('success');
	expect(phones()).toEqual(expectedSteps(INCIDENT, [[ANN, 'takes it']]));
});

test('no answer in time: the next one is asked, takes it, and the first one hears of it', async () => {
	const waiting = await raise();
	const [early = ''] = links(ANN);
	await waiting.expire();
	// Too late, and the page says so; it does not answer for the next one either.
	const late = await host.visit(early, { answer: 'approve' });
	expect(late.status).toBe(410);
	expect(late.text).toContain('This Question Is Closed');
	expect(waiting.ended).toBeUndefined();
	await answer(waiting, BOB, 'approve');
	expect(waiting.ended?.run.status).toBe('success');
	expect(phones()).toEqual(
		expectedSteps(INCIDENT, [
			[ANN, 'does not answer'],
			[BOB, 'takes it'],
		]),
	);
});

test('nobody answers: every phone is called, and the execution fails', async () => {
	const waiting = await raise();
	for (let person = 0; person < 3; person++) await waiting.expire();
	expect(errorOf(waiting)).toBe(
		'Nobody has taken “DOWN db-3: No backup for 24 hours”. 3 of 3 calls were made',
	);
	expect(phones()).toEqual(
		expectedSteps(
			INCIDENT,
			[ANN, BOB, CAT].map((to) => [to, 'does not answer'] as const),
		),
	);
	const [call] = suite.sandbox.requests({ path: '/v3/voice/send' });
	expect(call?.body).toMatchObject({ messages: [{ to: ANN }, { to: BOB }, { to: CAT }] });
});

test('a list of one: who does not answer is called', async () => {
	const waiting = await raise([ANN]);
	await waiting.expire();
	expect(phones().map(({ to, channel }) => [to, channel])).toEqual([
		[ANN, 'sms'],
		[ANN, 'voice'],
	]);
});

test('somebody cannot be texted: the next one is asked at once, and nobody is lost', async () => {
	refuseTexts(0);
	const waiting = await raise(['+61 nobody', ANN, BOB, CAT]);
	expect(phones().map(({ to }) => to)).toEqual([BOB]);
	await waiting.expire();
	await waiting.expire();
	expect(phones().filter(({ channel }) => channel === 'voice')).toHaveLength(3);
	expect(errorOf(waiting)).toMatch(/3 of 4 calls were made\. Not called: .*nobody/);
	expect(errorOf(waiting)).toMatch(/Not asked: .*nobody.*Not asked: /);
});

test('the provider takes no text: everybody is called at once', async () => {
	suite.sandbox.fault({
		wire: 'clicksend',
		path: '/v3/sms/send',
		kind: 'status',
		status: 401,
		times: 99,
	});
	const waiting = await raise();
	expect(phones().map(({ to, channel }) => [to, channel])).toEqual(
		[ANN, BOB, CAT].map((to) => [to, 'voice']),
	);
	expect(errorOf(waiting)).toMatch(/3 of 3 calls were made\. .*Not asked: /);
});

test('the provider is down: the execution fails, and says that nobody was asked or called', async () => {
	suite.sandbox.fault({ wire: 'clicksend', kind: 'status', status: 401, times: 999 });
	const waiting = await raise();
	expect(phones()).toEqual([]);
	expect(errorOf(waiting)).toMatch(/0 of \d calls were made\. Not called: .* Not asked: /);
});

test('an unclear outcome waits, because the text may have arrived', async () => {
	suite.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'resetAfter', times: 9 });
	suite.sandbox.fault({
		wire: 'clicksend',
		path: '/v3/sms/history',
		kind: 'resetBefore',
		times: 99,
	});
	const waiting = await raise();
	await answer(waiting, ANN, 'approve');
	expect(waiting.ended?.run.status).toBe('success');
	expect(new Set(phones().map(({ to }) => to))).toEqual(new Set([ANN]));
});

test('a list without anybody fails, and says so', async () => {
	const waiting = await raise([]);
	expect(errorOf(waiting)).toMatch(
		/^Nobody has taken .* 0 of 1 calls were made\. Not called: .*To /,
	);
});

test('a very long problem is shortened, and can be asked and read aloud', async () => {
	const waiting = await raise([ANN], { host: 'db', problem: '漏'.repeat(5000) });
	await waiting.expire();
	expect(phones().map(({ channel }) => channel)).toEqual(['sms', 'voice']);
});

test('whoever does what: the taker and nobody else ends it, and the right phones get the right texts', async () => {
	const reactions: readonly Reaction[] = [
		...(['takes it', 'declines', 'does not answer', 'cannotBeTexted'] as const),
	];
	const list = fc.array(fc.constantFrom(...reactions), { minLength: 1, maxLength: 4 });
	await fc.assert(
		fc.asyncProperty(list, async (given) => {
			suite.sandbox.reset();
			const people = given.map((reaction, index) => [number(index + 1), reaction] as const);
			const taker = given.indexOf('takes it');
			const asked = taker < 0 ? given : given.slice(0, taker);
			refuseTexts(...asked.flatMap((one, index) => (one === 'cannotBeTexted' ? [index] : [])));
			const waiting = await raise(people.map(([to]) => to));
			for (const [to, reaction] of people) {
				if (waiting.ended) break;
				if (reaction === 'takes it') await answer(waiting, to, 'approve');
				if (reaction === 'declines') await answer(waiting, to, 'decline');
				if (reaction === 'does not answer') await waiting.expire();
			}
			expect(phones()).toEqual(expectedSteps(INCIDENT, people));
			expect(waiting.ended?.run.status).toBe(given.includes('takes it') ? 'success' : 'error');
		}),
		{ numRuns: 20 },
	);
}, 120_000);

test('who is on the list twice is asked twice, and is not told of his own answer', async () => {
	const waiting = await raise([ANN, BOB, ANN]);
	await waiting.expire();
	await answer(waiting, BOB, 'decline');
	await answer(waiting, ANN, 'approve');
	expect(waiting.ended?.run.status).toBe('success');
	expect(phones()).toEqual(
		expectedSteps(INCIDENT, [
			[ANN, 'does not answer'],
			[BOB, 'declines'],
			[ANN, 'takes it'],
		]),
	);
});
