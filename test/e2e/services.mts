/** PostgreSQL and Redis for n8n's queue mode: Debian's programs, on free ports, in folders of their own. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cleanup } from '../../demo/cleanup.mts';
import { freePort } from '../../demo/ports.mts';
import { endWithUs } from '../../demo/watchdog.mts';
import { until } from '../support/patience.mts';

const START_LIMIT_MS = 60_000;
const DEBIAN = '/usr/lib/postgresql';

/** Starts both, and returns the settings with which every n8n of one queue uses them. */
export async function startServices(cleanup: Cleanup): Promise<Record<string, string>> {
	return { ...(await startPostgres(cleanup)), ...(await startRedis(cleanup)) };
}

async function startPostgres(cleanup: Cleanup): Promise<Record<string, string>> {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
	const programs = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(DEBIAN, version, 'bin'))
		.find((folder) => existsSync(join(folder, 'postgres')));
	if (programs === undefined) throw missing('PostgreSQL', 'postgresql');
	const folder = temporary('postgres', cleanup);
	// PostgreSQL refuses to run as root.
	const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined;
	if (owner) chownSync(folder, owner.uid, owner.gid);
	const data = join(folder, 'data');
	const setUp = ['-D', data, '-U', 'n8n', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'];
	execFileSync(join(programs, 'initdb'), setUp, { ...owner, cwd: folder, timeout: START_LIMIT_MS });
	const port = await freePort();
	const how = ['-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'fsync=off'];
	const child = spawn(join(programs, 'postgres'), ['-D', data, ...how], {
		...owner,
		cwd: folder,
		stdio: 'ignore',
	});
	// SIGQUIT: at once, without waiting for connections.
	await listening('PostgreSQL', child, port, 'SIGQUIT', cleanup);
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
		DB_POSTGRESDB_PASSWORD: 'not asked for',
	};
}

async function startRedis(cleanup: Cleanup): Promise<Record<string, string>> {
	const folder = temporary('redis', cleanup);
	const port = await freePort();
	const how = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
	const child = spawn('redis-server', how, { cwd: folder, stdio: 'ignore' });
	const lost = new Promise<never>((_, reject) => {
		child.once('error', () => reject(missing('Redis', 'redis-server')));
	});
	await Promise.race([lost, listening('Redis', child, port, 'SIGKILL', cleanup)]);
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: String(port),
	};
}

const missing = (what: string, debian: string): Error =>
	new Error(
		`${what} is missing; the queue mode of n8n needs it. Debian, Ubuntu: sudo apt-get install ${debian}`,
	);

function temporary(name: string, cleanup: Cleanup): string {
	const folder = mkdtempSync(join(tmpdir(), `n8n-sms-suite-${name}-`));
	cleanup.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
	return folder;
}

/** The user or group of Debian's PostgreSQL. */
const idOf = (flag: '-u' | '-g'): number =>
	Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));

/** Waits until a service can be reached; `cleanup` ends it. */
async function listening(
	what: string,
	child: ChildProcess,
	port: number,
	signal: NodeJS.Signals,
	cleanup: Cleanup,
): Promise<void> {
	endWithUs(child);
	const over = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	cleanup.add(async () => {
		child.kill(signal);
		await over;
	});
	await until(`${what} to start`, START_LIMIT_MS, async () => {
		if (child.exitCode !== null) throw new Error(`${what} ended with code ${child.exitCode}`);
		return await canConnect(port);
	});
}

async function canConnect(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}
