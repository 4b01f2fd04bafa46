/** The Get Status operation: the delivery status of messages that were sent earlier. */
import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import type { ProviderAccount } from '../../core/provider';
import { errorNode } from '../../n8n/errors';
import { batchOperation } from '../../n8n/operations/operation';
import { runStatus } from '../../n8n/operations/status';
import { type Fields, type RunParams, SIMPLIFY_FIELD } from '../../n8n/parameters/fields';
import { paramsReader, readRunParams } from '../../n8n/parameters/read';
import { TIMEOUT_OPTION } from '../../n8n/sending/options';
import { PROVIDERS } from '../providers';
import { AUTHENTICATION_FIELDS, PROVIDERS_FIELD } from './fields';
import { authenticationOf } from './send';
import { namedProvider } from './named';

const RUN_FIELDS = [
	{ ...PROVIDERS_FIELD, description: 'The providers that sent the messages' },
	// Their names depend on the providers, so they have no types.
	...(AUTHENTICATION_FIELDS as readonly []),
	...SIMPLIFY_FIELD,
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [TIMEOUT_OPTION],
	},
] as const satisfies Fields;

const ITEM_FIELDS = [
	{
		displayName: 'Message IDs',
		name: 'messageIds',
		type: 'string',
		many: true,
		required: true,
		default: '={{ $json.messageId }}',
		placeholder: 'e.g. BF7AD270-0DE2-418B-B606-71D527D9C1AE',
		description:
			'The IDs that Send returned, separated by commas. The default reads them from the items of an earlier Send.',
	},
	{
		displayName: 'Sent By',
		name: 'sentBy',
		type: 'string',
		default: '={{ $json.provider }}',
		placeholder: `e.g. ${PROVIDERS[0].provider.displayName}`,
		description:
			'The provider that sent the messages, as Send returned it; can be empty if only one is selected under Providers',
	},
	{
		displayName: 'Sent At',
		name: 'sentAt',
		type: 'dateTime',
		default: '={{ $json.attempts?.at(-1)?.at }}',
		description:
			'When the messages were sent. With it, many messages need few requests; without it, some providers find only those of the last 24 hours.',
	},
] as const satisfies Fields;

const FIELDS = [...RUN_FIELDS.slice(0, -2), ...ITEM_FIELDS, ...RUN_FIELDS.slice(-2)] as Fields;

type Run = RunParams<typeof RUN_FIELDS>;

const SENT_BY = {
	label: 'Sent By',
	says: 'The message was sent by',
	wanted: 'Enter the provider that sent the message.',
	source: 'as Send returned it',
} as const;

/** The provider of a message, among those that are selected. */
function senderOf(ctx: IExecuteFunctions, chosen: readonly string[], given: string, item: number) {
	const named = namedProvider(chosen, given, SENT_BY);
	if (typeof named === 'string') return named;
	const { message, hint } = named;
	throw new NodeOperationError(errorNode(ctx), message, { itemIndex: item, description: hint });
}

async function open(ctx: IExecuteFunctions, run: Run, id: string): Promise<ProviderAccount> {
	const registration = PROVIDERS.find(({ provider }) => provider.id === id) ?? PROVIDERS[0];
	const { provider, connect } = registration;
	const authentication = authenticationOf(run, provider);
	return { provider, account: await connect(ctx, run.options.timeout, authentication) };
}

async function run(ctx: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const settings: Run & { simplify: boolean } = readRunParams(ctx, RUN_FIELDS);
	const read = paramsReader(ctx, ITEM_FIELDS);
	return await runStatus(ctx, {
		simplify: settings.simplify,
		read(item) {
			const { messageIds, sentBy, sentAt } = read(item);
			const provider = senderOf(ctx, settings.providers, sentBy, item);
			return messageIds.map((messageId) => {
				if (typeof messageId === 'string') return { messageId, provider, sentAt };
				const { notText } = messageId;
				throw new NodeOperationError(errorNode(ctx), `Message IDs contains ${notText}`, {
					itemIndex: item,
					description: 'Enter the IDs as text.',
				});
			});
		},
		open: async (own, id) => await open(own, settings, id),
	});
}

export const getStatus = batchOperation({
	name: 'Get Status',
	value: 'getStatus',
	action: 'Get the delivery status of messages',
	description:
		'Get what became of messages that were sent: delivered, failed or still on their way',
	fields: FIELDS,
	endpoints: PROVIDERS.flatMap(({ statusEndpoints = [] }) => statusEndpoints),
	run,
});
