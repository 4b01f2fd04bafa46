// n8n's own lint of the shipped code, with warnings as errors: `n8n-node lint` succeeds on warnings
// but prints them, and without findings it prints only its heading.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './lib/run.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const HEADING = /^┌ +n8n-node lint\b/;

const { code, lines } = await run('n8n-node', ['lint', ...process.argv.slice(2)], { cwd: ROOT });
const findings = lines.filter((line) => !HEADING.test(line));
for (const line of findings) console.log(line);
if (code === 0 && findings.length > 0) {
	console.log('lint: n8n-node lint has warnings (above); here they count as errors');
}
process.exit(code === 0 && findings.length > 0 ? 1 : code);
