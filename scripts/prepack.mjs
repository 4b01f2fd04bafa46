// npm runs this before it packs or publishes, unless scripts are disabled (as in our .npmrc; the
// publish workflow therefore calls it explicitly). It refuses a missing or stale build.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultOfBuild } from './lib/sources.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const { n8n } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const fault = faultOfBuild(ROOT, n8n);
if (fault) {
	console.error(`prepack: dist/ cannot be packed: ${fault}. Run: npm run build`);
	process.exit(1);
}
