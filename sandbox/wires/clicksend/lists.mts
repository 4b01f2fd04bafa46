import { type FastifyInstance } from 'fastify';
import { fieldsOf, isTextList, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, notFound, success } from './envelope.mts';
import { linkedPageOf, pageOf, type Query } from './paging.mts';
import { contains, searched } from './search.mts';
import { type Contact, contactFields, type List } from './shapes.mts';

const path = '/v3/lists';

export interface ListParams {
	list_id: string;
}

export function findList(account: ClickSendAccount, id: string): List {
	const list = account.lists.get(Number(id));
	if (!list) throw notFound('List record not found.');
	return list;
}

function readName(body: unknown): string {
	const name = textOf(fieldsOf(body).list_name);
	if (name === '') throw badRequest('The list_name is required.', 'MISSING_REQUIRED_FIELDS');
	return name;
}

/** Contact lists (docs/providers/clicksend.md §12). */
export function listRoutes(app: FastifyInstance, account: ClickSendAccount): void {
	const summary = (list: List) => ({
		...list,
		_contacts_count: account.contactsOf(list.list_id).length,
	});
	const whole = (list: List) => ({
		...summary(list),
		_import_in_progress: 0,
		_optout_in_progress: 0,
	});

	app.get<{ Querystring: Query }>(path, ({ query }) => {
		const rows = searched([...account.lists.values()].map(summary), query, ['list_name']);
		return success('Here are your data.', linkedPageOf(rows, query, path));
	});

	app.post(path, ({ body }) => {
		const list_name = readName(body);
		const list_id = account.nextId();
		const list = { list_id, list_name, list_email_id: `SANDBOX${list_id}LIST` };
		account.lists.set(list_id, list);
		return success('New list has been created.', whole(list));
	});

	app.get<{ Params: ListParams }>(`${path}/:list_id`, ({ params }) =>
		success('Here are your data.', whole(findList(account, params.list_id))),
	);

	app.put<{ Params: ListParams }>(`${path}/:list_id`, ({ params, body }) => {
		const list = findList(account, params.list_id);
		list.list_name = readName(body);
		return success(`List #${list.list_id} has been updated.`, whole(list));
	});

	app.get<{ Querystring: Query }>('/v3/search/contacts-lists', ({ query }) => {
		const q = (query.q ?? '').trim();
		if (q === '') throw badRequest('The q is required.', 'MISSING_REQUIRED_FIELDS');
		const lists = [...account.lists.values()].map((list) => ({
			id: list.list_id,
			name: list.list_name,
			contact: null,
			type: 'list',
			contacts_count: account.contactsOf(list.list_id).length,
		}));
		const contacts = [...account.contacts.values()].map((contact) => ({
			id: contact.contact_id,
			name: [contact.first_name, contact.last_name].filter(Boolean).join(' '),
			contact: contact.phone_number ?? contact.email ?? contact.fax_number,
			type: 'contact',
			contacts_count: 0,
			email: contact.email,
		}));
		const found = [...lists, ...contacts].filter((row) =>
			contains([row.name, row.contact, 'email' in row ? row.email : null], q),
		);
		const rows = found.map((row) => ({ ...row, email: undefined }));
		return success('Here are your data.', pageOf(rows, query, '/v3/search/contacts-lists'));
	});

	// The request names the fields in a list; the schema has an object, which is read too (OpenAPI).
	app.put<{ Params: ListParams }>(`${path}/:list_id/remove-duplicates/`, ({ params, body }) => {
		const { list_id } = findList(account, params.list_id);
		const given = fieldsOf(body).fields;
		const names: readonly string[] = isTextList(given) ? given : Object.keys(fieldsOf(given));
		const fields = contactFields.filter((name) => names.includes(name));
		if (fields.length === 0)
			throw badRequest('The fields are required.', 'MISSING_REQUIRED_FIELDS');
		const seen = new Set<string>();
		const doubled = account.contactsOf(list_id).filter((contact) => {
			const key = JSON.stringify(fields.map((name) => contact[name]?.toLowerCase() ?? ''));
			const isKnown = seen.has(key);
			seen.add(key);
			return isKnown;
		});
		for (const { contact_id } of doubled) account.contacts.delete(contact_id);
		return success('Your list duplicate contacts has been deleted.', { deleted: doubled.length });
	});

	app.put<{ Params: ListParams & { opt_out_list_id: string } }>(
		`${path}/:list_id/remove-opted-out-contacts/:opt_out_list_id`,
		({ params }) => {
			const { list_id } = findList(account, params.list_id);
			const optOuts = account.contactsOf(findList(account, params.opt_out_list_id).list_id);
			const isOptedOut = ({ phone_number, email }: Contact) =>
				optOuts.some(
					(one) =>
						(phone_number !== null && one.phone_number === phone_number) ||
						(email !== null && one.email === email),
				);
			const left = account.contactsOf(list_id).filter(isOptedOut);
			for (const { contact_id } of left) account.contacts.delete(contact_id);
			return success('Optout contacts has been deleted.', { deleted: left.length });
		},
	);

	app.delete<{ Params: ListParams }>(`${path}/:list_id`, ({ params }) => {
		const { list_id } = findList(account, params.list_id);
		for (const { contact_id } of account.contactsOf(list_id)) account.contacts.delete(contact_id);
		account.lists.delete(list_id);
		return success(`List #${list_id} has been deleted.`, []);
	});
}
