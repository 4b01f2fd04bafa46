import { since } from '../scripts/lib/run.mjs';

const start = Date.now();

/** Prints a line of progress with the time since the start of the demo. */
export function say(line: string): void {
	console.log(`[${since(start).padStart(8)}] ${line}`);
}
