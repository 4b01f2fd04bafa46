import { spawn } from 'node:child_process';

/** How long a command may be silent before a line shows that it is still running. */
const HEARTBEAT_MS = 5000;
const LINES_KEPT = 400;

/** The time since `start`, for display: `7 s`, `2 min 05 s`. */
export function since(start) {
	const seconds = Math.round((Date.now() - start) / 1000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/**
 * Logs the result of `status` every few seconds until the returned function is called.
 *
 * @param {() => string} status
 * @param {(line: string) => void} log
 * @returns {() => void}
 */
export function heartbeat(status, log) {
	const timer = setInterval(() => log(status()), HEARTBEAT_MS);
	return () => clearInterval(timer);
}

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
let isExitingOnSignals = false;

/** An unhandled signal ends a process without its `exit` event. */
function exitOnSignals() {
	if (isExitingOnSignals) return;
	isExitingOnSignals = true;
	for (const [signal, code] of Object.entries(SIGNALS)) {
		process.on(signal, () => {
			if (process.listenerCount(signal) === 1) process.exit(code);
		});
	}
}

/**
 * Starts a command that does not outlive this process: when this process exits, even by Ctrl-C, the
 * command ends with everything that it started.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {import('node:child_process').ChildProcess}
 */
export function start(command, args, options) {
	// npm does not pass signals on to what its scripts start; a process group receives them all.
	const isGroup = process.platform !== 'win32';
	const child = spawn(command, args, { ...options, detached: isGroup });
	const kill = () => {
		try {
			if (isGroup && child.pid) process.kill(-child.pid, 'SIGTERM');
			else child.kill();
		} catch {
			// It has already ended.
		}
	};
	exitOnSignals();
	process.once('exit', kill);
	child.once('close', () => process.off('exit', kill));
	return child;
}

/**
 * Runs a command quietly, with a progress line every few seconds.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{
 *   cwd?: string,
 *   env?: NodeJS.ProcessEnv,
 *   log?: (line: string) => void,
 *   status?: () => string,
 *   onLine?: (line: string) => void,
 * }} [options] `status` gives the progress line; `onLine` gets every line that the command writes
 * @returns {Promise<{ code: number, lines: string[] }>} the exit code and the last lines; 127 if
 *   there is no such command
 */
export function run(command, args, options = {}) {
	const lines = [];
	const keep = (written) => {
		const line = plain(written);
		if (line.trim() === '') return;
		lines.push(line);
		if (lines.length > LINES_KEPT) lines.shift();
		options.onLine?.(line);
	};
	const stop =
		options.status && options.log ? heartbeat(options.status, options.log) : () => undefined;
	return new Promise((resolve) => {
		const child = start(command, args, {
			cwd: options.cwd,
			env: options.env ?? process.env,
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const flush = [byLine(child.stdout, keep), byLine(child.stderr, keep)];
		child.on('error', (error) => {
			stop();
			resolve({ code: 127, lines: [...lines, error.message] });
		});
		child.on('close', (code) => {
			stop();
			for (const rest of flush) rest();
			resolve({ code: code ?? 1, lines });
		});
	});
}

/** A line in its final state: without colours, and with only the last frame of a spinner. */
function plain(line) {
	const erased = line.lastIndexOf('\u001b[J');
	const last = erased < 0 ? line : line.slice(erased);
	return last.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');
}

/**
 * Calls `keep` for every complete line of a stream; the returned function passes on the rest.
 *
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} keep
 * @returns {() => void}
 */
export function byLine(stream, keep) {
	let rest = '';
	stream.setEncoding('utf8');
	stream.on('data', (chunk) => {
		const parts = (rest + chunk).split(/\r?\n/);
		rest = parts.pop() ?? '';
		parts.forEach((line) => keep(line));
	});
	return () => {
		if (rest !== '') keep(rest);
		rest = '';
	};
}
