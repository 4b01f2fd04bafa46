import { spawn } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** Whether a process of this machine is alive. */
export function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** A copy of scripts/ in its own folder, with a stand-in for npm first in the PATH. */
export class StandIn {
	readonly dir = mkdtempSync(join(tmpdir(), 'n8n-sms-suite-scripts-'));
	/** Environment variables of the scripts; what `.ci/run` sets for this process is not theirs. */
	readonly env: Record<string, string> = { N8N_SMS_SUITE_BUILT: '' };

	constructor() {
		cpSync(join(import.meta.dirname, '../../scripts'), this.at('scripts'), { recursive: true });
		this.write('package-lock.json', JSON.stringify({ packages: { '': {}, 'node_modules/a': {} } }));
	}

	at(path: string): string {
		return join(this.dir, path);
	}

	has(path: string): boolean {
		return existsSync(this.at(path));
	}

	read(path: string): string {
		return readFileSync(this.at(path), 'utf8');
	}

	write(path: string, content: string): void {
		mkdirSync(dirname(this.at(path)), { recursive: true });
		writeFileSync(this.at(path), content);
	}

	/** Sets what `npm` does: a Node script with its arguments in `args`; they are logged to npm.log. */
	npmDoes(script: string): void {
		this.programDoes('npm', script);
	}

	/** The same for any program that is started by name. */
	programDoes(name: string, script: string): void {
		const lines = [
			`#!${process.execPath}`,
			`const fs = require('node:fs'); const args = process.argv.slice(2);`,
			`fs.appendFileSync(${JSON.stringify(this.at(`${name}.log`))}, args.join(' ') + '\\n');`,
			script,
		];
		this.write(`bin/${name}`, lines.join('\n'));
		chmodSync(this.at(`bin/${name}`), 0o755);
	}

	/** Runs one of the scripts to its end; `nodeVersion` is the Node version that it sees. */
	async run(script: string, args: string[] = [], nodeVersion?: string) {
		return await this.start(script, args, nodeVersion).ended;
	}

	/** Starts one of the scripts. */
	start(script: string, args: string[] = [], nodeVersion?: string) {
		const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${nodeVersion}' } })`;
		const flags = nodeVersion ? ['--import', `data:text/javascript,${pretend}`] : [];
		const path = `${this.at('bin')}${delimiter}${process.env.PATH}`;
		const child = spawn(process.execPath, [...flags, this.at(script), ...args], {
			env: { ...process.env, ...this.env, PATH: path, TMPDIR: this.dir },
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr]) {
			stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
		}
		const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
			child.on('close', (code) => resolve({ code, output })),
		);
		return { child, ended };
	}

	remove(): void {
		rmSync(this.dir, { recursive: true, force: true });
	}
}
