import { existsSync } from 'node:fs';
import { run, since } from '../scripts/lib/run.mjs';
import { DemoFailure } from './failure.mts';
import { say } from './say.mts';

/** Where Debian and others put it. */
const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const BY_HAND = `Install it (Debian: sudo apt-get install -y chromium), or set CHROMIUM to the path of a Chromium or Chrome, then run this again.`;

/**
 * The Chromium that the variable CHROMIUM names, or else one in a usual place.
 *
 * @throws DemoFailure when the named file does not exist
 */
export function findChromium(
	env: NodeJS.ProcessEnv = process.env,
	usual: readonly string[] = USUAL,
): string | undefined {
	const named = env.CHROMIUM;
	if (named) {
		if (existsSync(named)) return named;
		throw new DemoFailure(`CHROMIUM is set to ${named}, which does not exist. ${BY_HAND}`);
	}
	return usual.find((path) => existsSync(path));
}

interface Installing {
	env?: NodeJS.ProcessEnv;
	usual?: readonly string[];
	isRoot?: boolean;
}

/**
 * The path of Chromium. Where it is missing and this process is root, Debian's is installed.
 *
 * @throws DemoFailure that says what to do when there is none and it cannot be installed
 */
export async function ensureChromium({
	env = process.env,
	usual = USUAL,
	isRoot = process.getuid?.() === 0,
}: Installing = {}): Promise<string> {
	const found = findChromium(env, usual);
	if (found !== undefined) return found;
	if (!isRoot) throw new DemoFailure(`Chromium is missing. ${BY_HAND}`);
	say('installing Chromium (apt-get install chromium, about 500 MB)');
	const start = Date.now();
	for (const args of [
		['update', '-qq'],
		['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
	]) {
		const { code, lines } = await run('apt-get', args, {
			env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
			log: say,
			status: () => `Chromium: installing, ${since(start)}`,
		});
		if (code === 0) continue;
		const end = lines.slice(-3).map((line) => `\n    ${line}`);
		throw new DemoFailure(
			`Chromium is missing, and apt-get ${args[0]} failed. ${BY_HAND}${end.join('')}`,
		);
	}
	const installed = findChromium(env, usual);
	if (installed !== undefined) return installed;
	throw new DemoFailure(`apt-get installed Chromium, but it is not at ${usual[0]}. ${BY_HAND}`);
}
