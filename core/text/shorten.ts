/** Texts within a number of segments: cut between characters as people see them, never over the limit. */
import { clusters, type Encoding, type Room, ROOM, segment, septets } from './segments';

/** What a text is surrounded by when it is measured. */
export interface Around {
	/** In front of the text, such as a signature. */
	readonly before?: string;
	/** Behind the text and the dots that end it; GSM-7. */
	readonly after?: string;
	/** Set if the provider counts GSM-7 texts in characters, with this room. */
	readonly room?: Room;
}

/** The segments of a text, as its provider counts them. */
export function segmentsOf(text: string, room?: Room): number {
	if (!room || septets(text) === undefined) return segment(text).segments;
	return text.length <= room.single ? 1 : Math.ceil(text.length / room.part);
}

/** Counts the segments of a text that grows, as `segment` does. */
class Growing {
	private units = 0;
	private parts = 1;
	private used = 0;

	constructor(private readonly room: Room) {}

	add(cost: number): void {
		this.units += cost;
		if (this.used + cost > this.room.part) {
			this.parts++;
			this.used = 0;
		}
		this.used += cost;
	}

	/** The segments with a few more pieces behind. */
	segments(more: readonly number[] = []): number {
		let { units, parts, used } = this;
		for (const cost of more) {
			units += cost;
			if (used + cost > this.room.part) {
				parts++;
				used = 0;
			}
			used += cost;
		}
		return units <= this.room.single ? 1 : parts;
	}
}

/** A text that grows in both encodings: GSM-7 until the first character that is not in it. */
class Measured {
	private gsm: Growing | undefined;
	private readonly ucs = new Growing(ROOM['UCS-2']);

	constructor(private readonly room: Room | undefined) {
		this.gsm = new Growing(room ?? ROOM['GSM-7']);
	}

	add(cluster: string): void {
		const cost = this.gsm && septets(cluster);
		if (cost === undefined) this.gsm = undefined;
		else this.gsm?.add(this.room ? cluster.length : cost);
		if (cluster.length <= ROOM['UCS-2'].part) this.ucs.add(cluster.length);
		else for (const codePoint of cluster) this.ucs.add(codePoint.length);
	}

	get encoding(): Encoding {
		return this.gsm ? 'GSM-7' : 'UCS-2';
	}

	segments(more: readonly number[] = []): number {
		return (this.gsm ?? this.ucs).segments(more);
	}
}

/** What ends a shortened text: dots that do not turn a GSM-7 text into UCS-2. */
const DOTS: Readonly<Record<Encoding, string>> = { 'GSM-7': '...', 'UCS-2': '…' };

const ones = (text: string): number[] => Array.from(text, () => 1);

/**
 * The longest beginning of a text that fits with dots behind it, cut at the end of a grapheme cluster.
 * Takes linear time, and none for what is far behind the limit.
 *
 * @param text that does not fit as it is; well-formed
 * @param most segments, with what surrounds the text
 * @returns the text without its surroundings, or `undefined` if not even one character fits
 */
export function shorten(text: string, most: number, around: Around = {}): string | undefined {
	const { before = '', after = '', room } = around;
	const measured = new Measured(room);
	for (const cluster of clusters(before)) measured.add(cluster);
	const more = { 'GSM-7': ones(DOTS['GSM-7'] + after), 'UCS-2': ones(DOTS['UCS-2'] + after) };
	const ends: number[] = [];
	let end = 0;
	for (const cluster of clusters(text)) {
		measured.add(cluster);
		if (measured.segments() > most) break;
		end += cluster.length;
		if (measured.segments(more[measured.encoding]) <= most) ends.push(end);
	}
	// Usually the last one: only marks that join what surrounds the text can make it longer.
	for (const last of ends.reverse()) {
		const beginning = text.slice(0, last);
		const encoding: Encoding = septets(before + beginning) === undefined ? 'UCS-2' : 'GSM-7';
		const shortened = beginning + DOTS[encoding];
		if (segmentsOf(before + shortened + after, room) <= most) return shortened;
	}
	return undefined;
}
