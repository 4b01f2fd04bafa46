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
 * @returns `spent`: milliseconds so far; ends the measurement
 */
export function stopwatch(): { readonly spent: () => number } {
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
	return {
		spent() {
			clearInterval(timer);
			look();
			return performance.now() - begun - starved;
		},
	};
}
