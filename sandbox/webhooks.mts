import { Bounded } from './bounded.mts';
import { type Timers } from './timers.mts';
import { type Delivery, type DeliveryFilter } from './types.mts';
import { type Answer, sendWebhook, urlProblem, type WebhookRequest } from './webhook-request.mts';
import { type WebhookSettings } from './webhook-settings.mts';

export interface Push extends WebhookRequest {
	wire: string;
	/** The provider's name of the event. */
	event: string;
	/** The statuses that end the attempts, according to the provider's documentation. */
	success: readonly number[];
	/** Names of headers whose values the record must not show, in lower case. */
	secretHeaders?: readonly string[];
}

interface Job {
	push: Push;
	delivery: Delivery;
	/** A single attempt: the caller handles a failure. */
	once: boolean;
	ended: (answer: Answer) => void;
}

type StartOptions = Partial<Pick<Job, 'once' | 'ended'> & Pick<Delivery, 'repeatOf'>>;

const limit = 5000;
const longestQueue = 20_000;

/**
 * Sends webhooks in order per URL, repeats failed ones, and records every attempt. A failed webhook
 * waits for its next attempt outside the queue, so that others may overtake it.
 */
export class Webhooks {
	readonly #timers: Timers;
	readonly #settings: () => Readonly<WebhookSettings>;
	readonly #jobs = new Bounded<Job>(limit);
	/** Per URL without its query: the waiting jobs, and how many attempts are in progress. */
	readonly #queues = new Map<string, { waiting: Job[]; busy: number }>();
	#waiting = 0;
	#count = 0;
	#stop = new AbortController();

	constructor(timers: Timers, settings: () => Readonly<WebhookSettings>) {
		this.#timers = timers;
		this.#settings = settings;
	}

	push(push: Push): Delivery {
		return this.#start(push);
	}

	/** Makes one attempt and resolves with its answer. */
	once(push: Push): Promise<Answer> {
		return new Promise((ended) => this.#start(push, { once: true, ended }));
	}

	/** Sends an earlier delivery again, byte for byte, like a provider that sends duplicates. */
	redeliver(id: string): Delivery {
		const job = this.#jobs.newest().find(({ delivery }) => delivery.id === id);
		if (!job) throw new Error(`There is no delivery "${id}".`);
		return this.#start(job.push, { repeatOf: id });
	}

	list({ wire, event, url, done }: DeliveryFilter = {}): Delivery[] {
		return this.#jobs
			.newest()
			.map(({ delivery }) => delivery)
			.filter(
				(one) =>
					(wire === undefined || one.wire === wire) &&
					(event === undefined || one.event === event) &&
					(url === undefined || one.url.includes(url)) &&
					(done === undefined || one.done === done),
			)
			.map((one) => structuredClone(one));
	}

	/** Cancels waiting deliveries and cuts attempts in progress. The caller clears the timers. */
	stop(): void {
		this.#stop.abort();
		this.#stop = new AbortController();
		this.#queues.clear();
		this.#waiting = 0;
		for (const job of this.#jobs.newest()) {
			if (!job.delivery.done) this.#end(job, { error: 'Cancelled by the sandbox.' });
		}
	}

	/** Forgets the records, after a stop. */
	clear(): void {
		this.#jobs.clear();
		this.#count = 0;
	}

	#start(push: Push, options: StartOptions = {}): Delivery {
		const { once = false, ended = () => undefined, repeatOf } = options;
		const { wire, event, method, url, body, secretHeaders = [] } = push;
		const shown = Object.entries(push.headers).map(([name, value]) => [
			name,
			secretHeaders.includes(name.toLowerCase()) ? '(secret)' : value,
		]);
		const delivery: Delivery = {
			id: `delivery-${++this.#count}`,
			wire,
			event,
			method,
			url,
			headers: Object.fromEntries(shown) as Record<string, string>,
			body,
			...(repeatOf !== undefined && { repeatOf }),
			attempts: [],
			done: false,
			delivered: false,
		};
		const job = { push, delivery, once, ended };
		this.#jobs.push(job);
		const problem =
			urlProblem(url) ??
			(this.#waiting < longestQueue ? undefined : 'Too many deliveries are waiting.');
		if (problem === undefined) this.#enqueue(job);
		else this.#end(job, { error: problem });
		return structuredClone(delivery);
	}

	#enqueue(job: Job): void {
		const [place = ''] = job.push.url.split('?');
		const queue = this.#queues.get(place) ?? { waiting: [], busy: 0 };
		this.#queues.set(place, queue);
		queue.waiting.push(job);
		this.#waiting++;
		// Later, so that the request that caused it is answered first.
		setImmediate(() => this.#next(place));
	}

	#next(place: string): void {
		const queue = this.#queues.get(place);
		if (!queue) return;
		while (queue.busy < this.#settings().webhookConcurrency) {
			const job = queue.waiting.shift();
			if (!job) break;
			this.#waiting--;
			queue.busy++;
			void this.#attempt(job).then(() => {
				queue.busy--;
				this.#next(place);
			});
		}
		if (queue.busy === 0) this.#queues.delete(place);
	}

	async #attempt(job: Job): Promise<void> {
		const { signal } = this.#stop;
		const { webhookTimeoutMs, webhookRetryMs } = this.#settings();
		const at = new Date().toISOString();
		const answer = await sendWebhook(job.push, webhookTimeoutMs, signal);
		if (signal.aborted) return;
		const wait = webhookRetryMs[job.delivery.attempts.length];
		const success = 'status' in answer && job.push.success.includes(answer.status);
		if (success || job.once || wait === undefined) {
			job.delivery.delivered = success;
			this.#end(job, answer, at);
		} else {
			job.delivery.attempts.push({ at, ...answer });
			this.#timers.later(wait, () => this.#enqueue(job));
		}
	}

	#end({ delivery, ended }: Job, answer: Answer, at = new Date().toISOString()): void {
		delivery.attempts.push({ at, ...answer });
		delivery.done = true;
		ended(answer);
	}
}
