/** A folder of the real n8n with the pack and an owner: made once per version and pack, copied for every place. */
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from '../../scripts/lib/lock.mjs';
import { cacheRoot } from '../../demo/cache.mts';
import { Cleanup } from '../../demo/cleanup.mts';
import { type InstalledN8n } from '../../demo/install-n8n.mts';
import { newEncryptionKey, startN8n } from '../../demo/n8n-server.mts';
import { installAsCommunityPackage, packTarball } from '../../demo/pack.mts';
import { freePort } from '../../demo/ports.mts';
import { N8nRest } from '../../demo/rest.mts';
import { say } from '../../demo/say.mts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Changes with everything that a folder is made of. */
function digestOf(...paths: string[]): string {
	const digest = createHash('sha256');
	const files = paths.flatMap((path) =>
		readdirSync(path, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile())
			.map(({ parentPath, name }) => join(parentPath, name)),
	);
	for (const file of [...files, join(ROOT, 'package.json')].sort()) {
		digest.update(file).update(readFileSync(file));
	}
	return digest.digest('hex').slice(0, 16);
}

/**
 * Copies a folder in which n8n was started once into `userFolder`: the packed tarball is installed as a user
 * would install it, the database is made, and there is an owner. That takes n8n longer than to start again.
 *
 * @returns the key that the folder opens with
 */
export async function copyPrepared(
	n8n: InstalledN8n,
	settings: Readonly<Record<string, string>>,
	userFolder: string,
): Promise<string> {
	const folders = join(cacheRoot(), `prepared-${n8n.version}`);
	const folder = join(folders, digestOf(join(ROOT, 'dist'), join(ROOT, 'demo')));
	await withLock(folders, say, async () => {
		if (!existsSync(folder)) {
			// What other versions of the pack have left.
			rmSync(folders, { recursive: true, force: true });
			await prepare(n8n, settings, folder);
		}
		cpSync(folder, userFolder, { recursive: true });
	});
	const config = readFileSync(join(userFolder, '.n8n', 'config'), 'utf8');
	return (JSON.parse(config) as { encryptionKey: string }).encryptionKey;
}

async function prepare(
	n8n: InstalledN8n,
	settings: Readonly<Record<string, string>>,
	folder: string,
): Promise<void> {
	const cleanup = new Cleanup();
	const work = mkdtempSync(join(tmpdir(), 'n8n-sms-suite-prepared-'));
	cleanup.add(() => rmSync(work, { recursive: true, force: true, maxRetries: 5 }));
	try {
		const [pack, userFolder] = [join(work, 'pack'), join(work, 'user')];
		for (const one of [pack, userFolder]) mkdirSync(one);
		await installAsCommunityPackage(await packTarball(pack), userFolder);
		const place = {
			port: await freePort(),
			userFolder,
			encryptionKey: newEncryptionKey(),
			settings,
		};
		const server = await startN8n(n8n, place, cleanup);
		await new N8nRest(server.url).signIn();
		await server.stop();
		rmSync(join(userFolder, 'n8n.log'));
		mkdirSync(join(folder, '..'), { recursive: true });
		// The cache may be on another file system.
		cpSync(userFolder, `${folder}.part`, { recursive: true });
		renameSync(`${folder}.part`, folder);
	} finally {
		await cleanup.run();
	}
}
