import { readFileSync } from 'node:fs';
import { StandIn } from './stand-in.mts';

/** A stand-in for jest that leaves this report, and its arguments, behind. */
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

test('all well: the last line counts the tests of jest', async () => {
	const report = { numPassedTests: 3, testResults: [suite('passed', 'passed'), suite('passed')] };
	const { code, output, last } = await npmTest(jestLeaves(report, 0), '', ['core', '-t', 'x']);
	expect({ code, last }).toEqual({ code: 0, last: '3 passed, 0 failed' });
	expect(output).not.toContain('said by');
	const commands = readFileSync(place.at('npm.log'), 'utf8');
	expect(commands).toBe('run --silent typecheck\nrun --silent lint\nrun --silent build\n');
	expect(readFileSync(place.at('jest.args'), 'utf8')).toMatch(/--forceExit .* core -t x$/);
});

test('a failed check counts as failed, shows what it said, and jest runs all the same', async () => {
	const report = { numPassedTests: 1, testResults: [suite('passed')] };
	const { code, output, last } = await npmTest(jestLeaves(report, 0), 'lint');
	expect({ code, last }).toEqual({ code: 1, last: '1 passed, 1 failed' });
	expect(output).toContain('said by lint');
	expect(output).toContain('test: FAILED: lint');
});

test.each(['slow', 'e2e'])(
	'--%s: that suite over a fresh build, without the checks',
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

test('failed tests and files that do not load are counted and named', async () => {
	const report = { numPassedTests: 1, testResults: [suite('passed', 'failed'), suite()] };
	const { code, output, last } = await npmTest(jestLeaves(report, 1));
	expect({ code, last }).toEqual({ code: 1, last: '1 passed, 2 failed' });
	expect(output).toContain('FAILED: test 1');
	expect(output).toContain('FAILED: /some.test.mts could not be run');
});

test.each([
	['dies before its report', jestLeaves(undefined, 1)],
	['finds no test', jestLeaves({ numPassedTests: 0, testResults: [] }, 1)],
])('a jest that %s is a failure', async (_what, jest) => {
	const { code, last } = await npmTest(jest);
	expect({ code, last }).toEqual({ code: 1, last: '0 passed, 1 failed' });
});
