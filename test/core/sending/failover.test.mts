/** From provider to provider: which one gets which message, when, and the recorded attempts. */
import fc from 'fast-check';
import { Dispatcher, type DispatchSettings } from '../../../core/sending/dispatch';
import { type FailureClass, FAILURES, type Fate, policyOf } from '../../../core/outcome';
import {
	auth,
	deliverAll,
	deliveries,
	down,
	duplicate,
	invalid,
	limited,
	messages,
	says,
	ScriptedProvider,
	type Step,
	unfit,
	unknown,
	verdict,
	World,
} from './fakes.mts';

const SETTINGS: DispatchSettings = { ifUnsure: 'neverTwice', concurrency: 1, maxRetries: 3 };
const makeSure = { ifUnsure: 'makeSure' } as const;
const forever = (step: Step) => Array<Step>(20).fill(step);
const timeout: Step = {
	outcome: 'unknown',
	failure: { class: 'unknownOutcome', code: 'TIMEOUT', message: 'No answer' },
};

interface Run {
	/** Per provider and message, the answer to each attempt. */
	readonly scripts: ReadonlyArray<ReadonlyArray<readonly Step[]>>;
	readonly size?: number;
	readonly settings?: Partial<DispatchSettings>;
	readonly latency?: ReadonlyArray<() => number>;
	readonly order?: (index: number) => number[];
}

async function dispatch({ scripts, size, settings, latency = [], order }: Run) {
	const world = new World();
	const providers = scripts.map(
		(script, at) => new ScriptedProvider(world, script, size, latency[at], `p${at + 1}`),
	);
	const count = scripts[0]?.length ?? 0;
	const all = messages(count).flatMap((message) =>
		deliveries(
			[message],
			(order?.(message.index) ?? [...providers.keys()]).map((at) => `p${at + 1}`),
		),
	);
	const dispatcher = new Dispatcher(
		providers.map(({ target }) => target),
		{ ...SETTINGS, ...settings },
		world,
	);
	const fates = new Map<number, Fate>();
	const settledAt = new Map<number, number>();
	let settled = 0;
	await world.run(
		deliverAll(dispatcher, all, ({ index }, fate) => {
			settled++;
			fates.set(index, fate);
			settledAt.set(index, world.now());
		}),
	);
	expect(settled).toBe(count);
	return {
		world,
		providers,
		fates,
		settledAt,
		verdicts: messages(count).map(({ index }) => verdict(fates.get(index))),
		from: messages(count).map(({ index }) => fates.get(index)?.provider),
		tries: providers.map((provider) => messages(count).map(({ index }) => provider.tries(index))),
	};
}

const told = (fate: Fate | undefined) =>
	(fate?.attempts ?? []).map(
		({ provider, outcome, skipped }) => `${provider} ${outcome}${skipped ? ' skipped' : ''}`,
	);

describe('one message and two providers', () => {
	const classes = Object.keys(FAILURES) as FailureClass[];

	it.each(classes)(
		'rejected as %s: fails over only if another provider could succeed',
		async (kind) => {
			const { verdicts, tries, from } = await dispatch({
				scripts: [[[says('rejected', kind)]], [[]]],
			});
			const goesOn = FAILURES[kind].failOver;
			expect(verdicts).toEqual([goesOn ? 'accepted' : `rejected ${kind}`]);
			expect(tries).toEqual([[1], [goesOn ? 1 : 0]]);
			expect(from).toEqual([goesOn ? 'p2' : 'p1']);
		},
	);

	it.each([invalid, duplicate, says('rejected', 'content'), says('rejected', 'optedOut')])(
		'a failure caused by the recipient or the text never fails over, not even to make sure',
		async (step) => {
			const { tries } = await dispatch({ scripts: [[[step]], [[]]], settings: makeSure });
			expect(tries).toEqual([[1], [0]]);
		},
	);

	it('unknown stays unknown if nothing may arrive twice', async () => {
		const { verdicts, tries } = await dispatch({ scripts: [[[unknown]], [[]]] });
		expect([verdicts, tries]).toEqual([['unknown unknownOutcome'], [[1], [0]]]);
	});

	it('unknown goes to the next provider to make sure, and the attempts record it', async () => {
		const { verdicts, fates } = await dispatch({
			scripts: [[[unknown]], [[]]],
			settings: makeSure,
		});
		expect(verdicts).toEqual(['accepted']);
		expect(told(fates.get(0))).toEqual(['p1 unknown', 'p2 accepted']);
	});

	it('unknown, and the next provider is down: once more to the first', async () => {
		const run = await dispatch({ scripts: [[[unknown]], [forever(down)]], settings: makeSure });
		expect(run.verdicts).toEqual(['accepted']);
		expect(run.from).toEqual(['p1']);
		expect(told(run.fates.get(0))).toEqual([
			'p1 unknown',
			...Array<string>(4).fill('p2 notSent'),
			'p1 accepted',
		]);
	});

	it('unknown at both: once more to the last one, and then no more', async () => {
		const run = await dispatch({
			scripts: [[forever(unknown)], [forever(unknown)]],
			settings: makeSure,
		});
		expect([run.verdicts, run.tries]).toEqual([['unknown unknownOutcome'], [[1], [2]]]);
	});

	it('a contact list that may have reached someone fails over only to make sure', async () => {
		const failure = { class: 'rateLimited', message: 'Later' } as const;
		for (const settings of [{}, makeSure]) {
			const world = new World();
			const [first, second] = ['p1', 'p2'].map(
				(id) => new ScriptedProvider(world, [[]], 1, undefined, id),
			);
			if (!first || !second) throw new Error('There are two');
			first.send = async () =>
				await Promise.resolve([
					{ index: 0, to: 'a', outcome: 'unknown', failure },
					{ index: 0, to: 'b', outcome: 'notSent', failure },
				]);
			const targets = [first.target, second.target];
			const dispatcher = new Dispatcher(targets, { ...SETTINGS, ...settings }, world);
			const [delivery] = deliveries(messages(1), ['p1', 'p2']);
			if (delivery) await world.run(dispatcher.deliver(delivery));
			expect(second.tries(0)).toBe('ifUnsure' in settings ? 1 : 0);
		}
	});

	it('an unknown outcome stays unknown if the next provider refuses', async () => {
		const run = await dispatch({ scripts: [[[unknown]], [[invalid]]], settings: makeSure });
		expect(run.verdicts).toEqual(['unknown unknownOutcome']);
		expect(run.from).toEqual(['p1']);
	});

	it('a duplicate at another provider proves nothing about the first one', async () => {
		const run = await dispatch({ scripts: [[[unknown]], [[duplicate]]], settings: makeSure });
		expect([run.verdicts, run.from]).toEqual([['unknown unknownOutcome'], ['p1']]);
	});

	it('a provider that is down is not waited for', async () => {
		const run = await dispatch({ scripts: [[forever(down)], [[]]] });
		expect(run.tries).toEqual([[1], [1]]);
		expect(run.world.now()).toBe(20);
	});

	it('the last provider gets all its attempts', async () => {
		const run = await dispatch({ scripts: [[forever(down)], [[down, down]]] });
		expect([run.verdicts, run.tries]).toEqual([['accepted'], [[1], [3]]]);
	});

	it('a rate limit is waited for if it is short', async () => {
		const short = await dispatch({ scripts: [[[limited(4000)]], [[]]] });
		expect([short.tries, short.from]).toEqual([[[2], [0]], ['p1']]);
		const long = await dispatch({ scripts: [[[limited(6000)]], [[]]] });
		expect([long.tries, long.from]).toEqual([[[1], [1]], ['p2']]);
	});

	it('lists the providers that cannot send the message first among the attempts', async () => {
		const world = new World();
		const provider = new ScriptedProvider(world, [[]]);
		const failure = { class: 'content', message: 'Too long' } as const;
		const at = '2030-01-31T09:00:00.000Z';
		const passedOver = [
			{ provider: 'p0', at, outcome: 'notSent', failure, skipped: true } as const,
		];
		const [delivery] = deliveries(messages(1));
		const dispatcher = new Dispatcher([provider.target], SETTINGS, world);
		const fate = await world.run(dispatcher.deliver({ stops: delivery?.stops ?? [], passedOver }));
		expect(fate.attempts[0]).toEqual(passedOver[0]);
		expect(told(fate)).toEqual(['p0 notSent skipped', 'scripted accepted']);
	});
});

describe('many messages', () => {
	const count = 12;
	const none = Array<Step[]>(count).fill([]);
	const all = (step: Step) => Array<Step[]>(count).fill(forever(step));

	it.each([
		['down', down],
		['out of credit', says('rejected', 'insufficientCredit')],
		['refusing the credential', auth],
		['not set up', says('notSent', 'configuration')],
	])(
		'a provider that is %s gets one request, and is skipped for the rest of the run',
		async (_, step) => {
			const run = await dispatch({ scripts: [all(step), none] });
			expect(run.tries).toEqual([[1, ...Array<number>(count - 1).fill(0)], Array(count).fill(1)]);
			expect(new Set(run.verdicts)).toEqual(new Set(['accepted']));
			expect(told(run.fates.get(5))).toEqual(['p1 notSent skipped', 'p2 accepted']);
		},
	);

	it('skipped messages are sent together', async () => {
		const run = await dispatch({ scripts: [all(down), none], size: 4 });
		expect(run.providers[1]?.requests.map(({ indexes }) => indexes.length)).toEqual([4, 4, 4]);
	});

	it('a message that needs an unsupported feature never takes a provider out', async () => {
		const scripts = [[[unfit], [], [unfit], []], none];
		const run = await dispatch({ scripts });
		expect(run.tries).toEqual([
			[1, 1, 1, 1],
			[1, 0, 1, 0],
		]);
		expect(told(run.fates.get(0))).toEqual(['p1 notSent', 'p2 accepted']);
		// In one request with a message that reports it as down, that report counts.
		const both = await dispatch({ scripts: [[[unfit], forever(down), [], []], none], size: 2 });
		expect(both.tries[0]).toEqual([1, 1, 0, 0]);
		expect(new Set(both.verdicts)).toEqual(new Set(['accepted']));
	});

	it('one invalid recipient never takes a provider out', async () => {
		for (const step of [
			invalid,
			says('rejected', 'optedOut'),
			says('rejected', 'countryBlocked'),
			says('rejected', 'content'),
			says('rejected', 'invalidSender'),
			unknown,
		]) {
			const script = none.map((steps, index) => (index === 3 ? [step] : steps));
			const run = await dispatch({ scripts: [script, none] });
			expect(run.tries[0]).toEqual(Array(count).fill(1));
		}
	});

	it('a provider whose outcomes all stay unknown soon gets no more requests', async () => {
		const run = await dispatch({ scripts: [all(unknown), none] });
		expect(run.verdicts.slice(0, 2)).toEqual(Array(2).fill('unknown unknownOutcome'));
		expect(new Set(run.verdicts.slice(2))).toEqual(new Set(['accepted']));
		expect(run.tries[0]).toEqual([1, 1, ...Array<number>(count - 2).fill(0)]);
	});

	it('without another provider it gets every message', async () => {
		const run = await dispatch({ scripts: [all(unknown)] });
		expect(run.tries).toEqual([Array(count).fill(1)]);
	});

	it('continues with a provider that answers again', async () => {
		const script = none.map((steps, index) => (index === 0 ? [unknown] : steps));
		const run = await dispatch({ scripts: [script, none], settings: { concurrency: 4 } });
		expect(run.tries[1]).toEqual(Array(count).fill(0));
	});

	it('uses its own path', async () => {
		const run = await dispatch({
			scripts: [none, none],
			order: (index) => (index % 2 ? [1, 0] : [0]),
		});
		expect(run.from).toEqual(messages(count).map(({ index }) => (index % 2 ? 'p2' : 'p1')));
	});
});

describe('a provider that hangs', () => {
	const TIMEOUT_MS = 30_000;
	const count = 40;
	const none = Array<Step[]>(count).fill([]);
	const hanging = Array<Step[]>(count).fill(forever(timeout));
	const latency = [() => TIMEOUT_MS, () => 10];

	it.each([1, 5])('costs its timeout once, with %d requests at a time', async (concurrency) => {
		for (const settings of [{ concurrency }, { concurrency, ...makeSure }]) {
			const run = await dispatch({ scripts: [hanging, none], settings, latency });
			expect(run.world.now()).toBeLessThan(TIMEOUT_MS + 1000);
			const unsure = run.verdicts.filter((one) => one !== 'accepted').length;
			expect(unsure).toBe('ifUnsure' in settings ? 0 : concurrency);
		}
	});

	it('and is the only one: a probe finds out whether it answers again, then no message waits', async () => {
		const run = await dispatch({ scripts: [hanging], settings: { concurrency: 5 }, latency });
		expect(run.world.now()).toBe(2 * TIMEOUT_MS);
		expect(run.providers[0]?.requests).toHaveLength(6);
		expect(run.verdicts.filter((one) => one === 'notSent providerDown')).toHaveLength(count - 6);
	});

	it('and then answers again: every message that was not in flight is sent', async () => {
		const script = none.map((steps, index) => (index < 5 ? [timeout] : steps));
		let requests = 0;
		const run = await dispatch({
			scripts: [script],
			settings: { concurrency: 5 },
			latency: [() => (requests++ < 5 ? TIMEOUT_MS : 10)],
		});
		expect(run.verdicts.filter((one) => one === 'accepted')).toHaveLength(count - 5);
		expect(run.world.now()).toBeLessThan(TIMEOUT_MS + 1000);
	});

	it('one slow request among good ones stops no message', async () => {
		const script = none.map((steps, index) => (index === 0 ? [timeout] : steps));
		let requests = 0;
		const run = await dispatch({
			scripts: [script],
			settings: { concurrency: 2 },
			latency: [() => (requests++ === 0 ? 100 : 10)],
		});
		expect(run.verdicts.slice(1)).toEqual(Array(count - 1).fill('accepted'));
	});
});

describe('for any providers', () => {
	const steps: Step[] = [
		'accepted',
		'missing',
		'throw',
		'regroup',
		limited(),
		limited(8_000),
		limited(90_000),
		down,
		unknown,
		timeout,
		duplicate,
		invalid,
		auth,
		says('rejected', 'insufficientCredit'),
		says('rejected', 'countryBlocked'),
		says('notSent', 'configuration'),
		unfit,
	];
	const script = (count: number) =>
		fc.array(fc.array(fc.constantFrom(...steps), { maxLength: 4 }), {
			minLength: count,
			maxLength: count,
		});
	const runs = fc.integer({ min: 1, max: 7 }).chain((count) =>
		fc.record({
			scripts: fc.array(script(count), { minLength: 1, maxLength: 3 }),
			size: fc.integer({ min: 1, max: 4 }),
			settings: fc.record({
				ifUnsure: fc.constantFrom('neverTwice' as const, 'makeSure' as const),
				concurrency: fc.integer({ min: 1, max: 3 }),
				maxRetries: fc.nat(2),
			}),
		}),
	);
	type AnyRun = typeof runs extends fc.Arbitrary<infer R> ? R : never;

	const check = (judge: (run: Awaited<ReturnType<typeof dispatch>>, plan: AnyRun) => void) =>
		fc.assert(
			fc.asyncProperty(runs, async (run) => {
				judge(await dispatch(run), run);
			}),
			{ numRuns: 150 },
		);

	it('the attempts of a message are the providers’ answers about it, in order', async () => {
		await check(({ fates, providers }) => {
			for (const [index, { attempts }] of fates) {
				for (const one of providers) {
					const { id } = one.target.provider;
					const asked = attempts.filter(({ provider, skipped }) => provider === id && !skipped);
					expect(asked.map(({ outcome }) => outcome)).toEqual(one.said(index));
				}
			}
		});
	});

	it('no message is sent again after it was accepted, or refused through its own fault', async () => {
		await check(({ fates }) => {
			for (const { attempts } of fates.values()) {
				for (const { outcome, failure } of attempts.slice(0, -1)) {
					expect(outcome).not.toBe('accepted');
					if (outcome === 'rejected' && failure) {
						expect(policyOf(failure).failOver).toBe(true);
					}
				}
			}
		});
	});

	it('a message that may have been sent is sent again only to make sure', async () => {
		await check(({ fates, providers }, { settings }) => {
			const most = settings.ifUnsure === 'makeSure' ? providers.length + 1 : 1;
			for (const { attempts } of fates.values()) {
				const unsure = attempts.filter(({ outcome }) => outcome === 'unknown').length;
				expect(unsure).toBeLessThanOrEqual(most);
			}
		});
	});

	it('the verdict follows the answers: accepted only if a provider accepted it or proved it', async () => {
		await check(({ fates }) => {
			for (const { attempts, results } of fates.values()) {
				const outcomes = attempts.map(({ outcome }) => outcome);
				const proved = attempts.some(({ failure }) => failure?.class === 'duplicate');
				if (results[0]?.outcome === 'accepted') {
					expect(outcomes.includes('accepted') || proved).toBe(true);
				} else {
					expect(outcomes).not.toContain('accepted');
					if (outcomes.includes('unknown')) expect(results[0]?.outcome).toBe('unknown');
				}
			}
		});
	});

	it('with a healthy provider at the end, making sure reaches every recipient that can be reached', async () => {
		await fc.assert(
			fc.asyncProperty(runs, async (run) => {
				const count = run.scripts[0]?.length ?? 0;
				const healthy = Array<Step[]>(count).fill([]);
				const { fates } = await dispatch({
					...run,
					scripts: [...run.scripts, healthy],
					settings: { ...run.settings, ...makeSure },
				});
				for (const { attempts, results } of fates.values()) {
					const refused = attempts.some(
						({ outcome, failure }) =>
							outcome === 'rejected' && failure && !policyOf(failure).failOver,
					);
					if (!refused) expect(results[0]?.outcome).toBe('accepted');
				}
			}),
			{ numRuns: 150 },
		);
	});
});
