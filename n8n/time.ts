import { tryToParseDateTime } from 'n8n-workflow';

const UNIX_SECONDS = /^\d{9,10}$/;
const UNIX_MILLISECONDS = /^\d{12,13}$/;

/**
 * A date and time as users and expressions write it: ISO 8601, RFC 2822, SQL, Unix seconds or
 * milliseconds. Without a zone it is in `zone` (n8n's date picker gives none).
 */
export function readTime(value: unknown, zone: string): Date | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
	const text = String(value).trim();
	if (UNIX_SECONDS.test(text)) return new Date(Number(text) * 1000);
	if (UNIX_MILLISECONDS.test(text)) return new Date(Number(text));
	try {
		return tryToParseDateTime(text, zone).toJSDate();
	} catch {
		return undefined;
	}
}
