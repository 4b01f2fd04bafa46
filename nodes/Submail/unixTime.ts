/** SUBMAIL's times are Unix seconds (facts: submail §7); 0 and nothing mean that there is none. */
export const isoTime = (value: unknown): string | null =>
	Number(value) > 0 ? new Date(Number(value) * 1000).toISOString() : null;
