/** Which provider is asked first for which recipients. */
import type { Recipient } from '../message';
import { isCountry } from '../text/phone';
import { splitList } from '../text/written';

/** Recipients of a country (ISO 3166-1 alpha-2), or whose E.164 number starts like this. */
export type Destination = { readonly country: string } | { readonly prefix: `+${string}` };

export interface Route {
	readonly destinations: readonly Destination[];
	/** Position of the provider among those that may send. */
	readonly target: number;
}

/**
 * A list such as `CN, +44, 0061 4` as destinations.
 *
 * @returns what cannot be read, as written, where something cannot
 */
export function readDestinations(
	written: string,
): { readonly destinations: Destination[] } | { readonly unreadable: string } {
	const destinations: Destination[] = [];
	for (const part of splitList(written)) {
		const digits = part.replace(/[\s().-]/g, '').replace(/^00/, '+');
		if (/^[a-z]{2}$/i.test(part) && isCountry(part)) {
			destinations.push({ country: part.toUpperCase() });
		} else if (/^\+?[1-9]\d{0,14}$/.test(digits)) {
			destinations.push({ prefix: `+${digits.replace('+', '')}` });
		} else {
			return { unreadable: part };
		}
	}
	return destinations.length > 0 ? { destinations } : { unreadable: written };
}

/** More than any country code has digits, and less than any prefix within a country. */
const COUNTRY_WEIGHT = 3.5;

/** How closely a destination describes a recipient; 0 if not at all. */
function weight(destination: Destination, to: Recipient): number {
	if (to.kind !== 'number') return 0;
	if ('country' in destination) return destination.country === to.country ? COUNTRY_WEIGHT : 0;
	return to.e164.startsWith(destination.prefix) ? destination.prefix.length - 1 : 0;
}

/**
 * The order of providers for a recipient: that of the route that describes it most closely (the
 * first one of several), then the others as chosen.
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
