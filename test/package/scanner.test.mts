/** n8n's official scanner passes the published files, and fails on what it forbids. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The scanner is an ES module, which jest cannot load: it runs as users of it run it. */
async function scan(...folders: string[]): Promise<{ code: number; output: string }> {
	// The rules behave differently if they detect that they are under test.
	const env = { ...process.env };
	delete env.JEST_WORKER_ID;
	delete env.NODE_ENV;
	return await new Promise((resolve) => {
		execFile(
			process.execPath,
			['scripts/scan.mjs', ...folders],
			{ cwd: ROOT, env },
			(error, stdout, stderr) => {
				resolve({
					code: typeof error?.code === 'number' ? error.code : 0,
					output: stdout + stderr,
				});
			},
		);
	});
}

test('sources and tarball pass', async () => {
	const { code, output } = await scan();
	expect(output).toContain('passed: sources');
	expect(output).toContain('passed: tarball');
	expect(code).toBe(0);
}, 240_000);

test('a package that reads the environment fails', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'sms-suite-bad-'));
	try {
		mkdirSync(path.join(folder, 'dist'));
		writeFileSync(path.join(folder, 'dist', 'bad.js'), 'module.exports = process.env.SECRET;\n');
		writeFileSync(
			path.join(folder, 'package.json'),
			JSON.stringify({ name: 'n8n-nodes-bad', version: '1.0.0' }),
		);
		const { code, output } = await scan(folder);
		expect(output).toContain('FAILED');
		expect(code).toBe(1);
	} finally {
		rmSync(folder, { recursive: true });
	}
}, 240_000);
