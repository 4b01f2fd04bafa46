/** What the sends of texts, MMS and calls ask for alike. */
import type { Draft } from '../../../core/draft';
import type { Field, Fields } from '../../../n8n/fields';
import { sendOptions, TO_FIELD } from '../../../n8n/send-options';
import { CONTACT_LIST_FIELD } from './locators';

export const RECIPIENT_FIELDS = [
	{
		displayName: 'Send To',
		name: 'recipientType',
		type: 'options',
		options: [
			{ name: 'Contact List', value: 'contactList' },
			{ name: 'Numbers', value: 'numbers' },
		],
		default: 'numbers',
	},
	{ ...TO_FIELD, when: { recipientType: ['numbers'] } },
	{
		...CONTACT_LIST_FIELD,
		description: 'The list whose contacts get the message, at most 1000',
		when: { recipientType: ['contactList'] },
	},
] as const satisfies Fields;

type RecipientField = (typeof RECIPIENT_FIELDS)[number]['name'];

/** Numbers or a contact list, unchecked. */
export const readRecipients = (
	param: (name: RecipientField) => unknown,
): Pick<Draft, 'to' | 'listId'> =>
	param('recipientType') === 'contactList'
		? { listId: param('contactList') ?? '' }
		: { to: param('to') };

const SOURCE_OPTION = {
	displayName: 'Source',
	name: 'source',
	type: 'string',
	default: 'n8n',
	description: 'How ClickSend’s reports name the origin of the message',
} as const satisfies Field;

/** The options of a send; those that are not for this channel are left out by name. */
export const optionsField = (own: Fields = [], leftOut: readonly string[] = []) =>
	({
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: sendOptions([SOURCE_OPTION, ...own]).filter(({ name }) => !leftOut.includes(name)),
	}) as const;
