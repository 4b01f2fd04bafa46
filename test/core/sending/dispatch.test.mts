/** With one provider: its answers about a message, and the resulting outcome. */
import fc from 'fast-check';
import { policyOf, type SendResult } from '../../../core/outcome';
import {
	auth,
	down,
	duplicate,
	invalid,
	limited,
	says,
	type Step,
	story,
	unknown,
	World,
} from './fakes.mts';
import { dispatch, makeSure } from './one-provider.mts';

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
		['down forever', Array<Step>(9).fill(down), [4, 'notSent providerDown']],
		['limited forever', Array<Step>(9).fill(limited()), [4, 'notSent rateLimited']],
		['limited, then rejected', [limited(), invalid], [2, 'rejected invalidRecipient']],
		['limited, then unknown', [limited(), unknown], [2, 'unknown unknownOutcome'], [3, 'accepted']],
		// Rejections are final, even those that ask to try again later.
		['rejected', [invalid], [1, 'rejected invalidRecipient']],
		['rejected as limited', [says('rejected', 'rateLimited')], [1, 'rejected rateLimited']],
		['throttled as a repetition', [duplicate], [1, 'rejected duplicate']],
		['no credit', [says('rejected', 'insufficientCredit')], [1, 'rejected insufficientCredit']],
		// Not sent, but a retry would only fail again.
		[
			'not sent for configuration',
			[says('notSent', 'configuration')],
			[1, 'notSent configuration'],
		],
		['not sent for the credential', [says('notSent', 'auth')], [1, 'notSent auth']],
		// Possibly sent: repeated only if the user allows it, and only once.
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
			'unknown, then down forever',
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
		// The provider's code throws or returns no result: its request may have been sent.
		['thrown', ['throw'], [1, 'unknown unknownOutcome'], [2, 'accepted']],
		[
			'thrown twice',
			['throw', 'throw'],
			[1, 'unknown unknownOutcome'],
			[2, 'unknown unknownOutcome'],
		],
		['no result', ['missing'], [1, 'unknown unknownOutcome'], [2, 'accepted']],
		// It must go in another request, so there is no result for it yet.
		['regrouped', ['regroup', 'accepted'], [1, 'accepted']],
		['limited, then regrouped', [limited(), 'regroup', 'accepted'], [2, 'accepted']],
		['regrouped, then limited', ['regroup', limited(), 'accepted'], [2, 'accepted']],
		[
			'regrouped between failures forever',
			Array<Step[]>(9).fill([down, 'regroup']).flat(),
			[4, 'notSent providerDown'],
		],
		[
			'unknown, regrouped, rejected',
			[unknown, 'regroup', invalid],
			[1, 'unknown unknownOutcome'],
			[2, 'unknown unknownOutcome'],
		],
	];

	it.each(cases)('%s', async (_, steps, never, sure = never) => {
		const careful = await dispatch({ script: [steps] });
		expect([...careful.tries, ...careful.verdicts]).toEqual(never);
		expect(careful.fates.get(0)?.attempts).toHaveLength(never[0]);
		const eager = await dispatch({ script: [steps], settings: makeSure });
		expect([...eager.tries, ...eager.verdicts]).toEqual(sure);
		expect(eager.fates.get(0)?.attempts).toHaveLength(sure[0]);
	});

	it('is not retried if Max Retries is 0', async () => {
		const { tries, verdicts } = await dispatch({ script: [[down]], settings: { maxRetries: 0 } });
		expect([...tries, ...verdicts]).toEqual([1, 'notSent providerDown']);
	});

	it('has a history of its attempts', async () => {
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

	it('keeps the id of an attempt that a repetition confirmed', async () => {
		const { fates } = await dispatch({ script: [[unknown, duplicate]], settings: makeSure });
		expect(story(fates.get(0))).toEqual(['unknown', 'rejected']);
		expect(fates.get(0)?.results[0]).not.toHaveProperty('failure');
	});
});

describe('for any provider', () => {
	const steps: Step[] = [
		...(['accepted', 'missing', 'throw', 'regroup'] as const),
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

	/** The result for a message whose batch has no result is "unknown". */
	const isUnsure = (outcome: SendResult['outcome']) => outcome === 'unknown';

	it('every message settles once, and its attempts match the provider’s answers about it', async () => {
		await check(({ provider, settled, fates, tries }) => {
			expect(settled.map(([index]) => index).sort((a, b) => a - b)).toEqual([...tries.keys()]);
			expect(tries.map((_, index) => story(fates.get(index)).length)).toEqual(tries);
			tries.forEach((_, index) => {
				expect(story(fates.get(index))).toEqual(provider.said(index));
			});
			// No request goes to a provider that asks for a longer wait than we allow.
			tries.forEach((count, index) => {
				if (count > 0) return;
				expect(fates.get(index)?.results).toMatchObject([
					{ outcome: 'notSent', failure: { retryAfterMs: 90_000 } },
				]);
			});
		});
	});

	it('no message is sent again after it was accepted or rejected', async () => {
		await check(({ fates }) => {
			for (const fate of fates.values()) {
				const before = story(fate).slice(0, -1);
				expect(before.filter((outcome) => !['notSent', 'unknown'].includes(outcome))).toEqual([]);
			}
		});
	});

	it('a message that may have been sent is sent again only to make sure, and only once', async () => {
		await check(({ fates }, { settings }) => {
			const allowed = settings.ifUnsure === 'makeSure' ? 2 : 1;
			for (const fate of fates.values()) {
				const unsure = story(fate).filter(isUnsure).length;
				expect(unsure).toBeLessThanOrEqual(allowed);
				if (unsure === allowed) expect(story(fate).at(-1)).toBe('unknown');
			}
		});
	});

	it('the last answer is the verdict, unless an earlier outcome was unknown', async () => {
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

	it('a failure is retried no more often than the settings allow', async () => {
		await check(({ fates, tries }, { settings }) => {
			const most = (settings.maxRetries + 1) * (settings.ifUnsure === 'makeSure' ? 2 : 1);
			expect(Math.max(0, ...tries)).toBeLessThanOrEqual(most);
			for (const { attempts } of fates.values()) {
				for (const { outcome, failure } of attempts.slice(0, -1)) {
					if (outcome === 'notSent') expect(failure && policyOf(failure).retry).toBe(true);
				}
			}
		});
	});

	it('requests do not exceed the concurrency or the rate that the settings allow', async () => {
		await check(({ provider }, { settings }) => {
			expect(provider.mostUnderWay).toBeLessThanOrEqual(settings.concurrency);
			if (settings.maxRate === undefined) return;
			const starts = provider.requests.map(({ at }) => at);
			const gaps = starts.slice(1).map((at, before) => at - (starts[before] ?? NaN));
			expect(Math.min(Infinity, ...gaps)).toBeGreaterThanOrEqual(1000 / settings.maxRate - 0.001);
		});
	});
});
