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

/**
 * A key for short hashes that are stored. Without one, whoever knows a text in advance could search for
 * another one with the same short hash, so that the first is taken for known.
 */
export const newSalt = (): string => randomBytes(18).toString('base64url');

/** A short hash that tells values apart, in the given number of characters (6 bits each). */
export const fingerprint = (text: string, characters: number): string =>
	hash('sha256', text, 'base64url').slice(0, characters);

/** An id derived from a message's content, for providers that give none; also a key for stored records. */
export const contentId = (...parts: readonly unknown[]): string =>
	fingerprint(JSON.stringify(parts), 22);

/** Whether two texts are the same, in constant time. */
export const sameText = (given: string, expected: string): boolean =>
	timingSafeEqual(sha256(given), sha256(expected));
