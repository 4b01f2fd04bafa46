import { type ChildProcess, type SpawnOptions } from 'node:child_process';
import { type Readable } from 'node:stream';

export function since(start: number): string;

export function heartbeat(status: () => string, log: (line: string) => void): () => void;

export function start(
	command: string,
	args: readonly string[],
	options: SpawnOptions,
): ChildProcess;

export interface RunOptions {
	cwd?: string;
	env?: NodeJS.ProcessEnv;
	log?: (line: string) => void;
	/** The progress line, logged every few seconds. */
	status?: () => string;
	onLine?: (line: string) => void;
}

export function run(
	command: string,
	args: readonly string[],
	options?: RunOptions,
): Promise<{ code: number; lines: string[] }>;

export function byLine(stream: Readable, keep: (line: string) => void): () => void;
