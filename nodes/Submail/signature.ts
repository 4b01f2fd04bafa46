/**
 * SUBMAIL's request signatures (docs/providers/submail.md §3). The hashed string contains the raw
 * values, in UTF-8 and not percent-encoded.
 */
import { createHash } from 'node:crypto';

/** For the credential, which signs the fields beside the files. */
export { Multipart } from '../../n8n/http/multipart';

const DIGESTS = ['md5', 'sha1', 'sha256'] as const;

export type Digest = (typeof DIGESTS)[number];

/** Whether requests are signed with a hash; otherwise they carry the key itself. */
export const isDigest = (type: unknown): type is Digest =>
	DIGESTS.some((digest) => digest === type);

export interface SignatureRules {
	readonly appId: string;
	readonly appKey: string;
	readonly digest: Digest;
	readonly version: 1 | 2;
	/**
	 * Whether `sms_signature` is part of the hashed string: documentation and libraries disagree
	 * (docs/providers/submail.md §3.3).
	 */
	readonly signSmsSignature: boolean;
}

/** Fields that version 2 leaves out, by the function of the path (docs/providers/submail.md §3.3). */
const LEFT_OUT_BY_VERSION_2: Readonly<Record<string, readonly string[]>> = {
	send: ['content'],
	batchsend: ['content'],
	xsend: ['vars'],
	batchxsend: ['vars'],
	multisend: ['multi', 'content'],
	multixsend: ['multi', 'content'],
	template: ['sms_title', 'sms_signature', 'sms_content'],
};

/** The function of a path such as `/sms/xsend.json`: `xsend`. */
const functionOf = (path: string): string =>
	path
		.replace(/\.json$/, '')
		.split('/')
		.pop() ?? '';

/**
 * Whether a request can be signed with version 2; the demos sign all others with version 1, which is
 * the version of a request without `sign_version`.
 */
export const hasVersion2 = (method: string, path: string): boolean =>
	functionOf(path) in LEFT_OUT_BY_VERSION_2 && (method === 'POST' || method === 'PUT');

/**
 * The signature of a request, as lower-case hex.
 *
 * @param fields all fields sent, including `appid`, `timestamp`, `sign_type` and `sign_version`
 */
export function sign(
	method: string,
	path: string,
	fields: Readonly<Record<string, string>>,
	{ appId, appKey, digest, signSmsSignature }: SignatureRules,
): string {
	const name = functionOf(path);
	const version2 = fields.sign_version === '2' ? (LEFT_OUT_BY_VERSION_2[name] ?? []) : [];
	// The demo of the template list adds its offset after signing.
	const unsigned = name === 'template' && method === 'GET' ? ['offset'] : [];
	const smsSignature = signSmsSignature || name === 'template' ? [] : ['sms_signature'];
	const leftOut = new Set(['signature', 'tag', ...version2, ...unsigned, ...smsSignature]);
	const joined = Object.keys(fields)
		.filter((field) => !leftOut.has(field))
		.sort()
		.map((field) => `${field}=${fields[field]}`)
		.join('&');
	return createHash(digest)
		.update(`${appId}${appKey}${joined}${appId}${appKey}`, 'utf8')
		.digest('hex');
}

/**
 * Adds the authentication to the fields of a request. A plain signature is the key itself, so
 * requests whose fields are in the URL are always hashed.
 *
 * @param fields with `timestamp` if the request is hashed: Unix seconds by SUBMAIL's clock
 */
export function authenticated(
	method: string,
	path: string,
	fields: Readonly<Record<string, string>>,
	rules: SignatureRules & { readonly plain: boolean },
): Record<string, string> {
	const { timestamp, ...others } = fields;
	if (rules.plain && method !== 'GET') {
		return { ...others, appid: rules.appId, signature: rules.appKey };
	}
	const complete: Record<string, string> = {
		...others,
		appid: rules.appId,
		timestamp: timestamp ?? String(Math.floor(Date.now() / 1000)),
		sign_type: rules.digest,
		...(rules.version === 2 && hasVersion2(method, path) && { sign_version: '2' }),
	};
	return { ...complete, signature: sign(method, path, complete, rules) };
}
