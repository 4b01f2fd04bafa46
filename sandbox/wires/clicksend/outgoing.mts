import { type Fields, fieldsOf, isFields, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest } from './envelope.mts';

/** One message of a request; a list is expanded to one message per contact. */
export interface Outgoing {
	to: string;
	body: string;
	from: string;
	/** As given: `decide` checks whether it is a time. */
	schedule: unknown;
	customString: string;
	country: string;
	fromEmail: string | null;
	listId: number | null;
	contactId: number | null;
	/** The message as it was given, for fields that only one channel has. */
	given: Fields;
	/** The whole request, which names the attachment of an MMS. */
	request: Fields;
	/** Set when the list cannot be used. */
	listProblem?: string;
}

/** The sender that `senders` names for each country; it overrides the account's own settings. */
export function senderOverrides(body: unknown): Map<string, string> {
	const { senders } = fieldsOf(body);
	const overrides = new Map<string, string>();
	if (senders === undefined || senders === null) return overrides;
	if (!Array.isArray(senders)) throw badRequest('The senders must be an array.');
	for (const sender of senders.map(fieldsOf)) {
		const country = textOf(sender.recipient_country_code).toUpperCase();
		const shared = sender.sender_type === 'shared_longcode';
		overrides.set(country, shared ? '' : textOf(sender.sender_id));
	}
	return overrides;
}

function single(fields: Fields, request: Fields): Outgoing {
	return {
		to: textOf(fields.to).trim(),
		body: textOf(fields.body),
		from: textOf(fields.from).trim(),
		schedule: fields.schedule,
		customString: textOf(fields.custom_string),
		country: textOf(fields.country),
		fromEmail: textOf(fields.from_email) || null,
		listId: null,
		contactId: typeof fields.contact_id === 'number' ? fields.contact_id : null,
		given: fields,
		request,
	};
}

function expand(fields: Fields, request: Fields, account: ClickSendAccount): Outgoing[] {
	const message = single(fields, request);
	const list = textOf(fields.list_id);
	if (list === '') return [message];
	// The list overrides a number in the same message (docs/providers/clicksend.md §7).
	const listId = Number(list);
	if (!account.lists.has(listId)) {
		return [{ ...message, to: '', listProblem: 'NOT_ENOUGH_PERMISSION_TO_LIST_ID' }];
	}
	return account
		.contactsOf(listId)
		.flatMap(({ contact_id, phone_number }) =>
			phone_number ? [{ ...message, to: phone_number, listId, contactId: contact_id }] : [],
		);
}

/** The messages of a send or price request, lists expanded (docs/providers/clicksend.md §7). */
export function readOutgoing(body: unknown, account: ClickSendAccount): Outgoing[] {
	const request = fieldsOf(body);
	const { messages } = request;
	if (!Array.isArray(messages) || messages.length === 0) {
		throw badRequest('The messages field is required.', 'MISSING_REQUIRED_FIELDS');
	}
	if (!messages.every(isFields)) throw badRequest('Every message must be an object.');
	return messages.flatMap((message) => expand(message, request, account));
}
