import { type FastifyInstance } from 'fastify';
import { textOf } from '../../values.mts';
import { type GoToneAccount } from './account.mts';
import { missing, Problem, required, success } from './envelope.mts';
import { inputOf } from './input.mts';
import { pageOf, type Query } from './paging.mts';
import { type Group } from './shapes.mts';

export interface GroupParams {
	group: string;
}

export function findGroup(account: GoToneAccount, uid: string): Group {
	const group = account.groups.get(uid);
	if (!group) throw missing('ContactGroups', uid);
	return group;
}

/** Contact groups (docs/providers/gotone.md §5, groups). */
export function groupRoutes(app: FastifyInstance, account: GoToneAccount, prefix: string): void {
	/** Names are unique per account. */
	const readName = (input: Record<string, unknown>, own?: string) => {
		const name = textOf(input.name).trim();
		if (name === '') throw required('name');
		const taken = [...account.groups.values()].some(
			(group) => group.name === name && group.uid !== own,
		);
		if (taken) throw new Problem('invalid', 'The name has already been taken.');
		return name;
	};

	app.get<{ Querystring: Query }>('/contacts', ({ query }) =>
		success(pageOf([...account.groups.values()], query, `${prefix}/contacts`)),
	);

	app.post('/contacts', (request) => {
		const group = { uid: account.nextUid(), name: readName(inputOf(request)) };
		account.groups.set(group.uid, group);
		return success({ name: group.name, uid: group.uid }, 'Contact group was successfully added');
	});

	app.post<{ Params: GroupParams }>('/contacts/:group/show', ({ params }) => {
		const { uid, name } = findGroup(account, params.group);
		return success({ uid, name });
	});

	app.patch<{ Params: GroupParams }>('/contacts/:group', (request) => {
		const group = findGroup(account, request.params.group);
		group.name = readName(inputOf(request), group.uid);
		const { name, uid } = group;
		return success({ name, uid }, 'Contact group was successfully updated');
	});

	app.delete<{ Params: GroupParams }>('/contacts/:group', ({ params }) => {
		const { uid } = findGroup(account, params.group);
		for (const contact of account.contactsOf(uid)) account.contacts.delete(contact.uid);
		account.groups.delete(uid);
		return success(null, 'Contact group was successfully deleted');
	});
}
