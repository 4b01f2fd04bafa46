/** `npm run bench` runs on this build and writes its figures. Whether they are good is not checked. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

test('bench --quick writes a ratio for everything that it measures', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'sms-suite-bench-'));
	try {
		const file = path.join(folder, 'bench.json');
		// The separate process inherits n8n's settings from jest, but must not run as a test.
		const env = { ...process.env };
		delete env.NODE_ENV;
		const args = ['--expose-gc', '--import', 'tsx', 'bench/main.mts', '--quick', '--json', file];
		const output = await new Promise<string>((resolve, reject) => {
			execFile(process.execPath, args, { cwd: ROOT, env }, (error, stdout, stderr) =>
				error ? reject(new Error(stdout + stderr)) : resolve(stdout),
			);
		});
		const { ratios, shares } = JSON.parse(readFileSync(file, 'utf8')) as {
			ratios: Array<{ name: string; ratio: number }>;
			shares: Array<{ owner: string; ms: number }>;
		};
		expect(ratios).toHaveLength(6);
		for (const { name, ratio } of ratios) {
			expect(ratio).toBeGreaterThan(0);
			expect(output).toContain(name);
		}
		expect(shares.map(({ owner }) => owner)).toContain('n8n-workflow');
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}, 240_000);
