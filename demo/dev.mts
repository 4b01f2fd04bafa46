// npm run dev: the real n8n with this pack and the sandbox beside it, built and started again
// whenever a source is saved. n8n's data stays between runs.
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../sandbox/server.mts';
import { Cleanup } from './cleanup.mts';
import { DemoFailure, reasonOf } from './failure.mts';
import { DEV_USAGE, type DevFlags, readDevFlags } from './flags.mts';
import { ensureN8n, type InstalledN8n } from './install-n8n.mts';
import { type N8nServer, newEncryptionKey, startN8n } from './n8n-server.mts';
import { build, buildTarball, installAsCommunityPackage } from './pack.mts';
import { choosePort } from './ports.mts';
import { rebuildOnSave, sourcesOf } from './rebuild.mts';
import { N8nRest, OWNER } from './rest.mts';
import { say } from './say.mts';
import { interruption } from './signals.mts';
import { accounts } from './stage.mts';

const ROOT = join(import.meta.dirname, '..');

interface Place {
	port: number;
	userFolder: string;
	encryptionKey: string;
}

/** Beside the installed n8n: its data is of no use to another version. */
function openUserFolder(n8n: InstalledN8n, isFresh: boolean): Omit<Place, 'port'> {
	const userFolder = `${n8n.dir}-dev`;
	if (isFresh) rmSync(userFolder, { recursive: true, force: true });
	mkdirSync(userFolder, { recursive: true });
	const keyFile = join(userFolder, 'encryption-key');
	if (!existsSync(keyFile)) writeFileSync(keyFile, newEncryptionKey(), { mode: 0o600 });
	return { userFolder, encryptionKey: readFileSync(keyFile, 'utf8') };
}

/** The pack as a user installs it; later builds replace its dist. */
async function installPack(userFolder: string): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-sms-suite-dev-'));
	try {
		await installAsCommunityPackage(await buildTarball(folder), userFolder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	return join(userFolder, '.n8n/nodes/node_modules/n8n-nodes-sms-suite');
}

function copyBuild(installed: string): void {
	rmSync(join(installed, 'dist'), { recursive: true, force: true });
	for (const name of ['dist', 'package.json']) {
		cpSync(join(ROOT, name), join(installed, name), { recursive: true });
	}
}

/** An account and a credential for each provider of the sandbox, at its address of today. */
async function makeReady(server: N8nServer, sandbox: Sandbox): Promise<void> {
	const rest = new N8nRest(server.url);
	await rest.signInAgain();
	for (const [type, { name, data }] of Object.entries(accounts(sandbox.url))) {
		await rest.ensureCredential(name, type, data);
	}
	say('the credentials of the sandbox are ready');
}

const whatToDo = (server: N8nServer, sandbox: Sandbox, userFolder: string) => `
  The editor     ${server.url}  (log in with ${OWNER.email}  ${OWNER.password})
  The phones     ${sandbox.url}/
  n8n's log      ${join(userFolder, 'n8n.log')}

  Save a file in core, credentials, icons, n8n or nodes: the pack is built, and n8n starts with it.
  Reload the editor then. A change in sandbox/ needs a new start of this command.
  Workflows stay until you run: npm run dev -- --fresh
  Ctrl-C ends everything.
`;

/** Runs until the first n8n that ends by itself, or the first failure that only a person can mend. */
async function dev(flags: DevFlags, cleanup: Cleanup): Promise<DemoFailure> {
	const port = await choosePort({ flag: '--port', named: flags.port, usual: 5678 }, say);
	const phonesPort = await choosePort(
		{ flag: '--sandbox-port', named: flags.sandboxPort, usual: 5680 },
		say,
	);
	const n8n = await ensureN8n();
	const place: Place = { port, ...openUserFolder(n8n, flags.fresh) };
	const installed = await installPack(place.userFolder);
	const sandbox = await startSandbox({ port: phonesPort });
	cleanup.add(() => sandbox.close());
	say(`the sandbox simulates the five providers at ${sandbox.url}`);

	let server = await startN8n(n8n, place, cleanup);
	await makeReady(server, sandbox);
	console.log(whatToDo(server, sandbox, place.userFolder));

	return await new Promise((resolve) => {
		const watchServer = () => {
			const watched = server;
			void server.died.then((failure) => {
				if (watched === server) resolve(failure);
			});
		};
		watchServer();
		const stopWatching = rebuildOnSave({
			paths: sourcesOf(ROOT),
			build: async () => {
				const failure = await build().catch((error: unknown) => error);
				if (!failure) return true;
				console.error(`\n${reasonOf(failure)}\n`);
				say('n8n goes on with the build before; save again when this is mended');
				return false;
			},
			use: async () => {
				const old = server;
				server = { ...old, died: new Promise(() => undefined) };
				await old.stop();
				copyBuild(installed);
				server = await startN8n(n8n, place, cleanup);
				watchServer();
				say(`the new build is in use: reload ${server.url}`);
			},
			failed: (error) => resolve(new DemoFailure(reasonOf(error))),
		});
		cleanup.add(stopWatching);
	});
}

async function main(): Promise<number> {
	const flags = readDevFlags(process.argv.slice(2));
	if (flags.help) {
		console.log(DEV_USAGE);
		return 0;
	}
	const cleanup = new Cleanup();
	const interrupted = interruption();
	try {
		const end = await Promise.race([dev(flags, cleanup), interrupted]);
		if (end !== 'interrupted') throw end;
		return 0;
	} finally {
		say('ending what was started');
		await cleanup.run();
	}
}

try {
	process.exit(await main());
} catch (error) {
	const shown = error instanceof DemoFailure || !(error instanceof Error) ? undefined : error.stack;
	console.error(`\nIt stopped. ${shown ?? reasonOf(error)}`);
	process.exit(1);
}
