/** Decides which provider is tried first for which recipients. */
import type { Recipient } from '../message';
import { countryOf } from '../text/phone';
import { toAscii } from '../text/normalise';
import { splitList } from '../text/written';

/** Recipients of a country (ISO 3166-1 alpha-2), or whose E.164 number starts with a prefix. */
export type Destination = { readonly country: string } | { readonly prefix: `+${string}` };

export interface Route {
	readonly destinations: readonly Destination[];
	/** Position of the provider in the list of targets. */
	readonly target: number;
}

/**
 * Parses a list such as `CN, +44, 0061 4` into destinations.
 *
 * @returns the destinations, or the first entry that cannot be read, as written
 */
export function readDestinations(
	written: string,
): { readonly destinations: Destination[] } | { readonly unreadable: string } {
	const destinations: Destination[] = [];
	for (const part of splitList(written)) {
		const text = toAscii(part);
		const digits = text.replace(/[\s().-]/g, '').replace(/^00/, '+');
		const country = countryOf(text);
		if (country !== undefined) {
			destinations.push({ country });
		} else if (/^\+?[1-9]\d{0,14}$/.test(digits)) {
			destinations.push({ prefix: `+${digits.replace('+', '')}` });
		} else {
			return { unreadable: part };
		}
	}
	return destinations.length > 0 ? { destinations } : { unreadable: written };
}

/** More than the number of digits of any country code, less than that of any prefix within a country. */
const COUNTRY_WEIGHT = 3.5;

/** How closely a destination describes a recipient; 0 if not at all. */
function weight(destination: Destination, to: Recipient): number {
	if (to.kind !== 'number') return 0;
	if ('country' in destination) return destination.country === to.country ? COUNTRY_WEIGHT : 0;
	return to.e164.startsWith(destination.prefix) ? destination.prefix.length - 1 : 0;
}

/**
 * The order of providers for a recipient: first the provider of the route that matches it most closely
 * (the first of equally close routes), then the others in the order chosen.
 */
export function orderBy(routes: readonly Route[], targets: number): (to: Recipient) => number[] {
	const usual = Array.from({ length: targets }, (_, position) => position);
	return (to) => {
		let best: { target: number; weight: number } | undefined;
		for (const { destinations, target } of routes) {
			const closest = Math.max(0, ...destinations.map((one) => weight(one, to)));
			if (closest > (best?.weight ?? 0)) best = { target, weight: closest };
		}
		if (!best) return usual;
		const { target } = best;
		return [target, ...usual.filter((position) => position !== target)];
	};
}
