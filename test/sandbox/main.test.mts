import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

/** Runs the command until it ends; with `stopAt`, ends it as soon as it has printed that. */
function run(flags: string[], stopAt?: string) {
	return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
		const child = spawn(
			process.execPath,
			['--import', 'tsx', path.join(root, 'sandbox/main.mts'), ...flags],
			{ cwd: root },
		);
		let [out, err] = ['', ''];
		child.stderr.on('data', (chunk) => (err += String(chunk)));
		child.stdout.on('data', (chunk) => {
			const isStopping = stopAt !== undefined && out.includes(stopAt);
			out += String(chunk);
			// Only once: a second signal would kill it.
			if (stopAt !== undefined && !isStopping && out.includes(stopAt)) child.kill('SIGTERM');
		});
		child.on('close', (code) => resolve({ code, out, err }));
	});
}

it('prints its addresses and accounts, and ends cleanly', async () => {
	const { code, out, err } = await run([], 'Ctrl-C');
	expect(out).toMatch(/^sandbox listening on http:\/\/127\.0\.0\.1:\d+$/m);
	expect(out).toMatch(/\/clicksend .*sandbox-key$/m);
	expect(out).toMatch(/\/maton .*maton-key/);
	expect(out).toMatch(/\/maton-ctrl /);
	expect(out).toMatch(/\/gotone .*1\|gotone-sandbox-token$/m);
	expect(out).toMatch(/\/submail .*10001.*20001.*submail-sandbox-key$/m);
	expect([code, err]).toEqual([0, '']);
});

it('says in one line why it cannot start', async () => {
	const server = createServer();
	const port = await new Promise<number>((resolve) => {
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			resolve(address && typeof address === 'object' ? address.port : 0);
		});
	});
	const answers = await Promise.all([
		run(['--port', String(port)]),
		run(['--port', '70000']),
		run(['--prot', '1']),
	]);
	server.close();
	expect(answers.map(({ code, out }) => [code, out])).toEqual(answers.map(() => [1, '']));
	const [taken, wrong, unknown] = answers.map(({ err }) => err);
	expect(taken).toBe(`Port ${port} is taken: choose another with --port.\n`);
	expect(wrong).toMatch(/^"70000" is not a port .* Usage: .*\n$/);
	expect(unknown).toMatch(/^Unknown option '--prot'\. Usage: .*\n$/);
});
