import { type FastifyInstance } from 'fastify';
import { readNumber } from '../../numbers.mts';
import { fieldsOf, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, notFound, success } from './envelope.mts';
import { findList, type ListParams } from './lists.mts';
import { pageOf, type Query } from './paging.mts';
import { searched } from './search.mts';
import { emptyContact } from './seed.mts';
import { type Contact, contactFields } from './shapes.mts';

const path = '/v3/lists/:list_id/contacts';

interface One {
	Params: ListParams & { contact_id: string };
}

interface Into {
	Params: One['Params'] & { to_list_id: string };
}

/** A contact needs a number, an email or a fax number (docs/providers/clicksend.md §12). */
function applyFields(contact: Contact, body: unknown, defaultCountry: string): Contact {
	const given = fieldsOf(body);
	const changed = { ...contact };
	for (const name of contactFields) {
		if (Object.hasOwn(given, name)) changed[name] = textOf(given[name]) || null;
	}
	const { phone_number, email, fax_number } = changed;
	if (!phone_number && !email && !fax_number) {
		throw badRequest(
			'The phone_number, email or fax_number is required.',
			'MISSING_REQUIRED_FIELDS',
		);
	}
	if (!phone_number) return changed;
	// A national number belongs to the contact's country, or to the account's default country.
	const number = readNumber(phone_number, changed.address_country || defaultCountry);
	if (!number) throw badRequest('The phone_number is invalid.', 'INVALID_RECIPIENT');
	return { ...changed, phone_number: number.e164 };
}

export function contactRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	const shown = (contact: Contact) => ({
		...contact,
		_list_name: account.lists.get(contact.list_id)?.list_name,
	});
	const country = () => account.world.settings.clickSendDefaultCountry;
	const find = ({ list_id, contact_id }: One['Params']) => {
		findList(account, list_id);
		const contact = account.contacts.get(Number(contact_id));
		if (contact?.list_id !== Number(list_id)) throw notFound('Contact record not found.');
		return contact;
	};

	app.get<{ Params: ListParams; Querystring: Query }>(path, ({ params, query }) => {
		const { list_id } = findList(account, params.list_id);
		const since = Number(query.updated_after ?? 0);
		const contacts = account.contactsOf(list_id).filter(({ date_updated }) => date_updated > since);
		const found = searched(contacts, query, contactFields);
		const page = pageOf(found.map(shown), query, `/v3/lists/${list_id}/contacts`);
		return success("Here's your list of contacts.", page);
	});

	app.post<{ Params: ListParams }>(path, ({ params, body }) => {
		const { list_id } = findList(account, params.list_id);
		const contact = applyFields(emptyContact(account.nextId(), list_id), body, country());
		account.contacts.set(contact.contact_id, contact);
		return success("Here's your list of contacts.", shown(contact));
	});

	app.get<One>(`${path}/:contact_id`, ({ params }) =>
		success('Here are your data.', shown(find(params))),
	);

	app.put<One>(`${path}/:contact_id`, ({ params, body }) => {
		const changed = applyFields(find(params), body, country());
		changed.date_updated = Math.floor(Date.now() / 1000);
		account.contacts.set(changed.contact_id, changed);
		return success(`Contact #${changed.contact_id} has been updated successfully.`, shown(changed));
	});

	const into = (contact: Contact, { to_list_id }: Into['Params']) => {
		const { list_id } = findList(account, to_list_id);
		const arrived = { ...contact, contact_id: account.nextId(), list_id };
		account.contacts.set(arrived.contact_id, arrived);
		return arrived;
	};

	app.put<Into>(`${path}/:contact_id/copy/:to_list_id`, ({ params }) => {
		const copied = into(find(params), params);
		const message = `Contact #${params.contact_id} has been copied to List #${copied.list_id}`;
		return success(message, shown(copied));
	});

	app.put<Into>(`${path}/:contact_id/transfer/:to_list_id`, ({ params }) => {
		const contact = find(params);
		const moved = into(contact, params);
		account.contacts.delete(contact.contact_id);
		const message = `Contact #${params.contact_id} has been transferred to List #${moved.list_id}`;
		return success(message, shown(moved));
	});

	app.delete<One>(`${path}/:contact_id`, ({ params }) => {
		const { contact_id } = find(params);
		account.contacts.delete(contact_id);
		return success(`Contact #${contact_id} has been deleted.`, []);
	});
}
