/** How endpoints are shown where they depend on the way to the account. */
import { type Reached } from './endpoints.mts';
import { labelOf } from './labels.mts';
import { type Way } from './ways.mts';

export interface EndpointDoc {
	/** The provider, where an operation goes to several. */
	readonly provider?: string;
	readonly method: string;
	/** Below the address and its prefix, with `{parameters}`. */
	readonly path: string;
	/** When it is called, if not always. */
	readonly note?: string;
}

/** What paths are below, in one way to the account. */
export interface Prefix {
	/** The ways that have it, if not all do. */
	readonly note?: string;
	readonly prefix: string;
}

/** What a way puts in front of every path that operations state; nothing where it does more. */
function prefixOf(reached: readonly Reached[]): string | undefined {
	const prefixes = reached.map(({ path, stated }) =>
		path.endsWith(stated) ? path.slice(0, path.length - stated.length) : undefined,
	);
	const [first] = prefixes;
	return prefixes.every((prefix) => prefix === first) ? first : undefined;
}

/**
 * What each way puts in front of the paths that operations state; nothing where a client does more
 * than that in some way, so that its paths have to be shown as they go out.
 */
export type Prefixes = ReadonlyMap<Way, string> | undefined;

/** @param all what a client was seen to call */
export function prefixesOf(all: readonly Reached[]): Prefixes {
	const prefixes = new Map<Way, string>();
	for (const way of new Set(all.map((one) => one.way))) {
		const prefix = prefixOf(all.filter((one) => one.way === way));
		if (prefix === undefined) return undefined;
		prefixes.set(way, prefix);
	}
	return prefixes;
}

/** Each prefix with the ways that have it. */
export function shownPrefixes(prefixes: Prefixes): Prefix[] {
	const all = [...(prefixes?.keys() ?? [])];
	const distinct = [...new Set(prefixes?.values() ?? [''])];
	return distinct.map((prefix) => {
		const ways = all.filter((way) => prefixes?.get(way) === prefix);
		const note = labelOf(ways, all);
		return { prefix, ...(note && { note }) };
	});
}

/** Each endpoint once, with the ways that lead there if not all of them do. */
export function shownEndpoints(
	reached: readonly Reached[],
	offered: readonly Way[],
	prefixes: Prefixes,
): EndpointDoc[] {
	const ways = new Map<string, Way[]>();
	for (const { method, path, stated, way } of reached) {
		const key = JSON.stringify([method, prefixes ? stated : path]);
		ways.set(key, [...(ways.get(key) ?? []), way]);
	}
	return [...ways].map(([key, some]) => {
		const [method = '', path = ''] = JSON.parse(key) as string[];
		const note = labelOf(some, offered);
		return { method, path, ...(note && { note: `with ${note}` }) };
	});
}
