// npm runs this before it packs or publishes, unless scripts are off (as .npmrc has it here; the
// publish workflow therefore calls it by itself). It refuses a build that is missing or stale.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultOfBuild } from './lib/sources.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { n8n } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const fault = faultOfBuild(ROOT, n8n);
if (fault) {
	console.error(`prepack: dist/ is not fit to be packed: ${fault}. Run: npm run build`);
	process.exit(1);
}
