/**
 * What this process remembers about the polling triggers. n8n stores the cursor; this holds only what
 * may be lost. Its absence is information too: a process without memory of a trigger has just started.
 */
export interface Memory {
	/** Which cursor this belongs to, see `Cursor.of`. */
	of: string;
	/** When the inbox was last checked, in milliseconds by our clock. */
	checkedAt: number;
	/** Whether this process has handed over the last batch of the stored cursor, the first time or again. */
	knowsBatch: boolean;
	/** Where the provider's last answer ended. */
	place: unknown;
	/** The poll under way. A later one takes over when its time is up. */
	running: Running | undefined;
}

/** One poll. */
export interface Running {
	/** In milliseconds by our clock. */
	readonly expiresAt: number;
}

const memories = new Map<string, Memory>();

/**
 * The memory of a trigger; a new one if provider, credential or filter have changed.
 *
 * @param former where the trigger was before it was renamed: its memory follows
 */
export function memoryOf(trigger: string, of: string, former?: string): Memory {
	const moved = former === undefined ? undefined : memories.get(former);
	if (former !== undefined) memories.delete(former);
	const known = [moved, memories.get(trigger)].find((memory) => memory?.of === of);
	const memory: Memory = known ?? {
		of,
		checkedAt: 0,
		knowsBatch: false,
		place: undefined,
		running: undefined,
	};
	memories.set(trigger, memory);
	return memory;
}

/** Whether a poll may still write: no later poll has taken over, and the settings are still the same. */
export const isCurrent = (trigger: string, memory: Memory, running: Running): boolean =>
	memories.get(trigger) === memory && memory.running === running;
