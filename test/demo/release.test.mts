/** The checks that keep an unfit package from being published. */
import { utimesSync } from 'node:fs';
import { StandIn } from './stand-in.mts';

const NODE = 'dist/nodes/A/A.node.js';
const CHANGELOG = '# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2026-11-27\n';

let place: StandIn;

beforeEach(() => {
	place = new StandIn();
	manifest('1.2.3');
	place.write('core/a.ts', '');
	place.write(NODE, '');
	place.npmDoes('');
	gitSays({});
});
afterEach(() => place.remove());

function manifest(version: string, locked = version): void {
	const n8n = { nodes: [NODE], credentials: [] };
	place.write('package.json', JSON.stringify({ version, n8n }));
	place.write(
		'package-lock.json',
		JSON.stringify({ version: locked, packages: { '': { version: locked } } }),
	);
	place.write('CHANGELOG.md', CHANGELOG);
}

const gitSays = (answers: { status?: string; tag?: string }) =>
	place.programDoes('git', `console.log((${JSON.stringify(answers)})[args[0]] ?? '');`);

describe('prepack', () => {
	test('accepts a build that exists and is newer than its sources', async () => {
		expect(await place.run('scripts/prepack.mjs')).toEqual({ code: 0, output: '' });
	});

	test('refuses a build that lacks a node named in package.json', async () => {
		place.write(
			'package.json',
			JSON.stringify({ n8n: { nodes: [NODE, 'dist/b.js'], credentials: [] } }),
		);
		const { code, output } = await place.run('scripts/prepack.mjs');
		expect(code).toBe(1);
		expect(output).toContain('dist/b.js is missing. Run: npm run build');
	});

	test('refuses a build that is older than a source', async () => {
		const later = new Date(Date.now() + 60_000);
		utimesSync(place.at('core/a.ts'), later, later);
		const { code, output } = await place.run('scripts/prepack.mjs');
		expect(code).toBe(1);
		expect(output).toContain('core is newer than the build. Run: npm run build');
	});
});

describe('release', () => {
	const release = () => place.run('scripts/release.mjs');

	test('runs the checks, and explains how to publish instead of publishing', async () => {
		const { code, output } = await release();
		expect({ code, output }).toMatchObject({ code: 0 });
		expect(output).toContain('git tag v1.2.3 && git push origin v1.2.3');
		expect(place.read('npm.log')).toBe('test\nrun --silent prepack\nrun --silent scan\n');
		expect(place.read('git.log')).toBe('status --porcelain\ntag --list v1.2.3\n');
	});

	test.each([
		['the tree is not clean', () => gitSays({ status: ' M core/a.ts' }), ' M core/a.ts'],
		['the tag exists', () => gitSays({ tag: 'v1.2.3' }), 'tag v1.2.3 already exists'],
		['the changelog lacks the version', () => manifest('1.2.4'), 'no heading “## 1.2.4'],
		[
			'the lock file has another version',
			() => manifest('1.2.3', '1.2.2'),
			'has a different version',
		],
	])('refuses if %s, before it runs anything', async (_when, arrange, says) => {
		arrange();
		const { code, output } = await release();
		expect(code).toBe(1);
		expect(output).toContain(says);
		expect(place.has('npm.log')).toBe(false);
	});

	test('a failed check stops the release', async () => {
		place.npmDoes(`console.log('some test failed'); process.exit(args[0] === 'test' ? 1 : 0);`);
		const { code, output } = await release();
		expect(code).toBe(1);
		expect(output).toContain('some test failed');
		expect(output).toContain('Nothing was tagged or published.');
		expect(output).not.toContain('git push');
	});
});
