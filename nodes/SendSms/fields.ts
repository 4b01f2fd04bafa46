import type { INodeProperties } from 'n8n-workflow';
import type { SmsProvider } from '../../core/provider';
import type { Field, Fields } from '../../n8n/fields';
import { SIMPLIFY_FIELD, toProperty } from '../../n8n/properties';
import { MESSAGE_FIELD, sendOptions, TO_FIELD } from '../../n8n/send-options';
import { PROVIDERS } from '../providers';

/** Name of the parameter that chooses between a provider's ways to authenticate. */
export const authenticationParameter = (providerId: string) => `${providerId}Authentication`;

const firstOf = ({ authentications: [{ value }] }: SmsProvider): string => value;

/** For every provider with several ways to authenticate, the choice between them. */
const authenticationFields = PROVIDERS.filter(
	({ provider }) => provider.authentications.length > 1,
).map(({ provider }): Field => ({
	displayName: `${provider.displayName} Authentication`,
	name: authenticationParameter(provider.id),
	type: 'options',
	noDataExpression: true,
	options: provider.authentications.map(({ name, value }) => ({ name, value })),
	default: firstOf(provider),
	when: { providers: [provider.id] },
}));

const FIELDS = [
	{
		displayName: 'If Unsure',
		name: 'ifUnsure',
		type: 'options',
		options: [
			{
				name: 'Make Sure It Arrives',
				value: 'makeSure',
				description: 'Send it once more: a text may arrive twice, but it arrives',
			},
			{
				name: 'Never Send Twice',
				value: 'neverTwice',
				description: 'Leave it, and tell: a text may be missing, but it never arrives twice',
			},
		],
		default: 'neverTwice',
		description:
			'What to do when nobody can tell whether a text was sent, for example because the connection broke before the answer',
	},
	TO_FIELD,
	{
		displayName: 'From',
		name: 'from',
		type: 'string',
		default: '',
		placeholder: 'e.g. +61411111111',
		description: 'The sender ID that the recipient sees; empty for the provider’s default',
	},
	MESSAGE_FIELD,
	...SIMPLIFY_FIELD,
] as const satisfies Fields;

const OPTIONS: Field = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: sendOptions(),
};

const show = { operation: ['send'] };

/** Everything below Providers, which stands in the node's own description. */
export const sendProperties: INodeProperties[] = [...authenticationFields, ...FIELDS, OPTIONS].map(
	(field) => toProperty(field, show),
);
