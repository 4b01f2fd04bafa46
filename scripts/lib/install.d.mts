export type InstallState = 'ready' | 'missing' | 'unfinished' | 'stale';

export function installState(dir: string): InstallState;

export function ensureInstalled(options: {
	dir: string;
	what: string;
	/** Free disk space that the install needs. */
	gigabytes: number;
	log: (line: string) => void;
	env?: NodeJS.ProcessEnv;
}): Promise<boolean>;
