/** Where the browser suite takes Chromium from, and what it says when there is none. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { ensureChromium, findChromium } from '../../demo/chromium.mts';

let folder: string;
const at = (name: string) => join(folder, name);
const usual = () => [at('chromium')];

/** An apt-get that keeps its arguments, and does this. */
function aptGetDoes(script: string): NodeJS.ProcessEnv {
	writeFileSync(at('apt-get'), `#!/bin/sh\necho "$@" >> '${at('log')}'\n${script}\n`);
	chmodSync(at('apt-get'), 0o755);
	return { PATH: [folder, process.env.PATH].join(delimiter) };
}

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'sms-suite-chromium-'));
	jest.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => {
	jest.restoreAllMocks();
	rmSync(folder, { recursive: true });
});

test('an installed Chromium is used, and the one that CHROMIUM names before it', async () => {
	writeFileSync(at('chromium'), '');
	writeFileSync(at('other'), '');
	expect(findChromium({}, usual())).toBe(at('chromium'));
	expect(await ensureChromium({ env: { CHROMIUM: at('other') }, usual: usual() })).toBe(
		at('other'),
	);
});

test('a path in CHROMIUM that does not exist is an error, never another browser', async () => {
	writeFileSync(at('chromium'), '');
	const env = { CHROMIUM: at('missing') };
	await expect(ensureChromium({ env, usual: usual() })).rejects.toThrow(
		`CHROMIUM is set to ${at('missing')}, which does not exist. Install it (Debian: sudo apt-get install -y chromium), or set CHROMIUM`,
	);
});

test('root installs Debian’s', async () => {
	const env = aptGetDoes(`if [ "$1" = install ]; then touch '${at('chromium')}'; fi`);
	expect(await ensureChromium({ env, usual: usual(), isRoot: true })).toBe(at('chromium'));
	expect(readFileSync(at('log'), 'utf8')).toBe(
		'update -qq\ninstall -y -qq --no-install-recommends chromium\n',
	);
});

test('others are told what to do', async () => {
	const env = aptGetDoes('');
	await expect(ensureChromium({ env, usual: usual(), isRoot: false })).rejects.toThrow(
		'Chromium is missing. Install it (Debian: sudo apt-get install -y chromium), or set CHROMIUM to the path of a Chromium or Chrome, then run this again.',
	);
	expect(existsSync(at('log'))).toBe(false);
});

test.each([
	['update', 'exit 100'],
	['install', '[ "$1" = update ] || { echo "E: no such package" >&2; exit 100; }'],
])('a failed apt-get %s is one sentence with the end of its output', async (step, script) => {
	const env = aptGetDoes(script);
	await expect(ensureChromium({ env, usual: usual(), isRoot: true })).rejects.toThrow(
		`Chromium is missing, and apt-get ${step} failed. Install it`,
	);
});

test('an apt-get that installs it elsewhere, or does not exist, is an error too', async () => {
	const env = aptGetDoes('');
	await expect(ensureChromium({ env, usual: usual(), isRoot: true })).rejects.toThrow(
		`apt-get installed Chromium, but it is not at ${at('chromium')}.`,
	);
	const none = { PATH: '/nowhere' };
	await expect(ensureChromium({ env: none, usual: usual(), isRoot: true })).rejects.toThrow(
		'apt-get update failed',
	);
});
