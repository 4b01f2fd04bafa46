/** The contents of the tarball: all that n8n needs, and nothing else. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

interface Manifest {
	name: string;
	license: string;
	scripts: Record<string, string>;
	dependencies?: object;
	overrides?: object;
	peerDependencies: Record<string, string>;
	n8n: { strict: boolean; nodes: string[]; credentials: string[] };
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;

function packed(): string[] {
	const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const [{ files } = { files: [] }] = JSON.parse(answer) as Array<{
		files: Array<{ path: string }>;
	}>;
	return files.map((file) => file.path).sort();
}

let files: string[];
beforeAll(() => {
	files = packed();
});

test('holds every node and credential that package.json names, with codex and icons', () => {
	const { nodes, credentials } = manifest.n8n;
	expect(files).toEqual(expect.arrayContaining([...nodes, ...credentials]));
	expect(files).toEqual(
		expect.arrayContaining(nodes.map((node) => node.replace(/\.js$/, '.json'))),
	);
	for (const file of [...nodes, ...credentials]) {
		const code = readFileSync(path.join(ROOT, file), 'utf8');
		const icons = [...code.matchAll(/'file:([^']+)'/g)].map(([, icon = '']) =>
			path.posix.join(path.posix.dirname(file), icon),
		);
		expect(icons).toHaveLength(2);
		expect(files).toEqual(expect.arrayContaining(icons));
	}
});

test('holds nothing else', () => {
	const strangers = files.filter(
		(file) =>
			!/^dist\/(core|n8n|nodes|credentials)\/.*\.js(on)?$/.test(file) &&
			!/^dist\/icons\/[a-z.]+\.svg$/.test(file) &&
			!['package.json', 'README.md', 'LICENSE.md'].includes(file),
	);
	expect(strangers).toEqual([]);
	expect(files).toEqual(expect.arrayContaining(['README.md', 'LICENSE.md']));
});

test('a verified package: MIT, strict, no runtime dependency, one peer, no install scripts', () => {
	expect(manifest).toMatchObject({
		name: 'n8n-nodes-sms-suite',
		license: 'MIT',
		n8n: { strict: true },
		peerDependencies: { 'n8n-workflow': '*' },
	});
	expect(Object.keys(manifest.peerDependencies)).toEqual(['n8n-workflow']);
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.overrides).toBeUndefined();
	const forbidden = ['prepare', 'preinstall', 'install', 'postinstall'];
	expect(Object.keys(manifest.scripts).filter((name) => forbidden.includes(name))).toEqual([]);
});

test('includes the licence of the library that it contains', () => {
	const code = readFileSync(path.join(ROOT, 'dist/core/text/phone.js'), 'utf8');
	expect(code).toContain('libphonenumber-js');
	expect(code).toMatch(/MIT License|Permission is hereby granted/);
});
