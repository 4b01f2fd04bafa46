/** Measures how much of the processor a piece of work takes, whatever else the machine is doing. */
import { existsSync, openSync, readSync } from 'node:fs';

/** This thread's time on a processor, in nanoseconds, is the first word of it; Linux only. */
const SCHEDSTAT = '/proc/thread-self/schedstat';
const schedstat = existsSync(SCHEDSTAT) ? openSync(SCHEDSTAT, 'r') : undefined;
const line = Buffer.alloc(64);

/**
 * Milliseconds of the processor that this thread has used: neither other programs count nor the threads that
 * collect garbage beside it. Elsewhere than on Linux: that this process has used.
 */
export function usedMs(): number {
	const nanoseconds =
		schedstat === undefined
			? 0
			: parseInt(line.toString('latin1', 0, readSync(schedstat, line, 0, line.length, 0)));
	if (nanoseconds > 0) return nanoseconds / 1e6;
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}

/** What {@link reference} takes on an ordinary machine that has nothing else to do. */
const REFERENCE_MS = 3;

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

/** Far more than the few milliseconds after which the system counts what a thread has used. */
const REPEATS = 10;

function referenceMs(): number {
	const from = usedMs();
	for (let n = 0; n < REPEATS; n++) reference();
	return (usedMs() - from) / REPEATS;
}

/** How much slower than an ordinary machine this one is at the moment; at least 1. */
export function slowness(): number {
	const least = Math.min(referenceMs(), referenceMs(), referenceMs());
	return Math.max(1, least / REFERENCE_MS);
}

/** More attempts only where the first ones were too long: neighbours and collected garbage only add. */
const ATTEMPTS = 6;
/** After half of them, nothing makes that much of a short piece of work. */
const HOPELESS = 4;

/** The longest time for which a piece of work does not let others run, in milliseconds of the processor. */
async function longestPauseMs(work: () => unknown): Promise<number> {
	let last = usedMs();
	let longest = 0;
	let isOver = false;
	const look = () => {
		const now = usedMs();
		longest = Math.max(longest, now - last);
		last = now;
	};
	const turn = () => {
		look();
		if (!isOver) setImmediate(turn);
	};
	const done = work();
	if (done instanceof Promise) {
		setImmediate(turn);
		await done;
	}
	look();
	isOver = true;
	return longest;
}

/**
 * Expects that a piece of work holds the event loop no longer than `mostMs` on an ordinary machine: the
 * least of a few attempts, scaled by the slowness of the machine at the same moment.
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
		least = Math.min(least, await longestPauseMs(work));
		if (least > mostMs) most = Math.max(most, mostMs * slowness());
		if (attempt + 1 >= ATTEMPTS / 2 && least > HOPELESS * most) break;
	}
	if (least > most) {
		throw new Error(`${what}: ${Math.round(least)} ms, at most ${Math.round(most)}`);
	}
}

/** Units that are slow for one kind of reader or another, when they are repeated. */
const UNITS: Readonly<Record<string, string>> = {
	digits: '1',
	letters: 'a',
	T: 'T',
	blanks: ' ',
	lines: '\n',
	slashes: '/',
	commas: ',',
	semicolons: ';',
	'short entries': '1,',
	numbers: '+61411111111, ',
	braces: '{ ',
	brackets: '[',
	quotes: '"\\',
	'keyword glued to itself': 'ack',
	'a keyword and a mark': 'ack.',
	pluses: '+1',
	accents: '\u0301',
	'accents of two kinds': '\u0301\u0323',
	'digits of another script': '\u0661',
	'halves of characters': '\uD83D',
	flags: '\u{1F1E6}',
	'joined emoji': '\u{1F469}\u200D',
	invisible: '\u200B',
	Han: '退订',
	percent: '%a',
	tags: '<a b=',
	'opening tag': '<',
	'an escaped bracket in a path': '~\\[',
};

export const MIB = 1024 * 1024;

/** Texts of one unit each, of so many characters. */
export const shapes = (size = MIB): Array<[name: string, text: string]> => [
	...Object.entries(UNITS).map(([name, unit]): [string, string] => [
		name,
		unit.repeat(Math.floor(size / unit.length)),
	]),
	['one brace', `{${' '.repeat(size)}`],
	['one path', `~\\${'[\\'.repeat(size / 2)}`],
];

/** The value with each of its texts and numbers replaced in turn. */
export function* variants(value: unknown, put: unknown): Generator<unknown> {
	if (typeof value !== 'object' || value === null) {
		yield put;
		return;
	}
	for (const [name, inner] of Object.entries(value)) {
		for (const changed of variants(inner, put)) {
			yield Array.isArray(value)
				? value.map((one, at) => (String(at) === name ? changed : (one as unknown)))
				: { ...value, [name]: changed };
		}
	}
}
