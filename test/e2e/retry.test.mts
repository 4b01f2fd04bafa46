/**
 * The real n8n: Retry of an execution that was killed or stopped, Retry twice, two Retries at once.
 * Counted at the phones: nobody gets a text twice under Never Send Twice.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { FINAL } from '../../demo/rest.mts';
import { type Workflow } from '../../demo/workflow.mts';
import { until } from '../support/patience.mts';
import { type Account, Place } from './place.mts';

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
		const common = { typeVersion: 1, position: [0, 0] as [number, number] };
		const nodes = [
			{
				...common,
				id: 'hook',
				name: 'Webhook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: this.path,
				parameters: { httpMethod: 'POST', path: this.path },
			},
			{
				...common,
				id: 'split',
				name: 'Split',
				type: 'n8n-nodes-base.splitOut',
				parameters: { fieldToSplitOut: 'body.texts' },
			},
			{
				...common,
				id: 'send',
				name: 'Send',
				type: 'n8n-nodes-sms-suite.sendSms',
				parameters: {
					operation: 'send',
					to: '={{ $json.to }}',
					message: '={{ $json.text }}',
					ifUnsure: 'neverTwice',
					options,
					...parameters,
				},
				credentials: place.credential(account),
			},
		];
		const names = order ?? nodes.map(({ name }) => name);
		const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
		const workflow = {
			name: this.path,
			nodes: names.map((name) => nodes.find((node) => node.name === name)!),
			connections: { Webhook: to('Split'), Split: to('Send') },
			settings: { executionOrder: 'v1', ...settings },
		};
		this.id = await place.rest.publish(workflow as object as Workflow);
		return this;
	}

	private numbers(count: number): string[] {
		return Array.from(
			{ length: count },
			(_, n) => `+614${this.path.slice(6).padStart(3, '0')}${String(n).padStart(5, '0')}`,
		);
	}

	async start(count: number): Promise<void> {
		const body = JSON.stringify({
			texts: this.numbers(count).map((to) => ({ to, text: `Alert for ${to}` })),
		});
		const url = place.webhookUrl('x').replace('/x/webhook', `/${this.path}`);
		await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
	}

	counts(count: number): number[] {
		const all = place.sandbox.messages();
		return this.numbers(count).map((to) => all.filter((one) => one.to === to).length);
	}

	arrived(count: number): number {
		return this.counts(count).reduce((sum, one) => sum + one, 0);
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

describe.each([
	['kill', 'ClickSend, which has a history', CLICKSEND],
	['stop', 'ClickSend, which has a history', CLICKSEND],
	['kill', 'SMSMobileAPI, which has none', PHONE],
	['kill', 'nodes listed in another order', { ...PHONE, order: ['Send', 'Split', 'Webhook'] }],
	['kill', 'Save Execution Progress', { ...PHONE, settings: { saveExecutionProgress: true } }],
] as const)('%s during a run, then Retry: %s', (end, _, setup) => {
	test(
		'nobody gets a text twice',
		async () => {
			const count = 60;
			const isBulk = setup === CLICKSEND;
			place.sandbox.reset();
			place.sandbox.configure({ throttleMs: 0 });
			const scene = await new Scene(setup as Setup).open({ maxRate: 20, timeout: 120_000 });
			// ClickSend's answer never comes, SMSMobileAPI's texts go out one by one.
			if (isBulk)
				place.sandbox.fault({ wire: 'clicksend', path: '/v3/sms/send', kind: 'hangAfter' });
			await scene.start(count);
			await until(
				'texts to arrive',
				30_000,
				() => scene.arrived(count) >= (isBulk ? count : 10),
				5,
			);
			await sleep(50);
			await place[end]();
			const before = once(scene, count);
			expect(before).toBeGreaterThan(0);
			await place.start();
			const id = await scene.first();
			for (let n = 0; n < 2; n++) {
				await place.rest.retry(id);
				expect(once(scene, count)).toBe(before);
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
