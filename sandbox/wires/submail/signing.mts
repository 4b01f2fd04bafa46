import { createHash } from 'node:crypto';
import { type Params } from './input.mts';

/** md5 and sha1 are documented, sha256 is in the changelog of V4 (docs/providers/submail.md §3.2). */
export const signTypes = ['md5', 'sha1', 'sha256'] as const;

export type SignType = (typeof signTypes)[number];

interface Signer {
	/** The appid. */
	id: string;
	/** The appkey. */
	key: string;
}

/**
 * The string to hash: `appid + appkey + key=value&… + appid + appkey`, with sorted keys and values
 * that are not encoded. `signature` and `tag` are never part of it
 * (docs/providers/submail.md §3.2).
 * @param unsigned names of parameters that this call leaves out as well
 * (docs/providers/submail.md §3.3)
 */
export function stringToSign(
	{ id, key }: Signer,
	params: Params,
	unsigned: readonly string[] = [],
): string {
	const out = ['signature', 'tag', ...unsigned];
	const joined = [...params.keys()]
		.filter((name) => !out.includes(name))
		.sort()
		.map((name) => `${name}=${params.get(name) ?? ''}`)
		.join('&');
	return `${id}${key}${joined}${id}${key}`;
}

/** The digital signature, lower-case hex (docs/providers/submail.md §3.2). */
export const signatureOf = (
	type: SignType,
	signer: Signer,
	params: Params,
	unsigned: readonly string[] = [],
): string =>
	createHash(type)
		.update(stringToSign(signer, params, unsigned), 'utf8')
		.digest('hex');
