import { createHash } from 'node:crypto';
import {
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	statfsSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { explainNpmFailure, isUnreachable } from './npm-failure.mjs';
import { run, since } from './run.mjs';

/** Written before npm starts and removed when it is done: if it exists, the folder is incomplete. */
const UNFINISHED = 'node_modules/.unfinished-install';
/** Written last: the hash of the installed lock file. */
const STAMP = 'node_modules/.installed-lock';
/** npm writes it at the end of every install. */
const NPMS_OWN = 'node_modules/.package-lock.json';
const NPM_INSTALL = [
	...['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
	...['--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=10000'],
];
/** Without this check, npm takes minutes to report that there is no network. */
const NPM_PING = ['ping', '--fetch-retries=0', '--fetch-timeout=15000'];
const GIGABYTE = 1024 ** 3;

/**
 * The state of the install in a folder with a package.json and a package-lock.json.
 *
 * @param {string} dir
 * @returns {'ready' | 'missing' | 'unfinished' | 'stale'}
 */
export function installState(dir) {
	const at = (file) => join(dir, file);
	if (!existsSync(at('node_modules'))) return 'missing';
	if (existsSync(at(UNFINISHED)) || !existsSync(at(NPMS_OWN))) return 'unfinished';
	if (existsSync(at(STAMP)) && readFileSync(at(STAMP), 'utf8') === lockHash(dir)) return 'ready';
	// If npm was run by hand, its own file is newer than the lock file.
	const modified = (file) => statSync(at(file)).mtimeMs;
	return modified(NPMS_OWN) >= modified('package-lock.json') ? 'ready' : 'stale';
}

/**
 * Installs what the lock file of `dir` lists, unless it is already installed. Throws an Error with a
 * message for users; the next call recovers from whatever state this one leaves.
 *
 * @param {{
 *   dir: string,
 *   what: string,
 *   gigabytes: number,
 *   log: (line: string) => void,
 *   env?: NodeJS.ProcessEnv,
 * }} options `env` is that of npm, if not the one of this process
 * @returns {Promise<boolean>} whether anything had to be installed
 */
export async function ensureInstalled({ dir, what, gigabytes, log, env }) {
	if (installState(dir) === 'ready') return false;
	return await withLock(dir, log, async () => {
		const state = installState(dir); // again: another process may have installed it meanwhile
		if (state === 'ready') return false;
		if (state === 'unfinished') {
			log(`${what}: an earlier install was not finished; starting over`);
			rmSync(join(dir, 'node_modules'), { recursive: true, force: true });
		}
		demandSpace(dir, gigabytes, what);
		mkdirSync(join(dir, 'node_modules'), { recursive: true });
		writeFileSync(join(dir, UNFINISHED), '');
		await npmInstall(dir, what, log, env);
		writeFileSync(join(dir, STAMP), lockHash(dir));
		rmSync(join(dir, UNFINISHED), { force: true });
		return true;
	});
}

/**
 * `npm install`, not `npm ci`: ci refuses a lock file that lacks the packages of other platforms,
 * and npm writes such a lock file if it finds node_modules of only one platform.
 */
async function npmInstall(dir, what, log, env) {
	const start = Date.now();
	const total = packageCount(dir);
	let downloads = 0;
	const failed = (lines) => new Error(explainNpmFailure(`Installing ${what}`, lines));
	log(`${what}: installing about ${total} packages`);
	const ping = await run('npm', NPM_PING, { cwd: dir, env });
	if (ping.code !== 0 && isUnreachable(ping.lines)) throw failed(ping.lines);
	const { code, lines } = await run('npm', NPM_INSTALL, {
		cwd: dir,
		env,
		log,
		onLine: (line) => {
			if (/^npm http fetch GET 200 \S+\.tgz/.test(line)) downloads += 1;
		},
		status: () =>
			downloads === 0
				? `${what}: looking up the packages, ${since(start)}`
				: `${what}: ${Math.min(downloads, total)} of about ${total} packages, ${since(start)}`,
	});
	if (code !== 0) throw failed(lines);
	log(`${what}: installed in ${since(start)}`);
}

function demandSpace(dir, gigabytes, what) {
	const { bavail, bsize } = statfsSync(dir);
	const free = (bavail * bsize) / GIGABYTE;
	if (free >= gigabytes) return;
	throw new Error(
		`Not enough disk space: ${what} needs ${gigabytes} GB, and ${dir} has ${free.toFixed(1)} GB left. Free some space, then run it again.`,
	);
}

function lockHash(dir) {
	return createHash('sha256')
		.update(readFileSync(join(dir, 'package-lock.json')))
		.digest('hex');
}

/** How many packages of the lock file apply to this platform. */
function packageCount(dir) {
	const { packages } = JSON.parse(readFileSync(join(dir, 'package-lock.json'), 'utf8'));
	const suits = (list, mine) => !list || list.includes(mine) || /^!/.test(list[0]);
	return Object.entries(packages).filter(
		([path, { os, cpu }]) => path !== '' && suits(os, process.platform) && suits(cpu, process.arch),
	).length;
}
