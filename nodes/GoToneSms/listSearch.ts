/** The options for "From List": groups, contacts and messages of the account. */
import { chosenIn, listSearches } from '../../n8n/operations/list-search';
import { path } from '../../n8n/operations/path';
import { client, connectGoToneSms } from './client';
import { simplify } from './operations/contactFields';
import { GROUPS } from './operations/contactGroup';
import { CONTACT_GROUP_FIELD } from './operations/locators';
import { MESSAGES } from './wire';

const list = listSearches(async (ctx) => await connectGoToneSms(ctx), client);

export const searchContactGroups = list({
	request: () => ({ method: 'GET', path: GROUPS }),
	toItem: ({ name, uid }) => ({ name: String(name), value: String(uid) }),
});

/** The contacts of the group selected in the same node. */
export const searchContacts = list({
	request(ctx) {
		const group = chosenIn(ctx, CONTACT_GROUP_FIELD);
		return { method: 'POST', path: path`/contacts/${group}/all` };
	},
	toItem(row) {
		const { uid, phone, firstName, lastName } = simplify(row);
		const name = [firstName, lastName].filter(Boolean).join(' ');
		return { name: name ? `${name} (${String(phone)})` : String(phone), value: String(uid) };
	},
});

const SHOWN_OF_A_TEXT = 40;

/** Messages, labelled with the recipient and the beginning of the text. */
export const searchMessages = list({
	request: () => ({ method: 'GET', path: MESSAGES }),
	toItem({ uid, to, message }) {
		const text = String(message ?? '');
		const shown =
			text.length > SHOWN_OF_A_TEXT ? `${text.slice(0, SHOWN_OF_A_TEXT).trimEnd()}…` : text;
		return { name: `${String(to)}: ${shown}`, value: String(uid) };
	},
});
