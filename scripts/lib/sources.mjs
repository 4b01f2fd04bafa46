import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The sources of the build. */
const SOURCES = ['core', 'credentials', 'icons', 'n8n', 'nodes', 'gulpfile.js', 'tsconfig.json'];

/** When the newest file below `path` was written, in milliseconds; 0 if there is none. */
function newest(path) {
	if (!existsSync(path)) return 0;
	if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
	const files = readdirSync(path, { recursive: true, withFileTypes: true });
	return files
		.filter((entry) => entry.isFile())
		.reduce((most, { parentPath, path: older, name }) => {
			const { mtimeMs } = statSync(join(parentPath ?? older, name));
			return Math.max(most, mtimeMs);
		}, 0);
}

/**
 * Why dist/ must not be published; undefined if it may be.
 *
 * @param {string} root
 * @param {{ nodes: readonly string[], credentials: readonly string[] }} n8n of package.json
 * @returns {string | undefined}
 */
export function faultOfBuild(root, { nodes, credentials }) {
	const missing = [...nodes, ...credentials].filter((file) => !existsSync(join(root, file)));
	if (missing.length > 0) return `${missing[0]} is missing`;
	const built = newest(join(root, 'dist'));
	const stale = SOURCES.find((source) => newest(join(root, source)) > built);
	return stale && `${stale} is newer than the build`;
}
