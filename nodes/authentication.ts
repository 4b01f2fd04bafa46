/** The credentials of nodes that offer several providers, and the choice between those of one. */
import type { INodeCredentialDescription } from 'n8n-workflow';
import type { SmsProvider } from '../core/provider';
import type { Field } from '../n8n/fields';

/** Name of the parameter that chooses between a provider's ways to authenticate. */
export const authenticationParameter = (providerId: string) => `${providerId}Authentication`;

const firstOf = ({ authentications: [{ value }] }: SmsProvider): string => value;

/**
 * For every provider with several ways to authenticate, the choice between them.
 *
 * @param chooser the parameter that chooses the provider
 */
export const authenticationFields = (providers: readonly SmsProvider[], chooser: string): Field[] =>
	providers
		.filter(({ authentications }) => authentications.length > 1)
		.map((provider) => ({
			displayName: `${provider.displayName} Authentication`,
			name: authenticationParameter(provider.id),
			type: 'options',
			noDataExpression: true,
			options: provider.authentications.map(({ name, value }) => ({ name, value })),
			default: firstOf(provider),
			when: { [chooser]: [provider.id] },
		}));

/**
 * Every provider's credentials, each wanted while it is chosen. The leading slashes keep the editor
 * from taking these for its own authentication field.
 *
 * @param chooser the parameter that chooses the provider
 */
export const credentialsOf = (
	providers: readonly SmsProvider[],
	chooser: string,
): INodeCredentialDescription[] =>
	providers.flatMap(({ id, authentications }) =>
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
