import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureInstalled } from '../scripts/lib/install.mjs';
import { withLock } from '../scripts/lib/lock.mjs';
import { run, since } from '../scripts/lib/run.mjs';
import { cacheRoot } from './cache.mts';
import { DemoFailure, reasonOf } from './failure.mts';
import { type NodeProgram, nodeFor } from './node.mts';
import { say } from './say.mts';
import { chooseN8n, type N8nVersion } from './versions.mts';

const COMPILERS = `It needs a compiler once:
    Debian, Ubuntu:  sudo apt-get install -y python3 make g++
    Fedora:          sudo dnf install -y python3 make gcc-c++
    macOS:           xcode-select --install
Then run the demo again; what is already installed is kept.`;

/** The n8n server in the cache folder. */
export interface InstalledN8n {
	version: N8nVersion;
	dir: string;
	/** What it runs on. */
	node: NodeProgram;
}

/**
 * Installs n8n, unless it is already installed: by default the newest one that the running Node can run.
 * Another one may get a Node of its own.
 */
export async function ensureN8n(
	version: N8nVersion = chooseN8n(process.versions.node),
): Promise<InstalledN8n> {
	const node = await nodeFor(version);
	// Compiled code only works with one major version of Node.
	const [major = ''] = node.version.split('.');
	const dir = join(cacheRoot(), `n8n-${version}-node${major}`);
	mkdirSync(dir, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		copyFileSync(join(import.meta.dirname, 'n8n', version, file), join(dir, file));
	}
	const what = `n8n ${version}`;
	const isNew = !existsSync(join(dir, 'node_modules'));
	if (isNew) say(`installing ${what} in ${dir} (about 2 GB, once; takes a few minutes)`);
	try {
		await ensureInstalled({ dir, what, gigabytes: 4, log: say, env: node.env });
	} catch (error) {
		throw new DemoFailure(reasonOf(error));
	}
	const n8n = { version, dir, node };
	if (!(await hasDatabase(n8n))) await withLock(dir, say, () => buildDatabase(n8n));
	return n8n;
}

/** Whether SQLite's compiled part is there and works; only loading it proves that. */
async function hasDatabase({ dir, node }: InstalledN8n): Promise<boolean> {
	return (await run(node.path, ['-e', "require('sqlite3')"], { cwd: dir })).code === 0;
}

const SQLITE = 'node_modules/sqlite3';
const COMPILED = join(SQLITE, 'build/Release/node_sqlite3.node');

/** Copies what was compiled for another n8n: Node's N-API is the same in every version of Node. */
function copyDatabase(dir: string): void {
	const version = (of: string) => readFileSync(join(of, SQLITE, 'package.json'), 'utf8');
	const others = readdirSync(cacheRoot()).map((name) => join(cacheRoot(), name));
	const other = others.find(
		(one) => one !== dir && existsSync(join(one, COMPILED)) && version(one) === version(dir),
	);
	if (other === undefined) return;
	mkdirSync(dirname(join(dir, COMPILED)), { recursive: true });
	copyFileSync(join(other, COMPILED), join(dir, COMPILED));
}

async function buildDatabase(n8n: InstalledN8n): Promise<void> {
	const { dir, node } = n8n;
	if (await hasDatabase(n8n)) return; // another run has built it meanwhile
	copyDatabase(dir);
	if (await hasDatabase(n8n)) return;
	const start = Date.now();
	say('SQLite for n8n: downloading a prebuilt binary, or else compiling it (1 to 3 minutes)');
	const jobs = String(availableParallelism());
	const { lines } = await run(
		'npm',
		['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts'],
		{
			cwd: dir,
			// -O1 compiles faster, and is fast enough for a database of a few texts.
			env: { ...node.env, JOBS: jobs, MAKEFLAGS: `-j${jobs}`, CFLAGS: '-O1', CXXFLAGS: '-O1' },
			log: say,
			status: () => `SQLite for n8n: still working, ${since(start)}`,
		},
	);
	if (await hasDatabase(n8n)) return say(`SQLite for n8n: done in ${since(start)}`);
	const log = join(dir, 'sqlite3-build.log');
	writeFileSync(log, lines.join('\n'));
	throw new DemoFailure(
		`SQLite, n8n’s database, has no prebuilt binary for this machine and could not be compiled. ${COMPILERS}\nThe output of the build is in ${log}; its last lines:\n${lines
			.slice(-5)
			.map((line) => `    ${line}`)
			.join('\n')}`,
	);
}
