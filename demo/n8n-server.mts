import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { byLine, heartbeat, since } from '../scripts/lib/run.mjs';
import { type Cleanup } from './cleanup.mts';
import { type InstalledN8n } from './install-n8n.mts';
import { n8nEnvironment, type ServerPlace } from './n8n-environment.mts';
import { freePort } from './ports.mts';
import { DemoFailure } from './failure.mts';
import { say } from './say.mts';
import { endWithUs } from './watchdog.mts';

/** n8n's HTTP reports readiness too early; its log reports it at the right time. */
const READY = 'Editor is now accessible';
const START_LIMIT_MS = 3 * 60_000;
const STOP_LIMIT_MS = 10_000;

/** A running n8n. */
export interface N8nServer {
	url: string;
	/** Resolves with the reason when n8n ends on its own. */
	died: Promise<DemoFailure>;
	/** Ends n8n (SIGTERM, then SIGKILL when it takes too long) and waits until it is gone. */
	stop(): Promise<void>;
	/** Kills n8n at once (SIGKILL) and waits until it is gone. */
	kill(): Promise<void>;
}

export const newEncryptionKey = (): string => randomBytes(24).toString('hex');

/**
 * Starts n8n and waits until its editor can be opened; `cleanup` ends it. The folder may be that of an
 * earlier n8n with the same key, however that one ended.
 */
export async function startN8n(
	n8n: InstalledN8n,
	place: Omit<ServerPlace, 'brokerPort'>,
	cleanup: Cleanup,
): Promise<N8nServer> {
	const start = Date.now();
	say(`starting n8n ${n8n.version} …`);
	const env = n8nEnvironment({ ...place, brokerPort: await freePort() }, n8n.node.env);
	const child = spawn(n8n.node.path, [join(n8n.dir, 'node_modules/n8n/bin/n8n'), 'start'], {
		cwd: place.userFolder,
		env,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	endWithUs(child);
	cleanup.add(() => stop(child));
	const log = watchLog(child, join(place.userFolder, 'n8n.log'));
	const died = new Promise<DemoFailure>((resolve) => {
		child.once('error', (error) => resolve(new DemoFailure(`n8n: ${error.message}`)));
		child.once('exit', (code, signal) => {
			const how = signal === null ? `with code ${code}` : `by ${signal}`;
			resolve(new DemoFailure(`n8n ended ${how}. The end of its log:\n${log.tail()}`));
		});
	});
	const quiet = heartbeat(() => `n8n is starting, ${since(start)}`, say);
	const late = new AbortController();
	const tooLate = sleep(START_LIMIT_MS, undefined, { signal: late.signal }).then(
		() =>
			new DemoFailure(`n8n is not up after ${since(start)}. The end of its log:\n${log.tail()}`),
		() => undefined,
	);
	const failure = await Promise.race([log.ready, died, tooLate]);
	quiet();
	late.abort();
	if (failure) throw failure;
	say(`n8n is up after ${since(start)}`);
	return {
		url: `http://127.0.0.1:${place.port}`,
		died,
		stop: () => stop(child),
		kill: () => kill(child),
	};
}

interface ServerLog {
	ready: Promise<undefined>;
	tail(): string;
}

/** Appends n8n's log to a file that earlier starts may have written, and keeps its end in memory. */
function watchLog(child: ChildProcess, file: string): ServerLog {
	const lines: string[] = [];
	const all = createWriteStream(file, { flags: 'a' });
	const ready = new Promise<undefined>((resolve) => {
		const see = (line: string) => {
			all.write(`${line}\n`);
			if (line.trim() !== '') lines.push(line);
			if (lines.length > 30) lines.shift();
			if (line.includes(READY)) resolve(undefined);
		};
		for (const stream of [child.stdout, child.stderr]) if (stream) byLine(stream, see);
	});
	child.once('close', () => all.end());
	return { ready, tail: () => lines.map((line) => `    ${line}`).join('\n') };
}

const isOver = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
	pid === undefined || exitCode !== null || signalCode !== null;

async function kill(child: ChildProcess): Promise<void> {
	if (isOver(child)) return;
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	child.kill('SIGKILL');
	await ended;
}

/** Asks n8n to end, and kills it when that takes too long. */
async function stop(child: ChildProcess): Promise<void> {
	if (isOver(child)) return;
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const cancel = new AbortController();
	child.kill('SIGTERM');
	const force = sleep(STOP_LIMIT_MS, undefined, { signal: cancel.signal }).then(
		() => child.kill('SIGKILL'),
		() => undefined,
	);
	await ended;
	cancel.abort();
	await force;
}
