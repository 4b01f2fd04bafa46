/** A provider that an item names, among those that are selected. */
import { namesOf } from '../choices';
import { PROVIDERS } from '../providers';

/** The provider's id, or what is wrong with it as message and hint. */
export type Named = string | { readonly message: string; readonly hint: string };

/** How a parameter that names a provider is called, and what that provider did. */
export interface Naming {
	readonly label: string;
	/** `The message was sent by`. */
	readonly says: string;
	/** What to enter if it is empty. */
	readonly wanted: string;
	/** Where its value comes from: `as Send returned it`. */
	readonly source: string;
}

/**
 * Finds the provider that is named by its id or by its name.
 *
 * @param chosen ids of the selected providers; a single one needs no name
 */
export function namedProvider(
	chosen: readonly string[],
	given: string,
	{ label, says, wanted, source }: Naming,
): Named {
	const name = given.trim();
	if (name === '') {
		const [only, ...others] = chosen;
		if (only !== undefined && others.length === 0) return only;
		return { message: `${label} is empty`, hint: wanted };
	}
	const registration = PROVIDERS.find(({ provider: { id, displayName } }) =>
		[id, displayName].some((one) => one.toLowerCase() === name.toLowerCase()),
	);
	if (!registration) {
		return {
			message: `${label} "${name.slice(0, 40)}" is not the name of a provider`,
			hint: `Enter one of ${namesOf(PROVIDERS)}, or the provider ${source}.`,
		};
	}
	const { id, displayName } = registration.provider;
	if (chosen.includes(id)) return id;
	return {
		message: `${says} ${displayName}, which is not selected under Providers`,
		hint: `Add ${displayName} under Providers, and choose its credential.`,
	};
}
