import fc from 'fast-check';
import { type Fate, followUp } from '../../core/fate';
import { forEachBounded } from '../../core/bounded';
import { Dispatcher, type DispatchSettings } from '../../core/dispatch';
import { waitBefore } from '../../core/lane';
import { type Failure, FAILURES, type SendResult } from '../../core/outcome';
import {
	auth,
	deliveries,
	down,
	duplicate,
	invalid,
	limited,
	messages,
	says,
	ScriptedProvider,
	type Step,
	story,
	unknown,
	verdict,
	World,
} from './fakes.mts';

const SETTINGS: DispatchSettings = { ifUnsure: 'neverTwice', concurrency: 1, maxRetries: 3 };

interface Run {
	readonly world?: World;
	/** What is said about each message at each try. */
	readonly script: ReadonlyArray<readonly Step[]>;
	readonly size?: number;
	readonly latency?: (indexes: readonly number[]) => number;
	readonly settings?: Partial<DispatchSettings>;
}

async function dispatch({ world = new World(), script, size, latency, settings }: Run) {
	const provider = new ScriptedProvider(world, script, size, latency);
	const dispatcher = new Dispatcher([provider.target], { ...SETTINGS, ...settings }, world);
	const settled: Array<[number, Fate]> = [];
	await world.run(
		dispatcher.run(deliveries(messages(script.length)), ({ index }, fate) =>
			settled.push([index, fate]),
		),
	);
	const fates = new Map(settled);
	return {
		provider,
		world,
		settled,
		fates,
		verdicts: script.map((_, index) => verdict(fates.get(index))),
		tries: script.map((_, index) => provider.tries(index)),
	};
}

const makeSure = { ifUnsure: 'makeSure' } as const;

describe('one message', () => {
	const cases: Array<
		[
			name: string,
			steps: Step[],
			neverTwice: [tries: number, verdict: string],
			makeSure?: [tries: number, verdict: string],
		]
	> = [
		['accepted', ['accepted'], [1, 'accepted']],
		['rate limited once', [limited(), 'accepted'], [2, 'accepted']],
		['down once', [down, 'accepted'], [2, 'accepted']],
		['down, limited, down', [down, limited(), down, 'accepted'], [4, 'accepted']],
		['down for ever', Array<Step>(9).fill(down), [4, 'notSent providerDown']],
		['limited for ever', Array<Step>(9).fill(limited()), [4, 'notSent rateLimited']],
		['limited, then rejected', [limited(), invalid], [2, 'rejected invalidRecipient']],
		['limited, then unknown', [limited(), unknown], [2, 'unknown unknownOutcome'], [3, 'accepted']],
		// Rejections are final, even those that say "come back later".
		['rejected', [invalid], [1, 'rejected invalidRecipient']],
		['rejected as limited', [says('rejected', 'rateLimited')], [1, 'rejected rateLimited']],
		['throttled as a repetition', [duplicate], [1, 'rejected duplicate']],
		['no credit', [says('rejected', 'insufficientCredit')], [1, 'rejected insufficientCredit']],
		// Not sent, but it would only fail again.
		[
			'not sent for configuration',
			[says('notSent', 'configuration')],
			[1, 'notSent configuration'],
		],
		['not sent for the credential', [says('notSent', 'auth')], [1, 'notSent auth']],
		// Perhaps sent: repeated only if the user says so, and only once.
		['unknown', [unknown], [1, 'unknown unknownOutcome'], [2, 'accepted']],
		[
			'unknown twice',
			[unknown, unknown],
			[1, 'unknown unknownOutcome'],
			[2, 'unknown unknownOutcome'],
		],
		[
			'unknown with a cause',
			[says('unknown', 'providerDown')],
			[1, 'unknown providerDown'],
			[2, 'accepted'],
		],
		[
			'unknown, then a repetition',
			[unknown, duplicate],
			[1, 'unknown unknownOutcome'],
			[2, 'accepted'],
		],
		[
			'unknown, then rejected',
			[unknown, invalid],
			[1, 'unknown unknownOutcome'],
			[2, 'unknown unknownOutcome'],
		],
		[
			'unknown, then refused',
			[unknown, auth],
			[1, 'unknown unknownOutcome'],
			[2, 'unknown unknownOutcome'],
		],
		[
			'unknown, then down for ever',
			[unknown, ...Array<Step>(9).fill(down)],
			[1, 'unknown unknownOutcome'],
			[5, 'unknown unknownOutcome'],
		],
		[
			'unknown, then down once',
			[unknown, down, 'accepted'],
			[1, 'unknown unknownOutcome'],
			[3, 'accepted'],
		],
		[
			'unknown, down, unknown',
			[unknown, down, unknown],
			[1, 'unknown unknownOutcome'],
			[3, 'unknown unknownOutcome'],
		],
		// The provider's code fails or says nothing: its request was on the wire.
		['thrown', ['throw'], [1, 'unknown unknownOutcome'], [2, 'accepted']],
		[
			'thrown twice',
			['throw', 'throw'],
			[1, 'unknown unknownOutcome'],
			[2, 'unknown unknownOutcome'],
		],
		['nothing said', ['missing'], [1, 'unknown unknownOutcome'], [2, 'accepted']],
	];

	it.each(cases)('%s', async (_, steps, never, sure = never) => {
		const careful = await dispatch({ script: [steps] });
		expect([...careful.tries, ...careful.verdicts]).toEqual(never);
		expect(careful.fates.get(0)?.attempts).toHaveLength(never[0]);
		const eager = await dispatch({ script: [steps], settings: makeSure });
		expect([...eager.tries, ...eager.verdicts]).toEqual(sure);
		expect(eager.fates.get(0)?.attempts).toHaveLength(sure[0]);
	});

	it('is not retried where Max Retries is 0', async () => {
		const { tries, verdicts } = await dispatch({ script: [[down]], settings: { maxRetries: 0 } });
		expect([...tries, ...verdicts]).toEqual([1, 'notSent providerDown']);
	});

	it('has a story of its attempts', async () => {
		const { fates } = await dispatch({
			script: [[limited(2000), unknown, 'accepted']],
			settings: makeSure,
		});
		expect(fates.get(0)).toEqual({
			provider: 'scripted',
			results: [{ index: 0, outcome: 'accepted', messageId: 'id-0' }],
			attempts: [
				{
					provider: 'scripted',
					at: '1970-01-01T00:00:00.010Z',
					outcome: 'notSent',
					failure: { class: 'rateLimited', message: 'rateLimited', retryAfterMs: 2000 },
				},
				{
					provider: 'scripted',
					at: '1970-01-01T00:00:02.020Z',
					outcome: 'unknown',
					failure: { class: 'unknownOutcome', message: 'unknownOutcome', retryAfterMs: undefined },
				},
				{
					provider: 'scripted',
					at: '1970-01-01T00:00:02.030Z',
					outcome: 'accepted',
					messageId: 'id-0',
				},
			],
		});
	});

	it('keeps the id of a try that a repetition confirmed', async () => {
		const { fates } = await dispatch({ script: [[unknown, duplicate]], settings: makeSure });
		expect(story(fates.get(0))).toEqual(['unknown', 'rejected']);
		expect(fates.get(0)?.results[0]).not.toHaveProperty('failure');
	});
});

describe('many messages', () => {
	it('nobody: nothing happens', async () => {
		const { provider, settled } = await dispatch({ script: [] });
		expect([provider.requests, settled]).toEqual([[], []]);
	});

	it('only what was not sent goes out again', async () => {
		const { provider, verdicts } = await dispatch({
			script: [['accepted'], [limited()], [invalid], [unknown], [limited(), limited()]],
			size: 5,
		});
		expect(provider.requests.map(({ indexes }) => indexes)).toEqual([[0, 1, 2, 3, 4], [1, 4], [4]]);
		expect(verdicts).toEqual([
			'accepted',
			'accepted',
			'rejected invalidRecipient',
			'unknown unknownOutcome',
			'accepted',
		]);
	});

	it('only what is unknown is repeated where the user wants to make sure', async () => {
		const { provider, verdicts } = await dispatch({
			script: [['accepted'], [unknown], [invalid], ['missing', duplicate], [limited(), unknown]],
			size: 5,
			settings: makeSure,
		});
		expect(provider.requests.map(({ indexes }) => indexes)).toEqual([
			[0, 1, 2, 3, 4],
			[4],
			[1, 3, 4],
		]);
		expect(verdicts).toEqual([
			'accepted',
			'accepted',
			'rejected invalidRecipient',
			'accepted',
			'accepted',
		]);
	});

	it('a provider that throws leaves its whole batch unknown, and the others alone', async () => {
		const { verdicts } = await dispatch({
			script: [['accepted'], ['throw'], ['accepted'], ['accepted']],
			size: 2,
		});
		expect(verdicts).toEqual([
			'unknown unknownOutcome',
			'unknown unknownOutcome',
			'accepted',
			'accepted',
		]);
	});

	it('each is told as soon as its batch is settled', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[limited(5000)], [], []]);
		const settings = { ...SETTINGS, concurrency: 3 };
		const order: Array<[number, number]> = [];
		await world.run(
			new Dispatcher([provider.target], settings, world).run(deliveries(messages(3)), ({ index }) =>
				order.push([index, world.now()]),
			),
		);
		expect(order).toEqual([
			[1, 10],
			[2, 10],
			[0, 5020],
		]);
	});

	it('results of messages that nobody asked about are ignored', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[], []]);
		provider.send = async () =>
			await Promise.resolve([{ index: 1, outcome: 'accepted' }] satisfies SendResult[]);
		const fates = new Map<number, string>();
		await world.run(
			new Dispatcher([provider.target], SETTINGS, world).run(
				deliveries(messages(2)),
				({ index }, fate) => fates.set(index, verdict(fate)),
			),
		);
		expect([...fates]).toEqual([
			[0, 'unknown unknownOutcome'],
			[1, 'accepted'],
		]);
	});
});

describe('a contact list', () => {
	const failure: Failure = { class: 'rateLimited', message: 'Later' };
	const list = async (answers: SendResult[][], settings: Partial<DispatchSettings> = {}) => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[]]);
		let asked = 0;
		provider.send = async () => await Promise.resolve(answers[asked++] ?? []);
		let told: Fate | undefined;
		await world.run(
			new Dispatcher([provider.target], { ...SETTINGS, ...settings }, world).run(
				deliveries(messages(1)),
				(_, fate) => {
					told = fate;
				},
			),
		);
		return { asked, verdict: verdict(told) };
	};

	it('has a result per contact', async () => {
		expect(
			await list([
				[
					{ index: 0, to: 'a', outcome: 'accepted' },
					{ index: 0, to: 'b', outcome: 'rejected', failure },
				],
			]),
		).toEqual({ asked: 1, verdict: 'accepted, rejected rateLimited' });
	});

	it('is not sent again once one contact may have it', async () => {
		for (const outcome of ['accepted', 'unknown'] as const) {
			const one: SendResult =
				outcome === 'accepted' ? { index: 0, outcome } : { index: 0, outcome, failure };
			const rest: SendResult = { index: 0, outcome: 'notSent', failure };
			for (const answer of [
				[one, rest],
				[rest, one],
			]) {
				expect((await list([answer], makeSure)).asked).toBe(1);
			}
		}
	});

	it('is sent again where nobody got it', async () => {
		const nobody: SendResult[] = [
			{ index: 0, to: 'a', outcome: 'notSent', failure },
			{ index: 0, to: 'b', outcome: 'notSent', failure },
		];
		expect(await list([nobody, [{ index: 0, outcome: 'accepted' }]])).toEqual({
			asked: 2,
			verdict: 'accepted',
		});
	});
});

describe('waiting', () => {
	const times = (run: { provider: ScriptedProvider }) => run.provider.requests.map(({ at }) => at);

	it('doubles from half a second, with jitter up to twice that', async () => {
		const script = [[down, down, down, down]];
		expect(times(await dispatch({ script }))).toEqual([0, 260, 770, 1780]);
		const world = new World();
		world.chance = 0.999999;
		const late = times(await dispatch({ script, world }));
		expect(late.map((at) => Math.round(at))).toEqual([0, 510, 1520, 3530]);
	});

	it('does what Retry-After asks, and a little more', async () => {
		expect(times(await dispatch({ script: [[limited(7000)]] }))).toEqual([0, 7010]);
		const world = new World();
		world.chance = 0.5;
		expect(times(await dispatch({ script: [[limited(7000)]], world }))).toEqual([0, 7260]);
	});

	it('does what the longest Retry-After of a batch asks', async () => {
		const run = await dispatch({
			script: [[limited(1000)], [limited(9000)], [limited()]],
			size: 3,
		});
		expect(times(run)).toEqual([0, 9010]);
	});

	it('gives up where Retry-After asks for more than a minute', async () => {
		const minute = await dispatch({ script: [[limited(60_000)]] });
		expect([times(minute), minute.verdicts]).toEqual([[0, 60_010], ['accepted']]);
		const longer = await dispatch({ script: [[limited(60_001)]] });
		expect([times(longer), longer.verdicts]).toEqual([[0], ['notSent rateLimited']]);
	});

	it('concerns everybody where the provider limits the rate', async () => {
		const run = await dispatch({
			script: [[limited(5000)], [], [], []],
			settings: { concurrency: 2 },
			latency: ([index]) => (index === 1 ? 50 : 10),
		});
		// Message 1 was under way; 2 and 3 had not started.
		expect(run.provider.requests).toEqual([
			{ at: 0, indexes: [0] },
			{ at: 0, indexes: [1] },
			{ at: 5010, indexes: [0] },
			{ at: 5010, indexes: [2] },
			{ at: 5020, indexes: [3] },
		]);
	});

	it.each([
		[[], 0, 0, 250],
		[[], 1, 0, 500],
		[[], 3, 0.5, 3000],
		[[], 20, 0, 30_000],
		[[], 20, 1, 60_000],
		[[{}], 0, 0, 250],
		[[{ retryAfterMs: 0 }], 0, 0, 250],
		[[{ retryAfterMs: -5 }], 0, 0, 250],
		[[{ retryAfterMs: 1 }], 5, 0, 1],
		[[{ retryAfterMs: 3000 }, { retryAfterMs: 2000 }], 5, 1, 3500],
		[[{ retryAfterMs: 60_000 }], 0, 0, 60_000],
		[[{ retryAfterMs: 60_001 }], 0, 0, undefined],
		[[{ retryAfterMs: 1 }, { retryAfterMs: 3_600_000 }], 0, 0, undefined],
	])('waitBefore(%j, %d, %d) is %s', (asked, tries, random, expected) => {
		const failures = asked.map((own): Failure => ({
			class: 'rateLimited',
			message: 'Later',
			...own,
		}));
		expect(waitBefore(failures, tries, random)).toBe(expected);
	});

	it('spaces requests by the rate, however many may be under way', async () => {
		const run = await dispatch({
			script: Array<Step[]>(5).fill([]),
			settings: { concurrency: 5, maxRate: 4 },
		});
		expect(times(run)).toEqual([0, 250, 500, 750, 1000]);
	});

	it('counts retries into the rate', async () => {
		const run = await dispatch({
			script: [[down], [], []],
			settings: { concurrency: 3, maxRate: 1 },
		});
		expect(run.provider.requests.map(({ at, indexes }) => [at, indexes[0]])).toEqual([
			[0, 0],
			[1000, 1],
			[2000, 2],
			[3000, 0],
		]);
	});

	it('has no pace without a rate', async () => {
		const run = await dispatch({ script: Array<Step[]>(4).fill([]), settings: { concurrency: 4 } });
		expect(times(run)).toEqual([0, 0, 0, 0]);
	});
});

describe('a refused credential', () => {
	it('stops the batches behind it', async () => {
		const { provider, verdicts } = await dispatch({
			script: [['accepted'], [auth], ['accepted'], ['accepted']],
		});
		expect(provider.requests.map(({ indexes }) => indexes)).toEqual([[0], [1]]);
		expect(verdicts).toEqual(['accepted', 'rejected auth', 'notSent auth', 'notSent auth']);
	});

	it('stops nothing that is under way, and nobody where only some rows say so', async () => {
		const parallel = await dispatch({ script: [[auth], [], []], settings: { concurrency: 2 } });
		expect(parallel.tries).toEqual([1, 1, 0]);
		const mixed = await dispatch({ script: [[auth], [], []], size: 2 });
		expect(mixed.verdicts).toEqual(['rejected auth', 'accepted', 'accepted']);
	});

	it('is not asked again to make sure of what is unknown', async () => {
		const { tries, verdicts } = await dispatch({
			script: [[unknown, auth], [unknown]],
			settings: makeSure,
		});
		// Repetitions come after what waits for its first try.
		expect(tries).toEqual([2, 1]);
		expect(verdicts).toEqual(['unknown unknownOutcome', 'unknown unknownOutcome']);
	});
});

describe('a provider that is down', () => {
	const forever = Array<Step>(9).fill(down);

	it('is tried once by the batches behind, without waiting', async () => {
		const { tries, verdicts, world } = await dispatch({ script: [forever, forever, forever] });
		expect(tries).toEqual([4, 1, 1]);
		expect(new Set(verdicts)).toEqual(new Set(['notSent providerDown']));
		expect(world.now()).toBe(1790 + 2 * 10);
	});

	it('gets all its tries again once it is up', async () => {
		const { tries } = await dispatch({ script: [forever, [], [down, down], forever] });
		expect(tries).toEqual([4, 1, 3, 4]);
	});

	it('is not down where only part of a batch says so', async () => {
		const { tries } = await dispatch({
			script: [forever, [invalid], forever, forever],
			size: 2,
		});
		expect(tries).toEqual([4, 1, 4, 4]);
	});
});

describe('cancellation', () => {
	it('starts no further request', async () => {
		const world = new World();
		world.at(15, () => world.cancel());
		const { provider, verdicts, fates } = await dispatch({
			world,
			script: [[], [], [], []],
		});
		// The second one was under way, and its answer counts.
		expect(provider.requests.map(({ at }) => at)).toEqual([0, 10]);
		expect(verdicts).toEqual([
			'accepted',
			'accepted',
			'notSent configuration',
			'notSent configuration',
		]);
		expect(fates.get(3)?.results).toMatchObject([{ failure: { code: 'CANCELLED' } }]);
	});

	it('before the start sends nothing', async () => {
		const world = new World();
		world.cancel();
		const { provider } = await dispatch({ world, script: [[], []], settings: makeSure });
		expect(provider.requests).toEqual([]);
	});

	it.each([
		['a retry', [limited(30_000)], {}, 'notSent'],
		['a repetition', [unknown, limited(30_000)], makeSure, 'unknown'],
	])('ends the wait before %s', async (_, steps, settings, outcome) => {
		const world = new World();
		world.at(100, () => world.cancel());
		const { tries, verdicts } = await dispatch({ world, script: [steps], settings });
		expect(tries).toEqual([steps.length]);
		expect(verdicts[0]).toMatch(outcome);
		expect(world.now()).toBe(100);
	});

	it('while a request is under way leaves its answer as it is', async () => {
		const world = new World();
		world.at(5, () => world.cancel());
		const { tries, verdicts, fates } = await dispatch({ world, script: [[limited(1000)]] });
		expect([...tries, ...verdicts]).toEqual([1, 'notSent rateLimited']);
		expect(story(fates.get(0))).toEqual(['notSent']);
		expect(world.now()).toBe(10);
	});

	it('ends the wait for the rate', async () => {
		const world = new World();
		world.at(100, () => world.cancel());
		const { provider } = await dispatch({
			world,
			script: [[], [], []],
			settings: { maxRate: 0.1, concurrency: 3 },
		});
		expect(provider.requests).toHaveLength(1);
		expect(world.now()).toBe(100);
	});

	it('while an answer is unknown keeps it unknown', async () => {
		const world = new World();
		world.at(5, () => world.cancel());
		const { tries, verdicts } = await dispatch({
			world,
			script: [[unknown]],
			settings: makeSure,
		});
		expect([...tries, ...verdicts]).toEqual([1, 'unknown unknownOutcome']);
	});
});

describe('followUp', () => {
	const failure = (kind: Failure['class']): Failure => ({ class: kind, message: kind });
	const fate = (at: string, ...results: SendResult[]): Fate => ({
		results,
		attempts: results.slice(0, 1).map(({ outcome }) => ({ provider: 'p', at, outcome })),
	});
	const unsure: SendResult = { index: 0, outcome: 'unknown', failure: failure('unknownOutcome') };
	const limit: SendResult = { index: 0, outcome: 'notSent', failure: failure('rateLimited') };
	const accepted: SendResult = { index: 0, outcome: 'accepted', messageId: 'x' };
	const repeated: SendResult = {
		index: 0,
		outcome: 'rejected',
		failure: failure('duplicate'),
		provesEarlier: true,
		messageId: 'y',
		raw: { status: 'THROTTLED' },
	};

	it('without a story before is what came', () => {
		const after = fate('1', accepted);
		expect(followUp(undefined, after)).toBe(after);
	});

	it('joins the attempts in order', () => {
		const story = followUp(fate('1', limit), followUp(fate('2', unsure), fate('3', limit)));
		expect(story.attempts.map(({ at }) => at)).toEqual(['1', '2', '3']);
	});

	it.each([
		['accepted', accepted, accepted],
		['another doubt', { ...unsure, messageId: 'z' }, { ...unsure, messageId: 'z' }],
		[
			'a repetition',
			repeated,
			{ index: 0, outcome: 'accepted', messageId: 'y', raw: { status: 'THROTTLED' } },
		],
		['a rate limit', limit, unsure],
		[
			'a rejection',
			{ ...repeated, provesEarlier: undefined, failure: failure('invalidRecipient') },
			unsure,
		],
	] as Array<[string, SendResult, SendResult]>)('after a doubt: %s', (_, second, expected) => {
		expect(followUp(fate('1', unsure), fate('2', second)).results).toEqual([expected]);
	});

	it.each([accepted, unsure, limit, repeated])('after no doubt the last word counts', (second) => {
		expect(followUp(fate('1', limit), fate('2', second)).results).toEqual([second]);
	});
});

describe('forEachBounded', () => {
	it.each([
		[5, 2, 2],
		[5, 1, 1],
		[3, 10, 3],
		[5, Infinity, 5],
		[5, 2.9, 2],
		[5, 0, 1],
		[5, -1, 1],
		[5, NaN, 1],
		[0, 3, 0],
	])('%d items, limit %d: %d at once', async (count, limit, expected) => {
		const world = new World();
		let atOnce = 0;
		let most = 0;
		const started: number[] = [];
		const items = Array.from({ length: count }, (_, at) => `item ${at}`);
		await world.run(
			forEachBounded(items, limit, async (item, position) => {
				expect(item).toBe(`item ${position}`);
				started.push(position);
				most = Math.max(most, ++atOnce);
				await world.pass(10 * (count - position));
				atOnce--;
			}),
		);
		expect(most).toBe(expected);
		expect(started).toEqual([...items.keys()]);
	});
});

describe('for any provider', () => {
	const steps: Step[] = [
		...(['accepted', 'missing', 'throw'] as const),
		...[limited(), limited(700), limited(90_000), down, unknown, duplicate, invalid],
		...[
			says('notSent', 'content'),
			says('unknown', 'rateLimited'),
			says('rejected', 'providerDown'),
		],
	];
	const runs = fc.record({
		script: fc.array(fc.array(fc.constantFrom(...steps), { maxLength: 6 }), { maxLength: 8 }),
		size: fc.integer({ min: 1, max: 4 }),
		chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
		latencies: fc.array(fc.nat(900), { minLength: 1, maxLength: 5 }),
		settings: fc.record(
			{
				ifUnsure: fc.constantFrom('neverTwice' as const, 'makeSure' as const),
				concurrency: fc.integer({ min: 1, max: 4 }),
				maxRetries: fc.nat(4),
				maxRate: fc.constantFrom(1, 3, 50),
			},
			{ requiredKeys: ['ifUnsure', 'concurrency', 'maxRetries'] },
		),
	});
	type AnyRun = typeof runs extends fc.Arbitrary<infer R> ? R : never;

	const check = (judge: (run: Awaited<ReturnType<typeof dispatch>>, plan: AnyRun) => void) =>
		fc.assert(
			fc.asyncProperty(runs, async (run) => {
				const world = new World();
				world.chance = run.chance;
				const latency = ([index = 0]: readonly number[]) =>
					run.latencies[index % run.latencies.length] ?? 0;
				judge(await dispatch({ ...run, world, latency }), run);
			}),
			{ numRuns: 120 },
		);

	/** What was said about a message whose batch came to nothing is that nobody knows. */
	const isUnsure = (outcome: SendResult['outcome']) => outcome === 'unknown';

	it('every message settles once, and its attempts are its requests', async () => {
		await check(({ settled, fates, tries }) => {
			expect(settled.map(([index]) => index).sort((a, b) => a - b)).toEqual([...tries.keys()]);
			expect(tries.map((_, index) => story(fates.get(index)).length)).toEqual(tries);
			// Nobody asks a provider that wants to be left alone for longer than we wait.
			tries.forEach((count, index) => {
				if (count > 0) return;
				expect(fates.get(index)?.results).toMatchObject([
					{ outcome: 'notSent', failure: { retryAfterMs: 90_000 } },
				]);
			});
		});
	});

	it('nothing goes out after it was accepted or rejected', async () => {
		await check(({ fates }) => {
			for (const fate of fates.values()) {
				const before = story(fate).slice(0, -1);
				expect(before.filter((outcome) => !['notSent', 'unknown'].includes(outcome))).toEqual([]);
			}
		});
	});

	it('what may have been sent goes out again only to make sure, and only once', async () => {
		await check(({ fates }, { settings }) => {
			const allowed = settings.ifUnsure === 'makeSure' ? 2 : 1;
			for (const fate of fates.values()) {
				const unsure = story(fate).filter(isUnsure).length;
				expect(unsure).toBeLessThanOrEqual(allowed);
				if (unsure === allowed) expect(story(fate).at(-1)).toBe('unknown');
			}
		});
	});

	it('the verdict is the last word, unless there was a doubt before it', async () => {
		await check(({ fates, verdicts }) => {
			for (const [index, { attempts, results }] of fates) {
				const last = attempts.at(-1);
				const doubt = attempts.slice(0, -1).some(({ outcome }) => isUnsure(outcome));
				expect(results).toHaveLength(1);
				if (!last) expect(results[0]?.outcome).toBe('notSent');
				else if (!doubt || last.outcome === 'accepted')
					expect(results[0]?.outcome).toBe(last.outcome);
				else if (last.failure?.class === 'duplicate') expect(verdicts[index]).toBe('accepted');
				else expect(results[0]?.outcome).toBe('unknown');
			}
		});
	});

	it('a failure is tried again no more often than the settings say', async () => {
		await check(({ fates, tries }, { settings }) => {
			const most = (settings.maxRetries + 1) * (settings.ifUnsure === 'makeSure' ? 2 : 1);
			expect(Math.max(0, ...tries)).toBeLessThanOrEqual(most);
			for (const { attempts } of fates.values()) {
				for (const { outcome, failure } of attempts.slice(0, -1)) {
					if (outcome === 'notSent') expect(failure && FAILURES[failure.class].retry).toBe(true);
				}
			}
		});
	});

	it('no more requests are under way, and none starts earlier, than the settings allow', async () => {
		await check(({ provider }, { settings }) => {
			expect(provider.mostUnderWay).toBeLessThanOrEqual(settings.concurrency);
			if (settings.maxRate === undefined) return;
			const starts = provider.requests.map(({ at }) => at);
			const gaps = starts.slice(1).map((at, before) => at - (starts[before] ?? NaN));
			expect(Math.min(Infinity, ...gaps)).toBeGreaterThanOrEqual(1000 / settings.maxRate - 0.001);
		});
	});
});
