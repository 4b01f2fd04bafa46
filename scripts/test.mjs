// npm test: the checks (types, lint, build) and every test, with as many at once as the machine has
// cores. Arguments after `--` go to jest: npm test -- core
// npm run test:slow, test:e2e, test:browser: the other suites (jest.config.mjs) on a fresh build.
// N8N_SMS_SUITE_BUILT=1: dist/ is fresh, so nothing builds it (.ci/run, where suites run side by side).
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { heartbeat, run, since, start } from './lib/run.mjs';
import { addUp, verdict } from './lib/tally.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** Compiles the shipped code, with the same settings as `npm run typecheck`. */
const BUILD = { name: 'build', script: 'build' };
/** The slowest first, so that none of them is left at the end. */
const QUALITY = [
	{ name: 'types and lint of the tools', script: 'lint:tools' },
	{ name: 'lint of the nodes', script: 'lint:nodes' },
	{ name: 'format', script: 'lint:format' },
	{ name: 'imports', script: 'lint:imports' },
];
const SUITE = { '--slow': 'slow', '--e2e': 'e2e', '--browser': 'browser' }[process.argv[2]];
const WORDS = process.argv.slice(SUITE ? 3 : 2);
if (SUITE) process.env.SUITE = SUITE;
// More young-generation memory for jest's workers: otherwise garbage collection takes a tenth of their time.
const NODE_FLAGS = ['--max-semi-space-size=64'];

const begun = Date.now();
const say = (line) => console.log(`test: ${line}`);
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 })) {
	process.once(signal, () => {
		say(`stopped by ${signal}`);
		process.exit(code); // also ends the steps
	});
}

const atWork = new Set();

/** Runs one npm script, quiet unless it fails. */
async function check({ name, script }) {
	const started = Date.now();
	atWork.add(name);
	const { code, lines } = await run('npm', ['run', '--silent', script], { cwd: ROOT });
	atWork.delete(name);
	const result = `${name} ${code === 0 ? 'passed' : 'FAILED'} in ${since(started)}`;
	// In one piece, because other steps write too.
	say(code === 0 ? result : [result, ...lines.slice(-120)].join('\n'));
	return { name, failed: code !== 0 };
}

/** Runs jest, which shows its own progress; returns its exit code and its report. */
async function jest(words) {
	const started = Date.now();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-sms-suite-test-'));
	const file = join(folder, 'jest.json');
	say('jest …');
	try {
		const code = await new Promise((resolve) => {
			const program = [...NODE_FLAGS, join(ROOT, 'node_modules/jest/bin/jest.js')];
			// n8n-core keeps timers that would prevent jest from ending.
			const flags = ['--forceExit', '--json', `--outputFile=${file}`, ...words];
			const child = start(process.execPath, [...program, ...flags], {
				cwd: ROOT,
				// With --json, jest writes its report to the standard output as well.
				stdio: ['ignore', 'ignore', 'inherit'],
			});
			child.on('error', () => resolve(127));
			child.on('close', (status) => resolve(status ?? 1));
		});
		say(`jest ended in ${since(started)}`);
		return { code, report: readReport(file) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined; // jest ended without a report
	}
}

/** Runs the checks in order, `lanes` at once. */
async function inLanes(checks, lanes) {
	const waiting = [...checks];
	const results = [];
	const lane = async () => {
		for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await check(next));
	};
	await Promise.all(Array.from({ length: lanes }, lane));
	return results;
}

const quiet = heartbeat(() => `${[...atWork].join(', ')}: ${since(begun)}`, say);
const quality = inLanes(SUITE ? [] : QUALITY, Math.max(1, availableParallelism() - 1));
const build = process.env.N8N_SMS_SUITE_BUILT ? [] : [await check(BUILD)];
quiet(); // jest shows its own progress
const tests = await jest(WORDS);
const tally = addUp([...build, ...(await quality)], tests, ROOT);

say(`done in ${since(begun)}`);
for (const reason of tally.reasons) say(`FAILED: ${reason}`);
console.log(verdict(tally));
process.exit(tally.failed === 0 ? 0 : 1);
