/** When a provider is asked: the rate of the settings, its rate limits, and the waits between retries. */
import type { Failure } from '../outcome';
import { longestWaitMs } from '../retry-after';

/** What sending needs of the outside world. */
export interface Ports {
	now(): number;
	/** In [0, 1). */
	random(): number;
	/** Waits that many milliseconds, or less if the execution is cancelled. */
	sleep(ms: number): Promise<void>;
	cancelled(): boolean;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 60_000;
/** Where another provider could take the message meanwhile. */
const LONGEST_WAIT_WITH_NEXT_MS = 5_000;

/**
 * Milliseconds until the next try, or `undefined` if the provider asks for more than we wait.
 *
 * @param tries   failed tries so far, less one
 * @param random  in [0, 1)
 * @param longest milliseconds that we wait for a provider that asks for them
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
	// Full jitter above what was asked, so that parallel executions do not come back at once.
	return asked === undefined ? backoff * (0.5 + random / 2) : asked + random * FIRST_WAIT_MS;
}

export class Pace {
	private nextStart = 0;
	/** Set by a rate limit: no request starts before. */
	private notBefore = 0;

	/** @param maxRate requests started per second at most; no limit if absent */
	constructor(
		private readonly maxRate: number | undefined,
		private readonly ports: Pick<Ports, 'now' | 'random'>,
	) {}

	/** Milliseconds to wait before asking again whether a request may start; 0 means that it starts now. */
	start(): number {
		const now = this.ports.now();
		const wait = Math.max(this.nextStart, this.notBefore) - now;
		if (wait > 0) return wait;
		if (this.maxRate) this.nextStart = now + 1000 / this.maxRate;
		return 0;
	}

	/**
	 * Milliseconds until a failed request may be retried, or `undefined` if the provider asks for more
	 * than we wait. A rate limit holds every other request back for as long.
	 *
	 * @param tries     failed tries so far, less one
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
