// Installs the dependencies if they are missing, out of date or incomplete, and does nothing
// otherwise. Uses only Node, because nothing else may be installed yet.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';

const OLDEST_NODE = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
const tooOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);

try {
	if (tooOld) {
		throw new Error(
			`Node ${process.versions.node} is too old: this needs Node ${OLDEST_NODE.join('.')} or newer. Get it from https://nodejs.org, then run it again.`,
		);
	}
	await ensureInstalled({
		dir: dirname(dirname(fileURLToPath(import.meta.url))),
		what: 'the dependencies',
		gigabytes: 2,
		log: (line) => console.log(`setup: ${line}`),
	});
} catch (error) {
	console.error(`setup: ${error instanceof Error ? error.message : String(error)}`);
	process.exit(1);
}
