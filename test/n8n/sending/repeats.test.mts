/**
 * Suppress Repeats over a model: executions that overlap, providers that fail, n8n that is killed at any
 * point, a store that fails, and time that passes. A key passes again only after its window, or after a
 * definite "not sent".
 */
import fc from 'fast-check';
import { type IContextObject, type IExecuteFunctions } from 'n8n-workflow';
import { type SendResult } from '../../../core/outcome';
import { type SmsAccount } from '../../../core/provider';
import { deliverAll } from '../../../n8n/sending/deliver';
import { planWithin } from '../../../n8n/sending/parts';
import { Story } from '../../../n8n/sending/story';
import { chunk } from '../../../core/sending/grouping';
import { World, provider } from '../../core/sending/fakes.mts';
import { DedupStore } from '../../support/dedup-store.mts';
import { context, NODE } from '../context.mts';

const MINUTE = 60_000;
const WINDOW = 60 * MINUTE;
/** A window can be a quarter longer, and counts from the answer. */
const LONGEST = WINDOW + WINDOW / 4;

/** What a provider does with a text; `lost` and `unheard` have the same answer: none. */
const ANSWERS = ['accepted', 'notSent', 'rejected', 'lost', 'unheard'] as const;
type Answer = (typeof ANSWERS)[number];

interface Plan {
	/** Minutes after the execution before it. */
	after: number;
	/** The keys of its messages. */
	keys: number[];
	answers: Answer[];
	/** How long a request takes, in milliseconds. */
	takes: number;
	/** Messages per request. */
	size: number;
	concurrency: number;
	makeSure: boolean;
	/** After how many steps (store calls and requests, before and after each) n8n is killed; 0: never. */
	killedAt: number;
	/** From which step on the store fails; 0: never. */
	failsAt: number;
	/** Whether the node runs again in the same execution if anything failed. */
	retries: boolean;
}

const plans = (most: number): fc.Arbitrary<Plan[]> =>
	fc.array(
		fc.record({
			after: fc.constantFrom(0, 0, 0.01, 1, 14, 16, 45, 59, 60, 75, 76),
			keys: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
			answers: fc.array(fc.constantFrom(...ANSWERS), { minLength: 1, maxLength: 6 }),
			takes: fc.constantFrom(0, 50, 800, 5000, 16 * MINUTE),
			size: fc.integer({ min: 1, max: 3 }),
			concurrency: fc.integer({ min: 1, max: 3 }),
			makeSure: fc.boolean(),
			killedAt: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })),
			failsAt: fc.oneof(
				{ weight: 5, arbitrary: fc.constant(0) },
				{ weight: 1, arbitrary: fc.integer({ min: 1, max: 12 }) },
			),
			retries: fc.boolean(),
		}),
		{ minLength: 2, maxLength: most },
	);

/** A request for a key that a provider got, and what it means. */
interface Attempt {
	key: number;
	execution: number;
	start: number;
	end: number;
	answer: Answer;
	/** It may have reached the phone, as far as the node can know. */
	counts: boolean;
}

/** What the node reported about a message. */
interface Report {
	key: number;
	execution: number;
	/** When its execution began, and when this run of it ended. */
	began: number;
	ended: number;
	outcome: unknown;
	code: unknown;
	reason: string;
}

let workflows = 0;

class Model {
	readonly attempts: Attempt[] = [];
	readonly reports: Report[] = [];
	/** Executions that were killed, and those whose store failed. */
	readonly killed = new Set<number>();
	readonly blind = new Set<number>();
	readonly began: number[] = [];
	private readonly world = new World();
	private readonly store = new DedupStore();
	private readonly workflow = `model-${++workflows}`;

	async play(all: readonly Plan[]): Promise<void> {
		let at = 0;
		const running = all.map(async (plan, execution) => {
			at += plan.after * MINUTE;
			await this.world.pass(at);
			await this.execute(plan, execution);
		});
		await this.world.run(Promise.all(running));
	}

	private async execute(plan: Plan, execution: number): Promise<void> {
		this.began[execution] = this.world.now();
		let steps = 0;
		let answered = 0;
		const isDead = () => this.killed.has(execution);
		/** Throws from the moment on at which n8n is killed. */
		const step = () => {
			steps++;
			if (plan.killedAt > 0 && steps >= plan.killedAt && !isDead()) {
				this.killed.add(execution);
			}
			if (isDead()) throw new Error('n8n was killed');
		};
		const stored = async <T,>(work: () => Promise<T>): Promise<T> => {
			step();
			if (plan.failsAt > 0 && steps >= plan.failsAt) {
				this.blind.add(execution);
				throw new Error('The store does not answer');
			}
			const answer = await work();
			step();
			return answer;
		};
		const where = { workflow: { id: this.workflow }, node: NODE } as never;
		const helpers = {
			checkProcessedAndRecord: async (keys: string[], scope: string, options: never) =>
				await stored(
					async () => await this.store.checkProcessedAndRecord(keys, scope, where, options),
				),
			removeProcessed: async (keys: string[], scope: string) =>
				await stored(async () => await this.store.removeProcessed(keys, scope, where)),
		};
		const account: SmsAccount = {
			group: (messages) => chunk(messages, plan.size).map((some) => ({ messages: some })),
			send: async ({ messages }) => {
				const start = this.world.now();
				const known = messages.map(({ index, content }) => {
					const key = content.kind === 'text' ? Number(content.text.split(' ').at(-1)) : -1;
					const answer = plan.answers[answered++ % plan.answers.length] ?? 'accepted';
					return { index, key, answer };
				});
				step();
				const mine = known.map(({ key, answer }): Attempt => {
					const one = { key, execution, start, end: start, answer, counts: true };
					this.attempts.push(one);
					return one;
				});
				await this.world.pass(plan.takes);
				step();
				for (const one of mine) {
					one.end = this.world.now();
					one.counts = one.answer !== 'notSent' && one.answer !== 'rejected';
				}
				return known.map(({ index, answer }): SendResult => {
					if (answer === 'accepted') return { index, outcome: 'accepted', messageId: 'id' };
					const failure = { message: 'No' };
					if (answer === 'notSent') {
						const credit = { ...failure, class: 'insufficientCredit' as const };
						return { index, outcome: 'notSent', failure: credit };
					}
					return answer === 'rejected'
						? { index, outcome: 'rejected', failure: { ...failure, class: 'notAllowed' } }
						: { index, outcome: 'unknown', failure: { ...failure, class: 'unknownOutcome' } };
				});
			},
		};
		const memory: IContextObject = {};
		const more = {
			helpers,
			getWorkflow: () => ({ id: this.workflow, active: true }),
			getExecutionCancelSignal: () => undefined,
			addExecutionHints: () => undefined,
		};
		const ctx = Object.assign(context({ memory }).ctx, more) as IExecuteFunctions;
		const settings = {
			ifUnsure: plan.makeSure ? ('makeSure' as const) : ('neverTwice' as const),
			concurrency: plan.concurrency,
			maxRetries: 0,
			requireAllValid: false,
			dryRun: false,
		};
		for (let run = 0; run < (plan.retries ? 2 : 1); run++) {
			const parts = planWithin(
				[
					{
						targets: [{ provider: provider('p'), account }],
						drafts: plan.keys.map((key, item) => ({
							item,
							to: ['+61411111111'],
							text: `Text ${item} of ${execution} about ${key}`,
							repeats: { key: `key ${key}`, minutes: 60 },
						})),
					},
				],
				undefined,
			);
			const reporting = { simplify: true, story: () => new Story(parts, settings.ifUnsure) };
			const ports = {
				now: () => this.world.now(),
				random: () => 0,
				cancelled: () => false,
				sleep: async (ms: number) => await this.world.sleep(ms),
			};
			const lines = await deliverAll(ctx, parts, settings, reporting, undefined, ports);
			if (isDead()) return;
			lines.forEach(({ item, json }) =>
				this.reports.push({
					key: plan.keys[item] ?? -1,
					execution,
					began: this.began[execution] ?? 0,
					ended: this.world.now(),
					outcome: json.outcome,
					code: (json.failure as { code?: unknown } | undefined)?.code,
					reason: typeof json.reason === 'string' ? json.reason : '',
				}),
			);
		}
	}
}

/** Pairs of texts with the same key that are too close to each other. */
function tooClose({ attempts, blind, killed }: Model, all: readonly Plan[]) {
	// Of an execution that was killed, the store knows only when its last request began.
	const endOf = ({ execution, start, end }: Attempt) => (killed.has(execution) ? start : end);
	return attempts.flatMap((second, position) =>
		attempts
			.slice(0, position)
			.filter(
				(first) =>
					first.key === second.key &&
					first.counts &&
					second.start - endOf(first) < WINDOW &&
					// A failing store lets texts out, and the user wants an unknown text again.
					!blind.has(first.execution) &&
					!blind.has(second.execution) &&
					!(first.execution === second.execution && all[first.execution]?.makeSure),
			)
			.map((first) => ({ first, second })),
	);
}

/** Reports without a cause: something was held back although nothing was sent that explains it. */
function unfounded(
	{ attempts, reports, killed, blind, began: starts }: Model,
	all: readonly Plan[],
) {
	const longest = Math.max(...all.map(({ takes }) => takes));
	return reports.filter(({ key, execution, began, ended, outcome, code, reason }) => {
		const near = attempts.filter(
			(one) => one.key === key && one.start <= ended && began - one.end <= LONGEST,
		);
		if (outcome === 'skipped') {
			const isInRun = reason.startsWith('An earlier message of this run');
			return !isInRun && !near.some(({ answer }) => answer === 'accepted');
		}
		if (code !== 'REPEAT_IN_DOUBT') return false;
		const isInDoubt = near.some((one) => one.execution !== execution);
		// An execution takes at most so long: five messages, twice, one after the other.
		const isLeft = [...killed, ...blind].some(
			(other) =>
				all[other]?.keys.includes(key) &&
				began - (starts[other] ?? 0) <= LONGEST + 10 * longest + MINUTE,
		);
		return !isInDoubt && !isLeft;
	});
}

test('a key passes again only after its window, or after a definite not-sent', async () => {
	let skipped = 0;
	let withheld = 0;
	await fc.assert(
		fc.asyncProperty(plans(6), async (all) => {
			const model = new Model();
			await model.play(all);
			expect(tooClose(model, all)).toEqual([]);
			expect(unfounded(model, all)).toEqual([]);
			skipped += model.reports.filter(({ outcome }) => outcome === 'skipped').length;
			withheld += model.reports.filter(({ code }) => code === 'REPEAT_IN_DOUBT').length;
		}),
		{ numRuns: 400 },
	);
	// The model is of no use if it never comes to this.
	expect(skipped).toBeGreaterThan(50);
	expect(withheld).toBeGreaterThan(20);
});

test('every text that nothing speaks against is sent', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }), async (keys) => {
			const plan: Plan = {
				after: 76,
				keys,
				answers: ['accepted'],
				takes: 50,
				size: 2,
				concurrency: 2,
				makeSure: false,
				killedAt: 0,
				failsAt: 0,
				retries: false,
			};
			const model = new Model();
			await model.play([plan, plan, { ...plan, answers: ['notSent'] }, { ...plan, after: 1 }]);
			const sent = model.attempts.filter(({ counts }) => counts);
			expect(sent).toHaveLength(3 * new Set(keys).size);
		}),
		{ numRuns: 50 },
	);
});
