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
