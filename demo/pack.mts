import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, since } from '../scripts/lib/run.mjs';
import { DemoFailure } from './failure.mts';
import { say } from './say.mts';

const ROOT = join(import.meta.dirname, '..');

/** Builds the pack into dist/, unless N8N_SMS_SUITE_BUILT says that it is fresh (scripts/test.mjs). */
export async function build(): Promise<void> {
	if (process.env.N8N_SMS_SUITE_BUILT) return;
	await npm('Building the pack', ['run', 'build'], ROOT);
}

/** Builds the pack and packs it as {@link packTarball} does. */
export async function buildTarball(folder: string): Promise<string> {
	await build();
	return await packTarball(folder);
}

/** Packs the built pack as for publishing, into `folder`; returns the tarball's path. */
export async function packTarball(folder: string): Promise<string> {
	await npm('Packing the pack', ['pack', '--ignore-scripts', '--pack-destination', folder], ROOT);
	const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
	if (tarball === undefined) throw new DemoFailure(`npm pack left no tarball in ${folder}.`);
	return join(folder, tarball);
}

/**
 * Installs a tarball where n8n keeps its community packages, as n8n does it itself: without the peer
 * dependency, because n8n provides n8n-workflow.
 */
export async function installAsCommunityPackage(
	tarball: string,
	userFolder: string,
): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	writeFileSync(join(nodes, 'package.json'), JSON.stringify(manifest));
	const offline = [
		'--offline',
		'--legacy-peer-deps',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
	];
	await npm('Installing the pack into n8n', ['install', tarball, ...offline], nodes);
}

async function npm(what: string, args: string[], cwd: string): Promise<void> {
	const start = Date.now();
	say(`${what} …`);
	const { code, lines } = await run('npm', args, {
		cwd,
		log: say,
		status: () => `${what}: ${since(start)}`,
	});
	if (code === 0) return;
	const end = lines.slice(-25).map((line) => `    ${line}`);
	throw new DemoFailure(`${what} failed (npm ${args.join(' ')}):\n${end.join('\n')}`);
}
