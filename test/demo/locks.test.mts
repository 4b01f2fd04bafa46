/**
 * The lock files say where each package is: without that, npm asks the registry for the data of every package
 * first.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
const N8N = 'demo/n8n';
const FOLDERS = [
	'.',
	'demo/node',
	...readdirSync(path.join(ROOT, N8N)).map((one) => `${N8N}/${one}`),
];

interface Locked {
	readonly resolved?: string;
	readonly integrity?: string;
	readonly link?: boolean;
	readonly inBundle?: boolean;
}

test.each(FOLDERS)('%s', (folder) => {
	const file = path.join(ROOT, folder, 'package-lock.json');
	const { packages } = JSON.parse(readFileSync(file, 'utf8')) as {
		readonly packages: Readonly<Record<string, Locked>>;
	};
	const all = Object.entries(packages).filter(
		([where, { link, inBundle }]) => where !== '' && !link && !inBundle,
	);
	expect(all.length).toBeGreaterThan(0);
	const incomplete = all.filter(
		([, { resolved, integrity }]) =>
			resolved?.startsWith('https://registry.npmjs.org/') !== true || integrity === undefined,
	);
	expect(incomplete.map(([where]) => where)).toEqual([]);
});
