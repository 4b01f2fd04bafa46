// Installs n8n into the cache folder: the oldest and the newest that the tests run, and the demo's.
import { reasonOf } from './failure.mts';
import { ensureN8n } from './install-n8n.mts';
import { chooseN8n, NEWEST, OLDEST } from './versions.mts';

try {
	// One after another: what one of them has compiled serves the others.
	for (const version of new Set([OLDEST, NEWEST, chooseN8n(process.versions.node)])) {
		await ensureN8n(version);
	}
} catch (error) {
	console.error(reasonOf(error));
	process.exit(1);
}
