/** Fields shared by the Send operations of SMS, MMS and Voice. */
import type { IExecuteFunctions } from 'n8n-workflow';
import type { Draft } from '../../../core/planning/draft';
import type { Api, ProviderAccount } from '../../../core/provider';
import type { Field, Fields, MessageParams } from '../../../n8n/parameters/fields';
import { type SharedRunOptions, TO_FIELD } from '../../../n8n/sending/options';
import type { Channel } from '../channel';
import { authenticationOf, connectClickSend } from '../client';
import { clickSend, clickSendAccount } from '../send';
import { CONTACT_LIST_FIELD } from './locators';

/** First in every send. */
export const RECIPIENT_FIELDS = [
	{ ...TO_FIELD, when: { recipientType: ['numbers'] } },
	{
		...CONTACT_LIST_FIELD,
		description: 'The list whose contacts receive the message; at most 1000 contacts',
		when: { recipientType: ['contactList'] },
	},
] as const satisfies Fields;

/** After what everybody needs. */
export const RECIPIENT_TYPE_FIELD = {
	displayName: 'Send To',
	name: 'recipientType',
	type: 'options',
	options: [
		{
			name: 'Contact List',
			value: 'contactList',
			description: 'All contacts of a list in ClickSend',
		},
		{ name: 'Numbers', value: 'numbers', description: 'The phone numbers in To' },
	],
	default: 'numbers',
	description: 'Whether to send to phone numbers or to a contact list',
} as const satisfies Field;

type RecipientFields = readonly [...typeof RECIPIENT_FIELDS, typeof RECIPIENT_TYPE_FIELD];

/** Numbers or a contact list. */
export const recipientsOf = ({
	recipientType,
	to,
	contactList,
}: MessageParams<RecipientFields>): Pick<Draft, 'to' | 'listId'> =>
	recipientType === 'contactList' ? { listId: contactList } : { to };

export const OPTIONS = [
	{
		displayName: 'Source',
		name: 'source',
		type: 'string',
		default: 'n8n',
		description: 'Name of the origin of the message, as ClickSend’s reports show it',
	},
] as const satisfies Fields;

/** Opens the account of the node's credential for one channel. */
export async function openChannel(
	ctx: IExecuteFunctions,
	channel: Channel,
	{ timeout }: SharedRunOptions,
): Promise<{ readonly api: Api; readonly targets: readonly ProviderAccount[] }> {
	const api = await connectClickSend(ctx, authenticationOf(ctx), timeout);
	return { api, targets: [{ provider: clickSend, account: clickSendAccount(api, channel) }] };
}
