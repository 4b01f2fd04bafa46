/** The credentials of nodes that offer several providers, and the choice between those of one. */
import type { INodeCredentialDescription } from 'n8n-workflow';
import type { SmsProvider } from '../core/provider';
import type { Field } from '../n8n/parameters/fields';
import { type ParameterContext, readRunParams } from '../n8n/parameters/read';
import type { Registration } from '../n8n/registration';

/** Name of the parameter that chooses between a provider's ways to authenticate. */
export const authenticationParameter = (providerId: string) => `${providerId}Authentication`;

const firstOf = ([first]: SmsProvider['authentications']): string => first.value;

/** The choice between a provider's ways to authenticate. */
const authenticationField = ({ id, displayName, authentications }: SmsProvider) =>
	({
		displayName: `${displayName} Authentication`,
		name: authenticationParameter(id),
		type: 'options',
		noDataExpression: true,
		options: authentications.map(({ name, value }) => ({ name, value })),
		default: firstOf(authentications),
		perRun: true,
	}) as const satisfies Field;

/**
 * For every provider with several ways to authenticate, the choice between them.
 *
 * @param chooser the parameter that chooses the provider
 */
export const authenticationFields = (
	registrations: readonly Registration[],
	chooser: string,
): Field[] =>
	registrations
		.filter(({ provider }) => provider.authentications.length > 1)
		.map(({ provider }) => ({
			...authenticationField(provider),
			when: { [chooser]: [provider.id] },
		}));

/**
 * The credential type that the user has chosen for a provider.
 *
 * @throws NodeOperationError if it is not one of the provider's
 */
export function readAuthentication(ctx: ParameterContext, provider: SmsProvider): string {
	const [first, ...others] = provider.authentications;
	if (others.length === 0) return first.value;
	const field = authenticationField(provider);
	const { [field.name]: chosen = first.value } = readRunParams(ctx, [field]);
	return chosen;
}

/**
 * Every provider's credentials, each required while its provider is chosen. The leading slashes keep
 * the editor from mistaking these for its own authentication field.
 *
 * @param chooser the parameter that chooses the provider
 */
export const credentialsOf = (
	registrations: readonly Registration[],
	chooser: string,
): INodeCredentialDescription[] =>
	registrations.flatMap(({ provider: { id, authentications } }) =>
		authentications.map(({ value }) => ({
			name: value,
			required: true,
			displayOptions: {
				show: {
					[`/${chooser}`]: [id],
					...(authentications.length > 1 && { [`/${authenticationParameter(id)}`]: [value] }),
				},
			},
		})),
	);
