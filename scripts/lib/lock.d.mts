export function lockFile(dir: string): string;

export function withLock<T>(
	dir: string,
	log: (line: string) => void,
	work: () => Promise<T>,
): Promise<T>;
