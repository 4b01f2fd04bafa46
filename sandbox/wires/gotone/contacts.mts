import { type FastifyInstance } from 'fastify';
import { readNumber } from '../../numbers.mts';
import { type Fields, textOf } from '../../values.mts';
import { type GoToneAccount } from './account.mts';
import { missing, Problem, required, success } from './envelope.mts';
import { findGroup, type GroupParams } from './groups.mts';
import { inputOf } from './input.mts';
import { pageOf, type Query } from './paging.mts';
import { type Contact } from './shapes.mts';

interface One {
	Params: GroupParams & { uid: string };
}

type ContactFields = Pick<Contact, 'phone' | 'first_name' | 'last_name' | 'custom'>;

const known = ['api_token', 'phone', 'first_name', 'last_name'];

/**
 * Newer versions read the fields in upper case: PHONE, FIRST_NAME, and the tags of the group's own
 * fields (docs/providers/gotone.md §5, contacts). Older ones read lower case, and no other fields.
 */
function inputAs(input: Fields, form: 'full' | 'short', keys: 'any' | 'upper'): Fields {
	if (form === 'full') return input;
	const entries = Object.entries(input)
		.filter(([name]) => keys === 'any' || name === name.toUpperCase())
		.map(([name, value]) => [name.toUpperCase(), value] as const);
	return Object.fromEntries([
		...entries,
		...entries.map(([name, value]) => [name.toLowerCase(), value] as const),
	]);
}

/** What a newer version stores besides the fields that every contact has: all upper-case fields. */
const customIn = (input: Fields, form: 'full' | 'short'): Record<string, string> =>
	Object.fromEntries(
		Object.entries(form === 'full' ? {} : input)
			.filter(([name]) => name === name.toUpperCase() && !known.includes(name.toLowerCase()))
			.map(([name, value]) => [name, textOf(value)]),
	);

/** Contacts of a group (docs/providers/gotone.md §5, contacts). */
export function contactRoutes(app: FastifyInstance, account: GoToneAccount, prefix: string): void {
	const isNew = () => account.world.settings.gotoneContactRows === 'short';

	/** The handlers read the names without a default (docs/providers/gotone.md §5, trap). */
	const nameOf = (input: Fields, name: string): string => {
		if (Object.hasOwn(input, name)) return textOf(input[name]);
		if (account.world.settings.gotoneNamesRequired) {
			throw new Problem('broken', `Undefined array key "${name}"`);
		}
		return '';
	};

	const readFields = (given: Fields): ContactFields => {
		const { gotoneContactRows: form, gotoneContactKeys: keys } = account.world.settings;
		const input = inputAs(given, form, keys);
		const phone = textOf(input.phone).trim();
		if (phone === '') throw required('phone');
		if (!/^[\d+() -]{7,17}$/.test(phone)) {
			throw new Problem('invalid', `The phone must be a valid phone number.`);
		}
		const digits = phone.replace(/\D/g, '');
		if (!readNumber(`+${digits}`)) {
			throw new Problem('broken', 'Undefined property: stdClass::$contact');
		}
		return {
			phone: Number(digits),
			first_name: nameOf(input, 'first_name'),
			last_name: nameOf(input, 'last_name'),
			custom: customIn(input, form),
		};
	};

	const found = ({ group, uid }: One['Params']): Contact | undefined => {
		findGroup(account, group);
		const contact = account.contacts.get(uid);
		return contact?.group === group ? contact : undefined;
	};

	const find = (params: One['Params']): Contact => {
		const contact = found(params);
		if (!contact) throw missing('Contacts', params.uid);
		return contact;
	};

	/** The answer to a change: the whole row, or a shorter one in newer versions. */
	const row = ({ id, uid, group, phone, ...contact }: Contact) =>
		isNew()
			? { uid, phone, status: 'subscribe' }
			: {
					customer_id: 1,
					group_id: [...account.groups.keys()].indexOf(group) + 1,
					phone,
					status: 'subscribe',
					first_name: contact.first_name,
					last_name: contact.last_name,
					uid,
					updated_at: contact.updated_at,
					created_at: contact.created_at,
					id,
				};

	const shown = ({ uid, phone, first_name, last_name, custom }: Contact) =>
		isNew()
			? {
					uid,
					phone,
					status: 'subscribe',
					custom_fields: { FIRST_NAME: first_name, LAST_NAME: last_name, ...custom },
				}
			: { uid, phone, first_name, last_name };

	app.post<{ Params: GroupParams }>('/contacts/:group/store', (request) => {
		const group = findGroup(account, request.params.group);
		const fields = readFields(inputOf(request));
		if (account.contactsOf(group.uid).some(({ phone }) => phone === fields.phone)) {
			throw new Problem('duplicate', `You have already subscribed to ${group.name}`);
		}
		const now = new Date().toISOString();
		const times = { created_at: now, updated_at: now };
		const ids = { id: account.nextId(), uid: account.nextUid() };
		const contact = { ...ids, group: group.uid, ...fields, ...times };
		account.contacts.set(contact.uid, contact);
		return success(row(contact), 'Contact was successfully added');
	});

	// Null, and no error, when the contact is in another group.
	app.post<One>('/contacts/:group/search/:uid', ({ params }) => {
		const contact = found(params);
		return success(contact ? shown(contact) : null);
	});

	app.patch<One>('/contacts/:group/update/:uid', (request) => {
		const contact = find(request.params);
		const fields = readFields(inputOf(request));
		Object.assign(contact, fields, { updated_at: new Date().toISOString() });
		return success(row(contact), 'Contact was successfully updated');
	});

	app.delete<One>('/contacts/:group/delete/:uid', ({ params }) => {
		account.contacts.delete(find(params).uid);
		return success(null, 'Contact was successfully deleted');
	});

	app.post<{ Params: GroupParams; Querystring: Query }>(
		'/contacts/:group/all',
		({ params, query }) => {
			const { uid } = findGroup(account, params.group);
			const rows = account.contactsOf(uid).map(shown);
			return success(pageOf(rows, query, `${prefix}/contacts/${uid}/all`));
		},
	);
}
