/**
 * The real n8n, killed in the middle of a run of 5,000 texts with Suppress Repeats, and the workflow run
 * again. Counted at the phones: nobody gets a text twice; at most the requests that were in flight are
 * withheld, and reported as unknown.
 */
import { FINAL } from '../../demo/rest.mts';
import { until } from '../support/patience.mts';
import { type Account, Place } from './place.mts';
import { textsWorkflow } from './texts.mts';

const LIMIT_MS = 4 * 60_000;
const place = new Place();

beforeAll(async () => {
	await place.open('clickSendApi', 'smsMobileApi');
}, 20 * 60_000);
afterAll(async () => {
	await place.close();
});

interface Setup {
	account: Account;
	provider: string;
	/** The beginning of all its numbers. */
	area: string;
	options: Record<string, unknown>;
	count: number;
	/** How many texts have arrived when n8n is killed. */
	killedAt: number;
	/** Texts that may be in flight at a time. */
	mostInFlight: number;
}

const SETUPS: Setup[] = [
	{
		account: 'clickSendApi',
		provider: 'clickSend',
		area: '+61411',
		options: { concurrency: 1, timeout: 120_000 },
		count: 5000,
		// The third request never gets its answer.
		killedAt: 3000,
		mostInFlight: 1000,
	},
	{
		account: 'smsMobileApi',
		provider: 'smsMobileApi',
		area: '+61422',
		options: { concurrency: 5 },
		// One request each.
		count: 200,
		killedAt: 80,
		mostInFlight: 5,
	},
];

class Scene {
	private id = '';

	constructor(readonly setup: Setup) {}

	private get path(): string {
		return `repeats-${this.setup.provider}`;
	}

	async open(): Promise<this> {
		const { account, provider, options } = this.setup;
		const workflow = textsWorkflow({
			path: this.path,
			parameters: {
				providers: [provider],
				[`${provider}Authentication`]: account,
				options: { ...options, suppressRepeats: { repeat: { minutes: 600 } } },
			},
			credentials: place.credential(account),
			onError: 'continueRegularOutput',
		});
		this.id = await place.rest.publish(workflow);
		return this;
	}

	private numbers(): string[] {
		return Array.from(
			{ length: this.setup.count },
			(_, n) => `${this.setup.area}${String(n).padStart(6, '0')}`,
		);
	}

	async start(): Promise<void> {
		const texts = this.numbers().map((to) => ({ to, text: 'Disk is full' }));
		await place.post(this.path, { texts });
	}

	/** How many texts have arrived at each phone. */
	counts(): Map<string, number> {
		const counts = new Map<string, number>();
		for (const { to } of place.sandbox.messages()) {
			if (to.startsWith(this.setup.area)) counts.set(to, (counts.get(to) ?? 0) + 1);
		}
		return counts;
	}

	/** The output of the newest execution, once it is over. */
	async output(executions: number): Promise<Array<{ to: string; outcome: string }>> {
		let id = '';
		await until('the execution to be over', 2 * 60_000, async () => {
			const all = await place.rest.executions(this.id);
			id = all[0]?.id ?? '';
			return all.length === executions && FINAL.includes(all[0]?.status ?? '');
		});
		return (await place.rest.itemsOf(id, 'Send')) as Array<{ to: string; outcome: string }>;
	}
}

test(
	'killed in the middle of 5,000 texts, and run again: nobody gets a text twice',
	async () => {
		place.sandbox.fault({
			wire: 'clicksend',
			path: '/v3/sms/send',
			kind: 'hangAfter',
			skip: 2,
		});
		const scenes = await Promise.all(SETUPS.map(async (setup) => await new Scene(setup).open()));
		await Promise.all(scenes.map(async (scene) => await scene.start()));
		await until('texts to arrive', 60_000, () =>
			scenes.every((scene) => scene.counts().size >= scene.setup.killedAt),
		);
		await place.kill();
		const before = scenes.map((scene) => scene.counts());
		await place.start();
		await Promise.all(scenes.map(async (scene) => await scene.start()));
		for (const [position, scene] of scenes.entries()) {
			const arrived = before[position] ?? new Map<string, number>();
			expect(arrived.size).toBeLessThan(scene.setup.count);
			const items = await scene.output(2);
			const counts = scene.counts();
			expect(Math.max(...counts.values())).toBe(1);
			const named = (outcome: string) => items.filter((item) => item.outcome === outcome);
			const unknown = named('unknown');
			expect(unknown.length).toBeLessThanOrEqual(scene.setup.mostInFlight);
			// Whoever has no text is among those that were in flight, and is reported.
			const without = items.filter(({ to }) => !counts.has(to));
			expect(without.every(({ outcome }) => outcome === 'unknown')).toBe(true);
			expect(named('skipped').every(({ to }) => arrived.has(to))).toBe(true);
			expect(named('accepted').every(({ to }) => !arrived.has(to))).toBe(true);
			expect(named('skipped').length + named('accepted').length + unknown.length).toBe(
				scene.setup.count,
			);
		}
	},
	LIMIT_MS,
);
