import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from '../scripts/lib/install.mjs';
import { withLock } from '../scripts/lib/lock.mjs';
import { run, since } from '../scripts/lib/run.mjs';
import { DemoFailure, reasonOf } from './failure.mts';
import { say } from './say.mts';
import { chooseN8n } from './versions.mts';

const COMPILERS = `It needs a compiler once:
    Debian, Ubuntu:  sudo apt-get install -y python3 make g++
    Fedora:          sudo dnf install -y python3 make gcc-c++
    macOS:           xcode-select --install
Then run the demo again; what is already installed is kept.`;

/** The n8n server in the cache folder. */
export interface InstalledN8n {
	version: string;
	dir: string;
}

/** Where n8n is kept between runs: outside the repository, one folder per version and Node. */
export function cacheDir(version: string, env: NodeJS.ProcessEnv = process.env): string {
	const cache = env.XDG_CACHE_HOME || join(homedir(), '.cache');
	const root = env.N8N_SMS_SUITE_CACHE || join(cache, 'n8n-nodes-sms-suite');
	// Compiled code only works with one major version of Node.
	const [major = ''] = process.versions.node.split('.');
	return join(root, `n8n-${version}-node${major}`);
}

/** Installs the newest n8n that this Node can run, unless it is already installed. */
export async function ensureN8n(): Promise<InstalledN8n> {
	const version = chooseN8n(process.versions.node);
	const dir = cacheDir(version);
	mkdirSync(dir, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		copyFileSync(join(import.meta.dirname, 'n8n', version, file), join(dir, file));
	}
	const what = `n8n ${version}`;
	const isNew = !existsSync(join(dir, 'node_modules'));
	if (isNew) say(`installing ${what} in ${dir} (about 2 GB, once; takes a few minutes)`);
	try {
		await ensureInstalled({ dir, what, gigabytes: 4, log: say });
	} catch (error) {
		throw new DemoFailure(reasonOf(error));
	}
	if (!(await hasDatabase(dir))) await withLock(dir, say, () => buildDatabase(dir));
	return { version, dir };
}

/** Whether SQLite's compiled part is there and works; only loading it proves that. */
async function hasDatabase(dir: string): Promise<boolean> {
	return (await run(process.execPath, ['-e', "require('sqlite3')"], { cwd: dir })).code === 0;
}

async function buildDatabase(dir: string): Promise<void> {
	if (await hasDatabase(dir)) return; // another run has built it meanwhile
	const start = Date.now();
	say('SQLite for n8n: downloading a prebuilt binary, or else compiling it (1 to 3 minutes)');
	const jobs = String(availableParallelism());
	const { lines } = await run(
		'npm',
		['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'],
		{
			cwd: dir,
			env: { ...process.env, JOBS: jobs, MAKEFLAGS: `-j${jobs}` },
			log: say,
			status: () => `SQLite for n8n: still working, ${since(start)}`,
		},
	);
	if (await hasDatabase(dir)) return say(`SQLite for n8n: done in ${since(start)}`);
	const log = join(dir, 'sqlite3-build.log');
	writeFileSync(log, lines.join('\n'));
	throw new DemoFailure(
		`SQLite, n8n’s database, has no prebuilt binary for this machine and could not be compiled. ${COMPILERS}\nThe output of the build is in ${log}; its last lines:\n${lines
			.slice(-5)
			.map((line) => `    ${line}`)
			.join('\n')}`,
	);
}
