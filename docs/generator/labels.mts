/** Names for ways to an account, such as `Signature Type: MD5 or SHA-1`. */
import { type Way } from './ways.mts';

/** The choices that decide whether a way is one of these; the others would be told for nothing. */
function deciding(some: readonly Way[], all: readonly Way[]): string[] {
	const names = [...new Set(all.flatMap(({ choices }) => Object.keys(choices)))];
	const others = ({ choices }: Way, name: string) =>
		JSON.stringify(Object.entries(choices).filter(([other]) => other !== name));
	return names.filter((name) =>
		all.some((one) =>
			all.some(
				(two) =>
					others(one, name) === others(two, name) && some.includes(one) !== some.includes(two),
			),
		),
	);
}

const distinct = (texts: readonly string[]) => [...new Set(texts)];

/** What tells some ways from the others; nothing where there are no others. */
export function labelOf(some: readonly Way[], all: readonly Way[]): string | undefined {
	if (all.every((way) => some.includes(way))) return undefined;
	const names = deciding(some, all);
	const [only, ...more] = names;
	if (only && more.length === 0) {
		const values = distinct(some.flatMap(({ choices }) => choices[only] ?? []));
		return `${only}: ${values.join(' or ')}`;
	}
	const labels = some.map(({ choices }) =>
		names.flatMap((name) => (choices[name] ? [`${name}: ${choices[name]}`] : [])).join(', '),
	);
	return distinct(labels).join(' or ');
}
