/** Names for ways to an account, such as `Generation: Current`. */
import { type Way } from './ways.mts';

/** The choices by which ways that do the same would only be told apart for nothing are left out. */
export function tellingChoices(
	ways: readonly Way[],
	does: (way: Way) => string,
): readonly string[] {
	const names = [...new Set(ways.flatMap(({ choices }) => Object.keys(choices)))];
	const others = ({ choices }: Way, name: string) =>
		JSON.stringify(Object.entries(choices).filter(([other]) => other !== name));
	return names.filter((name) =>
		ways.some((one) =>
			ways.some((two) => others(one, name) === others(two, name) && does(one) !== does(two)),
		),
	);
}

/** `Generation: Current`, for the ways that lead to something; nothing where all of them do. */
export function labelOf(
	some: readonly Way[],
	all: readonly Way[],
	telling: readonly string[],
): string | undefined {
	const labels = (ways: readonly Way[]) => [
		...new Set(
			ways.map(({ choices }) =>
				telling.flatMap((name) => (choices[name] ? [`${name}: ${choices[name]}`] : [])).join(', '),
			),
		),
	];
	const these = labels(some);
	return these.length === labels(all).length ? undefined : these.join(' or ');
}
