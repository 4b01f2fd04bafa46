import { since } from '../scripts/lib/run.mjs';

const start = Date.now();

/** Progress of the demo: one line with the time since its start. */
export function say(line: string): void {
	console.log(`[${since(start).padStart(8)}] ${line}`);
}
