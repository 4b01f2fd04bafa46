/** Several texts as the lines of one, within a number of segments. */
import { ROOM } from './segments';
import { type Around, segmentsOf, shorten } from './shorten';

/** A text, and how many items have it. */
export interface Line {
	readonly text: string;
	readonly times: number;
}

/** The lines in one text. */
export interface Joined {
	readonly text: string;
	/** How many items did not fit; the text says so. */
	readonly left: number;
	/** Set if not even the first line is whole. */
	readonly tooLong?: 'shortened';
}

/** The texts as lines, in the order of their first appearance; equal ones once. */
export function linesOf(texts: readonly string[]): Line[] {
	const times = new Map<string, number>();
	for (const text of texts) {
		const line = text.trim();
		times.set(line, (times.get(line) ?? 0) + 1);
	}
	return Array.from(times, ([text, count]) => ({ text, times: count }));
}

/** What a line ends with if several items have it. */
const countOf = ({ times }: Line): string => (times > 1 ? ` (${times}x)` : '');

const restOf = (left: number): string => (left > 0 ? `\n+${left} more` : '');

/**
 * Joins lines: as many as fit, and then `+3 more`. If not even the first one does, it is shortened.
 *
 * @param most segments, with what is around the text
 * @returns `undefined` if nothing fits
 */
export function joinLines(
	lines: readonly Line[],
	most: number,
	{ before = '', room }: Around = {},
): Joined | undefined {
	const total = lines.reduce((sum, { times }) => sum + times, 0);
	// Lines that are surely too long together are not looked at.
	const longest = most * ROOM['GSM-7'].single;
	const near: string[] = [];
	const left: number[] = [];
	let length = before.length;
	let open = total;
	for (const line of lines) {
		const shown = line.text + countOf(line);
		length += shown.length + 1;
		if (length > longest + 1) break;
		open -= line.times;
		near.push(shown);
		left.push(open);
	}
	const first = (count: number): Joined => {
		const rest = left[count - 1] ?? total;
		return { text: near.slice(0, count).join('\n') + restOf(rest), left: rest };
	};
	const fits = (count: number) => segmentsOf(before + first(count).text, room) <= most;
	if (near.length > 0 && fits(near.length)) return first(near.length);
	let [known, beyond] = [0, near.length];
	while (beyond - known > 1) {
		const middle = Math.floor((known + beyond) / 2);
		if (fits(middle)) known = middle;
		else beyond = middle;
	}
	if (known > 0) return first(known);
	const [line] = lines;
	if (!line) return undefined;
	const rest = total - line.times;
	const after = countOf(line) + restOf(rest);
	const beginning = shorten(line.text, most, { before, after, room });
	return beginning === undefined
		? undefined
		: { text: beginning + after, left: rest, tooLong: 'shortened' };
}
