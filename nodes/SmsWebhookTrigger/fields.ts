/** The trigger's parameters: one set over all wires, made from the registry where it can be. */
import type {
	IDisplayOptions,
	INodeCredentialDescription,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { SmsProvider } from '../../core/provider';
import type { WebhookKind } from '../../core/webhook';
import { inboundFilters } from '../../n8n/inbound-fields';
import { toProperty } from '../../n8n/properties';
import { authenticationFields, credentialsOf } from '../authentication';
import { WEBHOOK_PROVIDERS } from '../providers';
import { STEPS } from './steps';

/** The parameter that chooses among a provider's wires, where there are several. */
const VARIANT_PARAMETERS: Readonly<Record<string, INodeProperties>> = {
	smsMobileApi: {
		displayName: 'Webhook Version',
		name: 'smsMobileVersion',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'V1',
				value: 'v1',
				description: 'Unsigned, messages only: the URL is all that protects it',
			},
			{ name: 'V2', value: 'v2', description: 'Signed; messages and delivery reports' },
		],
		default: 'v2',
		description: 'Which webhooks the dashboard of SMSMobileAPI sends',
	},
	engageLabSms: {
		displayName: 'Generation',
		name: 'engageLabGeneration',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Current', value: 'current', description: 'Callbacks of accounts since 2025' },
			{
				name: 'Legacy',
				value: 'legacy',
				description:
					'SMSHook of older accounts. EngageLab does not document what it posts: it is read by likely names, and raw is always there.',
			},
		],
		default: 'current',
		description: 'Which of the two APIs of EngageLab the account has',
	},
};

/** The name of that parameter; `undefined` where a provider has one wire only. */
export const variantParameter = (provider: string): string | undefined =>
	VARIANT_PARAMETERS[provider]?.name;

const OPTION: Readonly<Record<WebhookKind, INodePropertyOptions>> = {
	deliveryReport: {
		name: 'Delivery Report',
		value: 'deliveryReport',
		description: 'The carrier says what became of a sent message',
	},
	messageReceived: {
		name: 'Message Received',
		value: 'messageReceived',
		description: 'Somebody wrote to us',
	},
};

/** One per wire, because some can tell less than others. */
function eventFields(): INodeProperties[] {
	return WEBHOOK_PROVIDERS.flatMap(({ provider, webhooks: { wires } }) =>
		Object.entries(wires).map(([variant, { kinds }]): INodeProperties => {
			const parameter = variantParameter(provider.id);
			const show: IDisplayOptions['show'] = {
				provider: [provider.id],
				...(parameter && { [parameter]: [variant] }),
			};
			const options = [OPTION.deliveryReport, OPTION.messageReceived].filter(({ value }) =>
				(kinds as readonly unknown[]).includes(value),
			);
			return {
				displayName: 'Events',
				name: 'events',
				type: 'multiOptions',
				noDataExpression: true,
				required: true,
				options,
				default: [...kinds],
				description: 'What starts the workflow',
				displayOptions: { show },
			};
		}),
	);
}

function variantFields(): INodeProperties[] {
	return Object.entries(VARIANT_PARAMETERS).map(([provider, parameter]) => ({
		...parameter,
		displayOptions: { show: { provider: [provider] } },
	}));
}

/** Those whose registrations the node manages. */
const MANAGED: readonly SmsProvider[] = WEBHOOK_PROVIDERS.filter(
	({ webhooks }) => webhooks.connect !== undefined,
).map(({ provider }) => provider);

export const accountCredentials: INodeCredentialDescription[] = credentialsOf(MANAGED, 'provider');

const FILTERS = toProperty(
	inboundFilters(
		'Which messages start the workflow; all of them have to fit. Delivery reports are not filtered.',
	),
	{ events: ['messageReceived'] },
);

export const triggerProperties: INodeProperties[] = [
	{
		displayName: 'Provider',
		name: 'provider',
		type: 'options',
		noDataExpression: true,
		options: WEBHOOK_PROVIDERS.map(({ provider: { id, displayName } }) => ({
			name: displayName,
			value: id,
		})),
		default: 'clickSend',
		description: 'Who calls this webhook',
	},
	...authenticationFields(MANAGED, 'provider').map((field) => toProperty(field, {})),
	...variantFields(),
	...STEPS,
	{
		displayName: 'Verify Signature',
		name: 'verifySignature',
		type: 'boolean',
		default: true,
		description:
			'Whether to refuse callbacks without the right signature. Turn it off only if the callback has no user name and secret in the EngageLab console: the URL is all that protects it then.',
		displayOptions: { show: { provider: ['engageLabSms'], engageLabGeneration: ['current'] } },
	},
	...eventFields(),
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	FILTERS,
];
