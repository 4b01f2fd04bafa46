import { setTimeout as sleep } from 'node:timers/promises';

/** Checks repeatedly until there is a value; throws an Error after `limitMs`. */
export async function until<T>(
	what: string,
	limitMs: number,
	look: () => T | Promise<T>,
	everyMs = 50,
): Promise<NonNullable<T>> {
	const end = Date.now() + limitMs;
	for (;;) {
		const found = await look();
		if (found !== undefined && found !== null && found !== false) return found;
		if (Date.now() > end) throw new Error(`${what}: not within ${limitMs / 1000} s`);
		await sleep(everyMs);
	}
}

const LOOK_EVERY_MS = 20;

/**
 * Measures how long something takes, without the time in which this process wanted to run and got no
 * processor: what else the machine does is no fault of what is measured. Time in which this process itself
 * computes counts.
 *
 * @returns `stop`: ends the measurement; `spent` and `starved`: milliseconds with and without a processor
 */
export function stopwatch(): {
	readonly stop: () => { readonly spent: number; readonly starved: number };
	readonly spent: () => number;
} {
	const begun = performance.now();
	let at = begun;
	let cpu = process.cpuUsage();
	let starved = 0;
	const look = () => {
		const now = performance.now();
		const { user, system } = process.cpuUsage(cpu);
		const late = now - at - LOOK_EVERY_MS;
		starved += Math.max(0, late - (user + system) / 1000);
		at = now;
		cpu = process.cpuUsage();
	};
	const timer = setInterval(look, LOOK_EVERY_MS);
	const stop = () => {
		clearInterval(timer);
		look();
		return { spent: performance.now() - begun - starved, starved };
	};
	return { stop, spent: () => stop().spent };
}

/** Short first: a request that is never answered costs all of it. */
const TIMEOUTS_MS = [300, 3_000, 20_000];

/**
 * Runs a check whose requests end by their Timeout. If it fails while the machine was busy with something else
 * for a fifth of that time, it is repeated with a longer one: a short one may have passed before the request
 * had left, or before the next provider had answered.
 *
 * @param check - starts from nothing each time
 * @throws what the last attempt threw
 */
export async function withTimeouts(check: (timeoutMs: number) => Promise<void>): Promise<void> {
	for (const timeoutMs of TIMEOUTS_MS) {
		const watch = stopwatch();
		try {
			await check(timeoutMs);
			return;
		} catch (error) {
			if (watch.stop().starved < timeoutMs / 5 || timeoutMs === TIMEOUTS_MS.at(-1)) throw error;
		} finally {
			watch.stop();
		}
	}
}
