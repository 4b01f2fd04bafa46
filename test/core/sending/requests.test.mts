/** One provider and many messages: what is sent when, and what is retried. */
import { Dispatcher, type DispatchSettings } from '../../../core/sending/dispatch';
import { type Failure, type Fate, type SendResult } from '../../../core/outcome';
import { type Limits, waitBefore } from '../../../core/sending/pace';
import {
	deliverAll,
	deliveries,
	down,
	duplicate,
	invalid,
	limited,
	messages,
	ScriptedProvider,
	type Step,
	story,
	unknown,
	verdict,
	World,
} from './fakes.mts';
import { dispatch, makeSure, SETTINGS } from './one-provider.mts';

describe('many messages', () => {
	it('without messages, nothing happens', async () => {
		const { provider, settled } = await dispatch({ script: [] });
		expect([provider.requests, settled]).toEqual([[], []]);
	});

	it('only messages that were not sent are sent again', async () => {
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

	it('only unknown messages are repeated if the user wants to make sure', async () => {
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

	it('a provider that throws leaves its whole batch unknown and the others unaffected', async () => {
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

	it('each is reported as soon as its batch has settled', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[limited(5000)], [], []]);
		const settings = { ...SETTINGS, concurrency: 3 };
		const order: Array<[number, number]> = [];
		await world.run(
			deliverAll(
				new Dispatcher([provider.target], settings, world),
				deliveries(messages(3)),
				({ index }) => order.push([index, world.now()]),
			),
		);
		expect(order).toEqual([
			[1, 10],
			[2, 10],
			[0, 5020],
		]);
	});

	it('results for messages that were not sent are ignored', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[], []]);
		provider.send = async () =>
			await Promise.resolve([{ index: 1, outcome: 'accepted' }] satisfies SendResult[]);
		const fates = new Map<number, string>();
		await world.run(
			deliverAll(
				new Dispatcher([provider.target], SETTINGS, world),
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
			deliverAll(
				new Dispatcher([provider.target], { ...SETTINGS, ...settings }, world),
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

	it('is sent again if no contact got it', async () => {
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

	it('lasts as long as Retry-After asks, and a little longer', async () => {
		expect(times(await dispatch({ script: [[limited(7000)]] }))).toEqual([0, 7010]);
		const world = new World();
		world.chance = 0.5;
		expect(times(await dispatch({ script: [[limited(7000)]], world }))).toEqual([0, 7260]);
	});

	it('lasts as long as the longest Retry-After of a batch asks', async () => {
		const run = await dispatch({
			script: [[limited(1000)], [limited(9000)], [limited()]],
			size: 3,
		});
		expect(times(run)).toEqual([0, 9010]);
	});

	it('gives up if Retry-After asks for more than a minute', async () => {
		const minute = await dispatch({ script: [[limited(60_000)]] });
		expect([times(minute), minute.verdicts]).toEqual([[0, 60_010], ['accepted']]);
		const longer = await dispatch({ script: [[limited(60_001)]] });
		expect([times(longer), longer.verdicts]).toEqual([[0], ['notSent rateLimited']]);
	});

	it('applies to all messages if the provider limits the rate', async () => {
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
		// "At once": only the jitter that keeps parallel executions apart.
		[[{ retryAfterMs: 0 }], 0, 0, 0],
		[[{ retryAfterMs: 0 }], 5, 0.5, 250],
		[[{ retryAfterMs: 0 }, {}], 5, 0, 0],
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

	it('counts retries towards the rate', async () => {
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

	it('has no spacing without a rate', async () => {
		const run = await dispatch({ script: Array<Step[]>(4).fill([]), settings: { concurrency: 4 } });
		expect(times(run)).toEqual([0, 0, 0, 0]);
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

	it('before the start means that nothing is sent', async () => {
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

	it('while a request is under way keeps its answer', async () => {
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

describe('several accounts of one provider', () => {
	it.each<[name: string, settings: Partial<DispatchSettings>, starts: number[]]>([
		['concurrency', { concurrency: 1 }, [0, 10, 20, 30]],
		['the maximum rate', { concurrency: 4, maxRate: 10 }, [0, 100, 200, 300]],
	])('share %s', async (_, settings, starts) => {
		const world = new World();
		const accounts = [new ScriptedProvider(world, []), new ScriptedProvider(world, [])];
		const limits = new Map<string, Limits>();
		await world.run(
			Promise.all(
				accounts.map(async ({ target }) => {
					const dispatcher = new Dispatcher([target], { ...SETTINGS, ...settings }, world, limits);
					await deliverAll(dispatcher, deliveries(messages(2)), () => undefined);
				}),
			),
		);
		const all = accounts.flatMap(({ requests }) => requests.map(({ at }) => at));
		expect(all.sort((a, b) => a - b)).toEqual(starts);
	});
});

describe('bugs in a provider’s code', () => {
	const run = async (provider: ScriptedProvider, world: World, count: number) => {
		const fates = new Map<number, string>();
		await world.run(
			deliverAll(
				new Dispatcher([provider.target], SETTINGS, world),
				deliveries(messages(count)),
				({ index }, fate) => fates.set(index, verdict(fate)),
			),
		);
		return messages(count).map(({ index }) => fates.get(index));
	};

	it('a message that is accepted and regrouped is not sent again', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[], []], 2);
		const sent: number[][] = [];
		provider.send = async (batch) => {
			sent.push(batch.messages.map(({ index }) => index));
			const results: SendResult[] = [{ index: 0, outcome: 'accepted' }];
			return await Promise.resolve(
				sent.length === 1
					? { results, regroup: [batch] }
					: batch.messages.map(({ index }): SendResult => ({ index, outcome: 'accepted' })),
			);
		};
		expect(await run(provider, world, 2)).toEqual(['accepted', 'accepted']);
		expect(sent).toEqual([[0, 1], [1]]);
	});

	it('a message of another request that is regrouped is sent once', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [['regroup'], []]);
		const send = provider.send.bind(provider);
		provider.send = async (batch) => {
			const answer = await send(batch);
			return 'regroup' in answer ? { regroup: [{ messages: messages(2) }] } : answer;
		};
		expect(await run(provider, world, 2)).toEqual(['accepted', 'accepted']);
		expect(provider.requests.map(({ indexes }) => indexes)).toEqual([[0], [1], [0]]);
	});

	it('a message in two requests is sent in the first; one in none is not sent', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[], [], []]);
		provider.group = ([a, b]) => [
			{ messages: a && b ? [a, b] : [] },
			{ messages: a ? [a] : [] },
			{ messages: [] },
		];
		expect(await run(provider, world, 3)).toEqual([
			'accepted',
			'accepted',
			'notSent configuration',
		]);
		expect(provider.requests.map(({ indexes }) => indexes)).toEqual([[0, 1]]);
	});

	it('an error in its grouping affects every message that waits for it, and no other', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[], []]);
		const dispatcher = new Dispatcher([provider.target], SETTINGS, world);
		const [first, second] = deliveries(messages(2));
		if (!first || !second) throw new Error('There are two');
		const good = dispatcher.deliver(first);
		world.at(5, () => {
			provider.group = () => {
				throw new TypeError('A bug of the provider');
			};
		});
		world.at(6, () => undefined);
		const bad = world.pass(6).then(async () => await dispatcher.deliver(second));
		const ends = await world.run(Promise.allSettled([good, bad]));
		expect(ends).toMatchObject([
			{ status: 'fulfilled' },
			{ status: 'rejected', reason: { message: 'A bug of the provider' } },
		]);
	});
});
