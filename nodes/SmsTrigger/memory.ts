/**
 * What this process knows of the triggers that poll. n8n keeps the cursor; here is only what may be
 * forgotten, and that it was: a process that knows nothing of a trigger has just been started.
 */
export interface Memory {
	/** Whose cursor it is about, see `Cursor.of`. */
	of: string;
	/** When it was looked at whether messages can be had, in milliseconds by our clock. */
	checkedAt: number;
	/** Whether this process handed over the last batch of the stored cursor, or has offered it again. */
	knowsBatch: boolean;
	/** Where the last answer of the provider ended. */
	place: unknown;
	/** A poll is under way. */
	isBusy: boolean;
}

const memories = new Map<string, Memory>();

/** The memory of a trigger; a new one where provider, credential or filter have changed. */
export function memoryOf(trigger: string, of: string): Memory {
	const known = memories.get(trigger);
	if (known?.of === of) return known;
	const memory = { of, checkedAt: 0, knowsBatch: false, place: undefined, isBusy: false };
	memories.set(trigger, memory);
	return memory;
}
