import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { heartbeat } from './run.mjs';

/** A lock file without a pid for this long was left by a process that died while writing it. */
const WRITING_MS = 5000;

/** The lock file of a folder: outside the folder, so that the folder can be removed and recreated. */
export function lockFile(dir) {
	const id = createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16);
	return join(tmpdir(), `n8n-nodes-sms-suite-${id}.lock`);
}

/**
 * Runs `work` while no other process on this machine works on `dir`. A lock whose process has ended
 * is taken over.
 *
 * @template T
 * @param {string} dir
 * @param {(line: string) => void} log
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(dir, log, work) {
	const file = lockFile(dir);
	await take(file, dir, log);
	try {
		return await work();
	} finally {
		rmSync(file, { force: true });
	}
}

async function take(file, dir, log) {
	let stop;
	try {
		while (!create(file)) {
			const holder = holderOf(file);
			if (holder === 'gone') {
				discard(file);
				continue;
			}
			stop ??= heartbeat(
				() => `waiting: process ${holder} is working on ${dir} (if it is not, remove ${file})`,
				log,
			);
			await sleep(300);
		}
	} finally {
		stop?.();
	}
}

function create(file) {
	try {
		writeFileSync(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
}

/** The process that holds the lock, or 'gone' if it is no longer alive. */
function holderOf(file) {
	try {
		const pid = Number(readFileSync(file, 'utf8'));
		if (pid > 0) return isAlive(pid) ? pid : 'gone';
		return Date.now() - statSync(file).mtimeMs > WRITING_MS ? 'gone' : 'unknown';
	} catch {
		return 'gone'; // released meanwhile
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM'; // alive, but owned by another user
	}
}

/** Renaming is atomic: of several processes that find the same dead lock, one removes it. */
function discard(file) {
	const aside = `${file}.${process.pid}`;
	try {
		renameSync(file, aside);
		rmSync(aside, { force: true });
	} catch (error) {
		if (error.code !== 'ENOENT') throw error;
	}
}
