/** The addresses of APIs: which of them a credential may have, because its keys are sent there. */
import { isPrivateUrl } from './receiving/private-address';

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
