import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Makes sure that a process does not outlive this one, even if this one is killed: a shell waits for
 * the end of a pipe that only this process holds. The shell ends with the process.
 */
export function endWithUs(child: ChildProcess): void {
	if (child.pid === undefined || process.platform === 'win32') return;
	const script = 'read -r line; kill -9 "$0"';
	// Detached, so that a Ctrl-C or a timeout, which signals the whole group, does not end it first.
	const dog = spawn('sh', ['-c', script, String(child.pid)], {
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	dog.on('error', () => undefined); // without a shell there is no watchdog
	dog.stdin.on('error', () => undefined);
	dog.unref();
	(dog.stdin as unknown as { unref?(): void }).unref?.();
	child.once('exit', () => dog.kill('SIGKILL'));
}
