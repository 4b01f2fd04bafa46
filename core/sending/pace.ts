/**
 * Decides when a request may start: a free slot, the configured rate, the provider's rate limits, the
 * retry waits.
 */
import type { OutboundMessage } from '../message';
import type { Failure, SendResult } from '../outcome';
import { longestWaitMs } from '../retry-after';

/** The clock, randomness and cancellation that sending depends on. */
export interface Ports {
	now(): number;
	/** In [0, 1). */
	random(): number;
	/** Waits `ms` milliseconds, or less if the execution is cancelled. */
	sleep(ms: number): Promise<void>;
	cancelled(): boolean;
	/**
	 * Asked about the messages of a request right before it starts, if it is there. Never throws.
	 *
	 * @returns the results of those that must not be sent, by `index`
	 */
	admit?(messages: readonly OutboundMessage[]): Promise<ReadonlyMap<number, SendResult>>;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** Applies if another provider could take the message instead. */
const LONGEST_WAIT_WITH_NEXT_MS = 5_000;

/**
 * Milliseconds until the next attempt, or `undefined` if the provider asks for more than we accept.
 *
 * @param tries   failed attempts so far, minus one
 * @param random  in [0, 1)
 * @param longest longest wait that we accept from a provider, in milliseconds
 */
export function waitBefore(
	failures: readonly Failure[],
	tries: number,
	random: number,
	longest = LONGEST_WAIT_MS,
): number | undefined {
	const asked = longestWaitMs(failures);
	if (asked !== undefined && asked > longest) return undefined;
	const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
	// Jitter is added to the requested wait, so that parallel executions do not all retry at once.
	return asked === undefined ? backoff * (0.5 + random / 2) : asked + random * FIRST_WAIT_MS;
}

/** A limited number of slots: work that finds none free waits for one, first come, first served. */
export class Slots {
	private free: number;
	private readonly waiting: Array<() => void> = [];

	/** @param count number of slots; values below 1 count as 1 */
	constructor(count: number) {
		this.free = Math.max(1, Math.floor(count) || 1);
	}

	/** Runs `work` as soon as a slot is free. */
	async use<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else await new Promise<void>((resolve) => this.waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) next();
			else this.free++;
		}
	}
}

/** The user's limits for one provider in one run, which all of its accounts share. */
export class Limits {
	readonly slots: Slots;
	readonly maxRate: number | undefined;
	/** When the maximum rate allows the next request to start. */
	nextStart = 0;

	/**
	 * @param concurrency requests in flight
	 * @param maxRate     requests started per second; no limit if absent
	 */
	constructor({ concurrency, maxRate }: { concurrency: number; maxRate?: number }) {
		this.slots = new Slots(concurrency);
		this.maxRate = maxRate;
	}
}

export class Pace {
	/** Set by a rate limit: no request starts before this time. */
	private notBefore = 0;

	constructor(
		private readonly limits: Limits,
		private readonly ports: Pick<Ports, 'now' | 'random'>,
	) {}

	/** Milliseconds to wait before calling this again; 0 means that the request starts now. */
	start(): number {
		const now = this.ports.now();
		const { nextStart, maxRate } = this.limits;
		const wait = Math.max(nextStart, this.notBefore) - now;
		if (wait > 0) return wait;
		if (maxRate) this.limits.nextStart = now + 1000 / maxRate;
		return 0;
	}

	/**
	 * Milliseconds until a failed request may be retried, or `undefined` if the provider asks for a
	 * longer wait than we accept. A rate limit holds back every other request for the same time.
	 *
	 * @param tries     failed attempts so far, minus one
	 * @param canMoveOn whether another provider can take the messages instead
	 */
	backOff(failures: readonly Failure[], tries: number, canMoveOn: boolean): number | undefined {
		const longest = canMoveOn ? LONGEST_WAIT_WITH_NEXT_MS : LONGEST_WAIT_MS;
		const wait = waitBefore(failures, tries, this.ports.random(), longest);
		if (wait !== undefined && failures.some(({ class: kind }) => kind === 'rateLimited')) {
			this.notBefore = Math.max(this.notBefore, this.ports.now() + wait);
		}
		return wait;
	}
}
