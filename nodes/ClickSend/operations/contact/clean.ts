/** Cleaning up a contact list (docs/providers/clicksend.md §12). */
import { noticeOf } from '../../../../n8n/parameters/fields';
import { requestOperation } from '../../../../n8n/operations/operation';
import { path } from '../../../../n8n/operations/path';
import { CONTACT_LIST_FIELD } from '../locators';

/** ClickSend says how many it deleted; a retry of the execution would find none. */
const removed = ({ deleted }: { deleted?: unknown }, contactList: string) => [
	{ contactList, removed: Number(deleted ?? 0) },
];

const SAME_IN = [
	['Address Line 1', 'address_line_1'],
	['Address Line 2', 'address_line_2'],
	['City', 'address_city'],
	['Country', 'address_country'],
	['Custom 1', 'custom_1'],
	['Custom 2', 'custom_2'],
	['Custom 3', 'custom_3'],
	['Custom 4', 'custom_4'],
	['Email', 'email'],
	['Fax Number', 'fax_number'],
	['First Name', 'first_name'],
	['Last Name', 'last_name'],
	['Organization Name', 'organization_name'],
	['Phone Number', 'phone_number'],
	['Postal Code', 'address_postal_code'],
	['State', 'address_state'],
] as const;

export const removeDuplicates = requestOperation({
	name: 'Remove Duplicates',
	value: 'removeDuplicates',
	action: 'Remove duplicate contacts from a contact list',
	description: 'Delete contacts that are the same as another contact of the list in some fields',
	once: true,
	fields: [
		noticeOf(
			'This deletes contacts. It cannot be undone. Which one of several equal contacts ClickSend keeps is not documented.',
		),
		CONTACT_LIST_FIELD,
		{
			displayName: 'Same In',
			name: 'sameIn',
			type: 'multiOptions',
			options: SAME_IN.map(([name, value]) => ({ name, value })),
			default: ['phone_number'],
			required: true,
			description: 'Contacts that are equal in all of these fields are duplicates',
		},
	],
	// A list of names, as in ClickSend's example of a request; its schema has an object.
	request({ contactList, sameIn }, env) {
		if (sameIn.length === 0) {
			throw env.refuse('Same In is empty', 'Choose the fields in which duplicates are equal.');
		}
		return {
			method: 'PUT',
			path: path`/v3/lists/${contactList}/remove-duplicates/`,
			body: { fields: sameIn },
		};
	},
	items: (data, { contactList }) => removed(data, contactList),
});

export const removeOptedOut = requestOperation({
	name: 'Remove Opted Out',
	value: 'removeOptedOut',
	action: 'Remove opted out contacts from a contact list',
	description: 'Delete the contacts of a list that are also in an opt-out list',
	once: true,
	fields: [
		noticeOf(
			'This deletes contacts. It cannot be undone. With another list as the Opt-Out List, everyone in that list is removed.',
		),
		CONTACT_LIST_FIELD,
		{
			...CONTACT_LIST_FIELD,
			displayName: 'Opt-Out List',
			name: 'optOutList',
			description: 'The list in which ClickSend collects those who replied STOP',
		},
	],
	request: ({ contactList, optOutList }) => ({
		method: 'PUT',
		path: path`/v3/lists/${contactList}/remove-opted-out-contacts/${optOutList}`,
		body: {},
	}),
	items: (data, { contactList }) => removed(data, contactList),
});
