// npm run demo: alerts go through the real n8n and this pack to simulated phones, even when the
// first provider is down, and replies from the phones start workflows.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox/server.mts';
import { readPayload } from './alert.mts';
import { Cleanup } from './cleanup.mts';
import { playDelivered } from './delivered-scene.mts';
import { playEscalation } from './escalation-scene.mts';
import { playEveryProvider } from './every-provider-scene.mts';
import { playFailover } from './failover-scene.mts';
import { type Flags, readFlags, USAGE } from './flags.mts';
import { ensureN8n } from './install-n8n.mts';
import { type N8nServer, newEncryptionKey, startN8n } from './n8n-server.mts';
import { buildTarball, installAsCommunityPackage } from './pack.mts';
import { playInbound } from './inbound-scene.mts';
import { choosePort } from './ports.mts';
import { DemoFailure, reasonOf } from './failure.mts';
import { say } from './say.mts';
import { play } from './scene.mts';
import { interruption } from './signals.mts';
import { setTheStage } from './stage.mts';
import { whereToLook } from './where-to-look.mts';

/** Installs and starts everything, runs all scenes, and returns the running n8n. */
async function demo(flags: Flags, cleanup: Cleanup): Promise<N8nServer> {
	const port = await choosePort({ flag: '--port', named: flags.port, usual: 5678 }, say);
	const phonesPort = await choosePort(
		{ flag: '--sandbox-port', named: flags.sandboxPort, usual: 5680 },
		say,
	);
	const n8n = await ensureN8n();

	const temporary = mkdtempSync(join(tmpdir(), 'n8n-sms-suite-demo-'));
	cleanup.add(() => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }));
	const folders = { pack: join(temporary, 'pack'), user: join(temporary, 'user') };
	Object.values(folders).forEach((folder) => mkdirSync(folder));
	await installAsCommunityPackage(await buildTarball(folders.pack), folders.user);

	const sandbox = await startSandbox({ port: phonesPort });
	cleanup.add(() => sandbox.close());
	say(`the sandbox stands in for the five providers at ${sandbox.url}`);
	const place = { port, userFolder: folders.user, encryptionKey: newEncryptionKey() };
	const server = await startN8n(n8n, place, cleanup);

	const stage = await setTheStage(server.url, sandbox.url);
	await play(stage, readPayload(), sandbox);
	await playInbound(stage, sandbox);
	await playFailover(stage, sandbox);
	await playDelivered(stage, sandbox);
	await playEscalation(stage, sandbox);
	await playEveryProvider(stage, sandbox);
	if (!flags.once) console.log(whereToLook(server.url, sandbox.url, stage));
	return server;
}

async function main(): Promise<number> {
	const flags = readFlags(process.argv.slice(2));
	if (flags.help) {
		console.log(USAGE);
		return 0;
	}
	const cleanup = new Cleanup();
	const interrupted = interruption();
	try {
		const server = await Promise.race([demo(flags, cleanup), interrupted]);
		if (server === 'interrupted') return 130;
		if (flags.once) return 0;
		console.log('  Press Ctrl-C to end everything.\n');
		const end = await Promise.race([interrupted, server.died]);
		if (end !== 'interrupted') throw end;
		return 0;
	} finally {
		say('cleaning up');
		await cleanup.run();
	}
}

try {
	process.exit(await main());
} catch (error) {
	const shown = error instanceof DemoFailure || !(error instanceof Error) ? undefined : error.stack;
	console.error(`\nThe demo failed. ${shown ?? reasonOf(error)}`);
	process.exit(1);
}
