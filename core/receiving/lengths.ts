/**
 * How long what a provider tells can be, in characters. Longer values were not written by a provider, and
 * whatever works with them afterwards (filters, expressions, other nodes) should not have to bear them.
 */
import { contentId } from '../digests';

/** 255 segments of 153, the most that a phone can put together (3GPP TS 23.040 §9.2.3.24). */
const LONGEST_TEXT = 255 * 153;
/** Numbers, names of senders, names and ids of devices. */
const LONGEST_ADDRESS = 100;
const LONGEST_ID = 500;
const LONGEST_CODE = 100;
const LONGEST_REASON = 2_000;

/** The beginning of a text, without half a character at its end. */
function cut(text: string, length: number): string {
	if (text.length <= length) return text;
	return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

type Cut = <T extends string | null>(value: T) => T;

const cutter =
	(length: number): Cut =>
	(value) =>
		value === null ? value : (cut(value, length) as typeof value);

export const cutText = cutter(LONGEST_TEXT);
export const cutAddress = cutter(LONGEST_ADDRESS);
/** A reference of the user, which the provider passes on. */
export const cutReference = cutter(LONGEST_ID);
export const cutCode = cutter(LONGEST_CODE);
export const cutReason = cutter(LONGEST_REASON);

/** An id in full, or a hash of one that is too long: two ids must never become the same. */
export const shortId: Cut = (id) =>
	id === null || id.length <= LONGEST_ID ? id : (contentId(id) as typeof id);
