/**
 * The messages that a polling trigger remembers, small enough for n8n's static data. Per message: six
 * bytes of a hash, the time as the difference to the previous one, and what became of it.
 */
import { hashOf } from '../digests';

/** What became of a message. Only what was handed over may be acknowledged. */
export const Mark = {
	/** It existed before the trigger did, or it does not pass the filter. */
	passed: 0,
	/** It was handed over with an earlier batch. */
	handed: 1,
	/** It was handed over with the last batch. */
	last: 2,
	/** It was handed over and acknowledged to the provider: it will not be listed again. */
	acknowledged: 3,
	/** It was in the last batch of a process that has since ended: it may not have been handed over. */
	unsure: 4,
} as const;

export type Mark = (typeof Mark)[keyof typeof Mark];

export interface Entry {
	/** Whole Unix seconds. */
	readonly at: number;
	readonly mark: Mark;
	/** From {@link fingerprint}. */
	readonly hash: string;
}

/** 2^48 values: with 10,000 entries, a new message is taken for a known one once in 28 billion. */
const HASH_BYTES = 6;
const HASH_CHARACTERS = 8;

/** A short key that identifies a message: 8 characters. `of` separates triggers. */
export const fingerprint = (of: string, key: string): string =>
	hashOf(`${of}\n${key}`).slice(0, HASH_CHARACTERS);

/** Seven bits per byte, lowest first; the high bit means that more follow. */
function pushNumber(bytes: number[], value: number): void {
	let rest = value;
	while (rest >= 0x80) {
		bytes.push((rest % 0x80) + 0x80);
		rest = Math.floor(rest / 0x80);
	}
	bytes.push(rest);
}

/** More than the highest mark, so a mark can be packed into the same number as the time difference. */
const MARKS = 8;

/**
 * Entries as text, oldest first. At most 9 bytes each before base64 while they are less than three
 * days apart, so 10,000 entries stay below 120,000 characters.
 */
export function pack(entries: Iterable<Entry>): string {
	const sorted = [...entries].sort((a, b) => a.at - b.at);
	const bytes: number[] = [];
	let before = 0;
	for (const { at, mark, hash } of sorted) {
		pushNumber(bytes, (at - before) * MARKS + mark);
		before = at;
		bytes.push(...Buffer.from(hash, 'base64'));
	}
	return Buffer.from(bytes).toString('base64');
}

/** Reads the entries of {@link pack}, by hash; of a truncated or damaged text, as many as possible. */
export function unpack(packed: string): Map<string, Entry> {
	const bytes = Buffer.from(packed, 'base64');
	const entries = new Map<string, Entry>();
	let position = 0;
	let at = 0;
	while (position < bytes.length) {
		let value = 0;
		let unit = 1;
		let byte: number;
		do {
			byte = bytes[position++] ?? 0;
			value += (byte % 0x80) * unit;
			unit *= 0x80;
		} while (byte >= 0x80);
		const hash = bytes.subarray(position, position + HASH_BYTES);
		if (hash.length < HASH_BYTES) break;
		position += HASH_BYTES;
		at += Math.floor(value / MARKS);
		const text = hash.toString('base64');
		entries.set(text, { at, mark: (value % MARKS) as Mark, hash: text });
	}
	return entries;
}
