import { readFileSync } from 'node:fs';
import { until } from '../support/patience.mts';
import { isAlive, StandIn } from './stand-in.mts';

/** A stand-in for jest that writes this report and its arguments to files. */
const jestLeaves = (report: object | undefined, code: number) => `
	const fs = require('node:fs');
	fs.writeFileSync('jest.args', process.argv.slice(2).join(' '));
	const file = process.argv.find((arg) => arg.startsWith('--outputFile=')).slice(13);
	${report ? `fs.writeFileSync(file, ${JSON.stringify(JSON.stringify(report))});` : ''}
	process.exit(${code});`;

const suite = (...statuses: string[]) => ({
	name: '/some.test.mts',
	status: statuses.every((status) => status === 'passed') && statuses[0] ? 'passed' : 'failed',
	assertionResults: statuses.map((status, index) => ({ status, fullName: `test ${index}` })),
});

let place: StandIn;

/** The commands that npm received, sorted, because steps run in parallel. */
const commands = () => readFileSync(place.at('npm.log'), 'utf8').trim().split('\n').sort();

beforeEach(() => (place = new StandIn()));
afterEach(() => place.remove());

async function npmTest(jest: string, failingScript = '', args: string[] = []) {
	place.npmDoes(
		`console.log('said by ' + args[2]); if (args[2] === '${failingScript}') process.exit(2);`,
	);
	place.write('node_modules/jest/bin/jest.js', jest);
	const { code, output } = await place.run('scripts/test.mjs', args);
	return { code, output, last: output.trimEnd().split('\n').at(-1) };
}

test('without failures, the last line counts the tests of jest', async () => {
	const report = { numPassedTests: 3, testResults: [suite('passed', 'passed'), suite('passed')] };
	const { code, output, last } = await npmTest(jestLeaves(report, 0), '', ['core', '-t', 'x']);
	expect({ code, last }).toEqual({ code: 0, last: '3 passed, 0 failed' });
	expect(output).not.toContain('said by');
	const steps = ['build', 'lint:format', 'lint:imports', 'lint:nodes', 'lint:tools'];
	expect(commands()).toEqual(steps.map((step) => `run --silent ${step}`));
	expect(readFileSync(place.at('jest.args'), 'utf8')).toMatch(/--forceExit .* core -t x$/);
});

test.each([
	['lint:tools', 'types and lint of the tools'],
	['lint:nodes', 'lint of the nodes'],
	['lint:format', 'format'],
	['lint:imports', 'imports'],
	['build', 'build'],
])(
	'a failed %s counts as failed, shows its output, and jest runs nevertheless',
	async (script, name) => {
		const report = { numPassedTests: 1, testResults: [suite('passed')] };
		const { code, output, last } = await npmTest(jestLeaves(report, 0), script);
		expect({ code, last }).toEqual({ code: 1, last: '1 passed, 1 failed' });
		expect(output).toMatch(new RegExp(`^test: ${name} FAILED in .*\nsaid by ${script}$`, 'm'));
		expect(output.match(/said by/g)).toHaveLength(1);
		expect(output).toContain(`test: FAILED: ${name}`);
	},
);

test('N8N_SMS_SUITE_BUILT: nothing is built, everything else runs', async () => {
	place.env.N8N_SMS_SUITE_BUILT = '1';
	const report = { numPassedTests: 1, testResults: [suite('passed')] };
	const { code, last } = await npmTest(jestLeaves(report, 0));
	expect({ code, last }).toEqual({ code: 0, last: '1 passed, 0 failed' });
	const steps = ['lint:format', 'lint:imports', 'lint:nodes', 'lint:tools'];
	expect(commands()).toEqual(steps.map((step) => `run --silent ${step}`));
});

test('jest starts after the build, and does not wait for the other checks', async () => {
	const report = { numPassedTests: 1, testResults: [suite('passed')] };
	place.npmDoes(`
		if (args[2] === 'build') return void fs.writeFileSync('dist.js', '');
		const wait = setInterval(() => fs.existsSync('jest.args') && clearInterval(wait), 10);`);
	const hasDist = `if (!require('node:fs').existsSync('dist.js')) process.exit(1);`;
	place.write('node_modules/jest/bin/jest.js', hasDist + jestLeaves(report, 0));
	const { code, output } = await place.run('scripts/test.mjs');
	expect({ code, output }).toMatchObject({ code: 0 });
	expect(output).toContain('1 passed, 0 failed');
});

test.each(['SIGINT', 'SIGTERM'] as const)(
	'%s ends every step and its child processes',
	async (signal) => {
		const stay = (name: string) => `
		const { spawn } = require('node:child_process');
		const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
		require('node:fs').writeFileSync('${name}.pids', [process.pid, child.pid].join(' '));
		setInterval(() => {}, 1000);`;
		place.npmDoes(`if (args[2] === 'lint:tools') { ${stay('lint')} }`);
		place.write('node_modules/jest/bin/jest.js', stay('jest'));
		const { child, ended } = place.start('scripts/test.mjs');
		const files = ['lint.pids', 'jest.pids'];
		const written = (file: string) =>
			place.has(file) && readFileSync(place.at(file), 'utf8') !== '';
		await until('both are running', 30_000, () => files.every(written));
		child.kill(signal);
		const { code, output } = await ended;
		expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
		expect(output).toContain(`test: stopped by ${signal}`);
		const pids = files.flatMap((file) =>
			readFileSync(place.at(file), 'utf8').split(' ').map(Number),
		);
		expect(pids).toHaveLength(4);
		await until('all processes have ended', 30_000, () => pids.every((pid) => !isAlive(pid)));
	},
);

test.each(['slow', 'e2e', 'browser'])(
	'--%s: runs that suite on a fresh build, without the checks',
	async (name) => {
		const report = { numPassedTests: 2, testResults: [suite('passed', 'passed')] };
		const jest = `require('node:fs').writeFileSync('jest.suite', process.env.SUITE);`;
		const { last } = await npmTest(jest + jestLeaves(report, 0), '', [`--${name}`, 'kill']);
		expect(last).toBe('2 passed, 0 failed');
		expect(readFileSync(place.at('npm.log'), 'utf8')).toBe('run --silent build\n');
		expect(readFileSync(place.at('jest.suite'), 'utf8')).toBe(name);
		expect(readFileSync(place.at('jest.args'), 'utf8')).toMatch(/--forceExit .* kill$/);
	},
);

test('failed tests, with why, and files that cannot be loaded are counted and named at the end', async () => {
	const broken = suite('passed', 'failed');
	const failureMessages = ['\u001B[31mExpected: 1\u001B[39m\n' + 'at somewhere\n'.repeat(100)];
	const assertionResults = broken.assertionResults.map((test) => ({ ...test, failureMessages }));
	const testResults = [{ ...broken, name: place.at('a.test.mts'), assertionResults }, suite()];
	const { code, output, last } = await npmTest(jestLeaves({ numPassedTests: 1, testResults }, 1));
	expect({ code, last }).toEqual({ code: 1, last: '1 passed, 2 failed' });
	expect(output).toContain(
		'\ntest: FAILED: a.test.mts: test 1\n    Expected: 1\n    at somewhere\n',
	);
	expect(output.match(/at somewhere/g)).toHaveLength(24);
	expect(output).toContain('FAILED: /some.test.mts could not be run');
});

test.each([
	['dies before its report', jestLeaves(undefined, 1)],
	['finds no test', jestLeaves({ numPassedTests: 0, testResults: [] }, 1)],
])('a jest that %s is a failure', async (_what, jest) => {
	const { code, last } = await npmTest(jest);
	expect({ code, last }).toEqual({ code: 1, last: '0 passed, 1 failed' });
});
