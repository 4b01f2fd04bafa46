/**
 * Runs n8n's official scanner over the published files: the sources, and the unpacked tarball of the
 * build in dist/. Usage: node scripts/scan.mjs [FOLDER …] (scans these unpacked packages instead)
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

/** Packs the package and unpacks it, as `npm install` would. */
function unpackTarball(folder) {
	const quiet = { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
	const [{ filename }] = JSON.parse(
		execFileSync(
			'npm',
			['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
			quiet,
		),
	);
	const target = path.join(folder, 'package');
	mkdirSync(target);
	execFileSync('tar', ['-xzf', path.join(folder, filename), '-C', target, '--strip-components=1']);
	return target;
}

async function scan(name, folder, patterns) {
	const { passed, message = '', details = '' } = await analyzePackage(folder, patterns);
	console.log(`${passed ? 'passed' : 'FAILED'}: ${name}${passed ? '' : ` ${message}\n${details}`}`);
	return passed;
}

const folders = process.argv.slice(2);
const temporary = mkdtempSync(path.join(tmpdir(), 'sms-suite-scan-'));
try {
	const jobs =
		folders.length > 0
			? folders.map((folder) => [folder, path.resolve(folder), TARBALL_PATTERNS])
			: [
					['sources', ROOT, SOURCE_FILE_PATTERNS],
					['tarball', unpackTarball(temporary), TARBALL_PATTERNS],
				];
	for (const [name, folder, patterns] of jobs) {
		if (!(await scan(name, folder, patterns))) process.exitCode = 1;
	}
} finally {
	rmSync(temporary, { recursive: true, force: true });
}
