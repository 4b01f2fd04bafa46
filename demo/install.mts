// Installs n8n into the cache folder. With `newest` that version, or else the oldest that the tests run and
// the demo's.
import { reasonOf } from './failure.mts';
import { ensureN8n } from './install-n8n.mts';
import { chooseN8n, NEWEST, OLDEST } from './versions.mts';

const wanted = process.argv[2] === 'newest' ? [NEWEST] : [OLDEST, chooseN8n(process.versions.node)];
try {
	// One after another: what one of them has compiled serves the others.
	for (const version of new Set(wanted)) await ensureN8n(version);
} catch (error) {
	console.error(reasonOf(error));
	process.exit(1);
}
