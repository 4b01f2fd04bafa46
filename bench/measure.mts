/**
 * Ratios within one run. Both sides take turns, so that other load on the machine affects both; the
 * time is the CPU time of this process, so that waiting does not count.
 */

export interface Claim {
	readonly name: string;
	/** The two sides of the ratio, in words: `Send SMS / two parameters read`. */
	readonly of: string;
}

export interface Ratio extends Claim {
	/** The median of the ratios of all rounds. */
	readonly ratio: number;
	/** The smallest and the largest ratio of a round. */
	readonly low: number;
	readonly high: number;
	/** Medians in milliseconds of CPU time, and of wall clock. */
	readonly cpuMs: number;
	readonly baseCpuMs: number;
	readonly wallMs: number;
	readonly baseWallMs: number;
	readonly rounds: number;
}

export type Work = () => unknown;

interface Cost {
	readonly cpuMs: number;
	readonly wallMs: number;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** Runs the work once; collects earlier garbage first if `--expose-gc` allows it. */
export async function costOf(work: Work): Promise<Cost> {
	globalThis.gc?.();
	const cpu = process.cpuUsage();
	const wall = performance.now();
	await work();
	const { user, system } = process.cpuUsage(cpu);
	return { cpuMs: (user + system) / 1000, wallMs: performance.now() - wall };
}

/**
 * Runs `work` between two runs of `base`, after one round that does not count: the speed of a machine
 * drifts, and the mean of both is closest to its speed during the work.
 */
export async function compare(
	claim: Claim,
	{ work, base, rounds }: { work: Work; base: Work; rounds: number },
): Promise<Ratio> {
	const works: Cost[] = [];
	const bases: Cost[] = [];
	for (let round = -1; round < rounds; round++) {
		const before = await costOf(base);
		const done = await costOf(work);
		const after = await costOf(base);
		if (round < 0) continue;
		works.push(done);
		bases.push({
			cpuMs: (before.cpuMs + after.cpuMs) / 2,
			wallMs: (before.wallMs + after.wallMs) / 2,
		});
	}
	const ratios = works.map(({ cpuMs }, round) => cpuMs / (bases[round]?.cpuMs ?? NaN));
	return {
		...claim,
		ratio: median(ratios),
		low: Math.min(...ratios),
		high: Math.max(...ratios),
		cpuMs: median(works.map((one) => one.cpuMs)),
		baseCpuMs: median(bases.map((one) => one.cpuMs)),
		wallMs: median(works.map((one) => one.wallMs)),
		baseWallMs: median(bases.map((one) => one.wallMs)),
		rounds,
	};
}
