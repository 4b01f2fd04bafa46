/** ISO 8601 for ClickSend's Unix seconds, which come as numbers and as strings (facts: clicksend §5). */
export const isoTime = (seconds: unknown): string | null =>
	Number(seconds) > 0 ? new Date(Number(seconds) * 1000).toISOString() : null;
