// npm test: types, lint, build, then every test. Words after `--` go to jest: npm test -- core
// npm run test:slow, test:e2e: the other suites (jest.config.mjs) over a fresh build.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, since } from './lib/run.mjs';
import { addUp, verdict } from './lib/tally.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BUILD = { name: 'build', script: 'build' };
const QUALITY = [
	{ name: 'types', script: 'typecheck' },
	{ name: 'lint', script: 'lint' },
];
const SUITE = { '--slow': 'slow', '--e2e': 'e2e' }[process.argv[2]];
const CHECKS = SUITE ? [BUILD] : [...QUALITY, BUILD];
const WORDS = process.argv.slice(SUITE ? 3 : 2);
if (SUITE) process.env.SUITE = SUITE;

const start = Date.now();
const say = (line) => console.log(`test: ${line}`);

/** Runs one npm script, quiet unless it fails. */
async function check({ name, script }) {
	const begun = Date.now();
	say(`${name} …`);
	const { code, lines } = await run('npm', ['run', '--silent', script], {
		cwd: ROOT,
		log: say,
		status: () => `${name}: ${since(begun)}`,
	});
	if (code !== 0) console.log(lines.slice(-120).join('\n'));
	say(`${name} ${code === 0 ? 'passed' : 'FAILED'} in ${since(begun)}`);
	return { name, failed: code !== 0 };
}

/** Runs jest, which shows its own progress; returns its exit code and what it counted. */
async function jest(words) {
	const begun = Date.now();
	const folder = mkdtempSync(join(tmpdir(), 'n8n-sms-suite-test-'));
	const file = join(folder, 'jest.json');
	say('jest …');
	try {
		const code = await new Promise((resolve) => {
			// n8n-core keeps timers that would hold jest back at the end.
			const flags = ['--forceExit', '--json', `--outputFile=${file}`, ...words];
			const child = spawn(
				process.execPath,
				[join(ROOT, 'node_modules/jest/bin/jest.js'), ...flags],
				{
					cwd: ROOT,
					// With --json, jest writes its report to the standard output as well.
					stdio: ['ignore', 'ignore', 'inherit'],
				},
			);
			child.on('error', () => resolve(127));
			child.on('close', (status) => resolve(status ?? 1));
		});
		say(`jest ended in ${since(begun)}`);
		return { code, report: readReport(file) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined; // jest died before its end
	}
}

const checks = [];
for (const step of CHECKS) checks.push(await check(step));
const tally = addUp(checks, await jest(WORDS));

say(`done in ${since(start)}`);
for (const reason of tally.reasons) say(`FAILED: ${reason}`);
console.log(verdict(tally));
process.exit(tally.failed === 0 ? 0 : 1);
