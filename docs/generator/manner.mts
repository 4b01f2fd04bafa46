/** How endpoints are shown where they depend on the way to the account. */
import { type Reached } from './endpoints.mts';
import { labelOf, tellingChoices } from './labels.mts';
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

/** How everything that goes through one client is to be shown. */
export interface Manner {
	/** What each way puts in front; nothing where the client does more than that in some way. */
	readonly prefixes?: ReadonlyMap<Way, string>;
	readonly telling: readonly string[];
}

/** What is common to all that a client was seen to do in the ways that lead to it. */
export function mannerOf(all: readonly Reached[], ways: readonly Way[]): Manner {
	const by = new Map(ways.map((way) => [way, all.filter((one) => one.way === way)]));
	const does = (way: Way) =>
		JSON.stringify((by.get(way) ?? []).map(({ method, path }) => [method, path]).sort());
	const telling = tellingChoices(ways, does);
	const prefixes = new Map<Way, string>();
	for (const [way, reached] of by) {
		if (reached.length === 0) continue;
		const prefix = prefixOf(reached);
		if (prefix === undefined) return { telling };
		prefixes.set(way, prefix);
	}
	return { telling, prefixes };
}

export function shownPrefixes({ prefixes, telling }: Manner): Prefix[] {
	const all = [...(prefixes?.keys() ?? [])];
	const distinct = [...new Set(prefixes?.values() ?? [''])];
	return distinct.map((prefix) => {
		const note = labelOf(
			all.filter((way) => prefixes?.get(way) === prefix),
			all,
			telling,
		);
		return { prefix, ...(note && { note }) };
	});
}

export function shownEndpoints(
	reached: readonly Reached[],
	offered: readonly Way[],
	{ prefixes, telling }: Manner,
): EndpointDoc[] {
	const ways = new Map<string, Set<Way>>();
	for (const { method, path, stated, way } of reached) {
		const key = JSON.stringify([method, prefixes ? stated : path]);
		ways.set(key, (ways.get(key) ?? new Set()).add(way));
	}
	return [...ways].map(([key, some]) => {
		const [method = '', path = ''] = JSON.parse(key) as string[];
		const note = labelOf([...some], offered, telling);
		return { method, path, ...(note && { note }) };
	});
}
