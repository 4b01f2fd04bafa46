import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../support/patience.mts';
import { isAlive } from './stand-in.mts';

const MODULE = pathToFileURL(join(import.meta.dirname, '../../demo/watchdog.mts')).href;

/** Starts a process that starts another one, prints its id, and then runs `next`. */
async function startPair(next: string) {
	const script = `
		import { spawn } from 'node:child_process';
		import { endWithUs } from '${MODULE}';
		const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
		endWithUs(child);
		console.log(child.pid);
		${next}`;
	const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
		cwd: join(import.meta.dirname, '../..'),
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = new Promise<number | null>((resolve) => parent.once('close', resolve));
	let said = '';
	parent.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
	await until('a process id', 20_000, () => said.includes('\n'));
	return { parent, child: Number(said), ended };
}

test('a process ends with its parent, even if the parent is killed', async () => {
	const { parent, child } = await startPair('');
	expect(isAlive(child)).toBe(true);
	parent.kill('SIGKILL');
	await until('the end of the process', 20_000, () => !isAlive(child));
});

test('the watchdog does not keep a process from ending', async () => {
	const { child, ended } = await startPair(
		`child.once('exit', () => console.log('over')); child.kill();`,
	);
	expect(await ended).toBe(0);
	expect(isAlive(child)).toBe(false);
});
