/**
 * The real n8n: Retry of an execution that was killed or stopped, Retry twice, two Retries at once.
 * Counted at the phones: nobody gets a text twice under Never Send Twice.
 */
import { FINAL } from '../../demo/rest.mts';
import { until } from '../support/patience.mts';
import { type Account, Place } from './place.mts';
import { textsWorkflow } from './texts.mts';

const LIMIT_MS = 3 * 60_000;
const place = new Place();

beforeAll(async () => {
	await place.open('clickSendApi', 'smsMobileApi');
}, 20 * 60_000);
afterAll(async () => {
	await place.close();
});

let texts = 0;

interface Setup {
	account: Account;
	/** Of the Send SMS node. */
	parameters: Record<string, unknown>;
	/** Names of the nodes in the order in which the workflow lists them. */
	order?: string[];
	settings?: Record<string, unknown>;
}

const CLICKSEND: Setup = {
	account: 'clickSendApi',
	parameters: { providers: ['clickSend'], clickSendAuthentication: 'clickSendApi' },
};
const PHONE: Setup = {
	account: 'smsMobileApi',
	parameters: { providers: ['smsMobileApi'], smsMobileApiAuthentication: 'smsMobileApi' },
};

/** A workflow that sends every element of `body.texts` of a call, and how to drive it. */
class Scene {
	private id = '';
	private readonly path = `retry-${++texts}`;

	constructor(private readonly setup: Setup) {}

	async open(options: Record<string, unknown> = {}): Promise<this> {
		const { account, parameters, order, settings } = this.setup;
		const workflow = textsWorkflow({
			path: this.path,
			parameters: { options, ...parameters },
			credentials: place.credential(account),
			order,
			settings,
		});
		this.id = await place.rest.publish(workflow);
		return this;
	}

	private numbers(count: number): string[] {
		return Array.from(
			{ length: count },
			(_, n) => `+614${this.path.slice(6).padStart(3, '0')}${String(n).padStart(5, '0')}`,
		);
	}

	async start(count: number): Promise<void> {
		const texts = this.numbers(count).map((to) => ({ to, text: `Alert for ${to}` }));
		await place.post(this.path, { texts });
	}

	counts(count: number): number[] {
		const all = place.sandbox.messages();
		return this.numbers(count).map((to) => all.filter((one) => one.to === to).length);
	}

	arrived(count: number): number {
		return this.counts(count).reduce((sum, one) => sum + one, 0);
	}

	/** The newest execution, with its error if it failed. */
	async newest(): Promise<{ status: string; error: string }> {
		const [newest] = await place.rest.executions(this.id);
		const { id = '', status = 'none' } = newest ?? {};
		return { status, error: status === 'error' ? await place.rest.errorOf(id) : '' };
	}

	/** The oldest execution, once it is over. */
	async first(): Promise<string> {
		let id = '';
		await until('the execution to be over', 60_000, async () => {
			const oldest = (await place.rest.executions(this.id)).at(-1);
			id = oldest?.id ?? '';
			return oldest !== undefined && FINAL.includes(oldest.status);
		});
		return id;
	}
}

/** Nobody twice; returns how many got their text. */
function once(scene: Scene, count: number): number {
	const counts = scene.counts(count);
	expect(Math.max(...counts)).toBeLessThanOrEqual(1);
	return counts.filter((one) => one === 1).length;
}

const COUNT = 60;

interface Cut {
	name: string;
	setup: Setup;
	/** Whether the history shows everything that was sent. */
	isKept: boolean;
}
const KILLED: Cut[] = [
	{ name: 'an account with a history', setup: CLICKSEND, isKept: true },
	{ name: 'an account without', setup: PHONE, isKept: false },
	{
		name: 'nodes listed in another order',
		setup: { ...PHONE, order: ['Send', 'Split', 'Webhook'] },
		isKept: false,
	},
	{
		name: 'Save Execution Progress',
		setup: { ...PHONE, settings: { saveExecutionProgress: true } },
		isKept: false,
	},
];

describe.each([
	['kill', KILLED],
	['stop', KILLED.slice(0, 2)],
] as const)('%s during a run, then Retry twice', (end, cuts) => {
	test(
		`nobody gets a text twice: ${cuts.map(({ name }) => name).join(', ')}`,
		async () => {
			place.sandbox.reset();
			place.sandbox.configure({ throttleMs: 0 });
			// ClickSend's answer never comes; SMSMobileAPI's texts go out one by one.
			place.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'hangAfter' });
			const scenes = await Promise.all(
				cuts.map(async (cut) => ({
					...cut,
					scene: await new Scene(cut.setup).open({ maxRate: 5, timeout: 120_000 }),
				})),
			);
			await Promise.all(scenes.map(async ({ scene }) => await scene.start(COUNT)));
			await until(
				'texts to arrive',
				30_000,
				() => scenes.every(({ scene, isKept }) => scene.arrived(COUNT) >= (isKept ? COUNT : 3)),
				5,
			);
			await place[end]();
			const before = scenes.map(({ scene }) => once(scene, COUNT));
			await place.start();
			for (const [n, { scene, isKept }] of scenes.entries()) {
				if (!isKept) expect(before[n]).toBeLessThan(COUNT);
				const id = await scene.first();
				for (let times = 0; times < 2; times++) {
					await place.rest.retry(id);
					expect(once(scene, COUNT)).toBe(before[n]);
					const { status, error } = await scene.newest();
					expect(status).toBe(isKept ? 'success' : 'error');
					if (!isKept) expect(error).toContain(`${COUNT} may have been sent`);
				}
			}
		},
		LIMIT_MS,
	);
});

describe('an execution that failed for 5 of 10', () => {
	/** The provider refuses every other text, for a cause that passes. */
	async function failed(scene: Scene): Promise<string> {
		place.sandbox.reset();
		place.sandbox.configure({ throttleMs: 0 });
		place.sandbox.fault({
			wire: 'clicksend',
			path: '/v3/sms/send',
			kind: 'rows',
			rows: { status: 'INSUFFICIENT_CREDIT', every: 2 },
		});
		await scene.start(10);
		const id = await scene.first();
		expect(once(scene, 10)).toBe(5);
		return id;
	}

	test(
		'Retry twice: nobody gets a text twice, and everyone gets it',
		async () => {
			const scene = await new Scene(CLICKSEND).open();
			const id = await failed(scene);
			await place.rest.retry(id);
			expect(once(scene, 10)).toBe(10);
			await place.rest.retry(id);
			expect(once(scene, 10)).toBe(10);
		},
		LIMIT_MS,
	);

	test(
		'two Retries at once: nobody gets a text twice, and everyone gets it',
		async () => {
			const scene = await new Scene(CLICKSEND).open();
			const id = await failed(scene);
			await Promise.all([place.rest.retry(id), place.rest.retry(id), place.rest.retry(id)]);
			expect(once(scene, 10)).toBe(10);
		},
		LIMIT_MS,
	);

	test(
		'killed during the first Retry: the second one sends nothing twice',
		async () => {
			const scene = await new Scene(CLICKSEND).open({ timeout: 120_000 });
			const id = await failed(scene);
			place.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'hangAfter' });
			const lost = place.rest.retry(id).catch(() => undefined);
			await until('the Retry to send', 30_000, () => scene.arrived(10) === 10, 5);
			await place.kill();
			await lost;
			await place.start();
			await place.rest.retry(id);
			expect(once(scene, 10)).toBe(10);
		},
		LIMIT_MS,
	);
});
