/** Measures how much of the processor a piece of work takes, whatever else the machine is doing. */

/** Milliseconds of the processor that this process has used: other programs do not count. */
export function usedMs(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** What {@link reference} takes on an ordinary machine that has nothing else to do. */
const REFERENCE_MS = 10;

/** A fixed piece of work like that of the readers: it walks a text and fills a map. */
function reference(): number {
	const text = 'The quick brown fox!'.repeat(20_000);
	const seen = new Map<string, number>();
	let sum = 0;
	for (let at = 0; at < text.length; at++) {
		sum += text.charCodeAt(at);
		if (at % 20 === 0) seen.set(text.slice(at, at + 5) + String(at % 1000), sum);
	}
	return sum + seen.size;
}

function referenceMs(): number {
	const from = usedMs();
	reference();
	return usedMs() - from;
}

/** How much slower than an ordinary machine this one is at the moment; at least 1. */
export function slowness(): number {
	const least = Math.min(...Array.from({ length: 5 }, referenceMs));
	return Math.max(1, least / REFERENCE_MS);
}

/** More attempts only where the first ones were too long: neighbours and collected garbage only add. */
const ATTEMPTS = 6;

/**
 * Expects that a piece of work takes no longer than `mostMs` on an ordinary machine: the least of a few
 * attempts, scaled by the slowness of the machine at the same moment.
 *
 * @throws Error with `what` and the times
 */
export async function expectShort(
	what: string,
	mostMs: number,
	work: () => unknown,
): Promise<void> {
	let least = Infinity;
	let most = mostMs;
	for (let attempt = 0; attempt < ATTEMPTS && least > most; attempt++) {
		const from = usedMs();
		await work();
		least = Math.min(least, usedMs() - from);
		if (least > mostMs) most = Math.max(most, mostMs * slowness());
	}
	if (least > most) {
		throw new Error(`${what}: ${Math.round(least)} ms, at most ${Math.round(most)}`);
	}
}
