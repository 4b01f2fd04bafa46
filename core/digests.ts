/**
 * Hashes, and constant-time comparisons of secrets. The only module that hashes, apart from those that
 * sign requests (nodes/Submail/signature.ts) or make tokens.
 */
import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Hex, lower case. */
export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Hex, lower case. */
export const hmacSha256 = (key: string, ...parts: ReadonlyArray<string | Uint8Array>): string =>
	parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', key)).digest('hex');

/** The 32 bytes of a SHA-256. */
export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The same as base64: much faster for short texts. */
export const hashOf = (text: string): string => hash('sha256', text, 'base64');

/**
 * A key for short hashes that are stored. Without one, whoever knows a text in advance could search for
 * another one with the same short hash, so that the first is taken for known.
 */
export const newSalt = (): string => randomBytes(18).toString('base64url');

/** A short hash that tells values apart, in the given number of characters (6 bits each). */
export const fingerprint = (text: string, characters: number): string =>
	hash('sha256', text, 'base64url').slice(0, characters);

/** Longer texts, in characters, count by their hash: JSON takes 100 ms for 1 MiB of half characters. */
const LONGEST_TEXT = 10_000;

const shortened = (_name: string, value: unknown): unknown =>
	typeof value === 'string' && value.length > LONGEST_TEXT
		? // As UTF-16, in which half characters differ.
			hash('sha256', Buffer.from(value, 'utf16le'), 'base64url')
		: value;

/** A value as JSON, to compare and to hash it; long texts in it are replaced by their hashes. */
export const comparable = (value: unknown): string => JSON.stringify(value, shortened);

/** An id derived from a message's content, for providers that give none; also a key for stored records. */
export const contentId = (...parts: readonly unknown[]): string =>
	fingerprint(comparable(parts), 22);

/** Whether two texts are the same, in constant time. */
export const sameText = (given: string, expected: string): boolean =>
	timingSafeEqual(sha256(given), sha256(expected));
