/** A provider that follows a script, and a world whose clock moves only when all tasks wait. */
import {
	type Attempt,
	failAll,
	type Failure,
	type FailureClass,
	type Fate,
	type SendResult,
} from '../../../core/outcome';
import { type Dispatcher } from '../../../core/sending/dispatch';
import { type OutboundMessage } from '../../../core/message';
import { type Ports } from '../../../core/sending/pace';
import { type Planned } from '../../../core/planning/plan';
import {
	type Batch,
	type ProviderAccount,
	type Regrouped,
	type SmsAccount,
	type SmsProvider,
} from '../../../core/provider';

interface Timer {
	readonly at: number;
	readonly wake: () => void;
}

/** Virtual time. Waiting for something that never happens is an error, not a timeout. */
export class World implements Ports {
	private time = 0;
	private timers: Timer[] = [];
	private isCancelled = false;
	/** What `random` returns: 0 makes waits exact and as short as possible. */
	chance = 0;

	now(): number {
		return this.time;
	}

	random(): number {
		return this.chance;
	}

	cancelled(): boolean {
		return this.isCancelled;
	}

	/** Time passes for a provider even if the execution is cancelled. */
	async pass(ms: number): Promise<void> {
		await new Promise<void>((wake) => this.timers.push({ at: this.time + ms, wake }));
	}

	private readonly sleepers = new Set<() => void>();

	async sleep(ms: number): Promise<void> {
		if (this.isCancelled) return;
		await new Promise<void>((resolve) => {
			this.sleepers.add(resolve);
			this.timers.push({ at: this.time + ms, wake: resolve });
		});
	}

	cancel(): void {
		this.isCancelled = true;
		for (const wake of this.sleepers) wake();
	}

	at(ms: number, act: () => void): void {
		this.timers.push({ at: ms, wake: act });
	}

	/** Lets time pass until the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const end = () => {
			done = true;
		};
		work.then(end, end);
		for (;;) {
			await new Promise((resolve) => setImmediate(resolve));
			if (done) return await work;
			const next = this.timers.reduce<Timer | undefined>(
				(first, timer) => (first && first.at <= timer.at ? first : timer),
				undefined,
			);
			if (!next) throw new Error('Everybody waits, and nothing will happen');
			this.timers = this.timers.filter((timer) => timer !== next);
			this.time = Math.max(this.time, next.at);
			next.wake();
		}
	}
}

/**
 * A provider's answer about one message, once. `missing`: no result for it. `regroup`: it was not
 * sent, and must go in a separate request.
 */
export type Step =
	| 'accepted'
	| 'missing'
	| 'throw'
	| 'regroup'
	| {
			readonly outcome: 'rejected' | 'notSent' | 'unknown';
			readonly failure: Failure;
			readonly ofMessage?: true;
	  };

export const says = (
	outcome: 'rejected' | 'notSent' | 'unknown',
	kind: FailureClass,
	retryAfterMs?: number,
): Step => ({ outcome, failure: { class: kind, message: kind, retryAfterMs } });

export const limited = (retryAfterMs?: number) => says('notSent', 'rateLimited', retryAfterMs);
export const down = says('notSent', 'providerDown');
export const unknown = says('unknown', 'unknownOutcome');
export const duplicate = says('rejected', 'duplicate');
export const invalid = says('rejected', 'invalidRecipient');
export const auth = says('rejected', 'auth');
/** The provider does not support what the message needs; no request was made. */
export const unfit: Step = {
	outcome: 'notSent',
	failure: { class: 'configuration', message: 'unfit' },
	ofMessage: true,
};

export interface Request {
	readonly at: number;
	readonly indexes: readonly number[];
}

export const message = (index: number): OutboundMessage => ({
	index,
	to: { kind: 'number', e164: `+6141111${String(index).padStart(4, '0')}` },
	content: { kind: 'text', text: `text ${index}`, encoding: 'GSM-7', segments: 1 },
});

export const messages = (count: number): OutboundMessage[] =>
	Array.from({ length: count }, (_, index) => message(index));

/** What the dispatcher needs to know about a planned message. */
export type Delivery = Pick<Planned, 'stops' | 'passedOver'>;

/** The messages in flight to the given providers, in this order. */
export const deliveries = (
	all: readonly OutboundMessage[],
	providers: readonly string[] = ['scripted'],
): Delivery[] =>
	all.map((one) => ({
		stops: providers.map((provider) => ({ provider, message: one })),
		passedOver: [],
	}));

/** Delivers all at the same moment, and reports each fate as it arrives. */
export async function deliverAll(
	dispatcher: Dispatcher,
	all: readonly Delivery[],
	settled: (message: Pick<OutboundMessage, 'index'>, fate: Fate) => void,
): Promise<void> {
	await Promise.all(
		all.map(async (delivery) => {
			const fate = await dispatcher.deliver(delivery);
			settled(delivery.stops[0]?.message ?? { index: NaN }, fate);
		}),
	);
}

export const provider = (id: string): SmsProvider => ({
	id,
	displayName: id,
	authentications: [{ value: `${id}Api`, name: id }],
	capabilities: {
		text: true,
		template: true,
		schedule: true,
		reference: true,
		sender: true,
		shortCodes: false,
	},
});

export class ScriptedProvider implements SmsAccount {
	readonly target: ProviderAccount;
	readonly requests: Request[] = [];
	/** The steps of each message that have been used up. */
	private readonly used = new Map<number, number>();
	/** The result of each answer for its message, in order; regrouping gives no result. */
	private readonly answers = new Map<number, Array<SendResult['outcome']>>();
	/** Index of a message per answer that regrouped it. */
	private readonly regrouped: number[] = [];
	underWay = 0;
	mostUnderWay = 0;

	/**
	 * @param script per message, the answer to each attempt; after the last one, `accepted`
	 * @param size   messages per request
	 */
	constructor(
		private readonly world: World,
		private readonly script: ReadonlyArray<readonly Step[]>,
		private readonly size = 1,
		private readonly latency: (indexes: readonly number[]) => number = () => 10,
		id = 'scripted',
	) {
		this.target = { provider: provider(id), account: this };
	}

	group(all: readonly OutboundMessage[]): Batch[] {
		return Array.from({ length: Math.ceil(all.length / this.size) }, (_, at) => ({
			messages: all.slice(at * this.size, (at + 1) * this.size),
		}));
	}

	async send(batch: Batch): Promise<SendResult[] | Regrouped> {
		const indexes = batch.messages.map(({ index }) => index);
		this.requests.push({ at: this.world.now(), indexes });
		this.underWay++;
		this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
		await this.world.pass(this.latency(indexes));
		this.underWay--;
		const steps = batch.messages.map((one): [OutboundMessage, Step] => [one, this.next(one.index)]);
		if (steps.some(([, step]) => step === 'throw')) {
			for (const index of indexes) this.answer(index, 'unknown');
			throw new TypeError('A bug of the provider');
		}
		for (const [{ index }, step] of steps) {
			if (step === 'missing' || step === 'throw') this.answer(index, 'unknown');
			else if (step !== 'regroup') this.answer(index, step === 'accepted' ? step : step.outcome);
		}
		const results = steps.flatMap(([{ index }, step]): SendResult[] => {
			if (step === 'missing' || step === 'throw' || step === 'regroup') return [];
			if (step === 'accepted') return [{ index, outcome: 'accepted', messageId: `id-${index}` }];
			// As ClickSend's THROTTLED: the same text has just been sent.
			const proof = step.failure.class === 'duplicate' ? ({ provesEarlier: true } as const) : {};
			const own = step.ofMessage && ({ ofMessage: true } as const);
			return failAll([{ index }], step.outcome, step.failure).map((one) => ({
				...one,
				...proof,
				...own,
			}));
		});
		const regroup = steps
			.filter(([, step]) => step === 'regroup')
			.map(([one]) => ({ messages: [one] }));
		this.regrouped.push(...regroup.flatMap(({ messages: [one] }) => one?.index ?? []));
		return regroup.length > 0 ? { results, regroup } : results;
	}

	private next(index: number): Step {
		const used = this.used.get(index) ?? 0;
		this.used.set(index, used + 1);
		return this.script[index]?.[used] ?? 'accepted';
	}

	private answer(index: number, outcome: SendResult['outcome']): void {
		this.answers.set(index, [...this.said(index), outcome]);
	}

	/** Its answers about a message, in order. */
	said(index: number): ReadonlyArray<SendResult['outcome']> {
		return this.answers.get(index) ?? [];
	}

	/** How often a message was sent, without the requests that it was regrouped from. */
	tries(index: number): number {
		const requests = this.requests.filter(({ indexes }) => indexes.includes(index)).length;
		return requests - this.regrouped.filter((one) => one === index).length;
	}
}

/** Outcome and class of a fate with one result, as one string. */
export function verdict(fate: Fate | undefined): string {
	return (fate?.results ?? [])
		.map((result) =>
			'failure' in result ? `${result.outcome} ${result.failure.class}` : result.outcome,
		)
		.join(', ');
}

export const story = (fate: Fate | undefined): Array<Attempt['outcome']> =>
	(fate?.attempts ?? []).map(({ outcome }) => outcome);
