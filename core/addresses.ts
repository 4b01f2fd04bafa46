/**
 * Addresses: which of them a credential may have, because its keys are sent there, and which cannot be
 * called from outside this machine or network.
 */

// The look-behind makes it linear: without it, each slash of a long row is the beginning of an attempt.
const END_SLASHES = /(?<!\/)\/+$/;

/** What is wrong with the Base URL of a credential, as a sentence; `undefined` if it can be used. */
export function addressProblem(address: string): string | undefined {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
		return 'It must start with https:// and contain no user name, "?" or "#".';
	}
	if (url.username || url.password) return 'It must contain no user name and no password.';
	if (url.protocol === 'http:' && !isPrivateUrl(address)) {
		return 'It must start with https://. http:// is allowed only for private addresses, such as localhost or 192.168.0.10, because keys and texts could be read on the way.';
	}
	return undefined;
}

/**
 * A Base URL as users copy it: without blanks and line breaks around it, without the path that requests
 * begin with themselves, and without slashes at its end.
 *
 * @param path what the addresses in the provider's documents go on with, for the end of an address
 */
export function baseAddress(written: unknown, path?: RegExp): string {
	const address = (typeof written === 'string' ? written : '').trim().replace(END_SLASHES, '');
	return path ? address.replace(path, '').replace(END_SLASHES, '') : address;
}

/** Scheme, host and port of an address that can be used; `undefined` for others. */
export const originOf = (address: string): string | undefined =>
	addressProblem(address) === undefined ? new URL(address).origin : undefined;

/** IPv4 that is not routed: this host, loopback, private networks, link-local. */
const PRIVATE_IPV4 = /^(0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./;

/** IPv6: unspecified, loopback, unique local (fc00::/7), link-local (fe80::/10). */
const PRIVATE_IPV6 = /^(::1?$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/;

/** IPv4 within IPv6, as `URL` writes it: `::ffff:7f00:1`. */
const MAPPED = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

function isPrivateIpv6(address: string): boolean {
	const [, high, low] = MAPPED.exec(address) ?? [];
	if (high === undefined || low === undefined) return PRIVATE_IPV6.test(address);
	const bits = parseInt(high, 16) * 0x10000 + parseInt(low, 16);
	const bytes = [24, 16, 8, 0].map((shift) => Math.floor(bits / 2 ** shift) % 256);
	return PRIVATE_IPV4.test(bytes.join('.'));
}

/**
 * Whether the host of a URL is only reachable locally: a private address, `localhost`, `*.local`, a name
 * without a dot, or one that is reserved and never public (RFC 6761: `*.test`, `*.invalid`). A text that is
 * not a URL counts as private too.
 */
export function isPrivateUrl(url: string): boolean {
	if (!URL.canParse(url)) return true;
	// `URL` has already normalized forms such as `0x7f.1` to plain addresses.
	const host = new URL(url).hostname.toLowerCase().replace(/\.$/, '');
	if (host.startsWith('[')) return isPrivateIpv6(host.slice(1, -1));
	if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return PRIVATE_IPV4.test(host);
	return !host.includes('.') || /\.(local|localhost|internal|test|invalid)$/.test(host);
}
