/** How the unified nodes present the providers and what each can do. */
import { NodeOperationError } from 'n8n-workflow';
import type { Capabilities } from '../core/provider';
import { errorNode } from '../n8n/errors';
import type { Field } from '../n8n/parameters/fields';
import { listed } from '../n8n/names';
import { type ParameterContext, readRunParams } from '../n8n/parameters/read';
import type { Registration } from '../n8n/registration';
import { PROVIDERS } from './providers';

/** Providers as the options of a parameter. */
export const choicesOf = (registrations: readonly Registration[]) =>
	registrations.map(({ provider: { id, displayName } }) => ({ name: displayName, value: id }));

/** The default provider of a new node. */
export const firstOf = ([first]: readonly Registration[]): string => first?.provider.id ?? '';

/** The trigger parameter that chooses the provider. */
export const providerField = (registrations: readonly Registration[], description: string) =>
	({
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		noDataExpression: true,
		options: choicesOf(registrations),
		default: firstOf(registrations),
		description,
	}) as const satisfies Field;

/**
 * The provider that the user has chosen for a trigger.
 *
 * @throws NodeOperationError if it is not one of these
 */
export function readProvider<R extends Registration>(
	ctx: ParameterContext,
	registrations: readonly R[],
): R {
	const { provider: id } = readRunParams(ctx, [providerField(registrations, '')]);
	const chosen = registrations.find(({ provider }) => provider.id === id);
	if (chosen) return chosen;
	throw new NodeOperationError(errorNode(ctx), 'Provider is empty', {
		description: 'Choose Provider from the list.',
	});
}

/** As an object in an expression, for the subtitle on the canvas: parameters hold the ids. */
export const NAMES_BY_ID = JSON.stringify(
	Object.fromEntries(choicesOf(PROVIDERS).map(({ name, value }) => [value, name])),
);

/** Their names as part of a sentence: `A, B and C`. */
export const namesOf = (registrations: readonly Registration[]): string =>
	listed(registrations.map(({ provider }) => provider.displayName));

/** The providers that have a capability. */
export const thatCan = (capability: keyof Capabilities): Registration[] =>
	PROVIDERS.filter(({ provider }) => provider.capabilities[capability]);

/** What the providers say about a parameter or choice, in parentheses: ` (a; b)`; nothing if none does. */
export function notesOn(about: keyof NonNullable<Registration['notes']>): string {
	const notes = PROVIDERS.flatMap((one) => one.notes?.[about] ?? []);
	return notes.length === 0 ? '' : ` (${notes.join('; ')})`;
}

/** `${before}only with A and B`, or nothing where every provider has the capability. */
export function onlyWith(capability: keyof Capabilities, before = ''): string {
	const able = thatCan(capability);
	return able.length === PROVIDERS.length ? '' : `${before}only with ${namesOf(able)}`;
}

/** `${before}not with A and B`, or nothing where every provider has the capability. */
export function notWith(capability: keyof Capabilities, before = ''): string {
	const unable = PROVIDERS.filter(({ provider }) => !provider.capabilities[capability]);
	return unable.length === 0 ? '' : `${before}not with ${namesOf(unable)}`;
}
