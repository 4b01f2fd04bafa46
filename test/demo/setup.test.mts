import { readdirSync, readFileSync, utimesSync } from 'node:fs';
import { until } from '../support/patience.mts';
import { isAlive, StandIn } from './stand-in.mts';

const HIDDEN_LOCK = 'node_modules/.package-lock.json';
const MARKER = 'node_modules/.unfinished-install';
const LATER = new Date(Date.now() + 60_000);
const EARLIER = new Date(Date.now() - 60_000);

let place: StandIn;

beforeEach(() => {
	place = new StandIn();
	place.npmDoes(`if (args[0] === 'install') fs.writeFileSync('${HIDDEN_LOCK}', '{}');`);
});
afterEach(() => place.remove());

const setup = () => place.run('scripts/setup.mjs');

/** The npm commands that ran so far. */
const ran = () =>
	place.has('npm.log')
		? readFileSync(place.at('npm.log'), 'utf8')
				.trim()
				.split('\n')
				.map((line) => line.split(' ')[0])
		: [];

test('installs what is missing, says so, and the next run does nothing', async () => {
	const first = await setup();
	expect(first.code).toBe(0);
	expect(first.output).toContain('setup: the dependencies: installed in');
	expect(ran()).toEqual(['ping', 'install']);
	expect(place.has(MARKER)).toBe(false);
	expect(await setup()).toEqual({ code: 0, output: '' });
	expect(ran()).toEqual(['ping', 'install']);
});

test('touching the lock file does nothing, changing it installs again', async () => {
	await setup();
	utimesSync(place.at('package-lock.json'), LATER, LATER);
	await setup();
	expect(ran()).toHaveLength(2);
	place.write('package-lock.json', '{"packages":{}}');
	utimesSync(place.at('package-lock.json'), LATER, LATER);
	expect((await setup()).code).toBe(0);
	expect(ran()).toHaveLength(4);
});

test('a manual install counts as long as it is newer than the lock file', async () => {
	place.write(HIDDEN_LOCK, '{}');
	utimesSync(place.at('package-lock.json'), EARLIER, EARLIER);
	expect(await setup()).toEqual({ code: 0, output: '' });
	expect(ran()).toEqual([]);
	utimesSync(place.at('package-lock.json'), LATER, LATER);
	await setup();
	expect(ran()).toEqual(['ping', 'install']);
});

test.each([
	['npm never finished', 'node_modules/half/package.json', undefined],
	['it was killed during an update', HIDDEN_LOCK, MARKER],
])('starts over if %s', async (_reason, left, marker) => {
	place.write(left, '{}');
	place.write('node_modules/half/index.js', '');
	if (marker) place.write(marker, '');
	const { code, output } = await setup();
	expect(code).toBe(0);
	expect(output).toContain('an earlier install was not finished; starting over');
	expect(place.has('node_modules/half')).toBe(false);
});

describe('if npm fails', () => {
	const failWith = (line: string, command = 'install') =>
		place.npmDoes(
			`if (args[0] === '${command}') { console.error(${JSON.stringify(line)}); process.exit(1); }`,
		);

	test.each([
		['npm error code ENOTFOUND', 'The npm registry could not be reached.'],
		['npm error code ENOSPC', 'The disk is full.'],
		['npm error code EACCES', 'npm is not allowed to write there.'],
		['npm error code E404', 'The npm registry lacks a package or version.'],
		['npm error code EODD', 'Run it again. If it fails in the same way'],
	])('“%s”: %s', async (line, sentence) => {
		failWith(line);
		const { code, output } = await setup();
		expect(code).toBe(1);
		expect(output).toContain(`setup: Installing the dependencies failed. ${sentence}`);
		expect(output).toContain(line);
	});

	test('a missing network is reported before npm retries for minutes', async () => {
		failWith('npm error code EAI_AGAIN', 'ping');
		expect((await setup()).output).toContain('The npm registry could not be reached.');
		expect(ran()).toEqual(['ping']);
	});

	test('a registry that does not support ping is used nevertheless', async () => {
		place.npmDoes(
			`if (args[0] === 'ping') { console.error('npm error code E404'); process.exit(1); }
			fs.writeFileSync('${HIDDEN_LOCK}', '{}');`,
		);
		expect((await setup()).code).toBe(0);
	});

	test('the next run recovers', async () => {
		failWith('npm error code ENOTFOUND');
		await setup();
		place.npmDoes(`if (args[0] === 'install') fs.writeFileSync('${HIDDEN_LOCK}', '{}');`);
		expect((await setup()).code).toBe(0);
		expect(await setup()).toEqual({ code: 0, output: '' });
	});
});

test('a Node that is too old is reported before anything else', async () => {
	const { code, output } = await place.run('scripts/setup.mjs', [], '20.18.3');
	expect(code).toBe(1);
	expect(output).toContain('Node 20.18.3 is too old: this needs Node 20.19 or newer');
	expect(ran()).toEqual([]);
	expect((await place.run('scripts/setup.mjs', [], '22.0.0')).code).toBe(0);
});

test('Ctrl-C ends npm as well', async () => {
	place.npmDoes(`
		if (args[0] !== 'install') process.exit(0);
		fs.writeFileSync('npm.pid', String(process.pid));
		setInterval(() => {}, 1000);`);
	const { child, ended } = place.start('scripts/setup.mjs');
	await until('npm is running', 30_000, () => place.has('npm.pid') && place.read('npm.pid') !== '');
	child.kill('SIGINT');
	expect((await ended).code).toBe(130);
	const pid = Number(place.read('npm.pid'));
	await until('npm has ended', 30_000, () => !isAlive(pid));
});

describe('two at the same time', () => {
	const locks = () => readdirSync(place.dir).filter((file) => file.endsWith('.lock'));

	test('install once, and leave no lock', async () => {
		place.npmDoes(
			`if (args[0] === 'install') setTimeout(() => fs.writeFileSync('${HIDDEN_LOCK}', '{}'), 800);`,
		);
		const both = await Promise.all([setup(), setup()]);
		expect(both.map(({ code }) => code)).toEqual([0, 0]);
		expect(ran()).toEqual(['ping', 'install']);
		expect(locks()).toEqual([]);
	});

	test('the lock of a process that has ended blocks no other process', async () => {
		place.npmDoes(
			`if (args[0] === 'install') { process.kill(process.ppid, 'SIGKILL'); process.exit(1); }`,
		);
		expect((await setup()).code).toBe(null);
		expect(locks()).toHaveLength(1);
		place.npmDoes(`if (args[0] === 'install') fs.writeFileSync('${HIDDEN_LOCK}', '{}');`);
		const { code, output } = await setup();
		expect(code).toBe(0);
		expect(output).toContain('starting over');
		expect(locks()).toEqual([]);
	});
});
