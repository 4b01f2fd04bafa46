import { type FastifyInstance } from 'fastify';
import { fieldsOf, textOf } from '../../values.mts';
import { type ClickSendAccount } from './account.mts';
import { badRequest, notFound, success } from './envelope.mts';
import { linkedPageOf, type Query } from './paging.mts';
import { type List } from './shapes.mts';

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
		const rows = [...account.lists.values()].map(summary);
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

	app.delete<{ Params: ListParams }>(`${path}/:list_id`, ({ params }) => {
		const { list_id } = findList(account, params.list_id);
		for (const { contact_id } of account.contactsOf(list_id)) account.contacts.delete(contact_id);
		account.lists.delete(list_id);
		return success(`List #${list_id} has been deleted.`, []);
	});
}
