import { tryToParseDateTime } from 'n8n-workflow';
import { anyText } from '../../core/values';

/** Longer than any time with its zone; the expressions below need not be fast beyond it. */
const LONGEST = 200;

const UNIX_SECONDS = /^\d{9,10}$/;
const UNIX_MILLISECONDS = /^\d{12,13}$/;
const ISO =
	/^(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const ISO_BASIC = /^(\d{4})(\d{2})(\d{2})T\d{4}(?:\d{2})?(?:Z|[+-]\d{2,4})?$/i;
/** The zone at the end of a time in ISO 8601. */
const OFFSET = /T\S*(?:Z|[+-]\d{2}(?::?\d{2})?)$/i;
const ZONE_NAME = / ([a-z]+\/[a-z_/+-]+)$/i;
const RFC_2822 =
	/^(?:[a-z]{3}, )?\d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:GMT|UTC?|Z|[+-]\d{4})$/i;

/** Whether it is an IANA time zone that this n8n knows. */
export function isZone(zone: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: zone }).format() !== '';
	} catch {
		return false;
	}
}

/**
 * Parses a date and time as users and expressions write it: ISO 8601, RFC 2822 with its zone, Unix
 * seconds or milliseconds. A time without a zone is read in `zone` (n8n's date picker gives none).
 * Other forms are refused: n8n would read them in the server's zone and guess day and month.
 */
export function readTime(value: unknown, zone: string): Date | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value;
	const written = anyText(value);
	if (written.length > LONGEST) return undefined;
	const text = written.trim();
	if (UNIX_SECONDS.test(text)) return new Date(Number(text) * 1000);
	if (UNIX_MILLISECONDS.test(text)) return new Date(Number(text));
	const [named, zoneName] = ZONE_NAME.exec(text) ?? [];
	if (named && zoneName) return readTime(text.slice(0, -named.length), zoneName);
	const [, year, month, date] = ISO_BASIC.exec(text) ?? [];
	const day = year ? `${year}-${month}-${date}` : ISO.exec(text)?.[1];
	if (!day && !RFC_2822.test(text)) return undefined;
	try {
		const iso = text.replace(/^(\S+) (?=\d\d:)/, '$1T').replace(/\s+(?=[Z+-])/i, '');
		const isLocal = day !== undefined && !OFFSET.test(iso);
		// In UTC no hour is skipped or repeated: this is the time as written.
		const time = tryToParseDateTime(day ? iso : text, isLocal ? 'UTC' : zone);
		// 30 February would become 2 March.
		if (day && time.toISODate() !== day) return undefined;
		return isLocal ? atWallClock(time, zone) : time.toJSDate();
	} catch {
		return undefined;
	}
}

type Written = ReturnType<typeof tryToParseDateTime>;

/**
 * The moment at which a clock in the zone shows this time: the first one if it shows it twice, and if
 * it skips it, the moment by the offset before the gap (RFC 5545 §3.3.5). n8n's own choice depends on
 * the offset of the day on which it is made.
 *
 * @param written the time as written, in UTC
 * @returns `undefined` if there is no such zone
 */
function atWallClock(written: Written, zone: string): Date | undefined {
	const offsetAt = (time: Written) => time.setZone(zone).offset;
	// Offsets are between -12 and +14 hours, so these are before and after the moment that is meant.
	const before = offsetAt(written.minus({ hours: 24 }));
	const after = offsetAt(written.plus({ hours: 24 }));
	if (!Number.isFinite(before)) return undefined;
	const byOffset = (minutes: number) => written.minus({ minutes });
	const isPast = offsetAt(byOffset(before)) !== before && offsetAt(byOffset(after)) === after;
	return byOffset(isPast ? after : before).toJSDate();
}
