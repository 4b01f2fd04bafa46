/** Builds again when a source changes, and says when a new build is there. */
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** An editor writes several files, and some of them in steps. */
const QUIET_MS = 300;

export interface Rebuilding {
	/** Folders and files to watch. */
	readonly paths: readonly string[];
	/** Makes a new build; false when it failed, which it has shown by itself. */
	readonly build: () => Promise<boolean>;
	/** Takes the new build into use. */
	readonly use: () => Promise<void>;
	/** An error of `use`, after which nothing is watched any more. */
	readonly failed: (error: unknown) => void;
	readonly quietMs?: number;
}

/**
 * Watches until the returned function is called. One build runs at a time: what is saved meanwhile
 * makes one more.
 */
export function rebuildOnSave({
	paths,
	build,
	use,
	failed,
	quietMs = QUIET_MS,
}: Rebuilding): () => void {
	let timer: NodeJS.Timeout | undefined;
	let isBuilding = false;
	let isStale = false;
	const work = async () => {
		if (isBuilding) {
			isStale = true;
			return;
		}
		isBuilding = true;
		try {
			do {
				isStale = false;
				if ((await build()) && !isStale) await use();
			} while (isStale);
		} catch (error) {
			stop();
			failed(error);
		} finally {
			isBuilding = false;
		}
	};
	const changed = () => {
		clearTimeout(timer);
		timer = setTimeout(() => void work(), quietMs);
	};
	const watchers: FSWatcher[] = paths.map((path) => watch(path, { recursive: true }, changed));
	const stop = () => {
		clearTimeout(timer);
		for (const watcher of watchers) watcher.close();
	};
	return stop;
}

/** What the build is made of. */
export const sourcesOf = (root: string): string[] =>
	['core', 'credentials', 'icons', 'n8n', 'nodes', 'package.json'].map((name) => join(root, name));
