/** The value at a path inside JSON; undefined when the path does not exist. */
export function at(json: unknown, ...path: (string | number)[]): unknown {
	return path.reduce<unknown>(
		(value, key) =>
			typeof value === 'object' && value !== null
				? (value as Record<string | number, unknown>)[key]
				: undefined,
		json,
	);
}

/**
 * The first value of a "flatted" list, the format in which n8n stores executions: objects and strings
 * are in the list once, and other entries refer to them by their index, written as a string.
 */
export function unflatten(text: string): unknown {
	const values = JSON.parse(text) as unknown[];
	const known = new Map<unknown, unknown>();
	const follow = (index: unknown): unknown => {
		const value = values[Number(index)];
		if (typeof value !== 'object' || value === null) return value;
		// Before its content, which may refer back to it.
		if (known.has(value)) return known.get(value);
		const whole: unknown = Array.isArray(value) ? [] : {};
		known.set(value, whole);
		for (const [key, entry] of Object.entries(value)) {
			(whole as Record<string, unknown>)[key] = typeof entry === 'string' ? follow(entry) : entry;
		}
		return whole;
	};
	return follow(0);
}
